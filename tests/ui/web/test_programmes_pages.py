"""Programmes as members take part in them, and as their managers set them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.programmes import AgendaPart, Cohort, Enrolment, MatchingMode, NextStep, Programme
from copilot.domain.relationships import Stage
from copilot.errors import BadInput
from copilot.services.drafting.kinds.agreement import TOPICS
from copilot.services.members.service import Introduction
from copilot.services.programmes.closing import Reviews, ReviewTold
from copilot.services.programmes.stages import Due, StagesStanding
from copilot.services.programmes.taking_part import Standing
from tests.fakes import WordEncoder
from tests.ui.web.building import asking, built, handlers, updates
from tests.ui.web.community import HOSTILE, NOW, open_community
from ui.web.desk import Desk
from ui.web.pages import programme_settings, programmes
from ui.web.people import People
from ui.web.views.programme_settings import (
    agenda_lines,
    closing_told,
    cohort_list,
    own_wordings,
    read_agenda,
    read_capacity,
    reviews_told,
    settings_title,
    who_is_in,
    who_takes_part,
)
from ui.web.views.programmes import (
    checklist,
    left_told,
    matching_choices,
    nothing_due,
    parting_told,
    programme_cards,
    standing_told,
    your_part,
)

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
PEOPLE = People({"m1": Introduction(name="Ada", headline=""), "m2": Introduction(name=HOSTILE, headline="")})


def _programme(**more: Any) -> Programme:
    told = {"id": "p1", "name": "Bridges", "starts": TODAY - 60 * DAY, "ends": TODAY + 60 * DAY}
    return Programme.model_validate({**told, **more})


def _standing(state: str = "", programme: Programme | None = None, **more: Any) -> Standing:
    own = Enrolment(id="p1:m1", programme="p1", member="m1", state=state, **more) if state else None  # type: ignore[arg-type]  # one of its states
    return Standing(programme=programme or _programme(), enrolment=own, joinable=not state)


def _text(markup: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


# What a member reads
def test_each_programme_is_a_way_in_with_its_dates_and_her_standing() -> None:
    told = programme_cards([_standing("enrolled"), _standing(programme=_programme(id="p2"))], "p1", TODAY)
    assert 'href="/programmes?programme=p1" aria-current="true"' in told
    assert "Bridges 21 September 2026 to 19 January 2027 you take part" in _text(told)
    assert "There is no programme yet." in _text(programme_cards([], "", TODAY))


@pytest.mark.parametrize(("mode", "words"), [
    (MatchingMode.SELF, "You choose whom you would like"),
    (MatchingMode.SUGGESTED, "You are shown who could suit and rank them"),
    (MatchingMode.POOL, "Everybody is looked at together"),
    (MatchingMode.NOMINATION, "may be thought of too, until she says no"),
])  # fmt: skip
def test_how_people_are_matched_is_said_in_a_sentence(mode: MatchingMode, words: str) -> None:
    told = _programme(matching=mode, roles=frozenset({MatchRole.PEER, MatchRole.SPONSOR}), capacity=40)
    text = _text(your_part(_standing(programme=told), {}, TODAY))
    assert words in text
    assert "It looks for sponsors and peers" in text
    assert "Places 40, some are free" in text


def test_her_standing_is_a_sentence() -> None:
    def told(standing: Standing) -> str:
        return _text(standing_told(standing, {"k1": "the spring group"}, TODAY))

    assert told(_standing("enrolled", cohort="k1")) == "You take part, in the spring group."
    assert "until 1 December 2026 ; then you are back" in told(_standing("paused", until=date(2026, 12, 1)))
    assert "until you say so" in told(_standing("paused"))
    waiting = _standing("waiting").model_copy(update={"waits_as": 2})
    assert told(waiting).startswith("You are number 2 on the waiting list.")
    assert "You have completed it." in told(_standing("completed"))
    assert told(_standing(programme=_programme(closed=TODAY))) == "It is over."
    assert "All places are taken." in told(_standing().model_copy(update={"full": True}))
    assert "leave again without giving a reason" in told(_standing())


def test_leaving_says_what_becomes_of_relationships_in_plain_words() -> None:
    assert "none is kept" in _text(parting_told([]))
    assert "You still meet Ada and Eve here" in _text(parting_told(["Ada", "Eve"]))
    assert left_told(1, 0).endswith("1 relationship of yours goes on outside the programme.")
    assert "2 relationships of yours go on" in left_told(2, 0)
    assert "1 relationship of yours ended in order." in left_told(0, 1)
    assert "1 circle goes on without you." in left_told(0, 0, 1)
    assert "You stay in 1 circle of it." in left_told(0, 0, 0, 1)
    assert "You may come again" in left_told(0, 0)


def _due(stage: Stage, *, done: bool = False, late: bool = False) -> Due:
    return Due(
        stage=stage, what="x", day=TODAY + 3 * DAY, done=done, late=late, sentence=f"{stage.value} {done}"
    )


def test_the_checklist_is_calm() -> None:
    due = (
        _due(Stage.INITIATION, done=True), _due(Stage.CULTIVATION), _due(Stage.CULTIVATION, late=True),
        _due(Stage.SEPARATION),
    )  # fmt: skip
    standing = StagesStanding(
        relationship="r1",
        stage=Stage.CULTIVATION,
        due=due,
        suggested=Stage.SEPARATION,
        because="It ends soon.",
    )
    text = _text(checklist(standing, HOSTILE, TODAY))
    assert "Getting to know each other: 1 of 1 thing done" in text
    assert "cultivation False (open) in 3 days" in text
    assert "when you can" in text
    assert "Coming to an end: 1 thing, later" in text
    assert "overdue" not in text
    assert "It ends soon. If you both see it so" in text
    assert "<script" not in checklist(standing, HOSTILE, TODAY)
    assert 'aria-current="step"' in checklist(standing, "Ada", TODAY)


def test_who_has_nothing_due_is_told_what_will_stand_here() -> None:
    assert "Once you are matched here" in _text(nothing_due(takes_part=True))
    assert nothing_due(takes_part=False) == ""


# What a manager types
def test_parts_of_a_session_are_lines_that_can_be_typed() -> None:
    typed = "Arriving | 1 | How are you, really?\n\nWhat you brought | 2,5\nNext"
    parts = read_agenda(typed)
    assert [(each.title, each.share, each.purpose) for each in parts] == [
        ("Arriving", 1.0, "How are you, really?"), ("What you brought", 2.5, ""), ("Next", 1.0, ""),
    ]  # fmt: skip
    assert read_agenda(agenda_lines(parts)) == parts


WORDS = st.text("abcdefgh ,.?ü", min_size=1, max_size=40).map(str.strip).filter(bool)


@given(st.lists(st.tuples(WORDS, st.integers(1, 100), st.just("") | WORDS), max_size=12))
def test_what_is_shown_of_an_agenda_is_read_back_as_it_was(lines: list[tuple[str, int, str]]) -> None:
    parts = tuple(AgendaPart(title=title, share=share / 10, purpose=words) for title, share, words in lines)
    assert read_agenda(agenda_lines(parts)) == parts


@pytest.mark.parametrize("typed", ["Arriving | much", "| 2", "A | -1", "A | 99", "x" * 201, "A | nan"])
def test_a_line_that_is_no_part_is_refused_with_its_cure(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_agenda(typed)
    assert refusal.value.cure


def test_places_are_a_number_or_nothing() -> None:
    assert (read_capacity(""), read_capacity(" 40 ")) == (None, 40)
    with pytest.raises(BadInput, match="not a number of places"):
        read_capacity("many")


def test_an_empty_wording_stands_for_the_copilots_own() -> None:
    assert own_wordings(["We meet in the open.", *[" "] * (len(TOPICS) - 1)]) == {
        TOPICS[0]: "We meet in the open."
    }


# What a manager reads
def test_who_waits_stands_in_the_order_of_asking() -> None:
    asked = datetime(2026, 11, 1, tzinfo=UTC)
    enrolments = [
        Enrolment(id="p1:m1", programme="p1", member="m1", state="waiting", at=asked + DAY, cohort="k1"),
        Enrolment(id="p1:m2", programme="p1", member="m2", state="waiting", at=asked),
        Enrolment(id="p1:m3", programme="p1", member="m3"),
    ]
    text = _text(who_is_in(_programme(capacity=1), enrolments, PEOPLE, {"k1": "the spring group"}))
    assert "places 1 take part 1 waiting 2" in text
    assert text.index("alert(2)") < text.index("Ada since 2 November 2026 , for the spring group")
    assert "1 person with a place a former member takes part" in _text(
        who_takes_part(enrolments, PEOPLE, {})
    ).replace("Name Standing Cohort ", "")
    assert "Nobody takes part yet." in _text(who_takes_part([], PEOPLE, {}))


def test_cohorts_say_when_and_how_many() -> None:
    cohort = Cohort(id="k1", programme="p1", name=HOSTILE, starts=TODAY, ends=TODAY + DAY, capacity=12)
    inside = [Enrolment(id="p1:m1", programme="p1", member="m1", cohort="k1")]
    assert "1 of 12 take part" in _text(cohort_list([cohort], inside))
    assert "<script" not in cohort_list([cohort], inside)
    assert "Add one for a group that starts later." in _text(cohort_list([], []))


def test_reviews_are_read_without_names_or_not_at_all() -> None:
    assert "too few" in _text(reviews_told(Reviews(programme="p1", remark="Fewer than 5: too few to show.")))
    told = (ReviewTold(went_well=HOSTILE, would_change="More time"),)
    shown = reviews_told(
        Reviews(programme="p1", told=told, next_steps={NextStep.REST: 5, NextStep.PEERS: None})
    )
    assert "a rest 5 a peer or a circle a few" in _text(shown)
    assert "Would change: More time" in _text(shown)
    assert "<script" not in shown


def test_how_a_programme_stands_is_told_above_its_settings() -> None:
    assert "under way" in _text(settings_title(_programme(), TODAY))
    assert "begins in 2 days" in _text(settings_title(_programme(starts=TODAY + 2 * DAY), TODAY))
    assert "its last day is over" in _text(settings_title(_programme(ends=TODAY - DAY), TODAY))
    assert "closed" in _text(settings_title(_programme(closed=TODAY), TODAY))
    assert "Closed on 20 November 2026 ." in _text(closing_told(_programme(closed=TODAY)))
    assert "can’t be opened again" in _text(closing_told(_programme()))


def test_every_mode_has_a_sentence_for_managers() -> None:
    assert [value for _, value in matching_choices()] == [mode.value for mode in MatchingMode]


@pytest.mark.parametrize(
    ("asker", "may"),
    [
        (Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"})), True),
        (Asker(member="m4", roles=frozenset({Role.ADMIN})), True),
        (Asker(member="m1", roles=frozenset({Role.MENTEE, Role.MANAGER})), False),
        (Asker(), False),
    ],
)
def test_managers_and_admins_are_offered_the_settings(asker: Asker, may: bool) -> None:
    assert programme_settings.may_set_a_programme(asker) == may


# The pages over a real home
@pytest.fixture
def desk(tmp_path: Path) -> Any:
    copilot = open_community(tmp_path / "home")
    vars(copilot)["encoder"] = WordEncoder()
    yield Desk(copilot)
    copilot.close()


def _said(answer: Any) -> str:
    return unescape(str(updates(answer)))


@pytest.fixture
def member_page(desk: Desk) -> Any:
    return handlers(built(programmes.PAGE, desk))


@pytest.fixture
def manager_page(desk: Desk) -> Any:
    return handlers(built(programme_settings.PAGE, desk))


def test_a_member_pauses_comes_back_and_leaves_with_her_choice(desk: Desk, member_page: Any) -> None:
    page = member_page
    assert "You take part." in _said(page["_look"](asking("m1")))
    assert "With Ingrid" in _said(page["_look"](asking("m1")))
    assert "You are on a pause" in _said(page["_paused"]("p1", "", asking("m1")))
    assert "Welcome back." in _said(page["_came_back"]("p1", asking("m1")))
    with pytest.raises(gr.Error, match="Say what becomes of your relationships"):
        page["_left"]("p1", None, asking("m1"))
    assert "goes on outside the programme" in _said(page["_left"]("p1", "keep", asking("m1")))
    assert desk.copilot.programmes.standing(Asker(member="m1"), "p1").enrolment.state == "left"  # type: ignore[union-attr]  # she was in it
    assert "Welcome: you take part." in _said(page["_joined"]("p1", "", asking("m1")))


def test_who_comes_to_a_full_programme_waits(desk: Desk, member_page: Any) -> None:
    desk.copilot.programmes.update(OPERATOR, "p1", capacity=5)
    assert "Wait for a place" in _said(member_page["_look"](asking("m4")))
    assert "You are on the waiting list" in _said(member_page["_joined"]("p1", "", asking("m4")))
    assert "You are number 1 on the waiting list" in _said(member_page["_look"](asking("m4")))
    assert "You take part no more." in _said(member_page["_left"]("p1", None, asking("m4")))


def test_the_two_say_where_they_are_and_may_start_again(member_page: Any) -> None:
    assert "Said." in _said(member_page["_moved"]("p1", "r1", "separation", asking("m1")))
    with pytest.raises(gr.Error, match="not ended yet"):
        member_page["_rematched"]("p1", "r1", False, asking("m1"))
    assert "nobody is to blame" in _said(member_page["_rematched"]("p1", "r1", True, asking("m1")))


def test_after_the_end_the_two_say_which_new_form_they_found(desk: Desk, member_page: Any) -> None:
    desk.copilot.programmes.close(OPERATOR, "p1", early=True)
    assert "Finding a new form" in _said(member_page["_look"](asking("m1")))
    assert "Said." in _said(member_page["_moved"]("p1", "r1", "redefinition", asking("m1")))
    assert "With Ingrid" not in _said(member_page["_look"](asking("m1")))


def test_a_review_is_kept_and_stands_there_again(desk: Desk, member_page: Any) -> None:
    desk.copilot.programmes.close(OPERATOR, "p1", early=True)
    with pytest.raises(gr.Error, match="What comes next is not chosen"):
        member_page["_reviewed"]("p1", None, "", "", False, asking("m1"))
    told = _said(member_page["_reviewed"]("p1", "a rest", "The walks.", "", False, asking("m1")))
    assert "kept, for you alone" in told
    assert "The walks." in _said(member_page["_look"](asking("m1")))
    assert "The walks." not in _said(member_page["_look"](asking("m2")))


def test_a_manager_sets_dates_matching_wordings_and_parts(desk: Desk, manager_page: Any) -> None:
    page, today = manager_page, NOW.date()
    ends = (today + 200 * DAY).isoformat()
    framed = page["_framed"]("p1", "Spring", (today - 60 * DAY).isoformat(), ends, "For all.", asking("m3"))
    assert "Dates and purpose are kept." in _said(framed)
    assert "It would look for nobody" in _refusal(page["_matched"], "p1", "self", [], "", asking("m3"))
    page["_matched"]("p1", "self", ["peer", "mentor"], "9", asking("m3"))
    page["_worded"]("p1", "What the two choose.", *[""] * (len(TOPICS) - 1), asking("m3"))
    page["_planned"]("p1", "Arriving | 1\nWork | 4 | One thing", asking("m3"))
    kept = desk.copilot.programmes.show(OPERATOR, "p1")
    assert (kept.name, kept.ends.isoformat(), kept.matching, kept.capacity) == (
        "Spring",
        ends,
        MatchingMode.SELF,
        9,
    )
    assert kept.agreement == {TOPICS[0]: "What the two choose."}
    assert [part.title for part in kept.agenda] == ["Arriving", "Work"]
    assert kept.roles == {MatchRole.PEER, MatchRole.MENTOR}


def _refusal(verb: Any, *said: Any) -> str:
    with pytest.raises(gr.Error) as refusal:
        verb(*said)
    return str(refusal.value)


def test_what_cannot_be_set_is_refused_in_a_sentence(manager_page: Any) -> None:
    page, today = manager_page, NOW.date()
    first, last = today.isoformat(), (today - DAY).isoformat()
    assert "ends before it starts" in _refusal(page["_framed"], "p1", "Spring", first, last, "", asking("m3"))
    assert "The last day is missing" in _refusal(page["_framed"], "p1", "Spring", first, "", "", asking("m3"))
    assert "too few for them" in _refusal(page["_matched"], "p1", "self", ["peer"], "1", asking("m3"))
    assert "cohort ends before" in _refusal(page["_added_cohort"], "p1", "New", first, last, "", asking("m3"))


def test_a_cohort_is_added_and_the_programme_closed(desk: Desk, manager_page: Any) -> None:
    page, today = manager_page, NOW.date()
    dates = (today.isoformat(), (today + 30 * DAY).isoformat())
    assert "The new ones is added" in _said(
        page["_added_cohort"]("p1", "The new ones", *dates, "4", asking("m3"))
    )
    assert "runs until" in _refusal(page["_closed"], "p1", "keep", "", False, asking("m3"))
    assert "5 have completed it" in _said(page["_closed"]("p1", "keep", "Ask early.", True, asking("m3")))
    assert "Ask early." in _said(page["_look"](asking("m3")))
    assert desk.copilot.programmes.show(OPERATOR, "p1").closed == today


def test_nobody_else_sets_anything(manager_page: Any) -> None:
    today = NOW.date().isoformat()
    assert "You manage no programme." in _said(manager_page["_look"](asking("m1")))
    for verb, said in {
        "_framed": ("p1", "Mine", today, "2099-01-01", ""), "_matched": ("p1", "self", ["peer"], ""),
        "_planned": ("p1", "A"), "_closed": ("p1", "keep", "", True), "_turned": ("p1",),
        "_added_cohort": ("p1", "New", today, "2099-01-01", ""),
    }.items():  # fmt: skip
        assert "may not" in _refusal(manager_page[verb], *said, asking("m1"))

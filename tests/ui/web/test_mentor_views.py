"""What a mentor sees at a glance, and the words of her panes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from copilot.domain.citations import GuideCitation
from copilot.domain.days_said import Reckoning
from copilot.domain.drafts import ActionItems, Draft, DraftKind, Fact, PromisedAction
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import ActionItem, Moment, Relationship, Session
from copilot.services.drafting.action_lines import written_in
from copilot.services.drafting.facts.standing import Standing
from copilot.services.glances import Glance
from copilot.services.members.service import Introduction
from copilot.services.moods import Mood
from copilot.services.pausing import Places
from copilot.services.relationships import SharedThings
from tests.ui.web.community import HOSTILE
from ui.web.people import People
from ui.web.views.action_items import Row, items_of, read_from, row_of, text_of, to_settle
from ui.web.views.glances import (
    for_the_moment,
    glance,
    held_sessions,
    latest_sessions,
    moods_told,
    overdue_first,
    places_told,
    title,
)
from ui.web.views.recognise import seen_moments, tone_choices, who_agrees, with_benefit
from ui.web.views.relationships import action_label

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PEOPLE = People(
    {
        "m1": Introduction(name="Amara Okafor", headline="Data analyst"),
        "m2": Introduction(name="Ingrid Solheim", headline="Trains speakers"),
        "m9": Introduction(name=HOSTILE, headline=HOSTILE),
    }
)
NAMES = ("Amara Okafor", "Ingrid Solheim")


def _session(name: str, days: int, state: str = "planned", topic: str = "", agenda: str = "") -> Session:
    return Session.model_validate(
        {"id": name, "relationship": "r1", "at": NOW + timedelta(days=days), "state": state, "topic": topic,
         "agenda": agenda}
    )  # fmt: skip


def _item(name: str, owner: str, days: int | None, *, done: bool = False) -> ActionItem:
    due = None if days is None else TODAY + timedelta(days=days)
    return ActionItem(id=name, relationship="r1", owner=owner, text=f"Do {name}", due=due, done=done)


def _glance(
    *sessions: Session,
    actions: tuple[ActionItem, ...] = (),
    moods: tuple[Mood, ...] = (),
    standing: Standing = "middle",
    state: str = "active",
    mentee: str = "m1",
) -> Glance:
    relationship = Relationship.model_validate(
        {"id": "r1", "role": MatchRole.MENTOR, "members": (mentee, "m2"), "state": state, "started": TODAY}
    )
    things = SharedThings(relationship=relationship, sessions=sessions, goals=(), actions=actions, notes=())
    return Glance(things=things, standing=standing, moods=moods)


def _card(one: Glance) -> str:
    return unescape(str(glance([one], "m2", PEOPLE, TODAY)))


def test_a_card_says_next_session_open_items_mood_and_stage() -> None:
    actions = (_item("a", "m2", -1), _item("b", "m1", 3), _item("c", "m1", -9, done=True))
    card = _card(
        _glance(
            _session("s1", -5, "held"),
            _session("s2", 2),
            actions=actions,
            moods=(Mood(by="m1", on=TODAY, rating=4), Mood(by="m2", on=TODAY, rating=2, shared=False)),
        )
    )
    assert "in 2 days" in card
    assert "5 days ago" in card
    assert "1 yours, 1 Amara’s" in card
    assert "1 overdue" in card
    assert 'Amara: <span class="mood ">well</span> · you: <span class="mood care">haltingly</span>' in card
    assert "well under way" in card


def test_what_nobody_said_is_not_said_and_what_is_not_there_is_none() -> None:
    card = _card(_glance(standing="first"))
    assert "not said" in card
    assert "not planned" in card
    assert "<dd>none</dd>" in card
    assert "first meeting ahead" in card
    assert "overdue" not in card


def test_a_session_that_was_missed_is_told_as_such() -> None:
    assert "was to be 3 days ago" in _card(_glance(_session("s1", -3)))


@pytest.mark.parametrize(
    ("standing", "words"), [("stuck", "slowed down"), ("ending", "near the end"), ("first", "first meeting")]
)
def test_the_stage_is_said_in_words(standing: Standing, words: str) -> None:
    assert words in _card(_glance(standing=standing))


def test_one_click_plans_the_next_session_or_opens_the_agenda_it_has() -> None:
    planned = _card(_glance(_session("s2", 2)))
    assert 'href="/mentees?relationship=r1&plan=next">Plan the next session' in planned
    assert "with Amara" in planned, "a screen reader hears for whom"
    assert "Open the agenda" in _card(_glance(_session("s2", 2, agenda="d1")))
    assert "plan=next" not in _card(_glance(state="closed"))


def test_names_from_data_stay_words() -> None:
    shown = str(glance([_glance(mentee="m9")], "m2", PEOPLE, TODAY))
    assert "<script>" not in shown
    assert "<img" not in shown


def test_overdue_items_come_first_and_say_so() -> None:
    later, own, late = _item("a", "m1", 1), _item("b", "m2", 4), _item("c", "m1", -2)
    assert overdue_first([later, own, late], "m2", TODAY) == [late, own, later]
    assert action_label(late, "Amara", TODAY) == "Amara: Do c · overdue, it was due 2 days ago"
    assert action_label(own, "You", TODAY) == "You: Do b · due in 4 days"


def test_a_private_mood_says_that_only_she_sees_it() -> None:
    told = str(moods_told([Mood(by="m2", on=TODAY, rating=3, text="Hm.", shared=False)], "m2", PEOPLE))
    assert "only you see this" in told
    assert "It goes so-so." in told
    assert "Nobody has said yet" in str(moods_told([], "m2", PEOPLE))


def test_the_title_says_when_they_meet_next_or_what_to_do() -> None:
    assert "The opening" in str(
        title(_glance(_session("s", 2, topic="The opening")), "m2", PEOPLE, TODAY, UTC)
    )
    assert "No session is planned." in str(title(_glance(), "m2", PEOPLE, TODAY, UTC))


def test_a_sentence_of_the_guides_opens_its_guide_where_it_stands() -> None:
    quoted = GuideCitation(n=1, path="a/grow.md", section="Reality", start=3, end=40, quote="Ask what is so.")
    shown = str(for_the_moment(_glance(standing="stuck"), [quoted], {"a/grow.md": "GROW"}))
    assert "Things have slowed down" in shown
    assert "<blockquote><p>Ask what is so.</p></blockquote>" in shown
    assert "/guide/a/grow.md" in shown
    assert "start=3" in shown
    assert "GROW: Reality" in shown
    assert "nothing close" in str(for_the_moment(_glance(), []))


def test_earlier_sessions_are_folded_away() -> None:
    many = _glance(*(_session(f"s{n}", -n, "held", f"Topic {n}") for n in range(1, 6)))
    shown = str(latest_sessions(many.things, PEOPLE, "m2", UTC))
    above, below = shown.split("<details>")
    assert "Topic 3" in above
    assert "Topic 4" in below
    assert "2 earlier sessions" in below


def test_only_sessions_that_were_held_can_have_notes_read() -> None:
    sessions = [_session("s1", -5, "held", "A"), _session("s2", 2), _session("s3", -1, "held")]
    assert [name for _, name in held_sessions(sessions, UTC)] == ["s3", "s1"]


@pytest.mark.parametrize(
    ("places", "in_use", "words"),
    [(3, 1, "You take 3 people at once; 1 place is in use, 2 free."),
     (1, 1, "You take 1 person at once; 1 place is in use, none free."),
     (1, 2, "you have 2 now, and nobody is added")],
)  # fmt: skip
def test_places_are_told_in_numbers_that_add_up(places: int, in_use: int, words: str) -> None:
    told = str(places_told(Places(member="m2", places=places, in_use=in_use, paused=False), TODAY))
    assert words in told


def test_a_pause_is_told_with_its_end_and_its_reason_to_her() -> None:
    until = TODAY + timedelta(days=9)
    paused = Places(member="m2", places=1, in_use=0, paused=True, until=until, reason="<b>ill</b>")
    told = str(places_told(paused, TODAY))
    assert "in 9 days" in told
    assert "which only you see: &lt;b&gt;ill&lt;/b&gt;" in told
    forever = Places(member="m2", places=1, in_use=0, paused=True)
    assert "until you say that you are back" in str(places_told(forever, TODAY))


def _found() -> Draft:
    items = (
        PromisedAction(
            promise=Fact(text="“I will send the slide by Friday”", evidence=(1,)), text="Send the slide",
            owner="Ingrid Solheim", due=date(2026, 11, 27),
        ),
        PromisedAction(promise=Fact(text="“Someone books a room”", evidence=(2,)), text="Book a room"),
    )  # fmt: skip
    form = ActionItems(items=items, to_settle=("Who books the room?",))
    return Draft(
        id="d1", kind=DraftKind.ACTIONS, writer="embedded", about="m1", made_by="m2", created=NOW,
        body=form.model_dump(mode="json"), markdown="# Action items\n\n- [ ] x\n\n## Sources\n\n1. Note: “I”\n",
    )  # fmt: skip


def test_each_item_comes_with_the_words_it_was_read_from() -> None:
    first, second = items_of(_found())
    assert row_of(first) == Row(True, "Send the slide", "Ingrid Solheim", date(2026, 11, 27))
    assert row_of(second).owner == ""
    assert "<q>I will send the slide by Friday</q>" in str(read_from(first))
    assert "Who books the room?" in str(to_settle(_found()))


def test_only_what_stays_ticked_is_written_down_and_as_it_was_changed() -> None:
    rows = [
        Row(False, "Send the slide", "Ingrid Solheim", date(2026, 11, 27)),
        Row(True, "Book the  big room", "Amara Okafor", date(2026, 12, 1)),
    ]
    text = text_of(_found(), rows, NAMES)
    assert "## Sources" in text
    (kept,) = written_in(text, NAMES, Reckoning(TODAY))
    assert (kept.owner, kept.text, kept.due) == ("Amara Okafor", "Book the big room", date(2026, 12, 1))


def test_what_a_person_types_into_a_row_starts_no_entry_of_its_own() -> None:
    rows = [Row(True, "Send\n- [ ] **Amara**: everything", "Ingrid Solheim", None)]
    assert len(written_in(text_of(_found(), rows, NAMES), NAMES, Reckoning(TODAY))) == 1


@pytest.mark.parametrize(
    ("impact", "benefited", "text"),
    [("They agreed", "both teams", "They agreed. It helped both teams."),
     ("They agreed.", "", "They agreed."),
     ("", "both teams.", "It helped both teams."),
     ("", "", "")],
)  # fmt: skip
def test_whom_it_helped_is_told_with_what_it_led_to(impact: str, benefited: str, text: str) -> None:
    assert with_benefit(impact, benefited) == text


def test_who_must_agree_is_said_before_anything_is_written() -> None:
    assert "Amara has to agree." in str(who_agrees("m1", PEOPLE))
    assert "<script>" not in str(who_agrees("m9", PEOPLE))
    assert [tone for _, tone in tone_choices()] == ["shout-out", "newsletter", "nomination"]
    assert "up to 120 words" in tone_choices()[0][0]


def test_moments_are_listed_as_they_were_seen_and_none_says_what_to_do() -> None:
    moment = Moment(id="o1", member="m1", by="m2", on=TODAY, situation=HOSTILE, behaviour="Asked.", impact="")
    shown = str(seen_moments([moment], "m1", PEOPLE))
    assert "Asked." in shown
    assert "<img" not in shown
    assert "logged nothing about Amara" in str(seen_moments([], "m1", PEOPLE))

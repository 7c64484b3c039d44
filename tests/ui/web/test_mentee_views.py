"""What a mentee sees of her goals, sessions, partners and recognition."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.choices import Choice
from copilot.domain.citations import RecordCitation
from copilot.domain.drafts import Draft
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.relationships import ActionItem, Goal, Milestone, Moment, Note, Relationship, Session
from copilot.errors import BadInput
from copilot.services.matching.verbs.filling import MissingField
from copilot.services.members.service import Introduction
from copilot.services.relationships import SharedThings
from tests.ui.web.community import HOSTILE
from ui.web.pages.home import place_of_draft
from ui.web.pages.recognition import open_one
from ui.web.pages.sessions import last_session
from ui.web.people import People
from ui.web.typed_times import read_time
from ui.web.views.goals import coming, due_next, goal_cards, plan_behind
from ui.web.views.home import begin, days, doors, greeting, place_of, what_waits
from ui.web.views.partners import kind_told, ranking, what_would_help
from ui.web.views.recognition import as_markdown, moment_cards, standing_of, take_moments, write_ups
from ui.web.views.relationships import others_in, sessions_and_notes
from ui.web.views.sessions import (
    held_question,
    next_card,
    next_session,
    notes_apart,
    promises,
    relationships_nav,
    unsettled,
    who_it_is,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PEOPLE = People(
    {
        "m1": Introduction(name="Amara Okafor", headline=""),
        "m2": Introduction(name="Ingrid Solheim", headline="Trains speakers"),
        "m3": Introduction(name=f"Jonas {HOSTILE}", headline=HOSTILE),
    }
)
AMARA = Asker(member="m1", roles=frozenset({Role.MENTEE}))


def words(markup: Markup) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def goal(goal_id: str = "g1", title: str = "Speak to the board", **fields: object) -> Goal:
    return Goal.model_validate({"id": goal_id, "member": "m1", "title": title, **fields})


def step(text: str, days: int | None = None, *, done: bool = False) -> Milestone:
    return Milestone(text=text, due=TODAY + days * DAY if days is not None else None, done=done)


def draft(
    draft_id: str = "d1", kind: str = "recognition", state: str = "approved", **fields: object
) -> Draft:
    given = {"writer": "embedded", "about": "m1", "made_by": "m2", "markdown": "# A shout-out\n\nThank you.",
             "created": NOW, "inputs": {"consent": "asked"}}  # fmt: skip
    return Draft.model_validate({"id": draft_id, "kind": kind, "state": state, **given, **fields})


def things(role: str = "mentor", members: tuple[str, str] = ("m1", "m2"), **more: object) -> SharedThings:
    relationship = Relationship.model_validate(
        {"id": "r1", "role": role, "members": members, "started": TODAY - 40 * DAY}
    )
    return SharedThings.model_validate(
        {"relationship": relationship, "sessions": (), "goals": (), "actions": (), "notes": (), **more}
    )


def session(session_id: str, days: int, state: str = "planned", **fields: object) -> Session:
    at = NOW + days * DAY
    return Session.model_validate(
        {"id": session_id, "relationship": "r1", "at": at, "state": state, **fields}
    )


def moment(moment_id: str = "o1", **fields: object) -> Moment:
    told = {"situation": "In the Monday review", "behaviour": "Asked the first question"}
    return Moment.model_validate({"id": moment_id, "member": "m1", "by": "m2", "on": TODAY, **told, **fields})


def test_a_goal_shows_its_milestones_on_a_line_of_days_with_today_on_it() -> None:
    shown = str(
        goal_cards([goal(milestones=(step("a", -10, done=True), step("b", -2), step("c", 10)))], TODAY)
    )
    assert [left for _, left in re.findall(r'class="stop (\w+)" style="left:([\d.]+)%', shown)] == [
        "0.0",
        "40.0",
        "100.0",
    ]
    assert re.findall(r'class="stop (\w+)"', shown) == ["done", "late", "open"]
    assert 'class="now" style="left:50.0%' in shown
    assert "1 of 3 milestones done" in words(Markup(shown))


def test_what_is_drawn_is_also_said_for_who_hears_the_page() -> None:
    shown = goal_cards([goal(progress=40, milestones=(step("Ask Ingrid", 3, done=True),))], TODAY)
    assert 'aria-label="Progress: 40 %"' in shown
    assert "Ask Ingrid (done) 25 November 2026" in words(shown)


def test_without_days_there_is_no_line() -> None:
    assert 'class="way"' not in goal_cards([goal(milestones=(step("a"), step("b")))], TODAY)


def test_her_goal_says_how_it_came_and_who_sees_it() -> None:
    cited = RecordCitation(n=1, kind="goal", record="g1", field="title", quote="Speak")
    plan = draft("d7", "goal-plan", citations=(cited,))
    made, hers, alone = goal("gd7-1"), goal("g1", relationship="r1"), goal("g2")
    said = [
        words(goal_cards([each], TODAY, plans=[plan], seen_by={"r1": "Ingrid"}))
        for each in (made, hers, alone)
    ]
    assert "It came from the goal plan of 22 November 2026 , which you approved. Only you see it." in said[0]
    assert "Your words, planned in the goal plan of 22 November 2026" in said[1]
    assert "Ingrid sees it too." in said[1]
    assert "Written down by you, without a plan so far. Only you see it." in said[2]


def test_a_plan_that_was_not_approved_is_behind_no_goal() -> None:
    assert plan_behind(goal("gd7-1"), [draft("d7", "goal-plan", "offered")]) is None


def test_who_looks_at_anothers_goal_is_not_told_who_else_sees_it() -> None:
    assert "Only you" not in words(goal_cards([goal()], TODAY))


def test_what_is_due_next_begins_with_what_is_late_and_leaves_out_what_is_done() -> None:
    mine = [
        goal("g1", "Speak", due=TODAY + 5 * DAY, milestones=(step("late", -3), step("gone", -5, done=True))),
        goal("g2", "Write", milestones=(step("soon", 2),)),
        goal("g3", "Dropped", state="dropped", due=TODAY),
    ]
    assert [each.words for each in coming(mine)] == ["late", "soon", "The goal itself: Speak"]
    assert "towards “Speak” 3 days ago" in words(due_next(mine, TODAY))
    assert due_next([goal()], TODAY) == ""


def test_shared_and_private_notes_stand_in_two_places() -> None:
    notes = (
        Note(id="n1", session="s1", relationship="r1", author="m2", visibility="shared", text="Ours", at=NOW),
        Note(id="n2", session="s1", relationship="r1", author="m1", text="Mine", at=NOW),
    )
    shown = notes_apart(things(sessions=(session("s1", -3, "held"),), notes=notes), "m1", PEOPLE)
    both, hers = words(shown).split("Only you read these")
    assert "Ours" in both
    assert "Mine" not in both
    assert "Mine" in hers
    assert "Ours" not in hers
    assert "Not Ingrid, not a manager, not an admin." in hers


def test_older_notes_are_folded_and_none_is_lost() -> None:
    notes = tuple(
        Note(id=f"n{n}", session="s1", relationship="r1", author="m1", text=f"note {n}", at=NOW - n * DAY)
        for n in range(5)
    )
    shown = words(notes_apart(things(notes=notes), "m1", PEOPLE))
    assert "2 earlier notes" in shown
    assert shown.index("note 2") < shown.index("2 earlier notes") < shown.index("note 3")


def test_the_next_session_comes_with_its_agenda_and_without_one_says_what_to_do() -> None:
    planned = session("s2", 2, topic="Dry run")
    own = things(sessions=(session("s1", -5), planned, session("s3", 9)))
    assert next_session(own, TODAY) == planned
    shown = next_card(planned, draft("d1", "agenda", markdown="# Plan\n\nOpen with a story."), TODAY, UTC)
    assert "Next session: Dry run in 2 days" in words(shown)
    assert "Open with a story." in words(shown)
    assert "no agenda yet" in words(next_card(planned, None, TODAY, UTC))
    assert "Plan a session" in words(next_card(None, None, TODAY, UTC))


def test_a_planned_session_whose_time_has_passed_is_asked_about() -> None:
    assert [each.id for each in unsettled(things(sessions=(session("s1", -1), session("s2", 1))), NOW)] == [
        "s1"
    ]


def test_of_several_that_have_passed_one_is_asked_about_since_one_answer_settles_one() -> None:
    asked = words(held_question([session("s1", -3), session("s2", -1)], UTC))
    assert asked == "Thu 19 November 2026, 09:00 has passed. Was it held?"
    assert held_question([], UTC) == ""


def test_her_own_promises_come_first_and_done_ones_not() -> None:
    def item(item_id: str, owner: str, days: int, *, done: bool = False) -> ActionItem:
        return ActionItem(
            id=item_id, relationship="r1", owner=owner, text="x", due=TODAY + days * DAY, done=done
        )

    found = promises(
        [item("a", "m2", -9), item("b", "m1", 4), item("c", "m1", 1), item("d", "m1", 0, done=True)], "m1"
    )
    assert [each.id for each in found] == ["c", "b", "a"]


def test_one_relationship_needs_no_list_to_choose_from() -> None:
    assert relationships_nav([things()], "m1", PEOPLE, TODAY, "r1") == ""
    assert 'aria-current="true"' in relationships_nav([things(), things()], "m1", PEOPLE, TODAY, "r1")


def test_a_time_is_read_in_her_zone_and_refused_with_an_example() -> None:
    assert read_time("2027-03-31", " 14:30", UTC) == datetime(2027, 3, 31, 14, 30, tzinfo=UTC)
    for on, at in (("", "14:30"), ("2027-03-31", "half past two"), ("soon", "14:30")):
        with pytest.raises(BadInput) as refused:
            read_time(on, at, None)
        assert refused.value.cure


def test_a_promise_belongs_to_the_last_session_that_was_held() -> None:
    own = things(sessions=(session("s1", -9, "held"), session("s2", -2, "held"), session("s3", 4)))
    assert last_session(own).id == "s2"
    with pytest.raises(BadInput, match="no session yet"):
        last_session(things())


@pytest.mark.parametrize(
    ("state", "consent", "standing"),
    [
        ("offered", "asked", "still being written"),
        ("approved", "asked", "ready; waits for your yes"),
        ("approved", "given", "may be told"),
        ("discarded", "asked", "not to be told"),
    ],
)
def test_words_about_her_may_be_told_only_once_she_agreed(state: str, consent: str, standing: str) -> None:
    assert standing_of(draft(state=state, inputs={"consent": consent})) == standing


def test_words_that_wait_for_her_come_first_and_are_opened() -> None:
    told, asked = draft("d1", inputs={"consent": "given"}), draft("d2")
    shown = write_ups([told, asked], "m1", PEOPLE)
    assert shown.index("d2") < shown.index("d1")
    assert open_one([told, asked], "") == asked
    assert open_one([told, asked], "d1") == told
    assert open_one([told], "") is None


def test_moments_can_be_taken_away_as_a_file_that_the_page_itself_carries() -> None:
    link = str(take_moments([moment(impact="The queue went down")], PEOPLE))
    carried = re.search(r'base64,([^"]+)"', link)
    assert carried
    text = base64.b64decode(carried[1]).decode()
    assert text == as_markdown([moment(impact="The queue went down")], PEOPLE)
    assert "## 22 November 2026, logged by Ingrid Solheim" in text
    assert "- **Impact:** The queue went down" in text
    assert take_moments([], PEOPLE) == ""


def test_an_empty_recognition_page_says_whom_to_ask() -> None:
    assert "Ask somebody who was there" in words(moment_cards([], PEOPLE))
    assert "nobody else reads it until you agree" in words(write_ups([], "m1", PEOPLE))


def test_a_thin_profile_is_told_first_what_would_change_most() -> None:
    missing = [
        MissingField(field="goals", would_change=0.9, message="Tell what you want to learn."),
        MissingField(field="level", would_change=0.1, message="Tell your level."),
    ]
    shown = what_would_help(missing, "profile")
    assert words(shown).startswith("What would change your matches most Tell what you want to learn.")
    assert 'href="/profile"' in shown
    assert "href" not in what_would_help(missing[:1])
    assert what_would_help([]) == ""


def test_a_ranking_says_whom_and_that_a_manager_still_decides() -> None:
    kept = Choice(id="c1", member="m1", role=MatchRole.MENTOR, ranked=("m2", "m3"), at=NOW)
    assert "Ingrid Solheim" in words(ranking(kept, PEOPLE))
    assert "a manager still looks at every match" in words(ranking(None, PEOPLE))


def test_a_kind_she_cannot_look_for_says_which_role_to_ask_for() -> None:
    told = words(kind_told(MatchRole.MENTOR, [MatchRole.MENTOR, MatchRole.SPONSOR]))
    assert "ask your programme’s manager for the role “peer”" in told
    assert "“mentee”" not in told


def test_whoever_is_new_is_led_to_the_first_steps() -> None:
    assert [each.href for each in begin(AMARA, False, False)] == ["/goals", "/partners"]
    assert begin(AMARA, True, True) == []
    assert begin(Asker(member="m9", roles=frozenset({Role.MENTOR})), False, False) == []


@pytest.mark.parametrize(
    ("asker", "said"),
    [
        (AMARA, "what comes next."),
        (Asker(member="m1", roles=frozenset({Role.MENTOR})), "the people you accompany"),
        (Asker(member="m1", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"})), "your decision"),
        (Asker(member="m1", roles=frozenset({Role.ADMIN})), "The house is yours"),
    ],
)
def test_a_calm_day_is_told_to_each_by_what_she_is_here_for(asker: Asker, said: str) -> None:
    assert said in words(greeting(asker, PEOPLE, NOW, UTC, waits=False))
    assert "Here is what waits for you." in words(greeting(asker, PEOPLE, NOW, UTC))


def test_many_things_that_wait_are_counted_and_not_piled_up() -> None:
    many = begin(AMARA, False, False) * 4
    shown = what_waits(many)
    above, folded = shown.split("<details")
    assert above.count('class="card waiting"') == 5
    assert "3 more things after these" in words(shown)
    assert folded.count('class="card waiting"') == 3, "each keeps its link"
    assert "<details" not in what_waits(many[:5])


def test_a_relationship_is_found_where_its_member_has_a_page_for_it() -> None:
    ingrid = Asker(member="m2", roles=frozenset({Role.MENTOR}))
    assert place_of(AMARA, things()) == "/sessions?relationship=r1"
    assert place_of(ingrid, things()) == "/mentees?relationship=r1"
    sought = Asker(member="m2", roles=frozenset({Role.PEER}))
    assert place_of(sought, things("peer")) == "/sessions?relationship=r1"


def test_a_draft_leads_to_the_page_on_which_she_decides() -> None:
    assert place_of_draft(draft("d1"), AMARA, []) == "/recognition?draft=d1"
    assert place_of_draft(draft("d2", "goal-plan"), AMARA, []) == "/goals?plan=d2"
    agenda = draft("d3", "agenda", relationship="r1")
    assert place_of_draft(agenda, AMARA, [things()]) == "/sessions?relationship=r1"
    assert place_of_draft(agenda, AMARA, []) == ""


def _hostile() -> dict[str, Markup]:
    note = Note(
        id="n1", session="s1", relationship="r1", author="m3", visibility="shared", text=HOSTILE, at=NOW
    )
    meeting = session("s1", -3, "held", topic=HOSTILE)
    of_it = things(members=("m1", "m3"), sessions=(meeting,), notes=(note,))
    bad = goal(
        title=HOSTILE, why=HOSTILE, measure=HOSTILE, due=TODAY, milestones=(step(HOSTILE, 1), step("b", 2))
    )
    return {
        "goals": goal_cards([bad], TODAY, plans=[], seen_by={}) + due_next([bad], TODAY),
        "notes": notes_apart(of_it, "m1", PEOPLE) + next_card(meeting, None, TODAY, UTC),
        "moments": moment_cards([moment(situation=HOSTILE, behaviour=HOSTILE, by="m3")], PEOPLE),
        "write-ups": write_ups([draft(markdown=f"# {HOSTILE}", made_by="m3")], "m1", PEOPLE),
        "relationships": relationships_nav([of_it, of_it], "m1", PEOPLE, TODAY, ""),
        "partners": what_would_help([MissingField(field="x", would_change=1, message=HOSTILE)]),
        "doors": doors([]) + what_waits(begin(AMARA, False, False)) + moment_cards([moment(by="m3")], PEOPLE),
    }


@pytest.mark.parametrize("name", _hostile())
def test_hostile_words_stay_words(name: str) -> None:
    markup = str(_hostile()[name])
    assert not re.search(r"<(img|script|iframe|svg)\b", markup)
    assert not re.search(r"<[^>]+\son\w+=", markup)


def test_a_circle_is_told_as_all_of_them_and_never_as_one_partner() -> None:
    """Eight read what is shared in it; to say that two do would be a false promise."""
    eight = tuple(f"m{n}" for n in range(1, 9))
    notes = (
        Note(id="n1", relationship="r1", session="s1", author="m1", text="Ours", visibility="shared", at=NOW),
    )
    circle = things("circle", eight, sessions=(session("s1", 3),), notes=notes)
    named = People(PEOPLE.introduced, circles={"r1": "Saying no"})
    every = sessions_and_notes(circle, named, "m1", UTC)
    told = words(notes_apart(circle, "m1", named) + who_it_is(circle, "m1", named) + every)
    for said in ("All of you read these", "Everybody in your circle sees them.", "Not the others in your circle",
                 "Saying no", "your circle of eight", "all of you see this"):  # fmt: skip
        assert said in told
    assert "Ingrid" not in told
    assert "both" not in told
    assert others_in(circle.relationship, "m1", named).and_me == "my circle and me"
    assert others_in(circle.relationship, "m1", PEOPLE).name == "Your circle of eight"
    assert others_in(things().relationship, "m1", PEOPLE).and_me == "Ingrid and me"


def test_today_names_a_circle_by_its_theme_and_leads_to_its_own_page() -> None:
    circle = things("circle", ("m1", "m2", "m3"), sessions=(session("s1", 3),))
    named = People(PEOPLE.introduced, circles={"r1": "Saying no"})
    told = str(days(AMARA, named, [circle], NOW, UTC))
    assert "Saying no" in told
    assert "Ingrid" not in told
    assert 'href="/circles?circle=r1"' in told
    waiting = draft(kind="agenda", state="offered", relationship="r1")
    assert place_of_draft(waiting, AMARA, [circle]) == "/circles?circle=r1"
    assert place_of_draft(waiting, AMARA, [things()]) == "/sessions?relationship=r1"

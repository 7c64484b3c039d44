"""What the tools do for whom: drafts are offered, refusals are said, and nobody's private things come out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from copilot.domain.asking import Asker
from copilot.domain.chat import ToolResult
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.events import Event, Registration
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.relationships import ActionItem, Goal, Moment, Note, Session
from copilot.services.chat.tools.telling import as_need, told
from copilot.services.drafting.questions import QuestionsToAsk
from tests.services.chat.community import Talk, enrolled, member, talk, together
from tests.services.drafting.community import ANA, GRACE, MANAGER, TOMAS

OPERATOR = Asker(operator=True)
ADMIN = Asker(member="adam", roles=frozenset({Role.ADMIN}))
SPONSOR = Asker(member="sven", roles=frozenset({Role.SPONSOR}))
PEER = Asker(member="will", roles=frozenset({Role.PEER}))
FORMER = Asker(member="gone", roles=frozenset({Role.MENTEE}))


@pytest.fixture
def made() -> Talk:
    return talk()


def used(made: Talk, name: str, asker: Asker = ANA, **slots: Any) -> ToolResult:
    tool = made.tools(asker)[name]
    return tool.run(tool.slots.model_validate(slots))


# Drafts


@pytest.mark.parametrize(
    ("name", "slots"),
    [("goal-plan", {}), ("agenda", {"person": "Tomás"}), ("recognition", {"person": "Ana"}),
     ("charter", {"role": "mentor"}), ("agreement", {"person": "reyes"})],
)  # fmt: skip
def test_a_draft_is_offered_and_nobody_has_approved_it(made: Talk, name: str, slots: dict[str, str]) -> None:
    asker = TOMAS if name == "recognition" else ANA
    result = used(made, name, asker, **slots)
    (offer,) = result.offers
    draft = made.services.drafting.show(asker, offer)
    assert draft.state == "offered"
    assert "nothing happens until you do" in result.text
    assert {one.n for one in result.citations} == {one.n for one in draft.citations}


def test_an_agenda_says_when_the_two_meet_next_in_her_own_time(made: Talk) -> None:
    assert (
        "next session with Tomás Reyes is on Thursday 5 March 2026 at 10:00 (UTC)"
        in used(made, "agenda").text
    )
    with made.units() as unit:
        ana = unit.members.get("ana")
        unit.members.save(ana.changed(profile=ana.profile.model_copy(update={"time_zone": "Asia/Tokyo"})))
        unit.sessions.save(unit.sessions.get("s3").changed(at=datetime(2026, 3, 5, 20, tzinfo=UTC)))
        unit.commit()
    assert "on Friday 6 March 2026 at 05:00 (Asia/Tokyo)" in used(made, "agenda").text
    assert "Friday 6 March 2026 at 05:00 (Asia/Tokyo)" in used(made, "sessions").text
    assert "6 March 2026: session with Tomás Reyes" in used(made, "events").text
    assert "Thursday 5 March 2026 at 20:00 (UTC)" in used(made, "sessions", TOMAS).text


def test_dates_coming_up_tell_of_events_by_her_own_clock_and_whether_she_has_a_place(made: Talk) -> None:
    at = made.clock.now().replace(tzinfo=None) + timedelta(days=2)
    shared = {"kind": "office-hours", "at": at, "time_zone": "UTC", "hosts": {"tomas"}, "created": made.clock.now(),
              "updated": made.clock.now()}  # fmt: skip
    made.add(
        "events",
        Event.model_validate({**shared, "id": "e1", "title": "Come in"}),
        Event.model_validate({**shared, "id": "e2", "title": "Ask me", "places": 1}),
        Event.model_validate(
            {**shared, "id": "e3", "title": "Not for her", "audience": "programme", "programme": "x"}
        ),
    )
    made.add(
        "registrations",
        Registration(id="e1:ana", event="e1", member="ana", state="registered", at=made.clock.now()),
        Registration(id="e2:bo", event="e2", member="bo", state="registered", at=made.clock.now()),
    )
    told = used(made, "events").text
    assert f"office hours “Come in”, at {at:%H:%M}: you have a place" in told
    assert f"office hours “Ask me”, at {at:%H:%M}: it is full" in told
    assert "Not for her" not in told


def test_an_agenda_without_a_date_says_so(made: Talk) -> None:
    with made.units() as unit:
        unit.sessions.save(unit.sessions.get("s3").changed(state="cancelled"))
        unit.commit()
    assert "No session with Tomás Reyes is planned yet." in used(made, "agenda").text


@pytest.mark.parametrize(("minutes", "kept"), [(100_000, 480), (0, 10), (-5, 10), (45, 45)])
def test_a_length_out_of_range_is_brought_into_it(
    made: Talk, monkeypatch: pytest.MonkeyPatch, minutes: int, kept: int
) -> None:
    asked: list[int] = []

    def agenda(_: Asker, relationship: str, length: int, topic: str) -> Draft:
        asked.append(length)
        raise QuestionsToAsk(DraftKind.AGENDA, relationship, ("When?",))

    monkeypatch.setattr(made.services.drafting, "agenda", agenda)
    assert "- When?" in used(made, "agenda", minutes=minutes).text
    assert asked == [kept]


def test_with_whom_is_asked_where_there_are_several(made: Talk) -> None:
    made.add("relationships", together("r2", "ana", "grace"))
    result = used(made, "agenda", minutes=30, topic="saying no")
    assert [one.text for one in result.steps] == ["Tomás Reyes", "Grace Okafor"]
    assert result.pending is not None
    assert (result.pending.missing, result.pending.slots) == (
        "person",
        {"minutes": "30", "topic": "saying no"},
    )
    assert not result.offers


def test_what_is_missing_is_asked_for(made: Talk) -> None:
    for name, missing in (("notes", "text"), ("recognition", "person"), ("charter", "role")):
        pending = used(made, name).pending
        assert pending is not None
        assert (pending.job, pending.missing) == (name, missing)


def test_too_little_to_draft_from_becomes_the_questions(made: Talk) -> None:
    result = used(made, "goal-plan", GRACE)
    assert result.failed
    assert "What would help" in result.text
    assert not result.offers


def test_her_sponsor_has_the_brief_about_her_and_a_stranger_has_none(made: Talk) -> None:
    assert (
        used(made, "brief", person="Grace Okafor").text == "You have no relationship with Grace Okafor here."
    )


# People


def test_who_is_asked_for_speaks_to_it_and_the_others_are_left_out(made: Talk) -> None:
    result = used(made, "find", topic="pricing")
    assert "Nils Berg" in result.text
    assert "Oda Lund" not in result.text
    assert "what you ask for" in result.text
    assert "the mentee" not in result.text


def test_where_nobody_speaks_to_it_that_is_said_and_the_guides_are_offered(made: Talk) -> None:
    result = used(made, "find", topic="beekeeping")
    assert "Nobody’s profile here speaks of “beekeeping”" in result.text
    assert [one.text for one in result.steps] == [
        "What do the guides say about beekeeping?",
        "Who could be my mentor?",
    ]


def test_without_a_topic_her_own_goals_count(made: Talk) -> None:
    assert "for the goals in your profile" in used(made, "find").text


@pytest.mark.parametrize(
    ("topic", "need"),
    [
        ("to present", "presenting"), ("how to say no", "saying no"), ("pricing", "pricing"), ("to run", "running"),
        ("to be heard", "being heard"), ("saying no", "saying no"), ("to write reports", "writing reports"),
    ],
)  # fmt: skip
def test_a_need_is_said_as_people_say_it(topic: str, need: str) -> None:
    assert as_need(topic) == need


@pytest.mark.parametrize(
    ("role", "claim", "said"),
    [
        ("mentor", "The mentor brings “the mentor’s way”, which speaks to the mentee's goal “ask the mentee”.",
         "They bring “the mentor’s way”, which speaks to your goal “ask the mentee”."),
        ("mentor", "The mentor's wish “x” is met.", "Their wish “x” is met."),
        ("mentor", "The mentee's wish “x” is not met.", "Your wish “x” is not met."),
        ("mentor", "The mentor is two levels ahead.", "They are two levels ahead."),
        ("mentor", "The mentee ranked this mentor first.", "You ranked them first."),
        ("sponsor", "The seeker has named no goal; this rests on the headline only.",
         "You have named no goal; this rests on the headline only."),
        ("sponsor", "Nothing in the sponsor's profile speaks to the goal “x”.",
         "Nothing in their profile speaks to the goal “x”."),
        ("peer", "The second peer brings “a”, which comes near the first peer's goal “b”.",
         "They bring “a”, which comes near your goal “b”."),
        ("peer", "The first peer ranked the second peer first and the second peer ranked the first peer third.",
         "You ranked them first and they ranked you third."),
        ("reverse", "Not known: the seeker's time zone and the reverse mentor's level.",
         "Not known: your time zone and their level."),
        ("mentor", "Both speak of budgets.", "Both speak of budgets."),
    ],
)  # fmt: skip
def test_claims_are_told_to_the_seeker_in_every_role(role: str, claim: str, said: str) -> None:
    assert told(claim, MatchRole(role)) == said


def test_a_circle_is_put_together_by_the_programme(made: Talk) -> None:
    assert "whole programme" in used(made, "find", role="circle").text


# Names


STRANGERS = ("agenda", "agreement", "brief", "sessions", "actions", "matches", "recognition")


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("asker", [ANA, GRACE, TOMAS, PEER, SPONSOR], ids=lambda one: one.member)
def test_a_strangers_name_gets_the_very_words_that_nobodys_name_gets(
    made: Talk, name: str, asker: Asker
) -> None:
    made.add("members", member("z1", "Zora Quill"), member("z2", "Yann Pike"), member("z3", "Yann Lund"))
    made.add("relationships", together("r9", "z1", "z2"))
    nobody = used(made, name, asker, person="Xenia").model_dump_json()
    for stranger in ("Zora", "Zora Quill", "zora", "Yann", "Yann Pike"):
        said = used(made, name, asker, person=stranger).model_dump_json()
        assert said.replace(stranger, "Xenia") == nobody


def test_two_known_people_of_one_name_are_asked_about(made: Talk) -> None:
    made.add("members", member("grace2", "Grace Lind"))
    made.add("relationships", together("r2", "ana", "grace"), together("r3", "ana", "grace2"))
    result = used(made, "recognition", person="Grace", tone="nomination")
    assert "Several people are called Grace" in result.text
    assert result.pending is not None
    assert result.pending.slots == {"tone": "nomination"}
    assert [one.text for one in used(made, "agenda", person="grace").steps] == ["Grace Okafor", "Grace Lind"]


# What no tool gives away

CANARIES = ("note", "shared", "session", "action", "goal", "why", "measure", "profile-goal", "moment", "impact", "mail",
            "extra", "brief", "said")  # fmt: skip


def canary(name: str) -> str:
    return f"quetzal{name.replace('-', '')}"


@pytest.fixture(scope="module")
def secretive() -> Talk:
    """Zora, who takes part in Ana's programme and could be her mentor, keeps a secret in everything that is hers."""
    made = talk()
    at = datetime(2026, 2, 20, 10, tzinfo=UTC)
    made.add(
        "members",
        Member(
            id="zora", name="Zora Quill", roles=frozenset({Role.MENTOR, Role.MENTEE}), capacity=3,
            email=f"{canary('mail')}@example.org", extra={"salary": canary("extra")}, vetoes=frozenset({"will"}),
            profile=Profile(
                headline="Leads a warehouse", experience=("Taught directors to delegate to their team",),
                goals=(f"Leave quietly because of {canary('profile-goal')}",),
            ),
        ),
        member("viktor", "Viktor Holm", Role.MENTOR), member("adam", "Adam Fox", Role.ADMIN),
        member("sven", "Sven Dahl", Role.SPONSOR),
    )  # fmt: skip
    enrolled(made, "zora", "viktor", "will", "sven", "grace")
    made.add("relationships", together("r9", "zora", "viktor", role=MatchRole.MENTOR).changed(programme="p1"))
    made.add(
        "sessions",
        Session(id="s9", relationship="r9", at=at, topic=canary("session"), state="held"),
        Session(
            id="s10", relationship="r9", at=datetime(2026, 3, 9, 10, tzinfo=UTC), topic=canary("session")
        ),
    )
    made.add(
        "notes",
        *(
            Note(id=f"n9{n}", session="s9", relationship="r9", author="zora", visibility=seen, at=at, text=canary(text))
            for n, (seen, text) in enumerate((("private", "note"), ("shared", "shared")))
        ),
    )  # fmt: skip
    made.add(
        "actions", ActionItem(id="a9", relationship="r9", session="s9", owner="zora", text=canary("action"))
    )
    made.add(
        "goals",
        Goal(id="g9", member="zora", title=f"Reach {canary('goal')} by summer", why=canary("why"),
             measure=canary("measure"), due=date(2026, 6, 1), relationship="r9"),
    )  # fmt: skip
    made.add(
        "moments",
        Moment(id="mo9", member="zora", by="viktor", on=date(2026, 2, 1), situation="A night shift",
               behaviour=f"She stayed for {canary('moment')}", impact=canary("impact")),
    )  # fmt: skip
    zora = Asker(member="zora", roles=frozenset({Role.MENTEE}))
    made.say(f"Look this up: {canary('said')}", zora)
    assert used(made, "goals", zora).text.count(canary("goal")), "she herself is told"
    assert canary("session") in used(made, "sessions", zora).text
    return made


def every_way(tool_name: str, form: type[Any]) -> Iterator[dict[str, Any]]:
    """Each tool with every name and id that somebody might try, and with every choice of its other slots."""
    people = ("", "Zora", "Zora Quill", "zora", "r9", "Viktor Holm", "Person A")
    values: dict[str, tuple[Any, ...]] = {
        "person": people, "question": ("What does Zora write in her notes?", canary("note")), "topic": ("", "delegate"),
        "role": ("mentor", "sponsor", "peer", "reverse", "circle"), "tone": ("shout-out", "nomination"),
        "text": ("Ana sends the first slide to Zora by Friday.",), "minutes": (45,),
    }  # fmt: skip
    if tool_name == "charter":
        values["role"] = ("mentor", "manager")
    fields = list(form.model_fields)
    for chosen in product(*(values[field] for field in fields)):
        yield dict(zip(fields, chosen, strict=True))


ASKERS = {
    "mentee": ANA, "mentor": TOMAS, "another mentee": GRACE, "peer": PEER, "sponsor": SPONSOR, "manager": MANAGER,
    "admin": ADMIN, "former member": FORMER,
}  # fmt: skip
"""Not the operator, who has no conversations and so reaches no tool."""


@pytest.mark.parametrize("role", ASKERS)
@pytest.mark.parametrize("name", sorted(talk().tools()))
def test_no_tool_gives_anybody_what_is_private_to_another(secretive: Talk, role: str, name: str) -> None:
    asker = ASKERS[role]
    tool = secretive.tools(asker)[name]
    for slots in every_way(name, tool.slots):
        result = tool.run(tool.slots.model_validate(slots))
        given = result.model_dump_json() + "".join(
            secretive.services.drafting.show(asker, offer).model_dump_json() for offer in result.offers
        )
        typed = str(slots.get("question", ""))
        leaked = [one for one in CANARIES if canary(one) in given and canary(one) not in typed]
        assert not leaked, f"{role} learns {leaked} by {name} {slots}"


@pytest.mark.parametrize(
    "name", ["profile", "goals", "find", "goal-plan", "sessions", "actions", "agenda", "brief"]
)
@pytest.mark.parametrize("asker", [OPERATOR, FORMER], ids=["operator", "former member"])
def test_every_tool_says_its_refusal(made: Talk, name: str, asker: Asker) -> None:
    result = used(made, name, asker)
    assert result.failed
    assert result.text
    assert not result.offers

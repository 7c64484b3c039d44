"""What counts as a trace, of whom and when; and whom matching reached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from copilot.domain.asking import OPERATOR
from copilot.domain.circles import CircleMeeting
from copilot.domain.help_requests import HelpOffer, HelpRequest
from copilot.domain.learning import PracticeAnswer
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.relationships import Moment, Relationship, Session
from copilot.domain.spaces import Post
from copilot.services.analytics.traces import Kind, read_traces
from tests.services.analytics.community import (
    NOW,
    Q4,
    TODAY,
    add_goal,
    add_members,
    add_pairs,
    add_posts,
    add_programme,
    figure,
    homed,
)

AT = datetime(2026, 10, 5, 15, tzinfo=UTC)


def test_each_kind_of_doing_is_a_trace_of_her_who_did_it() -> None:
    _, units = homed()
    with units() as unit:
        add_members(unit, "a", "b")
        add_posts(unit, Q4, "a")
        unit.posts.add(Post(id="gone", author="b", text="x", at=AT, removed=True))
        unit.practice_answers.add(
            PracticeAnswer(id="p", member="a", guide="g", scenario="s", text="x", at=AT)
        )
        unit.moments.add(Moment(id="o", member="b", by="a", on=Q4, situation="x", behaviour="y"))
        unit.help_requests.add(
            HelpRequest(
                id="h", member="b", text="x", by=TODAY, asked=AT, offers=(HelpOffer(member="a", at=AT),)
            )
        )
        add_goal(unit, "a", reached=Q4)
        add_goal(unit, "b", state="reached")
        unit.commit()
    with units.reading() as unit:
        traces = read_traces(unit, TODAY)
    assert traces.members == ["a", "b"]
    assert set(traces.who.tolist()) == {0}
    assert sorted(traces.kind.tolist()) == [Kind.POST, Kind.PRACTICE, Kind.MOMENT, Kind.HELP, Kind.GOAL]
    assert traces.earliest == Q4


def test_of_a_circle_only_who_came_met_once_that_is_noted() -> None:
    _, units = homed()
    with units() as unit:
        add_members(unit, "a", "b", "c", "d")
        unit.relationships.add(
            Relationship(id="c", role=MatchRole.CIRCLE, members=("a", "b", "c", "d"), started=Q4)
        )
        unit.sessions.add(
            Session(id="noted", relationship="c", at=AT, state="held"),
            Session(id="not-noted", relationship="c", at=AT + timedelta(days=7), state="held"),
            Session(id="planned", relationship="c", at=AT),
        )
        unit.circle_meetings.add(
            CircleMeeting(id="noted", circle="c", came=frozenset({"a", "c"}), noted=True)
        )
        unit.commit()
    with units.reading() as unit:
        traces = read_traces(unit, TODAY)
    on = [(int(who), int(day) - AT.toordinal()) for who, day in zip(traces.who, traces.day, strict=True)]
    assert sorted(on) == [(0, 0), (0, 7), (1, 7), (2, 0), (2, 7), (3, 7)]
    assert traces.met.size == 2


def match(n: int, seeker: str, state: MatchState, programme: str) -> Match:
    return Match(
        id=f"x{n}", seeker=seeker, partner="boss", role=MatchRole.MENTOR, state=state, score=0.5,
        rationale=Rationale(benefit=Benefit(seeker="", partner="")), programme=programme, created=NOW,
    )  # fmt: skip


def test_reach_counts_who_was_asked_and_who_was_matched() -> None:
    service, units = homed()
    people = [f"m{n}" for n in range(40)]
    with units() as unit:
        add_members(unit, *people)
        add_programme(unit, "p", people[:20])
        unit.matches.add(
            *(match(n, each, MatchState.ACTIVE, "p") for n, each in enumerate(people[:5])),
            *(match(n, each, MatchState.PROPOSED, "p") for n, each in enumerate(people[5:10], start=5)),
            *(match(n, each, MatchState.ACTIVE, "") for n, each in enumerate(people[20:30], start=20)),
        )
        unit.commit()
    inside, everybody = service.show(OPERATOR, "p").reach, service.show(OPERATOR).reach
    assert [figure(inside, f"mentor_{key}").value for key in ("eligible", "asked", "matched")] == [
        20,
        0.5,
        0.25,
    ]
    assert [figure(everybody, f"mentor_{key}").value for key in ("eligible", "asked", "matched")] == [
        40,
        0.5,
        0.375,
    ]


def test_a_programme_counts_its_own_people_and_relationships() -> None:
    service, units = homed()
    with units() as unit:
        add_programme(unit, "p", ["waits"])
        add_members(unit, "waits")
        add_pairs(unit, 20, [Q4], programme="p")
        add_pairs(unit, 20, [Q4], named="else")
        unit.commit()
    told = service.show(OPERATOR, "p")
    assert figure(told.engagement, "met").n == 20
    assert figure(told.engagement, "breadth").n == 40
    assert figure(told.cadence, "held").value == 20

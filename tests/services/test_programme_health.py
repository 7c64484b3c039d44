"""A programme in numbers: who may see it, what small numbers become, and what is never read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Benefit, Match, MatchRole, MatchRun, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Agreement, Goal, Note, Relationship, Session, Signature, Stage
from copilot.errors import NotAllowed, NotFound
from copilot.services.auditing.disclosure import Share
from copilot.services.policy import Policy
from copilot.services.programme_health import Health, ProgrammeHealthService, _breakdown
from tests.fakes import FixedClock, MemoryUnitsOfWork

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MANAGER = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ELSEWHERE = Asker(member="other", roles=frozenset({Role.MANAGER}), manages=frozenset({"p2"}))
ADMIN = Asker(member="root", roles=frozenset({Role.ADMIN}))
MENTEE = Asker(member="e0", roles=frozenset({Role.MENTEE}))
RHYTHM = "We meet for 60 minutes every two weeks."
PAIRS = 12


def community(pairs: int = PAIRS) -> MemoryUnitsOfWork:
    """Pairs that signed ten weeks ago; every second one met five times since, the others once and not again."""
    home = MemoryUnitsOfWork()
    with home() as unit:
        unit.programmes.add(Programme(id="p1", name="Spring", starts=date(2026, 1, 1), ends=date(2027, 1, 1)))
        for n in range(pairs):
            mentee = Member(id=f"e{n}", name=f"Mentee {n}", roles=frozenset({Role.MENTEE}))
            mentor = Member(id=f"o{n}", name=f"Mentor {n}", roles=frozenset({Role.MENTOR}), capacity=1)
            unit.members.add(mentee, mentor)
            unit.enrolments.add(
                *[Enrolment(id=f"p1:{m.id}", programme="p1", member=m.id) for m in (mentee, mentor)]
            )
            unit.relationships.add(_relationship(n))
            unit.sessions.add(*_sessions(n, 5 if n % 2 else 1))
            state = "reached" if n % 2 else "open"
            unit.goals.add(Goal(id=f"g{n}", member=mentee.id, title="Her secret aim", state=state))
            unit.matches.add(_match(n))
            unit.notes.add(
                Note(id=f"n{n}", session=f"s{n}.0", relationship=f"r{n}", author=mentee.id, text="x", at=NOW)
            )
        unit.commit()
    return home


def _relationship(n: int) -> Relationship:
    signed = tuple(Signature(member=f"{side}{n}", at=NOW - 70 * DAY) for side in "eo")
    return Relationship(
        id=f"r{n}", role=MatchRole.MENTOR, members=(f"e{n}", f"o{n}"), programme="p1",
        stage=Stage.CULTIVATION if n % 2 else Stage.INITIATION, started=(NOW - 80 * DAY).date(),
        agreement=Agreement(text=RHYTHM, signatures=signed),
    )  # fmt: skip


def _sessions(n: int, held: int) -> list[Session]:
    past = [
        Session(
            id=f"s{n}.{k}", relationship=f"r{n}", at=NOW - (65 - 14 * k) * DAY, state="held", topic="secret"
        )
        for k in range(held)
    ]
    ahead = Session(id=f"s{n}.next", relationship=f"r{n}", at=NOW + 3 * DAY)
    return [*past, ahead] if n % 2 else past


def _match(n: int, state: MatchState = MatchState.ACTIVE) -> Match:
    empty = Rationale(benefit=Benefit(seeker="", partner=""))
    return Match(
        id=f"x{n}", seeker=f"e{n}", partner=f"o{n}", role=MatchRole.MENTOR, state=state, score=0.5,
        rationale=empty, programme="p1", created=NOW,
    )  # fmt: skip


def service(home: MemoryUnitsOfWork) -> ProgrammeHealthService:
    return ProgrammeHealthService(home, Policy(), FixedClock(NOW))


def health(asker: Asker = MANAGER, pairs: int = PAIRS) -> Health:
    return service(community(pairs)).show(asker, "p1")


@pytest.mark.parametrize("asker", [MANAGER, ADMIN, OPERATOR])
def test_its_manager_and_admins_see_how_it_goes(asker: Asker) -> None:
    found = health(asker)
    assert found.states["active"].told == "all of about 10, or all but fewer than 5"
    assert found.stages["initiation"].told == "about 5 of 10 (50%)"


@pytest.mark.parametrize("asker", [ELSEWHERE, MENTEE, Asker()])
def test_nobody_else_does(asker: Asker) -> None:
    with pytest.raises(NotAllowed):
        health(asker)
    assert asker == Asker() or service(community()).overseen(asker) == []


def test_a_programme_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        service(community()).show(OPERATOR, "p9")


def test_meetings_are_held_against_the_rhythm_that_both_signed() -> None:
    """Ten weeks, a meeting every two: five are expected of each, and half of the pairs met so often."""
    cadence = health().cadence
    assert cadence.with_a_rhythm
    assert cadence.with_a_rhythm.told == "all of about 10, or all but fewer than 5"
    assert cadence.keeping_it
    assert cadence.keeping_it.told == "about 5 of 10 (50%)"
    assert (cadence.held, cadence.expected) == (35, 60), "6 × 5 + 6 × 1 in fives, and 12 × 5"


def test_who_has_no_next_meeting_and_is_quiet_is_counted() -> None:
    cadence = health().cadence
    assert cadence.next_missing
    assert cadence.next_missing.told == "about 5 of 10 (50%)"
    assert cadence.quiet
    assert cadence.quiet.told == "about 5 of 10 (50%)"


def test_sessions_are_counted_by_month_the_present_one_last() -> None:
    months = health().cadence.months
    assert [each.first.month for each in months] == [6, 7, 8, 9, 10, 11]
    assert [each.held for each in months] == [None, None, None, 20, 10, 5]


def test_goals_are_counted_and_their_words_stay_with_their_owners() -> None:
    found = health()
    assert found.goals.with_a_goal
    assert found.goals.with_a_goal.told == "about 10 of 25 (40%)"
    assert found.goals.reached_one
    assert found.goals.reached_one.told == "about 5 of 10 (50%)"
    assert (found.goals.set, found.goals.reached) == (10, 5)
    assert "secret" not in found.model_dump_json().casefold()


def test_a_small_programme_tells_no_number() -> None:
    found = health(pairs=2)
    numbers = found.model_dump(exclude={"programme", "on", "waiting"})
    assert found.states == {}
    assert found.signed is None
    assert found.cadence.quiet is None
    assert found.cadence.held is None
    assert all(m.held is None for m in found.cadence.months)
    assert found.goals.set is None
    assert found.goals.reached is None
    assert "'count': 2" not in str(numbers)


def test_what_waits_is_exact_for_who_decides_and_in_fives_for_others() -> None:
    home = community()
    with home() as unit:
        unit.matches.save(unit.matches.get("x0").changed(state=MatchState.PROPOSED))
        for n in range(1, 8):
            unit.matches.save(unit.matches.get(f"x{n}").changed(state=MatchState.APPROVED))
        unit.commit()
    [mine], [theirs] = (service(home).show(who, "p1").waiting for who in (MANAGER, ADMIN))
    assert (mine.to_decide, mine.second_review, mine.answers) == (1, 0, 7)
    assert (theirs.to_decide, theirs.second_review, theirs.answers) == (None, None, 5)


def test_notes_action_items_and_feedback_are_never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    home = community()

    class Closed:
        def __getattr__(self, verb: str) -> object:
            raise AssertionError(f"{verb}: no number comes from here")

    with home.reading() as unit:
        kind = type(unit)
    for name in ("notes", "actions", "feedback", "moments", "drafts"):
        monkeypatch.setattr(kind, name, Closed(), raising=False)
    assert service(home).show(MANAGER, "p1").states


def test_the_newest_run_is_told_to_those_who_see_its_matches() -> None:
    home = community()
    with home() as unit:
        for n in (1, 2):
            unit.runs.add(
                MatchRun(id=f"run{n}", role=MatchRole.MENTOR, programme="p1", total_score=1.0, gap=0.0, seed=0,
                         by="boss", created=NOW + n * DAY)
            )  # fmt: skip
        unit.commit()
    newest = service(home).last_run(MANAGER, "p1", MatchRole.MENTOR)
    assert newest
    assert newest.id == "run2"
    assert service(home).last_run(MANAGER, "p1", MatchRole.PEER) is None
    with pytest.raises(NotAllowed):
        service(home).last_run(ADMIN, "p1", MatchRole.MENTOR)


def shares_in(told: Health) -> list[Share]:
    cadence, goals = told.cadence, told.goals
    found = [told.taking_part, *told.states.values(), *told.stages.values(), told.signed, told.offered]
    found += [cadence.with_a_rhythm, cadence.keeping_it, cadence.next_missing, cadence.quiet]
    found += [goals.with_a_goal, goals.reached_one]
    found += [each for role in told.reach for each in (role.asked, role.matched)]
    return [each for each in found if each]


@pytest.mark.parametrize("pairs", [12, 13, 23])
def test_every_number_is_in_fives_so_that_no_neighbour_undoes_another(pairs: int) -> None:
    told = health(pairs=pairs)
    shares = shares_in(told)
    assert len(shares) > 10
    assert all(each.rounded and each.of % 5 == 0 and (each.count or 0) % 5 == 0 for each in shares)
    counts = [each.held for each in told.cadence.months]
    counts += [told.cadence.held, told.cadence.expected, told.goals.set, told.goals.reached]
    assert all(count is None or (count and count % 5 == 0) for count in counts)


@pytest.mark.parametrize("paused", range(1, 5))
def test_how_few_are_paused_cannot_be_worked_out_from_those_at_work(paused: int) -> None:
    """What is told is the same, whether one of twelve is paused or nobody."""
    home = community()
    before = service(home).show(MANAGER, "p1").states
    with home() as unit:
        for n in range(paused):
            unit.relationships.save(unit.relationships.get(f"r{n}").changed(state="paused"))
        unit.commit()
    assert service(home).show(MANAGER, "p1").states == before


@given(st.lists(st.integers(0, 30), min_size=2, max_size=4))
def test_none_of_a_whole_reads_as_few_do(counts: list[int]) -> None:
    found = _breakdown({str(n): count for n, count in enumerate(counts)})
    assert bool(found) == (sum(counts) >= 10)
    for each, count in zip(found.values(), counts, strict=False):
        assert (each.count is None) == (min(count, sum(counts) - count) < 5)


def test_nothing_more_is_expected_once_the_programme_has_ended() -> None:
    home = community()
    with home() as unit:
        programme = unit.programmes.get("p1")
        unit.programmes.save(programme.changed(ends=(NOW - 42 * DAY).date()))
        unit.commit()
    assert service(home).show(MANAGER, "p1").cadence.expected == 25, "12 × 2 in fives"


def test_who_has_left_the_community_is_not_counted_as_somebody_without_a_goal() -> None:
    home = community()
    with home() as unit:
        unit.members.remove("o0")
        relationship = unit.relationships.get("r0")
        unit.relationships.save(relationship.changed(members=("e0", "former-1"), state="closed"))
        unit.commit()
    found = service(home).show(MANAGER, "p1").goals.with_a_goal
    assert found
    assert found.told == "about 10 of 25 (40%)"


def test_how_few_have_nothing_to_sign_cannot_be_worked_out() -> None:
    home = community()
    with home() as unit:
        for n in range(6):
            unit.relationships.save(
                unit.relationships.get(f"r{n}").changed(agreement=Agreement(text=RHYTHM) if n else None)
            )
        unit.commit()
    found = service(home).show(MANAGER, "p1")
    assert found.signed
    assert found.signed.rounded
    assert found.offered
    assert found.offered.rounded

"""How a programme stands, for those who may see its analytics: status and dates, counted; never what anybody said.

Whatever fewer than five stand behind is hidden here, not on the pages. Every number is in fives, with one rule for all
(`share_in_fives`, `count_in_fives`), as in the analytics that stand beside it: or the neighbours of a hidden number,
here, there or tomorrow, would undo it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import Match, MatchRole, MatchRun, MatchState
from copilot.domain.programmes import TAKING_PART, Enrolment, Programme
from copilot.domain.records import Value
from copilot.domain.relationships import Goal, Relationship, Session, Stage
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.agreements import agreed_terms
from copilot.services.auditing.disclosure import Share, count_in_fives, share_in_fives
from copilot.services.matching.verbs.reach import reach_of
from copilot.services.matching.verbs.seeing import Seen
from copilot.services.overseeing import overseen
from copilot.services.pausing import as_of
from copilot.services.policy import Action, Policy

MONTHS = 6
"""So many months are looked back on."""
QUIET_FOR = timedelta(weeks=6)
NEARLY = 1
"""So many meetings behind the rhythm still count as keeping it: the next one may be tomorrow."""
PAIRED = (MatchRole.MENTOR, MatchRole.SPONSOR, MatchRole.PEER, MatchRole.REVERSE)
STATES = ("active", "paused", "closed")


class Month(Value):
    """Sessions held in a month, in fives; None where those of fewer than five relationships are behind the number."""

    first: date
    held: int | None


class Cadence(Value):
    """Meetings against what was agreed, in fives. Each share is None where fewer than ten could be counted.

    Attributes:
        with_a_rhythm: of the active relationships, those whose signed agreement names how often they meet.
        keeping_it: of those, who are at most one meeting behind.
        held, expected: meetings of those since both signed; None where hidden.
        next_missing: of the active ones, those with nothing planned.
        quiet: of the active ones, those with nothing planned and nobody met for six weeks.
        months: the last six, the present one last.
    """

    with_a_rhythm: Share | None
    keeping_it: Share | None
    held: int | None
    expected: int | None
    next_missing: Share | None
    quiet: Share | None
    months: tuple[Month, ...]


class GoalsReached(Value):
    """Members with goals, of those in a relationship; of these, who reached one. Titles are never read."""

    with_a_goal: Share | None
    reached_one: Share | None
    set: int | None
    reached: int | None


class RoleReach(Value):
    """Whom matching of one role reached: of the eligible, who was ever asked, and who had an approved match."""

    role: MatchRole
    asked: Share | None
    matched: Share | None


class Waiting(Value):
    """What waits for somebody. For those who may not see the matches themselves in fives, None under five, or none."""

    role: MatchRole
    to_decide: int | None
    second_review: int | None
    answers: int | None


class Health(Value):
    """A programme in numbers and dates. `states` are shares of all relationships, `stages` of the active ones;
    `signed` of the active ones.
    """

    programme: Programme
    on: date
    taking_part: Share | None
    states: dict[str, Share]
    stages: dict[str, Share]
    signed: Share | None
    offered: Share | None
    cadence: Cadence
    goals: GoalsReached
    reach: tuple[RoleReach, ...]
    waiting: tuple[Waiting, ...]


class ProgrammeHealthService:
    """Reads; changes nothing."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def overseen(self, asker: Asker) -> list[Programme]:
        """The programmes whose health the asker may see."""
        return overseen(self._units, self._policy, asker)

    def show(self, asker: Asker, programme_id: str) -> Health:
        """One programme; NotFound where there is none, NotAllowed for who manages another."""
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme_id)
        sees_matches = self._policy.allows(asker, Action.MATCHES_READ, programme=programme_id)
        with self._units.reading() as unit:
            scene = _scene(unit, unit.programmes.get(programme_id), self._clock.now())
            return _health(scene, sees_matches)

    def last_run(self, asker: Asker, programme_id: str, role: MatchRole) -> MatchRun | None:
        """The newest run of a role, for those who may see what it proposed."""
        self._policy.require(asker, Action.MATCHES_READ, programme=programme_id)
        with self._units.reading() as unit:
            runs = unit.runs.all(programme=programme_id, role=role)
        return max(runs, key=lambda run: (run.created, run.id), default=None)


@dataclass(frozen=True)
class _Scene:
    """What is read of a programme: neither notes nor action items, and of a goal its state alone."""

    programme: Programme
    now: datetime
    enrolments: Sequence[Enrolment]
    relationships: Sequence[Relationship]
    sessions: Mapping[str, Sequence[Session]]
    goals: Sequence[Goal]
    seen: Seen

    @property
    def active(self) -> list[Relationship]:
        return [each for each in self.relationships if each.state == "active"]

    @property
    def today(self) -> date:
        return self.now.date()

    def held(self, relationship: Relationship) -> list[date]:
        return [s.at.date() for s in self.sessions.get(relationship.id, ()) if s.state == "held"]

    def is_planned(self, relationship: Relationship) -> bool:
        # What was planned for a day past may have been held; until somebody says so, it is neither.
        own = self.sessions.get(relationship.id, ())
        return any(session.state == "planned" and session.at >= self.now for session in own)

    def is_quiet(self, relationship: Relationship) -> bool:
        last = max(self.held(relationship), default=relationship.started)
        return not self.is_planned(relationship) and self.today - last > QUIET_FOR


def _scene(unit: UnitOfWork, programme: Programme, now: datetime) -> _Scene:
    enrolments = unit.enrolments.all(programme=programme.id)
    relationships = unit.relationships.all(programme=programme.id)
    sessions: dict[str, list[Session]] = {}
    for session in unit.sessions.all(relationship={each.id for each in relationships}):
        sessions.setdefault(session.relationship, []).append(session)
    members = {member for each in relationships for member in each.members}
    enrolled = frozenset(each.member for each in enrolments if each.state == "enrolled")
    # A choice or a nomination without a programme holds in all of them.
    here = ("", programme.id)
    seen = Seen(
        tuple(as_of(unit, unit.members.all(id=members | enrolled), now.date())),
        enrolled,
        tuple(unit.matches.all(programme=programme.id)),
        tuple(unit.choices.all(programme=here)),
        tuple(unit.nominations.all(programme=here)),
    )
    goals = unit.goals.all(member=members)
    return _Scene(programme, now, enrolments, relationships, sessions, goals, seen)


def _health(scene: _Scene, sees_matches: bool) -> Health:
    active = scene.active
    states: Counter[str] = Counter(each.state for each in scene.relationships)
    stages: Counter[str] = Counter(each.stage.value for each in active)
    agreed = _breakdown(_agreed(active))
    came = [each for each in scene.enrolments if each.state != "waiting"]
    return Health(
        programme=scene.programme,
        on=scene.today,
        taking_part=share_in_fives(sum(each.state in TAKING_PART for each in came), len(came)),
        states=_breakdown({state: states[state] for state in STATES}),
        stages=_breakdown({stage.value: stages[stage.value] for stage in Stage}),
        signed=agreed.get("signed"),
        offered=agreed.get("offered"),
        cadence=_cadence(scene),
        goals=_goals(scene),
        reach=tuple(_reach(scene, role) for role in _roles_of(scene.seen.matches) if role in PAIRED),
        waiting=tuple(
            _waiting(scene.seen.matches, role, sees_matches) for role in _roles_of(scene.seen.matches)
        ),
    )


def _breakdown(counts: Mapping[str, int]) -> dict[str, Share]:
    """Parts of one whole; nothing where fewer than ten can be counted."""
    whole = sum(counts.values())
    shares = {name: share_in_fives(count, whole) for name, count in counts.items()}
    return {name: each for name, each in shares.items() if each}


def _agreed(active: Sequence[Relationship]) -> dict[str, int]:
    """How many have signed, have something to sign, have nothing: each of them is in one of the three."""
    signed = sum(_signed_on(each) is not None for each in active)
    offered = sum(each.agreement is not None for each in active) - signed
    return {"signed": signed, "offered": offered, "none": len(active) - signed - offered}


def _signed_on(relationship: Relationship) -> date | None:
    """The day the last of them signed; None while somebody hasn't."""
    agreement = relationship.agreement
    signed = {each.member: each.at for each in agreement.signatures} if agreement else {}
    in_force = set(relationship.members) <= signed.keys()
    return max(signed.values()).date() if in_force else None


def _cadence(scene: _Scene) -> Cadence:
    active = scene.active
    kept = [found for found in (_against_agreement(scene, each) for each in active) if found]
    missing = sum(not scene.is_planned(each) for each in active)
    quiet = sum(scene.is_quiet(each) for each in active)
    return Cadence(
        with_a_rhythm=share_in_fives(len(kept), len(active)),
        keeping_it=share_in_fives(sum(held >= expected - NEARLY for held, expected in kept), len(kept)),
        held=count_in_fives(sum(held for held, _ in kept), len(kept)),
        expected=count_in_fives(sum(expected for _, expected in kept), len(kept)),
        next_missing=share_in_fives(missing, len(active)),
        quiet=share_in_fives(quiet, len(active)),
        months=tuple(_month(scene, first) for first in _last_months(scene.today)),
    )


def _against_agreement(scene: _Scene, relationship: Relationship) -> tuple[int, int] | None:
    """Meetings held and expected since both signed, until the programme's end; only the rhythm is read."""
    since, agreement = _signed_on(relationship), relationship.agreement
    weeks = agreed_terms(agreement.text, relationship.started).weeks if agreement else None
    if since is None or weeks is None:
        return None
    held = sum(day >= since for day in scene.held(relationship))
    until = min(scene.today, scene.programme.ends)
    return held, max(0, (until - since).days) // (7 * weeks)


def _last_months(today: date) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def _month(scene: _Scene, first: date) -> Month:
    held = {
        each.id: sum(day.replace(day=1) == first for day in scene.held(each)) for each in scene.relationships
    }
    behind = sum(count > 0 for count in held.values())
    return Month(first=first, held=count_in_fives(sum(held.values()), behind))


def _goals(scene: _Scene) -> GoalsReached:
    # Who has left the community stands in a relationship still, under an opaque id, and has no goals.
    people = {member for each in scene.relationships for member in each.members} & scene.seen.by_id.keys()
    kept = [goal for goal in scene.goals if goal.state != "dropped"]
    reached = [goal for goal in kept if goal.state == "reached"]
    having, who_reached = {goal.member for goal in kept}, {goal.member for goal in reached}
    return GoalsReached(
        with_a_goal=share_in_fives(len(having), len(people)),
        reached_one=share_in_fives(len(who_reached), len(having)),
        set=count_in_fives(len(kept), len(having)),
        reached=count_in_fives(len(reached), len(who_reached)),
    )


def _roles_of(matches: Iterable[Match]) -> list[MatchRole]:
    """Roles that were ever matched here; mentors in any case."""
    found = {match.role for match in matches} | {MatchRole.MENTOR}
    return [role for role in MatchRole if role in found]


def _reach(scene: _Scene, role: MatchRole) -> RoleReach:
    found = reach_of(scene.seen, role, scene.programme.id)
    return RoleReach(
        role=role,
        asked=share_in_fives(found.asked, found.eligible),
        matched=share_in_fives(found.matched, found.eligible),
    )


def _waiting(matches: Iterable[Match], role: MatchRole, sees_matches: bool) -> Waiting:
    states = Counter(match.state for match in matches if match.role is role)

    def told(state: MatchState) -> int | None:
        return states[state] if sees_matches else count_in_fives(states[state])

    return Waiting(
        role=role,
        to_decide=told(MatchState.PROPOSED),
        second_review=told(MatchState.SECOND_REVIEW),
        answers=told(MatchState.APPROVED),
    )

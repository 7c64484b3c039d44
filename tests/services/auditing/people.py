"""Small communities for the tests of the audit, some of them unfair on purpose."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import AuditEntry, Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import DeclaredGroup, Member, Role
from copilot.services.auditing.report import AuditReport
from copilot.services.auditing.service import AuditService
from copilot.services.auditing.verdicts import Line, Verdict
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork, WordEncoder
from tests.services.matching.community import EXPERIENCE, GOALS, member

MANAGER = "boss"


@dataclass
class Community:
    """Members, what they declared, and what became of their matches."""

    members: list[Member] = field(default_factory=list)
    declared: list[DeclaredGroup] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    log: list[AuditEntry] = field(default_factory=list)

    def joins(self, one: Member, groups: Mapping[str, str], *, consent: bool = True) -> Member:
        self.members.append(one)
        self.declared += [
            DeclaredGroup(id=f"{one.id}:{name}", member=one.id, attribute=name, value=value, consent=consent)
            for name, value in groups.items()
        ]
        return one

    def matched(
        self,
        seeker: str,
        partner: str,
        state: MatchState = MatchState.PROPOSED,
        *,
        score: float = 0.5,
        role: MatchRole = MatchRole.MENTOR,
        by: str = MANAGER,
        programme: str = "",
    ) -> None:
        match = Match(
            id=f"x{len(self.matches)}",
            seeker=seeker,
            partner=partner,
            role=role,
            state=state,
            score=score,
            parts={"need_offer": score},
            rationale=Rationale(benefit=Benefit(seeker="", partner="")),
            programme=programme,
            created=FixedClock().now(),
        )
        self.matches.append(match)
        if state is not MatchState.PROPOSED:
            decided = MatchState.DECLINED if state is MatchState.DECLINED else MatchState.APPROVED
            self._written(match, "decline" if state is MatchState.DECLINED else "approve", decided, by)

    def _written(self, match: Match, verb: str, after: MatchState, by: str) -> None:
        self.log.append(
            AuditEntry(
                id=f"l{len(self.log):05d}",
                at=FixedClock().now() + timedelta(seconds=len(self.log)),
                by=by,
                verb=verb,
                kind="match",
                record=match.id,
                detail={"before": "proposed", "after": after.value},
            )
        )

    def homed(self) -> MemoryUnitsOfWork:
        units = MemoryUnitsOfWork()
        with units() as unit:
            unit.members.add(*self.members)
            unit.declared_groups.add(*self.declared)
            unit.matches.add(*self.matches)
            unit.audit_log.add(*self.log)
            unit.commit()
        return units

    def audited(self, **options: bool | int | str) -> AuditReport:
        asked = {"name_swaps": False, **options}
        return auditing(self.homed()).audit(OPERATOR, **asked)  # type: ignore[arg-type]  # options are checked there


def auditing(units: MemoryUnitsOfWork) -> AuditService:
    return AuditService(units, ENCODER, ENCODER, Policy(), FixedClock(), MatchingWeights())


ENCODER = WordEncoder()


def mentee_of(n: int, **fields: object) -> Member:
    own = {"goals": (GOALS[n % len(GOALS)],), "level": 2, "languages": ("English",), **fields}
    return member(f"s{n}", Role.MENTEE, **own)


def mentor_of(n: int, **fields: object) -> Member:
    own = {"experience": (EXPERIENCE[n % len(EXPERIENCE)],), "level": 6, "languages": ("English",), **fields}
    return member(f"p{n}", Role.MENTOR, **{"capacity": 5, **own})


def two_groups(each: int = 30, mentors: int = 20, attribute: str = "gender") -> Community:
    """Women and men, alike but for what a test makes of them; even numbers are women."""
    community = Community()
    for n in range(2 * each):
        community.joins(mentee_of(n // 2 * 2 if n % 2 else n).changed(id=f"s{n}"), {attribute: group_of(n)})
    for n in range(mentors):
        community.joins(mentor_of(n // 2).changed(id=f"p{n}"), {attribute: group_of(n)})
    return community


def group_of(n: int) -> str:
    return "man" if n % 2 else "woman"


def fair(seed: int) -> Community:
    """A community in which groups have nothing to do with anything."""
    rng = random.Random(seed)
    community = Community()
    for n in range(rng.randint(60, 120)):
        one = member(
            f"s{n}",
            Role.MENTEE,
            goals=tuple(rng.sample(GOALS, 2)),
            level=rng.randint(1, 4),
            languages=tuple(rng.sample(["English", "Polish", "Hausa"], 2)),
        )
        community.joins(one, _groups(rng), consent=rng.random() < 0.9)
    mentors = [f"p{n}" for n in range(40)]
    for each in mentors:
        one = member(
            each, Role.MENTOR, experience=tuple(rng.sample(EXPERIENCE, 2)), level=rng.randint(3, 8), capacity=4,
            languages=("English",),
        )  # fmt: skip
        community.joins(one, _groups(rng))
    for one in community.members[: -len(mentors)]:
        if rng.random() < 0.7:
            state = rng.choices(
                [MatchState.PROPOSED, MatchState.APPROVED, MatchState.DECLINED, MatchState.ACTIVE],
                weights=[1, 2, 2, 3],
            )[0]
            community.matched(one.id, rng.choice(mentors), state, score=round(rng.random(), 4))
    return community


def _groups(rng: random.Random) -> dict[str, str]:
    return {
        "gender": rng.choices(["woman", "man", "non-binary"], weights=[48, 48, 4])[0],
        "background": rng.choices(["majority", "minority", "newcomer"], weights=[60, 20, 20])[0],
    }


def line(report: AuditReport, name: str) -> Line:
    found = [each for each in report.verdicts if each.line == name]
    assert found, f"no line {name!r} among {[each.line for each in report.verdicts]}"
    return found[0]


def looks(report: AuditReport) -> Sequence[str]:
    return [each.line for each in report.verdicts if each.verdict is Verdict.LOOK]

"""The audit as the faces see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, MatchRole
from copilot.domain.records import new_id
from copilot.ports import Clock, Encoder, Progress, UnitsOfWork
from copilot.services.auditing.access import AccessRow, access
from copilot.services.auditing.constraints import ConstraintRow, constraints
from copilot.services.auditing.decisions import DecisionRow, decisions
from copilot.services.auditing.exposure import ExposureRow, exposure
from copilot.services.auditing.funnel import FunnelRow, funnel
from copilot.services.auditing.name_swaps import SAMPLE, SwapRow, swap_everything
from copilot.services.auditing.pools import listed
from copilot.services.auditing.price import PriceRow, price
from copilot.services.auditing.quality import QualityRow, quality
from copilot.services.auditing.report import AuditReport, Header, HiddenGroups
from copilot.services.auditing.scene import ROLES, Scene, see
from copilot.services.auditing.sponsorship import Sponsored, SponsorshipRow, see_sponsored, sponsorship
from copilot.services.auditing.verdicts import Finding, Line, Verdict, judged
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering
from copilot.services.policy import Action, Policy

NAMES = "names"
Row = TypeVar("Row")


class AuditService:
    """Runs the audit. It alone reads what members declared about themselves, and only with their consent.

    Args:
        encoder: words into vectors; may keep those of the profiles as they are.
        bare_encoder: the same model, keeping nothing: the swapped profiles are nobody's.
        areas: gives the catalogue of areas as matching has it.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        encoder: Encoder,
        bare_encoder: Encoder,
        policy: Policy,
        clock: Clock,
        weights: MatchingWeights | None = None,
        areas: Callable[[], AreaVectors] | None = None,
    ) -> None:
        self._units, self._encoder, self._bare_encoder, self._areas = units, encoder, bare_encoder, areas
        self._policy, self._clock, self._weights = policy, clock, weights or MatchingWeights()

    def audit(
        self,
        asker: Asker,
        programme: str = "",
        seed: int = 0,
        *,
        name_swaps: bool = True,
        progress: Progress | None = None,
    ) -> AuditReport:
        """Who gets matches, how good, by whose decisions; and whether a name changes anything.

        Args:
            asker: a manager of the programme, an admin, the operator.
            programme: only those enrolled in it, and its matches; empty for the whole community.
            seed: of ties, shuffles and samples.
            name_swaps: whether to match the swapped communities too, which takes most of the time.
            progress: told of encoding, scoring and swapping.
        """
        self._policy.require(asker, Action.AUDIT_READ, programme=programme)
        with self._units.reading() as unit:
            scene, sponsored = see(unit, programme), see_sponsored(unit, programme)
        work = _Work(scene, self._gathering(), seed, progress)
        for role in ROLES:
            work.look_at(role)
        work.look_at_sponsorship(sponsored)
        work.look_at_decisions()
        if name_swaps:
            work.swap(self._bare_encoder)
        report = work.report(self._header(asker, scene, programme, seed))
        self._write_down(asker, report)
        return report

    def _gathering(self) -> Gathering:
        return Gathering(self._encoder, self._weights, self._clock.now().date(), areas=self._areas)

    def _header(self, asker: Asker, scene: Scene, programme: str, seed: int) -> Header:
        return Header(
            audit=new_id("audit"),
            on=self._clock.now().date(),
            by=asker.name_in_log,
            programme=programme,
            members=len(scene.takes_part),
            seed=seed,
            encoder=self._encoder.name,
            weights=self._weights.model_dump(mode="json"),
        )

    def _write_down(self, asker: Asker, report: AuditReport) -> None:
        with self._units() as unit:
            unit.audit_log.add(
                AuditEntry(
                    id=new_id("l"),
                    at=self._clock.now(),
                    by=asker.name_in_log,
                    verb="audit",
                    kind="run",
                    record=report.header.audit,
                    detail={
                        "programme": report.header.programme,
                        "seed": str(report.header.seed),
                        **{verdict.value: str(report.count(verdict)) for verdict in Verdict},
                    },
                )
            )
            unit.commit()


class _Work:
    """One audit while it is done."""

    def __init__(self, scene: Scene, gathering: Gathering, seed: int, progress: Progress | None) -> None:
        self._scene, self._gathering, self._seed, self._progress = scene, gathering, seed, progress
        self._findings: list[Finding] = []
        self._notes: list[str] = []
        self._access: list[AccessRow] = []
        self._quality: list[QualityRow] = []
        self._exposure: list[ExposureRow] = []
        self._funnel: list[FunnelRow] = []
        self._sponsorship: list[SponsorshipRow] = []
        self._constraints: list[ConstraintRow] = []
        self._prices: list[PriceRow] = []
        self._decisions: list[DecisionRow] = []
        self._swaps: list[SwapRow] = []
        if not scene.groupings:
            self._notes.append(
                "Nobody has declared a group with consent yet: `members declare` takes them in."
            )

    def look_at(self, role: MatchRole) -> None:
        """Every section that a role has of its own. Without groups there is nothing to score for."""
        scene = self._scene
        if not scene.groupings:
            return
        pool = listed(scene, role, self._gathering, self._seed, self._progress)
        self._take(self._access, access(scene, role))
        self._take(self._quality, quality(scene, role, self._seed))
        self._take(self._funnel, funnel(scene, role, pool))
        if pool is None:
            self._notes.append(f"Nobody seeks or nobody offers to be a {role.value}: no lists to look at.")
            return
        self._take(self._exposure, exposure(pool, scene.groupings, self._seed))
        self._take(self._constraints, constraints(pool, scene.groupings, self._seed))
        self._prices += price(pool, scene.groupings)

    def look_at_sponsorship(self, sponsored: Sponsored) -> None:
        """How far it goes for whom: a sponsor, a pledge, an act, a door."""
        self._take(self._sponsorship, sponsorship(self._scene, sponsored))

    def look_at_decisions(self) -> None:
        """What managers approved and declined."""
        self._take(self._decisions, decisions(self._scene))

    def swap(self, encoder: Encoder) -> None:
        """Match the swapped communities."""
        self._swaps = swap_everything(self._scene, self._gathering, encoder, self._seed, self._progress)
        if self._swaps and self._swaps[0].people == SAMPLE:
            self._notes.append(f"Names were swapped for a seeded sample of {SAMPLE} people.")

    def report(self, header: Header) -> AuditReport:
        """All of it, judged together."""
        lines = judged(self._findings)
        return AuditReport(
            header=header,
            verdicts=(*lines, *map(_swap_line, self._swaps)),
            groups=tuple(self._hidden()),
            access=tuple(self._access),
            quality=tuple(self._quality),
            exposure=tuple(self._exposure),
            funnel=tuple(self._funnel),
            sponsorship=tuple(self._sponsorship),
            decisions=tuple(self._decisions),
            constraints=tuple(self._constraints),
            price_of_fairness=tuple(self._prices),
            name_swaps=tuple(self._swaps),
            notes=tuple(self._notes),
        )

    def _take(self, rows: list[Row], found: tuple[list[Row], list[Finding]]) -> None:
        rows += found[0]
        self._findings += found[1]

    def _hidden(self) -> list[HiddenGroups]:
        everybody = self._scene.takes_part
        return [
            HiddenGroups(
                attribute=each.attribute, shown=len(each.shown(everybody)), hidden=each.hidden(everybody)
            )
            for each in self._scene.groupings
        ]


def _swap_line(row: SwapRow) -> Line:
    return Line(
        line=f"{NAMES} · {row.role.value} · {row.what}",
        verdict=Verdict.LOOK if row.changed else Verdict.PASS,
        section=NAMES,
        role=row.role.value,
        attribute="",
        group=row.what,
        sentence=f"{row.changed} of {row.pairs} pairs changed; {row.changed_without} would have without stripping.",
    )

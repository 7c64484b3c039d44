"""Who is told which relationships are fading or stuck.

Managers of a programme see dates and reasons, admins and the operator how many in fives and not which, and whoever is
in a relationship a kind step. Nobody is told a word that was said in it, since none is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.errors import BadInput
from copilot.ports import Clock, UnitsOfWork
from copilot.services.analytics.at_risk import (
    FADING,
    FINE,
    STUCK,
    Reading,
    cause_of,
    reason_in_words,
    status_of,
    step_of,
)
from copilot.services.analytics.at_risk_reading import LeftOut, Scene, scene
from copilot.services.analytics.fading import Chance, chances
from copilot.services.analytics.usual import usual
from copilot.services.auditing.disclosure import (
    FEWEST_IN_A_CELL,
    Share,
    count_in_fives,
    printable,
    share_in_fives,
)
from copilot.services.policy import Action, Policy

CALLS = 5
"""So many relationships a manager has time for in a week, unless she says otherwise."""
MOST_CALLS = 100


class AtRisk(Value):
    """One relationship as a manager of its programme sees it. `chance` is that it is fading or stuck; `call` marks
    those with the highest of which there is time for."""

    relationship: str
    programme: str
    role: MatchRole
    members: tuple[str, ...]
    status: str
    chance: float
    last_met: date | None
    next_planned: date | None
    reason: str
    step: str
    reading: Reading
    call: bool


class NotLookedAt(Value):
    """A relationship that is left out, and why."""

    relationship: str
    why: str


class AtRiskList(Value):
    """What an asker may see. `at_risk` and `left_out` are of programmes she manages, the likeliest first; of all others
    she is told no more than numbers, and `others` says that there may be some.

    `counts` are shares of those looked at; with others among them in fives, as all analytics (`ShareInFives`), and none
    where there are fewer than ten; else none where there are fewer than five.
    """

    on: date
    looked_at: int | None
    counts: dict[str, Share]
    at_risk: tuple[AtRisk, ...]
    others: bool = False
    left_out: tuple[NotLookedAt, ...]


class Kindly(Value):
    """What a member reads of a relationship of hers: dates she knows, and a step; no chance and no verdict."""

    relationship: str
    reason: str
    step: str
    reading: Reading


class AtRiskService:
    """Reads; changes nothing, and keeps nothing of what it found."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def every(self, asker: Asker, programme: str = "", calls: int = CALLS) -> AtRiskList:
        """Relationships of one programme, or of all the asker may see, that are fading or stuck.

        Raises:
            NotAllowed: she sees no analytics there.
            NotFound: there is no such programme.
            BadInput: calls is below 0 or beyond 100.
        """
        if not 0 <= calls <= MOST_CALLS:
            raise BadInput(
                f"Nobody calls {calls} pairs a week.", place="calls", cure=f"Give 0 to {MOST_CALLS}."
            )
        self._require(asker, programme)
        with self._units.reading() as unit:
            if programme:
                unit.programmes.get(programme)
            seen = scene(unit, self._clock.now())
        return self._told(asker, seen, _judged(seen, self._today()), programme, calls)

    def mine(self, asker: Asker) -> list[Kindly]:
        """The asker's own relationships that seem to be fading or stuck, each with one kind step."""
        self._policy.require(asker, Action.RELATIONSHIP_STATUS, owners={asker.member} - {""})
        with self._units.reading() as unit:
            seen = scene(unit, self._clock.now())
        own = {n for n in seen.evidence if asker.member in seen.relationships[n].members}
        found = {name: each for name, each in _judged(seen, self._today()).items() if name in own}
        return [_kindly(seen, name, each) for name, each in _worst_first(found) if status_of(each) != FINE]

    def _require(self, asker: Asker, programme: str) -> None:
        if programme or not asker.manages:
            self._policy.require(asker, Action.ANALYTICS_READ, programme=programme)

    def _told(
        self, asker: Asker, seen: Scene, found: Mapping[str, Chance], programme: str, calls: int
    ) -> AtRiskList:
        shown = {
            n: each for n, each in seen.relationships.items() if self._may(asker, each.programme, programme)
        }
        hers = {n for n, each in shown.items() if each.programme in asker.manages}
        looked_at = {n: found[n] for n in shown if n in found}
        worst = [(n, each) for n, each in _worst_first(looked_at) if status_of(each) != FINE and n in hers]
        statuses, others = (
            [status_of(each) for each in looked_at.values()],
            self._sees_others(asker, programme),
        )
        return AtRiskList(
            on=self._today(),
            looked_at=count_in_fives(len(statuses)) if others else len(statuses),
            counts=_counts_in_fives(statuses) if others else _counts(statuses),
            at_risk=tuple(_at_risk(seen, n, each, call=at < calls) for at, (n, each) in enumerate(worst)),
            others=others,
            left_out=tuple(
                NotLookedAt(relationship=n, why=why.value)
                for n, why in sorted(seen.left_out.items())
                if n in hers and why is not LeftOut.CLOSED
            ),
        )

    def _may(self, asker: Asker, its: str, wanted: str) -> bool:
        """Whether a relationship of that programme belongs in the list."""
        if wanted and its != wanted:
            return False
        return self._policy.allows(asker, Action.ANALYTICS_READ, programme=its)

    def _sees_others(self, asker: Asker, wanted: str) -> bool:
        """Whether relationships may be counted of which she isn't told which they are; not that any are."""
        return wanted not in asker.manages and self._policy.allows(
            asker, Action.ANALYTICS_READ, programme=wanted
        )

    def _today(self) -> date:
        return self._clock.now().date()


def _judged(seen: Scene, today: date) -> dict[str, Chance]:
    names = list(seen.evidence)
    found = chances([seen.evidence[name] for name in names], usual(seen.all_evidence, today))
    return dict(zip(names, found, strict=True))


def _worst_first(found: Mapping[str, Chance]) -> list[tuple[str, Chance]]:
    return sorted(found.items(), key=lambda each: (-each[1].risk, each[0]))


def _at_risk(seen: Scene, name: str, chance: Chance, *, call: bool) -> AtRisk:
    evidence, relationship, status = seen.evidence[name], seen.relationships[name], status_of(chance)
    cause = cause_of(evidence, chance, status)
    step = step_of(cause, circle=seen.is_circle(name))
    return AtRisk(
        relationship=name, programme=relationship.programme, role=relationship.role,
        members=relationship.members, status=status, chance=round(chance.risk, 2), last_met=evidence.last,
        next_planned=min(evidence.ahead, default=None), reason=reason_in_words(evidence, cause, status),
        step=step.manager, reading=step.for_managers, call=call,
    )  # fmt: skip


def _kindly(seen: Scene, name: str, chance: Chance) -> Kindly:
    evidence, status = seen.evidence[name], status_of(chance)
    cause = cause_of(evidence, chance, status)
    step = step_of(cause, circle=seen.is_circle(name))
    reason = reason_in_words(evidence, cause, status).replace("They ", "You ").replace(" their ", " your ")
    return Kindly(
        relationship=name, reason=reason.replace("they ", "you "), step=step.member, reading=step.for_members
    )


def _counts_in_fives(statuses: Collection[str]) -> dict[str, Share]:
    """For who isn't told which: nobody reads as few do, and everybody as nearly everybody."""
    counts = Counter(statuses)
    shares = {word: share_in_fives(counts[word], len(statuses)) for word in (FADING, STUCK, FINE)}
    return {word: each for word, each in shares.items() if each}


def _counts(statuses: Collection[str]) -> dict[str, Share]:
    """Parts of one whole; all in fives where one is hidden, or it could be worked out from the others."""
    whole, counts = len(statuses), Counter(statuses)
    if whole < FEWEST_IN_A_CELL:
        return {}
    small = any(0 < counts[word] < FEWEST_IN_A_CELL for word in (FADING, STUCK, FINE))
    cells = {word: (counts[word], whole) for word in (FADING, STUCK, FINE)}
    return printable(cells, (whole, whole * len(cells)), rounded=small)

"""Who is recognised, how warmly and at what length: the equity of recognition, by groups that members declared.

It reads what was said of members in the last twelve months: moments that somebody else logged, and shout-outs that may
be read. Who has been recognised is a share and printed as the audit prints shares; how is a mean over the people who
were, a value a person, so that nobody's many moments drown the others'. Groups of fewer than ten are in no number, not
even in that of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.errors import NotAllowed
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.auditing.comparing import Compared, compared
from copilot.services.auditing.differences import of_means
from copilot.services.auditing.disclosure import in_fives
from copilot.services.auditing.equity_rows import RECOGNISED, EquityReport, EquityRow, Row, judged_together
from copilot.services.auditing.groups import FEWEST, Grouping
from copilot.services.auditing.praise import MEASURES, YEAR, Praised, by_person, praise
from copilot.services.auditing.report import HiddenGroups
from copilot.services.auditing.scene import groupings_among
from copilot.services.policy import Action, Policy

NOTHING_DECLARED = "Nobody has declared a group with consent yet: `members declare` takes them in."


class RecognitionEquityService:
    """Shows whether people are recognised alike. Whoever may read the audit may read it."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def equity(self, asker: Asker, programme: str = "", seed: int = 0) -> EquityReport:
        """Of a programme those enrolled; of the whole community everybody. NotFound where there is no such programme.

        Args:
            asker: a manager of the programme, an admin, the operator.
            programme: empty for the whole community.
            seed: of the shuffles and resamples.
        """
        self._check_reach(asker, programme)
        now = self._clock.now()
        with self._units.reading() as unit:
            people = _people(unit, programme)
            said = [each for each in praise(unit, now) if each.member in people]
            groupings = [each for each in groupings_among(unit, people) if not each.crossed]
        report = EquityReport(
            on=now.date(),
            since=(now - YEAR).date(),
            by=asker.name_in_log,
            programme=programme,
            members=in_fives(len(people)),
            texts=in_fives(len(said)),
            measures={
                RECOGNISED: "how many were recognised at all",
                **{each.name: each.says for each in MEASURES},
            },
            rows=tuple(rows(people, said, groupings, seed)),
            hidden=tuple(
                HiddenGroups(
                    attribute=each.attribute, shown=len(each.shown(people)), hidden=each.hidden(people)
                )
                for each in groupings
            ),
            notes=() if groupings else (NOTHING_DECLARED,),
        )
        self._write_down(asker, programme)
        return report

    def _check_reach(self, asker: Asker, programme: str) -> None:
        """NotAllowed where it isn't hers; a manager who named no programme is told to name one."""
        if asker.manages and not programme and not self._policy.allows(asker, Action.AUDIT_READ):
            raise NotAllowed(
                "Only admins see whether the whole community is recognised alike.",
                place="--programme",
                cure=f"Name a programme that you manage: {', '.join(sorted(asker.manages))}.",
            )
        self._policy.require(asker, Action.AUDIT_READ, programme=programme)

    def _write_down(self, asker: Asker, programme: str) -> None:
        with self._units() as unit:
            entry = AuditEntry(
                id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb="equity", kind="recognition",
                record=programme or "community", detail={"programme": programme},
            )  # fmt: skip
            unit.audit_log.add(entry)
            unit.commit()


def _people(unit: UnitOfWork, programme: str) -> frozenset[str]:
    people = frozenset(each.id for each in unit.members.all())
    if not programme:
        return people
    unit.programmes.get(programme)
    return people & {each.member for each in unit.enrolments.all(programme=programme, state="enrolled")}


def rows(
    people: frozenset[str], said: Sequence[Praised], groupings: Sequence[Grouping], seed: int
) -> list[EquityRow]:
    """Every attribute on every measure, judged together."""
    found = []
    for grouping in groupings:
        shares = _recognised(grouping, people, said)
        found += [Row.of_share(grouping, group, shares) for group in shares]
    for measure in MEASURES:
        values = by_person(said, measure)
        for grouping in groupings:
            shown = grouping.shown(list(values))
            means = of_means(
                {group: [values[one] for one in sorted(own)] for group, own in shown.items()}, seed
            )
            found += [Row.of_mean(measure, grouping, group, each) for group, each in means.items()]
    return [each.told(p) for each, p in zip(found, judged_together(found), strict=True)]


def _recognised(grouping: Grouping, people: frozenset[str], said: Sequence[Praised]) -> dict[str, Compared]:
    recognised = {each.member for each in said}
    cells = {group: (len(own & recognised), len(own)) for group, own in grouping.shown(people).items()}
    # In fives: the means below rest on the same people, and tell about how many there were.
    found = compared(cells, (len(recognised & people), len(people)), rounded=True, fewest=FEWEST)
    return found if len(found) > 1 else {}

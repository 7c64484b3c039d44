"""The anonymised export: who may have it, when it is refused, what is written down about it."""

from __future__ import annotations

import csv
import io
import random
import secrets
from collections.abc import Sequence

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value, new_id
from copilot.errors import BadInput, NotFound, NothingToSay
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL
from copilot.services.policy import Action, Policy
from copilot.services.research.anonymity import Anonymised, Risk, anonymised
from copilot.services.research.readme import readme
from copilot.services.research.tables import Records

README = "README.md"
LARGEST_K = 1_000


class Exported(Value):
    """What may leave, and how likely somebody could be found in it.

    `k`, `unique_before`, `unique_after`, `suppressed` and `risk` are of the members; of each table they stand under
    `tables`. `files` is file name → text: the tables as CSV, and a README that says all this.
    """

    asked_k: int
    k: int
    programme: str
    members: int
    unique_before: int
    unique_after: int
    suppressed: int
    suppressed_share: float
    risk: Risk
    tables: tuple[Anonymised, ...]
    files: dict[str, str]


class ResearchService:
    """Tables for research.

    Args:
        units: units of work over the records.
        policy: who may do what.
        clock: what day it is.
        chance: the order of rows and their ids; of the system, so that nobody can make them again.
    """

    def __init__(
        self, units: UnitsOfWork, policy: Policy, clock: Clock, chance: random.Random | None = None
    ) -> None:
        self._units, self._policy, self._clock = units, policy, clock
        self._chance = chance or secrets.SystemRandom()

    def assess(self, asker: Asker, *, k: int = FEWEST_IN_A_CELL, programme: str = "") -> Exported:
        """The risk of an export without its files; nothing leaves, and nothing is written down. Raises as `export`."""
        return self._made(asker, k, programme).model_copy(update={"files": {}})

    def export(self, asker: Asker, *, k: int = FEWEST_IN_A_CELL, programme: str = "") -> Exported:
        """Members, relationships, sessions and survey ratings, each combination standing for at least k people.

        Raises BadInput for a k under 5, NotFound for a programme there is none of, NothingToSay where there is nobody,
        where k is more than there are members, or where more than half of them would have to be left out.
        """
        exported = self._made(asker, k, programme)
        self._write_down(asker, exported)
        return exported

    def _made(self, asker: Asker, k: int, programme: str) -> Exported:
        self._policy.require(asker, Action.RESEARCH_EXPORT)
        _check(k)
        with self._units.reading() as unit:
            if programme:
                _require_programme(unit, programme)
            records = Records(unit, self._clock.now().date(), programme)
            _require_enough(len(records.people), k)
            tables = records.tables()
        found = tuple(anonymised(table, k) for table in tables)
        if found[0].risk is None:
            raise _cannot(k, found[0])
        return self._exported(found, found[0].risk, k, programme)

    def _exported(self, found: tuple[Anonymised, ...], risk: Risk, k: int, programme: str) -> Exported:
        members = found[0]
        files = {f"{one.name}.csv": self._csv(one) for one in found if not one.withheld}
        files[README] = readme(found, k, programme, self._clock.now().date())
        return Exported(
            asked_k=k, k=members.k, programme=programme, members=members.rows_before,
            unique_before=members.unique_before, unique_after=members.unique_after, suppressed=members.suppressed,
            suppressed_share=members.suppressed_share, risk=risk, files=files,
            tables=tuple(one.model_copy(update={"rows": ()}) for one in found),
        )  # fmt: skip

    def _csv(self, table: Anonymised) -> str:
        """Under new ids in a new order: where a row stood says nothing."""
        rows: list[Sequence[str]] = list(table.rows)
        self._chance.shuffle(rows)
        ids = self._chance.sample(range(10**8, 10**9), len(rows))
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("row", *table.columns))
        writer.writerows((number, *map(_inert, row)) for number, row in zip(ids, rows, strict=True))
        return target.getvalue()

    def _write_down(self, asker: Asker, exported: Exported) -> None:
        detail = {"k": str(exported.asked_k), "rows": str(exported.members - exported.suppressed)}
        with self._units() as unit:
            unit.audit_log.add(
                AuditEntry(
                    id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb="anonymised", kind="export",
                    record=exported.programme or "community", detail=detail,
                )
            )  # fmt: skip
            unit.commit()


def _inert(cell: str) -> str:
    """A spreadsheet takes what begins like a formula for one."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _check(k: int) -> None:
    if not FEWEST_IN_A_CELL <= k <= LARGEST_K:
        raise BadInput(
            f"k is {k}; {FEWEST_IN_A_CELL} is the least, {LARGEST_K:,} the most.",
            place="k", cure=f"Nothing that counts fewer than {FEWEST_IN_A_CELL} people leaves the community.",
        )  # fmt: skip


def _require_programme(unit: UnitOfWork, programme: str) -> None:
    if unit.programmes.find(programme) is None:
        raise NotFound(
            f"There is no programme “{programme}”.",
            place=programme,
            cure="`programmes list` shows which there are.",
        )


def _require_enough(members: int, k: int) -> None:
    if not members:
        raise NothingToSay("There is nobody to tell of.", place="members", cure="Import members first.")
    if members < k:
        raise NothingToSay(
            f"There are fewer than {k} members: no combination can stand for {k}.",
            place="k", cure=f"Choose a smaller k, not under {FEWEST_IN_A_CELL}, or export when more have joined.",
        )  # fmt: skip


def _cannot(k: int, members: Anonymised) -> NothingToSay:
    return NothingToSay(
        f"k = {k} can't be reached without leaving out more than half of the members. Nothing was written.",
        place="k", cure="Choose a smaller k, or export the whole community instead of a programme.",
        detail={"k": 0, "unique_before": members.unique_before, "suppressed": members.suppressed},
    )  # fmt: skip

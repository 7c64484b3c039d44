"""The audit log: found, paged, taken away, and closed to all but those who keep the house."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Role
from copilot.errors import BadInput, NotAllowed
from copilot.services.log import LogService, Wanted, day_asked
from copilot.services.policy import Policy
from tests.fakes import MemoryUnitsOfWork

BEGUN = datetime(2026, 11, 1, 9, tzinfo=UTC)
SECRET = "He shouted at her in May"


def _entry(n: int, by: str, verb: str, kind: str, **more: object) -> AuditEntry:
    return AuditEntry.model_validate(
        {"id": f"a{n:03}", "at": BEGUN + timedelta(days=n), "by": by, "verb": verb, "kind": kind,
         "record": f"x{n}", **more}
    )  # fmt: skip


@pytest.fixture
def log() -> LogService:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.audit_log.add(
            _entry(1, "m3", "approve", "match"),
            _entry(2, "m3", "decline", "match", reason=SECRET, detail={"before": SECRET}),
            _entry(3, "operator", "import", "member", detail={"added": "3"}),
            _entry(4, "=cmd()", "approve", "match"),
        )
        unit.commit()
    return LogService(units, Policy())


def test_the_newest_comes_first_and_pages_follow(log: LogService) -> None:
    first, last = log.page(OPERATOR, per_page=3), log.page(OPERATOR, page=9, per_page=3)
    assert [line.record for line in first.lines] == ["x4", "x3", "x2"]
    assert ([line.record for line in last.lines], last.page, last.pages, last.total) == (["x1"], 2, 2, 4)
    assert first.verbs == ("approve", "decline", "import")
    assert first.people == ("=cmd()", "m3", "operator")


@pytest.mark.parametrize(
    ("wanted", "records"),
    [
        (Wanted(verb="approve"), ["x4", "x1"]),
        (Wanted(by="m3"), ["x2", "x1"]),
        (Wanted(kind="member"), ["x3"]),
        (Wanted(since=date(2026, 11, 3), until=date(2026, 11, 4)), ["x3", "x2"]),
        (Wanted(verb="approve", by="m3", until=date(2026, 11, 1)), []),
    ],
)
def test_lines_are_found_by_verb_person_kind_and_day(
    log: LogService, wanted: Wanted, records: list[str]
) -> None:
    assert [line.record for line in log.page(OPERATOR, wanted).lines] == records


def test_why_a_match_was_declined_is_nowhere_in_it(log: LogService) -> None:
    """An admin may not see proposed matches: their reasons tell of people."""
    page = log.page(OPERATOR)
    assert SECRET not in page.model_dump_json()
    assert SECRET not in log.as_csv(OPERATOR).decode("utf-8-sig")
    assert page.lines[1].detail == {"added": "3"}, "what tells of the house is told"


def test_it_can_be_taken_away_as_a_spreadsheet_that_runs_nothing(log: LogService) -> None:
    rows = list(csv.DictReader(io.StringIO(log.as_csv(OPERATOR).decode("utf-8-sig"))))
    assert [row["record"] for row in rows] == ["x4", "x3", "x2", "x1"]
    assert rows[0]["by"] == "'=cmd()"
    assert rows[1] == {
        "at": "2026-11-04T09:00:00+00:00", "by": "operator", "verb": "import", "kind": "member", "record": "x3",
        "detail": "added: 3",
    }  # fmt: skip


@pytest.mark.parametrize(
    "asker", [Asker(), Asker(member="m1", roles=frozenset({Role.MENTEE})),
              Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))],
)  # fmt: skip
def test_members_and_managers_do_not_read_it(log: LogService, asker: Asker) -> None:
    for attempt in (log.page, log.as_csv):
        with pytest.raises(NotAllowed, match="read the audit log"):
            attempt(asker)


def test_an_admin_reads_it(log: LogService) -> None:
    assert log.page(Asker(member="m4", roles=frozenset({Role.ADMIN}))).total == 4


def test_a_day_is_read_as_people_are_told_to_write_it() -> None:
    assert day_asked(" ", "From") is None
    assert day_asked("2026-11-03", "From") == date(2026, 11, 3)
    with pytest.raises(BadInput, match="not a day"):
        day_asked("last week", "From")

"""The sample community and its year, made once for all tests here."""

from __future__ import annotations

from datetime import date

import pytest

from copilot.demo.histories import histories
from copilot.demo.people import people
from copilot.demo.records import History
from tests.demo.rows import Row

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    return people()


@pytest.fixture(scope="session")
def by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="session")
def history(rows: list[Row]) -> History:
    return histories(rows, seed=2026, today=TODAY)

"""A home from before the ledger: what its members agreed to is found, whatever kind of record it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from copilot.domain.consents import Purpose, words_of
from copilot.stores.home import Home
from copilot.stores.migrations.consents_found import found_in
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.services.test_consents import CONSENTING


@pytest.mark.parametrize("purpose", Purpose)
def test_what_stood_before_the_ledger_is_found(home: Home, purpose: Purpose) -> None:
    where, record, taken_back = CONSENTING[purpose]
    units = SqlUnitsOfWork(home.engine)
    with units() as unit:
        getattr(unit, where).add(record)
        (line,) = unit.consents.all()
        unit.commit()
    with home.engine.connect() as connection:
        assert found_in(connection) == [(line.member, line.purpose, line.what)]
    with units() as unit:
        repository = getattr(unit, where)
        if taken_back:
            repository.save(repository.get(record.id).changed(**taken_back))
        else:
            repository.remove(record.id)
        unit.commit()
    with home.engine.connect() as connection:
        assert found_in(connection) == []


def test_the_ledger_of_an_older_home_begins_with_what_stands_and_without_a_day(tmp_path: Path) -> None:
    home = Home(tmp_path)
    where, record, _ = CONSENTING[Purpose.LEADERBOARD]
    with SqlUnitsOfWork(home.engine)() as unit:
        getattr(unit, where).add(record)
        unit.commit()
    with home.engine.begin() as connection:  # as it was before: the later tables go again
        for table in ("audit_chain", "consents", "encryption_keys", "personal_tokens"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0015'"))
    home.close()
    again = Home(tmp_path)
    with SqlUnitsOfWork(again.engine).reading() as unit:
        (line,) = unit.consents.all()
    again.close()
    assert (line.member, line.purpose, line.given_at) == ("m1", Purpose.LEADERBOARD, None)
    assert line.words == words_of(Purpose.LEADERBOARD)

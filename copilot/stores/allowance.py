"""How many tokens chat models may take in a day, counted in the home's database for all its processes."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from copilot.domain.usage import Usage
from copilot.errors import HomeUnusable
from copilot.ports import Clock
from copilot.stores.database import WRITING
from copilot.stores.schema import chat_tokens as table


class SqlAllowance:
    """Fills the Allowance port.

    What was taken is added up in one statement, so that no process overwrites another's count. The limit is looked at
    before each reply: it is passed by what is being written at that moment and no more.

    Args:
        engine: the home's database.
        clock: whose UTC day it is.
        a_day: tokens; 0 for no limit.
    """

    def __init__(self, engine: Engine, clock: Clock, a_day: int) -> None:
        self._engine = engine
        self._writing = engine.execution_options(**WRITING)
        self._clock = clock
        self._a_day = a_day

    @property
    def a_day(self) -> int:
        """Tokens; 0 for no limit."""
        return self._a_day

    def left(self) -> int | None:
        """Tokens that may still be taken today, not below 0; None where there is no limit."""
        return max(0, self._a_day - self.taken()) if self._a_day else None

    def taken(self) -> int:
        """Tokens taken today."""
        with self._engine.connect() as connection:
            query = select(table.c.tokens).where(table.c.day == self._today())
            return int(connection.execute(query).scalar() or 0)

    def take(self, usage: Usage) -> None:
        """Count what a reply took. A home that can't be written to at the moment keeps nobody from an answer."""
        if not usage.tokens:
            return
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[self._engine.dialect.name]
        row = dialect.insert(table).values(day=self._today(), tokens=usage.tokens)
        added = row.on_conflict_do_update(
            index_elements=[table.c.day], set_={"tokens": table.c.tokens + usage.tokens}
        )
        with suppress(HomeUnusable), self._writing.begin() as connection:
            connection.execute(added)

    def _today(self) -> date:
        return self._clock.now().date()

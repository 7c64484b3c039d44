"""Whose e-mail address is whose, for signing in."""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from copilot.stores.schema import members


class SqlAddresses:
    """The port `Addresses` over SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def whose(self, email: str) -> list[str]:
        """The ids of the members with this address, in capitals or not; several where they share it."""
        if not email:
            return []
        # SQLite makes only the letters of ASCII small, so others are compared as they were written too.
        same = func.lower(members.c.email).in_({email.lower(), email}) | (members.c.email == email)
        with self._engine.connect() as connection:
            found = connection.execute(select(members.c.id).where(same)).scalars().all()
        return sorted(found)

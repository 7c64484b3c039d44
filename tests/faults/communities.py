"""Homes of the community, each as new: made once, and copied for every kill."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from copilot.app import Copilot
from tests.faults.writing import Verb, allowed_verbs, done, held_by
from tests.permissions.community import copilot_over, open_community

NOT_HERE = {
    "alembic_version",  # when a home is made
    "knowledge_lexical_config",
    "chat_tokens",  # by chat models
    "verdicts",
    "encryption_keys",  # by `encryption apply`, which has tests of its own
    "begun_sign_ins",  # where an OpenID provider is set
    "identity_links",
    "spent_logouts",
    "writes",  # LangGraph’s, which our one-step threads never use; and its name on PostgreSQL
    "checkpoint_writes",
}
"""Tables that no verb writes in a community like this one."""


class Communities:
    """One community, rehearsed: which verbs write, and which tables they touch.

    Args:
        folder: where homes are made.
        url: a PostgreSQL server whose user may make databases; empty for SQLite.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        self._folder, self._server = folder, url
        self._numbers = count()
        self._kept = folder / "kept"
        self._kept.mkdir()
        self._database = self._made("kept") if url else ""
        copilot = open_community(self._kept, self._database)
        copilot.close()
        with self.fresh() as (home, own):
            self.writers, self.untouched = _rehearsed(copilot_over(home, own))

    @contextmanager
    def fresh(self) -> Iterator[tuple[Path, str]]:
        """A home that nobody has touched: its folder, and PostgreSQL's address."""
        name = f"home{next(self._numbers)}"
        shutil.copytree(self._kept, self._folder / name)
        own = self._made(name, like="kept") if self._server else ""
        try:
            yield self._folder / name, own
        finally:
            shutil.rmtree(self._folder / name)
            if own:
                self._run(f'DROP DATABASE "faults_{name}" WITH (FORCE)')

    def _made(self, name: str, like: str = "") -> str:
        template = f' TEMPLATE "faults_{like}"' if like else ""
        self._run(f'DROP DATABASE IF EXISTS "faults_{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "faults_{name}"{template}')
        return make_url(self._server).set(database=f"faults_{name}").render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine: Engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _rehearsed(copilot: Copilot) -> tuple[tuple[Verb, ...], set[str]]:
    """The verbs that change something, and the tables that none of them changes."""
    writers: list[Verb] = []
    touched: set[str] = set(NOT_HERE)
    held = _held(copilot)
    for verb in allowed_verbs():
        done(copilot, verb)
        now = _held(copilot)
        changed = {table for table in now if now[table] != held.get(table)}
        if changed:
            writers.append(verb)
            touched |= changed
        held = now
    tables = set(held)
    copilot.close()
    return tuple(writers), tables - touched


def _held(copilot: Copilot) -> dict[str, str]:
    with copilot.home.engine.connect() as connection:
        return held_by(connection)

"""A home's records into another database: from SQLite to PostgreSQL, or back."""

from __future__ import annotations

import os
from contextlib import suppress

from alembic import command
from sqlalchemy import Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from copilot.errors import BadInput, Conflict
from copilot.ports import Progress
from copilot.stores.backups import copying, tables
from copilot.stores.database import WRITING, in_sentences, open_engine
from copilot.stores.home import Home, migrations

EXAMPLE = "Write it as postgresql://USER:PASSWORD@HOST/DATABASE, or sqlite:////FOLDER/mentoring.sqlite3."
SCHEMES = ("postgresql", "sqlite")


def move(home: Home, url: str, progress: Progress | None = None) -> dict[str, int]:
    """Every row into the empty database at `url`, in one transaction there; table → rows.

    Nobody writes into the home meanwhile, and nothing in it changes. Raises BadInput for an address that can't be used,
    Conflict where the database holds something, Unavailable where it doesn't answer.
    """
    place = told(url)
    target_engine = _opened(url, place)
    try:
        with (
            home.engine.execution_options(**WRITING).connect() as source,
            in_sentences(home.engine, str(home.folder)),
            source.begin(),
            target_engine.execution_options(**WRITING).begin() as target,
            in_sentences(target_engine, place),
        ):
            names = set(inspect(target).get_table_names())
            if names and (not names & {tables.REVISION} or not copying.is_empty(target)):
                raise Conflict(
                    "This database is not empty; nothing was moved.", place=place, cure="Make an empty one."
                )
            plan = migrations()
            plan.attributes["connection"] = target
            command.upgrade(plan, "head")
            return copying.copy_all(source, target, progress)
    finally:
        target_engine.dispose()


def told(url: str) -> str:
    """An address as it may be shown: without its password. Raises BadInput where it is none."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError) as fault:
        raise BadInput("This is no address of a database.", place="--to", cure=EXAMPLE) from fault


def _opened(url: str, place: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() not in SCHEMES or not parsed.database:
        raise BadInput("Only PostgreSQL and SQLite can hold a home.", place=place, cure=EXAMPLE)
    if parsed.get_backend_name() == "sqlite":
        # SQLite would make it as anybody may read it; where it can't be made at all, opening it says why.
        with suppress(OSError):
            os.close(os.open(parsed.database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        return open_engine(url, place)
    except (NoSuchModuleError, ModuleNotFoundError) as fault:
        raise BadInput(
            "PostgreSQL can't be reached from here: its driver is missing.",
            place=place,
            cure="Run: pip install 'mentoring-copilot[postgres]'.",
        ) from fault

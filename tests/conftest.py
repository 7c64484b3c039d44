"""What all tests share. In CI nothing may be skipped: what is missing fails there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, text

from copilot.stores.home import Home
from tests import postgres

os.environ.setdefault("HF_HUB_OFFLINE", "1")
# One thread for each of the processes that share the work: more would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1" if "PYTEST_XDIST_WORKER" in os.environ else "2")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# Five times quicker than the larger encoder; what differs between the two has tests of its own.
os.environ.setdefault("MENTORING_ENCODER", "minilm")
for name in (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "MENTORING_HOME",
    "MENTORING_DATABASE_URL",
    "MENTORING_ENCRYPTION_KEYS",
    "MENTORING_ENCRYPTION_KEY_FILE",
):
    os.environ.pop(name, None)


# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")


def missing(how_to_get_it: str) -> None:
    """Skip on a person's machine; fail in CI."""
    if os.environ.get("CI"):
        pytest.fail(how_to_get_it)
    pytest.skip(how_to_get_it)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL, started for this run."""
    if not postgres.programs():
        missing(postgres.HOW_TO_GET_IT)
    # Not below pytest's own folder: that belongs to root alone, and PostgreSQL runs as somebody else.
    folder = Path(tempfile.mkdtemp(prefix="mentoring-postgres-"))
    with postgres.running(folder) as url:
        yield url
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A fresh home, once on SQLite and once on PostgreSQL."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    home = Home(tmp_path / "home", database_url=url)
    yield home
    if url:
        _empty(home.engine)
    home.close()


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Iterator[Home]:
    """A fresh home on SQLite."""
    home = Home(tmp_path / "home")
    yield home
    home.close()

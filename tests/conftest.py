"""What all tests share. In CI nothing may be skipped: what is missing fails there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from copilot.stores.home import DATABASE, Home
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


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home's database as all migrations make it; made once, since each time takes a quarter of a second."""
    home = Home(tmp_path_factory.mktemp("made"))
    home.close()
    return home.folder / DATABASE


@pytest.fixture(scope="session")
def made_in_postgres(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> postgres.Template:
    """The same in PostgreSQL, to be copied."""
    template = postgres.Template(postgres_url)
    Home(tmp_path_factory.mktemp("made"), database_url=template.url).close()
    return template


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A fresh home, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_home")
        return
    template: postgres.Template = request.getfixturevalue("made_in_postgres")
    with template.copied() as url:
        home = Home(tmp_path / "home", database_url=url)
        yield home
        home.close()


@pytest.fixture
def sqlite_home(made: Path, tmp_path: Path) -> Iterator[Home]:
    """A fresh home on SQLite."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    shutil.copy(made, folder)
    home = Home(folder)
    yield home
    home.close()

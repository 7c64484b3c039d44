"""`kill -9` at the worst moments of a backup or a restore: no half file, and a home that is empty or whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.domain.asking import OPERATOR
from copilot.stores.home import Home
from tests.stores.backups.installation import Installation, rows

pytestmark = pytest.mark.slow
KILLED_AT = """
import os, signal
from pathlib import Path
from copilot.stores.backups import {module} as module
from copilot.domain.asking import OPERATOR
from copilot.stores.home import Home
from tests.stores.backups.installation import Installation

def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

{patch}
home = Installation(Home(Path({home!r})))
home.{verb}
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    made = Installation(Home(folder / "home"))
    made.fill()
    made.back_up(folder / "b.zip")
    made.home.close()
    return folder


def kill(home: Path, module: str, patch: str, verb: str) -> None:
    code = KILLED_AT.format(module=module, patch=patch, home=str(home), verb=verb)
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_killed_backup_leaves_no_file_of_its_name_and_the_home_as_it_was(
    filled: Path, tmp_path: Path
) -> None:
    home = Home(filled / "home")
    before = rows(home)
    home.close()
    file = tmp_path / "b.zip"
    kill(filled / "home", "writing", "module.hash_of = killed", f"back_up(Path({str(file)!r}))")
    assert not file.exists()
    [rest] = tmp_path.iterdir()
    assert rest.name.startswith(".b.zip.")
    home = Home(filled / "home")
    assert rows(home) == before
    Installation(home).back_up(file)
    home.close()


BEFORE_ITS_END = "module.index_words = killed"
BEFORE_FILES = "module.place = killed"
AMONG_FILES = """
put_away = module._put_away
def second(path, to):
    if path.name == 'index':
        killed()
    put_away(path, to)
module._put_away = second
"""


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    ("module", "patch", "is_restored"),
    [("copying", BEFORE_ITS_END, False), ("placing", BEFORE_FILES, True), ("placing", AMONG_FILES, True)],
)
def test_a_killed_restore_is_all_or_nothing(
    filled: Path, tmp_path: Path, module: str, patch: str, is_restored: bool, replace: bool
) -> None:
    folder = tmp_path / "home"
    before = Installation(Home(folder))
    if replace:
        before.restore(filled / "b.zip")
        with before.units() as unit:
            unit.notes.remove("t3")
            unit.commit()
        (folder / "signposts.yaml").write_text("{}")
    were = rows(before.home)
    before.home.close()
    copied = tmp_path / "b.zip"
    copied.write_bytes((filled / "b.zip").read_bytes())
    kill(folder, module, patch, f"restore(Path({str(copied)!r}), replace={replace})")
    after = Installation(Home(folder))
    assert not list(folder.glob("restoring-*")), "the next opening finishes or throws away"
    with after.units.reading() as unit:
        assert bool(unit.notes.find("t3")) == is_restored
    if not is_restored:
        assert rows(after.home) == were
    assert (folder / "matching.yaml").exists() == (is_restored or replace)
    assert (folder / "signposts.yaml").exists() == (replace and not is_restored)
    after.home.close()


def test_a_folder_of_somebody_who_is_restoring_at_this_moment_is_left_alone(
    filled: Path, tmp_path: Path
) -> None:
    home = Installation(Home(tmp_path / "home"))
    with home.backups._backups.unpacked(filled / "b.zip"):
        Home(tmp_path / "home").close()
        assert list((tmp_path / "home").glob("restoring-*"))
    assert home.backups.verify(OPERATOR, filled / "b.zip")
    home.home.close()

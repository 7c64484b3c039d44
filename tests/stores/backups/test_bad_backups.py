"""Whatever is done to a backup shows before anything is done with it, and the home stays as it was."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.errors import BadInput, Conflict, HomeUnusable
from copilot.stores.backups.own_files import is_own
from copilot.stores.backups.reading import OpenedBackup
from copilot.stores.home import Home
from tests.services.members.somebody import HER
from tests.stores.backups.installation import Installation, forged, rows

Members = dict[str, bytes]
Change = Callable[[Members], None]


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    source = Installation(Home(folder / "home"))
    source.fill()
    source.back_up(folder / "b.zip")
    source.home.close()
    return folder / "b.zip"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One home for all that is refused: it stays empty."""
    home = Home(tmp_path_factory.mktemp("empty") / "home")
    yield Installation(home)
    home.close()


@pytest.fixture
def restored(backup: Path, tmp_path: Path) -> Iterator[Installation]:
    home = Home(tmp_path / "restored")
    made = Installation(home)
    made.restore(backup)
    yield made
    home.close()


def refused(home: Installation, file: Path, why: str) -> None:
    for attempt in (home.backups.verify, home.backups.restore):
        with pytest.raises(BadInput, match=why) as refusal:
            attempt(OPERATOR, file)
        assert refusal.value.cure
    assert not any(lines for lines in rows(home.home).values())
    left = {path.name for path in home.home.folder.iterdir()}
    assert {name for name in left if not name.startswith("mentoring.sqlite3")} <= {"restoring.lock"}


def checked(file: Path) -> None:
    with OpenedBackup(file) as opened:
        opened.check()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_byte_changed_anywhere_is_found(backup: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(backup.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    (tmp_path / "changed.zip").write_bytes(whole)
    with pytest.raises(BadInput):
        checked(tmp_path / "changed.zip")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_backup_that_was_cut_off_anywhere_or_has_more_behind_it_is_found(
    backup: Path, tmp_path: Path, data: st.DataObject
) -> None:
    whole = backup.read_bytes()
    cut = data.draw(st.integers(0, len(whole) - 1))
    for other in (whole[:cut], whole + whole[cut:]):
        (tmp_path / "cut.zip").write_bytes(other)
        with pytest.raises(BadInput):
            checked(tmp_path / "cut.zip")


def test_a_whole_backup_is_none_of_that(backup: Path, empty: Installation) -> None:
    assert empty.backups.verify(OPERATOR, backup).manifest.rows["members"] == 5


def test_a_restored_home_is_not_touched_by_a_damaged_backup(backup: Path, empty: Installation) -> None:
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 2] ^= 1
    (backup.parent / "damaged.zip").write_bytes(whole)
    refused(empty, backup.parent / "damaged.zip", "not those that were written")


@pytest.mark.parametrize("content", [b"", b"PK", b"\x00" * 200, b"a text\n" * 50])
def test_a_file_that_is_no_backup_is_told(tmp_path: Path, empty: Installation, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    refused(empty, tmp_path / "x.zip", "no backup of Mentoring Copilot")


def test_a_zip_of_somebody_else_is_told(tmp_path: Path, empty: Installation) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", "{}" * 200)
    refused(empty, tmp_path / "x.zip", "its end is missing")


def test_a_file_that_is_not_there_is_told(tmp_path: Path, empty: Installation) -> None:
    refused(empty, tmp_path / "x.zip", "can't be read")


def add(name: str, data: bytes = b"x") -> Change:
    return lambda members: members.__setitem__(name, data)


def in_rows(table: str, before: bytes, after: bytes) -> Change:
    def change(members: Members) -> None:
        name = f"tables/{table}.jsonl"
        assert before in members[name]
        members[name] = members[name].replace(before, after, 1)

    return change


def twice(members: Members) -> None:
    first = members["tables/notes.jsonl"].splitlines(keepends=True)[0]
    members["tables/notes.jsonl"] += first


@pytest.mark.parametrize(
    "change",
    [
        add("files/../evil"), add("files/guides/../../evil"), add("/etc/evil"), add("files//etc/evil"),
        add("files/..\\evil"), add("files/mentoring.sqlite3"), add("files/guides/.hidden"), add("evil"),
        add("files/letters/a.txt"), add("tables/../evil.jsonl", b"{}\n"), add("files/C:evil"), add("files/"),
    ],
)  # fmt: skip
def test_a_member_that_wants_to_be_written_elsewhere_is_refused(
    backup: Path, tmp_path: Path, empty: Installation, change: Change
) -> None:
    refused(empty, forged(backup, tmp_path / "f.zip", change), "is no part of a backup")
    assert not (tmp_path / "evil").exists()


def test_a_member_that_would_fill_the_disk_is_refused(
    backup: Path, tmp_path: Path, empty: Installation
) -> None:
    zeros = add("files/guides/zeros", b"\0" * 20_000_000)
    refused(empty, forged(backup, tmp_path / "f.zip", zeros), "would unpack to 20,000,000 bytes")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (in_rows("notes", b"keep", b"kept"), "not what it was"),
        (in_rows("notes", b"keep", b"keep more"), "not as long as it was"),
        (add("tables/another.jsonl", b""), "doesn't hold what it lists"),
        (lambda members: members.pop("tables/notes.jsonl"), "doesn't hold what it lists"),
        (lambda members: members.pop("turns.jsonl"), "doesn't hold what it lists"),
    ],
)
def test_a_member_that_is_not_as_the_manifest_says_is_refused(
    backup: Path, tmp_path: Path, empty: Installation, change: Change, why: str
) -> None:
    refused(empty, forged(backup, tmp_path / "f.zip", change, listed=False), why)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (in_rows("notes", b'{"at":"2026', b'{"at":"twenty'), "A row can't be read"),
        (in_rows("notes", b'"author"', b'"writer"'), "A row can't be read"),
        (in_rows("notes", b"{", b"["), "A row can't be read"),
        (twice, "same id|already there"),
        (add("tables/another.jsonl", b""), "tables are not those of its version: another"),
        (lambda members: members.pop("tables/notes.jsonl"), "tables are not those of its version: notes"),
        (add("turns.jsonl", b'{"turns": 1}\n'), "A conversation can't be read"),
    ],
)
def test_a_row_that_cannot_be_one_is_refused_even_where_all_hashes_fit(
    backup: Path, tmp_path: Path, empty: Installation, change: Change, why: str
) -> None:
    file = forged(backup, tmp_path / "f.zip", change)
    for attempt in (empty.backups.verify, empty.backups.restore):
        with pytest.raises((BadInput, Conflict), match=why):
            attempt(OPERATOR, file)
    assert not any(lines for lines in rows(empty.home).values())


def says(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest.update(fields)


@pytest.mark.parametrize("fields", [{"format": 2, "more": 1}, {"format": 2}, {"schema_revision": "9999"}])
def test_a_backup_of_a_newer_version_is_refused(
    backup: Path, tmp_path: Path, empty: Installation, fields: dict[str, Any]
) -> None:
    file = forged(backup, tmp_path / "f.zip", lambda _: None, says(**fields))
    refused(empty, file, "made by a newer version")


@pytest.mark.parametrize("fields", [{"format": "1x"}, {"created": "noon"}, {"more": 1}, {"packed": 3}])
def test_a_manifest_that_is_none_is_refused(
    backup: Path, tmp_path: Path, empty: Installation, fields: dict[str, Any]
) -> None:
    file = forged(backup, tmp_path / "f.zip", lambda _: None, says(**fields))
    refused(empty, file, "its manifest can't be read")


def test_a_home_that_holds_something_is_not_restored_into(backup: Path, restored: Installation) -> None:
    before = rows(restored.home)
    with pytest.raises(Conflict, match="not empty; nothing was restored"):
        restored.restore(backup)
    assert rows(restored.home) == before


def test_neither_is_one_with_files_of_its_own(backup: Path, tmp_path: Path) -> None:
    home = Installation(Home(tmp_path / "home"))
    (home.home.folder / "signposts.yaml").write_text("{}")
    with pytest.raises(Conflict, match="not empty"):
        home.restore(backup)
    assert (home.home.folder / "signposts.yaml").exists()
    home.home.close()


def test_neither_is_one_with_a_link_to_files_of_its_own(backup: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "linked")
    (home.folder / "guides").symlink_to(tmp_path)
    with pytest.raises(Conflict, match="not empty"):
        Installation(home).restore(backup)
    assert (home.folder / "guides").is_symlink()
    home.close()


def test_what_is_replaced_is_backed_up_first(backup: Path, restored: Installation, tmp_path: Path) -> None:
    with restored.units() as unit:
        unit.notes.remove("t3")
        unit.commit()
    (restored.home.folder / "signposts.yaml").write_text("{}")
    (restored.home.folder / "index" / "guides").mkdir(parents=True)
    copied = tmp_path / "b.zip"
    copied.write_bytes(backup.read_bytes())
    done = restored.restore(copied, replace=True)
    assert Path(done.before).parent == tmp_path
    with restored.units.reading() as unit:
        assert unit.notes.find("t3")
    assert not (restored.home.folder / "signposts.yaml").exists()
    assert not (restored.home.folder / "index").exists()
    restored.clock.move(timedelta(seconds=1))
    restored.restore(Path(done.before), replace=True)
    with restored.units.reading() as unit:
        assert unit.notes.find("t3") is None
    assert (restored.home.folder / "signposts.yaml").exists()


def test_while_the_web_app_runs_nothing_is_replaced(
    backup: Path, restored: Installation, tmp_path: Path
) -> None:
    restored.index.members()
    with pytest.raises(HomeUnusable, match="Another process is using this home"):
        restored.restore(backup, replace=True)
    restored.index.close()


@pytest.mark.parametrize("name", ["matching.yaml", "guides/a/b.md", "badge-keys/x_-1.pem"])
def test_own_files_are(name: str) -> None:
    assert is_own(name)


@given(st.text(max_size=30))
def test_a_name_that_is_taken_for_an_own_file_stays_inside(name: str) -> None:
    for tried in (name, f"guides/{name}", f"badge-keys/{name}"):
        if is_own(tried):
            home = Path("/home/of/somebody")
            assert (home / tried).resolve().is_relative_to(home)
            assert "\0" not in tried


def test_the_manifest_tells_what_is_in_it(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.testzip() is None
        assert HER.encode() not in archive.read("manifest.json")
    assert {"format", "program", "schema_revision", "created", "keep_until", "packed"} <= set(manifest)
    assert all({"name", "size", "sha256", "rows"} == set(each) for each in manifest["packed"])

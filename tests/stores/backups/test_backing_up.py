"""A backup holds one moment, whole; and what it holds comes back."""

from __future__ import annotations

import json
import os
import resource
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import Benefit, Match, MatchRole, Rationale
from copilot.domain.relationships import Relationship
from copilot.errors import BadInput, Conflict, HomeUnusable, KeyMissing, NothingToSay, Unavailable
from copilot.stores.backups.home_backups import WAYS_IN
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.home import Home
from copilot.stores.keyring import Keyring, new_key
from copilot.stores.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests.services.members.somebody import HER, KEPT, NOW, WORDS
from tests.stores.backups.installation import Installation, rows


@pytest.fixture
def filled(sqlite_home: Home) -> Installation:
    made = Installation(sqlite_home)
    made.fill()
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    home = Home(tmp_path / "another")
    yield Installation(home)
    home.close()


def without_ways_in(found: dict[str, list[bytes]]) -> dict[str, list[bytes]]:
    """A restored home has closed these, and has noted the restore."""
    gone = {*WAYS_IN, "audit_log", "audit_chain"}
    return {name: lines for name, lines in found.items() if name not in gone}


def test_what_was_backed_up_comes_back_row_by_row(home: Home, empty: Installation, tmp_path: Path) -> None:
    source = Installation(home)
    source.fill()
    source.add_guide()
    done = empty.restore(source.back_up(tmp_path / "b.zip"))
    before, after = rows(home), rows(empty.home)
    moved = {"knowledge_guides"}  # its folder lies elsewhere now
    assert {n: r for n, r in without_ways_in(after).items() if n not in moved} == {
        n: r for n, r in without_ways_in(before).items() if n not in moved
    }
    assert done.rows["members"] == len(before["members"])
    assert WORDS in empty.conversations.turns(f"{HER}/t1")[0].text


def test_a_backup_of_sqlite_is_restored_into_postgresql_and_the_other_way_round(
    filled: Installation, home: Home, tmp_path: Path
) -> None:
    """`home` is on SQLite once, and on PostgreSQL."""
    target = Installation(home)
    if home.folder == filled.home.folder:
        target = Installation(Home(tmp_path / "third"))
    target.restore(filled.back_up(tmp_path / "b.zip"))
    assert without_ways_in(rows(target.home)) == without_ways_in(rows(filled.home))
    with target.units() as unit:  # and counting goes on
        unit.members.save(unit.members.get("m2"))
        unit.commit()


def test_guides_are_found_again_in_a_restored_home(
    filled: Installation, empty: Installation, tmp_path: Path
) -> None:
    filled.add_guide()
    empty.restore(filled.back_up(tmp_path / "b.zip"))
    assert (empty.home.folder / "guides" / "listening.md").read_text().startswith("# Listening")
    library = empty.library()
    assert library.search("listen twice")[0].passage.path == "listening.md"
    assert library.agrees()[0]
    added = library.add([(empty.home.folder / "guides").resolve()])
    assert (added.unchanged, added.added, added.failed) == (1, 0, ())
    library.close()


def test_the_communitys_own_files_come_back_and_what_the_home_makes_itself_does_not(
    filled: Installation, empty: Installation, tmp_path: Path
) -> None:
    (filled.home.folder / "letters").mkdir()
    made = filled.backups.back_up(OPERATOR, tmp_path / "b.zip")
    assert made.manifest.left_out == ("letters",)
    empty.restore(tmp_path / "b.zip")
    assert (empty.home.folder / "matching.yaml").read_text() == "# as they come\n"
    assert (empty.home.folder / "badge-keys" / "current").read_text() == "abc"
    assert not (empty.home.folder / "encoder-dtype").exists()
    assert not list(empty.home.folder.glob("restoring-*"))


@pytest.mark.parametrize(
    ("name", "comes_back", "named"),
    [
        (".incoming/arriving.md", False, False),
        (".git/config", False, False),
        ("chapter 1: words\u200d.md", True, False),
        ("two\nlines.md", False, True),
        (os.fsdecode(b"caf\xe9.md"), False, True),
    ],
)
def test_no_file_in_the_home_makes_a_backup_that_cannot_be_restored(
    filled: Installation, empty: Installation, tmp_path: Path, name: str, comes_back: bool, named: bool
) -> None:
    """One that is still arriving stays behind; so does one of a name that no backup takes, and it is told of."""
    filled.add_guide()
    odd = filled.home.folder / "guides" / name
    odd.parent.mkdir(exist_ok=True)
    odd.write_text("x")
    left_out = filled.backups.back_up(OPERATOR, tmp_path / "b.zip").manifest.left_out
    assert [each.startswith("guides/") and each.isprintable() for each in left_out] == [True] * named
    empty.restore(tmp_path / "b.zip")
    there = sorted(path.name for path in (empty.home.folder / "guides").rglob("*"))
    assert there == sorted(["listening.md", *([name] if comes_back else [])])


def test_links_are_not_followed_and_the_backup_names_them(filled: Installation, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "a.pem").write_text("not here")
    (filled.home.folder / "badge-keys" / "a.pem").symlink_to(tmp_path / "keys" / "a.pem")
    (filled.home.folder / "guides").symlink_to(tmp_path / "keys")
    made = filled.backups.back_up(OPERATOR, tmp_path / "b.zip")
    assert made.manifest.left_out == ("badge-keys/a.pem", "guides")
    assert not any("a.pem" in each.name for each in made.manifest.packed)


def test_a_backup_is_for_its_owner_alone_and_says_until_when_it_holds_people(
    filled: Installation, tmp_path: Path
) -> None:
    made = filled.backups.back_up(OPERATOR, tmp_path / "b.zip", keep_days=7)
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert made.manifest.keep_until == date(2026, 3, 10)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["keep_until"] == "2026-03-10"
    filled.clock.move(timedelta(days=7))
    assert not filled.backups.verify(OPERATOR, tmp_path / "b.zip").outdated
    filled.clock.move(timedelta(days=1))
    assert filled.backups.verify(OPERATOR, tmp_path / "b.zip").outdated


def test_a_backup_is_never_written_over(filled: Installation, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(Conflict, match="never written over"):
        filled.back_up(tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "mine"


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_days_that_are_none_are_refused(filled: Installation, tmp_path: Path, days: int) -> None:
    with pytest.raises(BadInput, match="from 1 to 3,650 days"):
        filled.backups.back_up(OPERATOR, tmp_path / "b.zip", keep_days=days)


def test_a_full_disk_leaves_no_half_file(filled: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    for most in (0, 5_000, 20_000):
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
        try:
            with pytest.raises(Unavailable, match="no room for the backup"):
                filled.back_up(folder / "b.zip")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert list(folder.iterdir()) == []
    filled.back_up(folder / "b.zip")


@pytest.mark.parametrize("most", [50_000, 400_000])
def test_a_full_disk_leaves_the_home_empty(filled: Installation, tmp_path: Path, most: int) -> None:
    """Wherever the room ends."""
    file = filled.back_up(tmp_path / "b.zip")
    target = Installation(Home(tmp_path / "full"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        with pytest.raises(Unavailable):
            target.restore(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not any(rows(target.home).values())
    assert not list(target.home.folder.glob("restoring-*"))
    target.restore(file)
    target.home.close()


def test_an_empty_home_is_not_backed_up(empty: Installation, tmp_path: Path) -> None:
    with pytest.raises(NothingToSay, match="home is empty"):
        empty.back_up(tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_a_folder_that_is_not_there_is_told(filled: Installation, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        filled.back_up(tmp_path / "nowhere" / "b.zip")


def add_pair(unit: SqlUnitOfWork, name: str) -> None:
    unit.matches.add(
        Match(
            id=f"x{name}", seeker="a", partner="b", role=MatchRole.MENTOR, score=0.5, parts={},
            rationale=Rationale(benefit=Benefit(seeker="", partner="")), created=NOW,
        )
    )  # fmt: skip
    unit.relationships.add(
        Relationship(
            id=f"r{name}", role=MatchRole.MENTOR, members=("a", "b"), match=f"x{name}", started=NOW.date()
        )
    )


def test_while_others_write_the_backup_holds_one_moment(home: Home, tmp_path: Path) -> None:
    """A match and its relationship are one transaction: neither is ever in a backup without the other."""
    source = Installation(home)
    stop, written = threading.Event(), [0, 0, 0, 0]
    with source.units() as first:
        add_pair(first, "first")
        first.commit()

    def write(which: int) -> None:
        units = SqlUnitsOfWork(home.engine)
        while not stop.wait(0.005):
            # SQLite's writers take turns as it falls: one of four may be told to come again.
            with suppress(HomeUnusable), units() as unit:
                add_pair(unit, f"{which}-{written[which]}")
                unit.commit()
                written[which] += 1

    writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for writer in writers:
        writer.start()
    try:
        counts = []
        for n in range(4):
            before = sum(written)
            source.back_up(tmp_path / f"b{n}.zip")
            counts.append((before, n))
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert sum(written) > 0
    for before, n in counts:
        with zipfile.ZipFile(tmp_path / f"b{n}.zip") as archive:
            matches = {json.loads(line)["id"] for line in archive.read("tables/matches.jsonl").splitlines()}
            pairs = archive.read("tables/relationships.jsonl").splitlines()
        assert {json.loads(line)["match"] for line in pairs} == matches
        assert len(matches) >= before


def test_sealed_words_stay_sealed_in_a_backup(tmp_path: Path) -> None:
    keyring = Keyring([new_key()])
    source = Installation(Home(tmp_path / "sealed", keyring=keyring))
    source.fill()
    file = source.back_up(tmp_path / "b.zip")
    with zipfile.ZipFile(file) as archive:
        assert KEPT.encode() not in archive.read("tables/notes.jsonl")
        assert WORDS.encode() not in archive.read("turns.jsonl")
    without = Installation(Home(tmp_path / "without"))
    with pytest.raises(KeyMissing):
        without.restore(file)
    assert without.units().__enter__().members.count() == 0
    with_key = Installation(Home(tmp_path / "with", keyring=keyring))
    with_key.restore(file)
    with with_key.units.reading() as unit:
        assert KEPT in unit.notes.get("t3").text
    assert WORDS in CheckpointedConversations(with_key.home.engine).turns(f"{HER}/t1")[0].text
    for each in (source, without, with_key):
        each.home.close()


def test_who_follows_the_changes_of_a_replaced_home_reads_everything_anew(
    filled: Installation, tmp_path: Path
) -> None:
    file = filled.back_up(tmp_path / "b.zip")
    with filled.units.reading() as unit:
        mark = unit.changed_since(0).mark
    filled.restore(file, replace=True)
    with filled.units.reading() as unit:
        changes = unit.changed_since(mark)
    assert changes.everything or {"members", "matches", "enrolments"} <= changes.anew


def test_what_was_done_is_in_the_log(filled: Installation, empty: Installation, tmp_path: Path) -> None:
    file = filled.back_up(tmp_path / "b.zip")
    with filled.units.reading() as unit:
        assert [line.by for line in unit.audit_log.all(kind="home", verb="back up")] == ["operator"]
    empty.restore(file)
    with empty.units.reading() as unit:
        assert [line.by for line in unit.audit_log.all(kind="home", verb="restore")] == ["operator"]

"""Guides handed over as files: kept in the home, told apart where they can't be, taken away again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.errors import BadInput, HomeUnusable, NotAllowed, NotFound, Stopped
from copilot.services.guide_shelf import INCOMING, KINDS, MOST_AT_ONCE, GuideShelf, HandedOver, _safe_name
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.fakes.reading_room import ReadingRoom

ADMIN = Asker(member="ann", roles=frozenset({Role.ADMIN}))
TEXT = "# Our canteen\n\nMentors meet there on Tuesdays.\n"


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "guides"
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self.units = MemoryUnitsOfWork()
        self.shelf = GuideShelf(self.units, ReadingRoom(), Policy(), FixedClock(), self.folder)  # type: ignore[arg-type]  # the three methods that it asks for

    def file(self, name: str, content: bytes | str = TEXT) -> HandedOver:
        at = self.inbox / f"upload-{len(list(self.inbox.iterdir()))}"
        at.write_bytes(content.encode() if isinstance(content, str) else content)
        return HandedOver(name=name, at=at)

    @property
    def kept(self) -> list[str]:
        return sorted(file.name for file in self.folder.glob("*") if file.is_file())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_is_kept_in_the_home_and_stands_on_the_shelf(desk: Desk) -> None:
    assert desk.shelf.add(ADMIN, [desk.file("canteen.md")]).added == 1
    (guide,) = desk.shelf.every(ADMIN)
    assert (guide.path, guide.title, guide.own, guide.kind) == ("canteen.md", "Our canteen", True, "your own")
    with desk.units.reading() as unit:
        (entry,) = unit.audit_log.all()
    assert (entry.by, entry.verb, entry.kind, entry.detail) == ("ann", "add", "guide", {"added": "1"})


def test_a_file_that_cannot_be_read_is_told_of_and_the_others_come_in(desk: Desk) -> None:
    found = desk.shelf.add(
        ADMIN,
        [
            desk.file("broken.pdf", b"no pdf"),
            desk.file("run.exe"),
            desk.file("canteen.md"),
            desk.file("e.md", ""),
        ],
    )
    assert found.added == 1
    assert {fault.path: fault.error.split(".")[0] for fault in found.failed} == {
        "broken.pdf": "It is no PDF, or a broken one",
        "run.exe": "Files of this kind can't be added here",
        "e.md": "It is empty",
    }
    assert desk.kept == ["canteen.md"]
    assert list((desk.folder / INCOMING).iterdir()) == []


def test_a_broken_new_version_leaves_the_old_one(desk: Desk) -> None:
    desk.shelf.add(ADMIN, [desk.file("canteen.md")])
    assert desk.shelf.add(ADMIN, [desk.file("canteen.md", "")]).failed
    assert (desk.folder / "canteen.md").read_text() == TEXT


def test_too_large_a_file_and_too_many_are_refused(desk: Desk) -> None:
    assert "larger than 5 MB" in desk.shelf.add(ADMIN, [desk.file("a.md", "x" * 5_000_001)]).failed[0].error
    with pytest.raises(BadInput, match="51 files"):
        desk.shelf.add(ADMIN, [desk.file("a.md")] * (MOST_AT_ONCE + 1))


@given(st.text(max_size=60))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    for given_name in (name, f"{name}.md", f"../{name}.md", f"C:\\{name}.txt", f"/etc/{name}.pdf"):
        try:
            safe = _safe_name(given_name)
        except BadInput:
            continue
        assert Path(safe).name == safe
        assert not safe.startswith(".")
        assert Path(safe).suffix.lower() in KINDS
        safe.encode()


def test_what_is_stopped_is_kept_as_far_as_it_came(desk: Desk) -> None:
    def stopping(done: int, of: int, what: str) -> None:
        raise Stopped("It was stopped.")

    with pytest.raises(Stopped):
        desk.shelf.add(ADMIN, [desk.file("canteen.md")], stopping)
    assert desk.kept == ["canteen.md"]
    desk.shelf.add(ADMIN, [desk.file("second.md")])
    assert len(desk.shelf.every(ADMIN)) == 2


def test_ones_own_guide_is_taken_away_and_no_other(desk: Desk) -> None:
    desk.shelf.add(ADMIN, [desk.file("canteen.md")])
    with pytest.raises(NotFound):
        desk.shelf.remove(ADMIN, "../../etc/passwd")
    assert desk.shelf.remove(ADMIN, "canteen.md").removed == 1
    assert desk.kept == []


@pytest.mark.parametrize(
    "asker", [Asker(), Asker(member="m1", roles=frozenset({Role.MENTEE})),
              Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))],
)  # fmt: skip
def test_nobody_else_touches_the_shelf(desk: Desk, asker: Asker) -> None:
    for attempt in (
        lambda: desk.shelf.every(asker),
        lambda: desk.shelf.add(asker, [desk.file("a.md")]),
        lambda: desk.shelf.add_builtin(asker),
        lambda: desk.shelf.remove(asker, "a.md"),
    ):
        with pytest.raises(NotAllowed, match="change the guides"):
            attempt()
    assert not desk.folder.exists()


def test_a_folder_that_cannot_be_written_to_is_one_sentence(desk: Desk) -> None:
    desk.folder.write_text("in the way")
    with pytest.raises(HomeUnusable, match="cannot be kept"):
        desk.shelf.add(ADMIN, [desk.file("a.md")])

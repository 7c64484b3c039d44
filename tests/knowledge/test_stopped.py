"""Indexing that a person stops: what was read by then is found, and the rest comes with the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.errors import Stopped
from knowledge import indexing
from knowledge.library import Library
from tests.knowledge.conftest import ENDINGS, FEEDBACK


def test_what_was_kept_before_a_stop_is_found_and_the_indexes_agree(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 1)
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "a.md").write_text(ENDINGS)
    library.add([folder])
    (folder / "b.md").write_text(FEEDBACK)
    (folder / "c.md").write_text(FEEDBACK.replace("feedback", "praise"))

    def stopping(done: int, of: int, what: str) -> None:
        if what == "b.md" or done == of:
            raise Stopped("It was stopped.")

    with pytest.raises(Stopped):
        library.add([folder], progress=stopping)
    assert "b.md" in {hit.passage.path for hit in library.search("steps of SBI feedback")}
    assert library.agrees()[0]
    assert library.add([folder]).added == 1

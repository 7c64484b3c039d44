"""The files of others' handbooks that questions are asked of."""

from pathlib import Path

import pytest

from evals import handbooks


def test_files_of_an_earlier_checkout_are_not_asked_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handbooks, "listed", lambda: {"book": {"files": ["*.md"], "without": ["about.md"]}})
    book, chosen = tmp_path / "book", tmp_path / "chosen"
    book.mkdir()
    for name in ("old.md", "new.md", "about.md"):
        (book / name).write_text(name)
    handbooks._choose(tmp_path, chosen)
    (book / "old.md").unlink()
    handbooks._choose(tmp_path, chosen)
    assert [file.name for file in (chosen / "book").iterdir()] == ["new.md"]

"""A folder of files that break readers, and one good guide among them."""

from pathlib import Path

from knowledge.library import Library
from tests.knowledge.making_files import pdf, with_part, word_of
from tests.knowledge.test_reader_pdf import LOCKED
from tests.knowledge.test_reader_word import bomb, lying_bomb

BAD: dict[str, bytes] = {
    "locked.pdf": LOCKED,
    "scan.pdf": pdf([[], []]),
    "broken.pdf": b"%PDF-1.7\nnothing",
    "many.pdf": pdf([[]] * 10_000),
    "deep.html": b"<div>" * 100_000,
    "large.html": b"<p>" + b"word " * 6_000_000,
    "bomb.docx": bomb(40_000_000),
    "lying.docx": lying_bomb(),
    "no-zip.docx": b"Only words.",
    "entities.docx": with_part(word_of("x"), "word/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "broken.ipynb": b'{"cells": [',
    "binary.md": b"\x00\x01\x02\x03" * 100,
    "empty.txt": b"\n",
    "heading.md": b"# Only",
}


def test_bad_files_are_told_of_with_a_cure_and_the_others_are_read(library: Library, handbook: Path) -> None:
    for name, data in BAD.items():
        (handbook / name).write_bytes(data)
    (handbook / "loop.md").symlink_to(handbook / "loop.md")
    added = library.add([handbook])
    assert added.added == 2
    assert {failed.path for failed in added.failed} == BAD.keys()
    # What is wrong, and what to do about it: two sentences at least.
    assert all(failed.error.endswith(".") and failed.error.count(".") >= 2 for failed in added.failed)


def test_a_guide_of_every_kind_is_read(library: Library, tmp_path: Path) -> None:
    words = "Ask first whether the person wants feedback now."
    kinds = {
        "a.md": words.encode(),
        "b.txt": words.encode(),
        "c.html": f"<title>C</title><p>{words}".encode(),
        "d.pdf": pdf([[(72, 700, "F1", 11, words)]]),
        "e.docx": word_of(words),
        "f.ipynb": b'{"cells": [{"cell_type": "markdown", "source": "%s"}]}' % words.encode(),
        "g.QMD": words.encode(),
    }
    for name, data in kinds.items():
        (tmp_path / name).write_bytes(data)
    added = library.add([tmp_path])
    assert (added.added, added.failed) == (len(kinds), ())
    assert {guide.language for guide in library.guides()} == {"en"}

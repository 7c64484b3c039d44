"""PDF: the lines that PDFium finds, in a process of its own, put together to paragraphs, lists and headings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from copilot.errors import BadInput
from knowledge.decoding import seen
from knowledge.extracting import LONGEST, Extract, Page
from knowledge.readers.pdf_layout import Line, blocks

MOST_PAGES = 5_000
LONGEST_READING = 120  # seconds; 4,000 pages of text take 20
ILLEGIBLE = re.compile("[\ufffd\ue000-\uf8ff]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
NO_TITLE = re.compile(
    r"(?:microsoft |powerpoint).*|untitled.*|document\d*|.*\.(?:docx?|odt|rtf|indd|pdf|qxd|tex|pptx?|html?|md)",
    re.IGNORECASE,
)
PROGRAM = Path(__file__).with_name("pdf_lines.py")
PRINT_ANEW = "Open it in a PDF viewer and print it to a new PDF."
RECOGNISE = "Run it through text recognition (OCR), then add it again."
WRONG = {
    "password": ("It is protected with a password.", "Save it without one, then add it again."),
    "broken": ("It is no PDF, or a broken one.", PRINT_ANEW),
    "pages": (f"It has more than {MOST_PAGES:,} pages.", "Split it into chapters."),
    "long": (
        f"It holds more than {LONGEST // 1_000_000} million characters of text.",
        "Split it into chapters.",
    ),
}


def read(data: bytes) -> Extract:
    """The text of a PDF, page after page; title and keywords of its properties are its matter.

    Raises BadInput where it is broken, wants a password, is too long or holds no text.
    """
    told = _told(data)
    if "error" in told:
        message, cure = WRONG[told["error"]]
        raise BadInput(message, cure=cure)
    pages = [[Line(seen(text), *rest) for text, *rest in page] for page in told["pages"]]
    pages = [[line for line in page if line.text] for page in pages]
    _refuse_scans(pages)
    page = Page()
    for kind, level, text in blocks(pages, _outline(told["outline"])):
        if kind == "heading":
            page.heading(level, text)
        else:
            page.add(kind, text)
    return page.extract(_matter(told["properties"]), _warnings(pages))


def _told(data: bytes) -> Mapping[str, Any]:
    """What the program says of the file."""
    # Modules beside the program must not pass for Python's own: -P.
    command = [sys.executable, "-P", str(PROGRAM), str(MOST_PAGES), str(LONGEST)]
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and the file is its input
            command, input=data, capture_output=True, timeout=LONGEST_READING,
            env={**os.environ, "PYTHONPATH": paths}, check=True,
        )  # fmt: skip
        told: Mapping[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise BadInput(
            f"Reading it takes longer than {LONGEST_READING // 60} minutes.", cure=PRINT_ANEW
        ) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise BadInput("Reading it fails; it may be broken.", cure=PRINT_ANEW) from error
    return told


def _outline(marks: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Title, folded → level, of the document's bookmarks; the first of a title counts."""
    return {" ".join(seen(title).casefold().split()): level + 1 for title, level in reversed(marks)}


def _matter(properties: Mapping[str, str]) -> Mapping[str, object]:
    title, keywords = (" ".join(seen(properties.get(name, "")).split()) for name in ("Title", "Keywords"))
    named = {"title": "" if NO_TITLE.fullmatch(title) else title, "keywords": keywords}
    return {name: words for name, words in named.items() if words}


def _refuse_scans(pages: Sequence[Sequence[Line]]) -> None:
    text = "".join(line.text for lines in pages for line in lines)
    if not text:
        raise BadInput("It holds no text; it may be a scan.", cure=RECOGNISE)
    if len(ILLEGIBLE.findall(text)) > 0.3 * len(text):
        raise BadInput("Its letters can't be told: its fonts don't say what they stand for.", cure=RECOGNISE)


def _warnings(pages: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    text = "".join(line.text for lines in pages for line in lines)
    empty = sum(not lines for lines in pages)
    scanned = f"{empty} of its {len(pages)} pages hold no text; they may be scans."
    # A PDF keeps the shapes of letters and their places, and not the order in which they are read.
    reversed_ = (
        "Words written from right to left may come out of a PDF in the wrong order; Word or HTML is safer."
    )
    return (
        *([scanned] if empty >= 2 and empty >= len(pages) / 3 else []),
        *([reversed_] if len(RIGHT_TO_LEFT.findall(text)) > 0.1 * len(text) else []),
    )

"""Readers by a file's suffix: each makes an Extract of a file's bytes, or raises BadInput saying why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from knowledge.extracting import Extract
from knowledge.readers import markdown, notebook, pdf, plain, web_page, word

Reader = Callable[[bytes], Extract]


class Format(NamedTuple):
    """How files of a kind are read, and the most bytes that one may have."""

    read: Reader
    largest: int


# Five million bytes are a text as long as the Bible. Pages and notebooks carry pictures and outputs within them, PDF
# and Word files their fonts and photographs too: they may be larger, and their text is measured once it is read.
TEXT = 5_000_000
PAGE = 20_000_000
DOCUMENT = 50_000_000

READERS: dict[str, Format] = {
    ".md": Format(markdown.read, TEXT),
    ".markdown": Format(markdown.read, TEXT),
    ".mdx": Format(markdown.read, TEXT),
    ".qmd": Format(markdown.read, TEXT),
    ".txt": Format(plain.read, TEXT),
    ".html": Format(web_page.read, PAGE),
    ".htm": Format(web_page.read, PAGE),
    ".ipynb": Format(notebook.read, PAGE),
    ".pdf": Format(pdf.read, DOCUMENT),
    ".docx": Format(word.read, DOCUMENT),
}

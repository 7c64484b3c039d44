"""Readers by a file's suffix: each makes an Extract of a file's bytes, or raises BadInput saying why not."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.extracting import Extract
from knowledge.readers import markdown, plain

Reader = Callable[[bytes], Extract]

READERS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".mdx": markdown.read,
    ".qmd": markdown.read,
    ".txt": plain.read,
}

"""Jupyter notebooks: the words of Markdown cells and the code of code cells; outputs are left out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from copilot.errors import BadInput
from knowledge.decoding import decode, seen
from knowledge.extracting import Extract, Page
from knowledge.readers import markdown
from knowledge.readers.fencing import fenced
from knowledge.readers.matter import front_matter

BROKEN = "It is no Jupyter notebook, or a broken one."
CURE = "Open it in Jupyter and save it again."


def read(data: bytes) -> Extract:
    """The cells of a notebook, versions 2 to 4 of the format (nbformat's documentation), in order."""
    notebook = _notebook(decode(data))
    page = Page()
    matter: Mapping[str, object] = {}
    warnings: tuple[str, ...] = ()
    language = _language(notebook)
    for place, cell in enumerate(_cells(notebook)):
        source = _source(cell)
        if place == 0:
            matter, source, warnings = _opening(cell, source)
        _write(page, cell, source, language)
    return page.extract({**_metadata(notebook), **matter}, warnings)


def _notebook(text: str) -> Mapping[str, object]:
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(BROKEN, cure=CURE) from error
    if not isinstance(notebook, dict):
        raise BadInput(BROKEN, cure=CURE)
    return notebook


def _cells(notebook: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The cells; before version 4 they lay in worksheets."""
    sheets = notebook.get("worksheets")
    holders = [notebook, *(sheets if isinstance(sheets, list) else [])]
    lists = [holder.get("cells") for holder in holders if isinstance(holder, dict)]
    if not any(isinstance(cells, list) for cells in lists):
        raise BadInput(BROKEN, cure=CURE)
    return [cell for cells in lists if isinstance(cells, list) for cell in cells if isinstance(cell, dict)]


def _source(cell: Mapping[str, object]) -> str:
    """A cell's text, kept whole or line by line; before version 4 that of code was called its input."""
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    return seen("".join(line for line in lines if isinstance(line, str)))


def _opening(cell: Mapping[str, object], source: str) -> tuple[Mapping[str, object], str, tuple[str, ...]]:
    """Quarto and nbdev keep front matter in the first cell."""
    return front_matter(source) if cell.get("cell_type") in ("markdown", "raw") else ({}, source, ())


def _write(page: Page, cell: Mapping[str, object], source: str, language: str) -> None:
    kind = cell.get("cell_type")
    if kind == "heading":
        level = cell.get("level")
        page.heading(min(6, max(1, level)) if isinstance(level, int) else 1, source)
    elif kind == "markdown":
        markdown.write(page, source)
    elif kind == "code" and source.strip():
        page.add("code", fenced(source.strip("\n"), language))


def _language(notebook: Mapping[str, object]) -> str:
    """The programming language of the code cells, as a code fence names it."""
    metadata = notebook.get("metadata")
    for name in ("language_info", "kernelspec"):
        info = metadata.get(name) if isinstance(metadata, dict) else None
        found = (info.get("name") or info.get("language")) if isinstance(info, dict) else None
        if isinstance(found, str) and found.isalnum():
            return found
    return ""


def _metadata(notebook: Mapping[str, object]) -> Mapping[str, object]:
    metadata = notebook.get("metadata")
    title = metadata.get("title") if isinstance(metadata, dict) else None
    return {"title": title} if isinstance(title, str) and title.strip() else {}

"""The lines of a PDF with their places and sizes, by PDFium; a program of its own.

`knowledge.readers.pdf` runs it in another process: PDFium is C++, and a PDF made to do harm may crash it, or keep it
busy for ever. The file comes on standard input; JSON goes to standard output. Nothing of this project is imported.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

MEMORY = 2 << 30  # bytes of addresses
LINE = re.compile(
    "(.*?)(\r\n|[\u0002\ufffe]|\\Z)", re.DOTALL
)  # U+FFFE is PDFium's sign for a hyphen at a line's end
BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
BOLD_WEIGHT = 600
PASSWORD = (4, 5)  # FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of PDFium's fpdfview.h


def main(most_pages: int, most_characters: int) -> None:
    """Write `{"pages": …, "outline": …, "properties": …}`, or `{"error": …}` with password, broken, pages or long."""
    _bound_memory()
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        # An empty password opens what is only kept from being changed.
        document = PdfDocument(sys.stdin.buffer.read())
        told = _told(document, most_pages, most_characters)
    except PdfiumError as error:
        told = {"error": "password" if getattr(error, "err_code", None) in PASSWORD else "broken"}
    json.dump(told, sys.stdout)


def _bound_memory() -> None:
    # Windows has no such limit, macOS refuses to set it, and whoever set a lower one means it.
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _told(document: PdfDocument, most_pages: int, most_characters: int) -> dict[str, Any]:
    if len(document) > most_pages:
        return {"error": "pages"}
    pages: list[list[Sequence[Any]]] = []
    length = 0
    for number in range(len(document)):
        pages.append(_page(document, number))
        length += sum(len(line[0]) for line in pages[-1])
        if length > most_characters:
            return {"error": "long"}
    return {"pages": pages, "outline": _outline(document), "properties": document.get_metadata_dict()}


def _page(document: PdfDocument, number: int) -> list[Sequence[Any]]:
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        text = page.get_textpage()
        lines = list(_lines(text, number))
    except PdfiumError:
        # A broken page doesn't spoil the others.
        return []
    text.close()
    page.close()
    return lines


def _outline(document: PdfDocument) -> list[tuple[str, int]]:
    from pypdfium2 import PdfiumError

    try:
        return [(mark.get_title(), mark.level) for mark in document.get_toc(max_depth=6)]
    except PdfiumError:
        return []


def _lines(page: PdfTextPage, number: int) -> Iterator[Sequence[Any]]:
    import pypdfium2.raw as pdfium

    for found in LINE.finditer(page.get_text_range(errors="replace")):
        words = found[1].strip()
        if words:
            first = found.start() + len(found[1]) - len(found[1].lstrip())
            places = (first, first + len(words) // 2, first + len(words) - 1)
            chars = [pdfium.FPDFText_GetCharIndexFromTextIndex(page, place) for place in places]
            parted = "-" if found[2] in ("\u0002", "\ufffe") else ""
            yield _line(page, number, words + parted, [char for char in chars if char >= 0])


def _line(page: PdfTextPage, number: int, words: str, chars: Sequence[int]) -> Sequence[Any]:
    """Text, page, size, bold, left, right and bottom, from the first, the middle and the last character."""
    boxes = [_box(page, char) for char in chars] or [(0.0, 0.0, 0.0)]
    sizes = Counter(_size(page, char) for char in chars) or Counter({0.0: 1})
    bold = bool(chars) and all(_bold(page, char) for char in chars)
    left, right, bottom = zip(*boxes, strict=True)
    return words, number, sizes.most_common(1)[0][0], bold, min(left), max(right), min(bottom)


def _box(page: PdfTextPage, char: int) -> tuple[float, float, float]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, char, box)
    return box.left, box.right, box.bottom


def _size(page: PdfTextPage, char: int) -> float:
    """The size in points, to the half: the font's own, as the page stretches it."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(page, char, matrix)
    stretch = (matrix.c**2 + matrix.d**2) ** 0.5
    size = pdfium.FPDFText_GetFontSize(page, char) * stretch
    return float(round(2 * size) / 2) if 0 < size < 10_000 else 0.0


def _bold(page: PdfTextPage, char: int) -> bool:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(page, char, name, len(name), ctypes.c_int())
    return pdfium.FPDFText_GetFontWeight(page, char) >= BOLD_WEIGHT or bool(BOLD.search(name.value))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

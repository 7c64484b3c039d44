"""Word documents: headings by style, lists, steps, tables; pictures, notes and deleted words left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from copilot.errors import BadInput
from knowledge.extracting import Extract, Kind, Page
from knowledge.readers.unzipping import BROKEN, SAVE_AGAIN, unzipped
from knowledge.readers.word_styles import Numbering, Styles, W, heading_level, item_of, names

if TYPE_CHECKING:
    from docx.document import Document

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT_BOX = f"{W}txbxContent"
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "ins", "moveTo", "smartTag", "customXml"))
# Deleted words, those that moved away, and what old versions of Word would show instead.
UNREAD = frozenset({f"{W}del", f"{W}moveFrom", TEXT_BOX, f"{COMPATIBILITY}Fallback"})
MOST_CELLS = 100_000  # of one table

Found = tuple[Kind, int, str]


def read(data: bytes) -> Extract:
    """The text of a .docx file; title, keywords and language of its properties are its matter.

    Raises BadInput where it is protected, broken, or would unpack to more than a document holds.
    """
    document = _opened(unzipped(data))
    page = Page()
    for kind, level, text in _joined(_blocks(document)):
        if kind == "heading":
            page.heading(level, text)
        else:
            page.add(kind, text)
    return page.extract(_matter(document))


def _opened(data: bytes) -> Document:
    from io import BytesIO

    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(BytesIO(data))
        # What is missing shows when it is first reached for.
        _ = document.element.body.tag, document.styles.element.tag, document.part.rels
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise BadInput(BROKEN, cure=SAVE_AGAIN) from error
    return document


def _blocks(document: Document) -> Iterator[Found]:
    styles, numbering = Styles(document), Numbering(document)
    for element in _elements(document.element.body):
        if element.tag == f"{W}tbl":
            yield from _table(element)
        else:
            yield from _paragraph(element, styles, numbering)


def _elements(holder: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those in content controls and text boxes too; no table of contents."""
    for element in holder:
        if element.tag == f"{W}tbl":
            yield element
        elif element.tag == f"{W}p":
            yield element
            for box in _boxes(element):
                yield from _elements(box)
        elif element.tag in WRAPPERS and not _is_contents(element):
            content = element.find(f"{W}sdtContent")
            yield from _elements(element if content is None else content)


def _boxes(paragraph: Any) -> Iterator[Any]:
    for child in paragraph:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag not in UNREAD:
            yield from _boxes(child)


def _is_contents(control: Any) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Contents" in gallery.get(f"{W}val", "")


def _paragraph(paragraph: Any, styles: Styles, numbering: Numbering) -> Iterator[Found]:
    text = _text(paragraph)
    chain = styles.chain(paragraph)
    if not text or any(name.startswith("toc ") for name in names(chain)):
        return
    number, depth = item_of(chain)
    if level := heading_level(chain):
        yield "heading", level, text
    elif number:
        yield "steps" if numbering.counts(number, depth) else "list", depth, text
    else:
        yield "paragraph", 0, text


def _joined(found: Iterator[Found]) -> Iterator[Found]:
    """Items that follow each other become one list, deeper ones further in."""
    items: list[Found] = []
    for one in found:
        is_item = one[0] in ("list", "steps")
        if items and (not is_item or (one[1] == items[0][1] and one[0] != items[0][0])):
            yield items[0][0], 0, _listed(items)
            items = []
        if is_item:
            items.append(one)
        else:
            yield one
    if items:
        yield items[0][0], 0, _listed(items)


def _listed(items: Sequence[Found]) -> str:
    lines: list[str] = []
    counted: list[int] = []
    outermost = min(depth for _, depth, _ in items)
    for kind, depth, text in items:
        inner = depth - outermost
        counted = [*counted, *[0] * (inner + 1)][: inner + 1]
        counted[inner] += 1
        mark = f"{counted[inner]}." if kind == "steps" else "-"
        first, *rest = text.split("\n")
        lines += ["  " * inner + f"{mark} {first}", *("  " * (inner + 1) + line for line in rest)]
    return "\n".join(lines)


def _table(table: Any) -> Iterator[Found]:
    rows = [row for row in _rows(table) if any(row)]
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise BadInput(
            f"It holds a table of more than {MOST_CELLS:,} cells.", cure="Keep data in a spreadsheet."
        )
    if width < 2 or len(rows) < 2:
        # A frame around words, drawn as a table.
        yield from (("paragraph", 0, cell) for row in rows for cell in row if cell)
        return
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    yield "table", 0, "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])


def _rows(table: Any) -> Iterator[list[str]]:
    """The cells' texts, row by row; a table within a cell is words of that cell."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table:
            yield [_cell(cell) for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tbl")) is table]


def _cell(cell: Any) -> str:
    texts = (_text(paragraph).replace("\n", " / ") for paragraph in cell.iter(f"{W}p"))
    return " / ".join(text for text in texts if text).replace("|", "/")


def _text(paragraph: Any) -> str:
    words = "".join(_pieces(paragraph))
    return "\n".join(line for part in words.split("\n") if (line := " ".join(part.split())))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in UNREAD:
            yield from _pieces(child)


def _matter(document: Document) -> Mapping[str, object]:
    # Where there are no properties python-docx would make some up.
    if not any(rel.reltype.endswith("/core-properties") for rel in document.part.package.rels.values()):
        return {}
    try:
        properties = document.core_properties
        named = {"title": properties.title, "keywords": properties.keywords, "language": properties.language}
    except (AttributeError, ValueError):
        # Broken properties don't spoil the text.
        return {}
    return {name: words for name, words in named.items() if words and words.strip()}

"""Markdown into clean text: one line a paragraph, item and row; link targets, emphasis and images left out.

Headings (`##`), list marks (`-`, `1.`), table bars and code fences stay, so that the text still shows its build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.decoding import decode
from knowledge.extracting import Extract, Page
from knowledge.readers.matter import front_matter
from knowledge.readers.tidying import tidy

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

LEFT_OVER = re.compile(
    r"(?<![\w/])\*{2,}(?!/)|\*{2,}(?![\w/*])|\*{4,}"
)  # emphasis that its writer didn't close rightly
SPACES = re.compile(r"[ \t]+")


def read(data: bytes) -> Extract:
    """The text of a Markdown, MDX or Quarto file, with its front matter."""
    matter, body, warnings = front_matter(decode(data))
    page = Page()
    write(page, body)
    return page.extract(matter, warnings)


def write(page: Page, body: str) -> None:
    """Append the blocks of Markdown without front matter to a page."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for node in SyntaxTreeNode(parser.parse(tidy(body))).children:
        _write(page, node, quoted=False)


def _write(page: Page, node: SyntaxTreeNode, *, quoted: bool) -> None:
    if node.type == "heading" and not quoted:
        page.heading(int(node.tag[1]), _inline(node))
    elif node.type in ("paragraph", "heading"):
        page.add("paragraph", _inline(node))
    elif node.type in ("bullet_list", "ordered_list") and not _is_contents(node):
        page.add("steps" if node.type == "ordered_list" else "list", "\n".join(_list_lines(node)))
    elif node.type == "table":
        page.add("table", "\n".join(_rows(node)))
    elif node.type in ("fence", "code_block"):
        page.add("code", "\n".join(_code_lines(node)))
    elif node.type == "blockquote":
        for child in node.children:
            _write(page, child, quoted=True)


def _is_contents(node: SyntaxTreeNode) -> bool:
    """Whether a list is a table of contents: more than two items, links into this page and nothing else."""
    words = [leaf for leaf in node.walk() if leaf.type == "inline"]
    return len(words) > 2 and all(_links_within(inline) for inline in words)


def _links_within(inline: SyntaxTreeNode) -> bool:
    kept = [child for child in inline.children if child.content.strip() or child.children]
    return bool(kept) and all(
        child.type == "link" and str(child.attrs.get("href", "")).startswith("#") for child in kept
    )


def _inline(node: SyntaxTreeNode) -> str:
    words = "".join(_pieces(node))
    return "\n".join(line for part in words.split("\n") if (line := SPACES.sub(" ", part).strip()))


def _pieces(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type == "text":
        yield LEFT_OVER.sub("", node.content)
    elif node.type == "code_inline":
        yield f"`{node.content}`"
    elif node.type in ("softbreak", "hardbreak"):
        yield " " if node.type == "softbreak" else "\n"
    elif node.type not in ("image", "html_inline"):
        for child in node.children:
            yield from _pieces(child)


def _list_lines(node: SyntaxTreeNode) -> Iterator[str]:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    for item in node.children:
        lines = [line for child in item.children for line in _item_lines(child)]
        if not lines:
            continue
        yield f"{'-' if number is None else f'{number}.'} {lines[0].lstrip()}"
        yield from (f"  {line}" for line in lines[1:])
        number = None if number is None else number + 1


def _item_lines(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in ("bullet_list", "ordered_list"):
        yield from _list_lines(node)
    elif node.type in ("paragraph", "heading"):
        yield from (line for line in _inline(node).split("\n") if line)
    elif node.type == "table":
        yield from _rows(node)
    elif node.type in ("fence", "code_block"):
        yield from _code_lines(node)
    else:
        for child in node.children:
            yield from _item_lines(child)


def _rows(node: SyntaxTreeNode) -> Iterator[str]:
    for part in node.children:
        for row in part.children:
            cells = [_inline(cell).replace("\n", " ").replace("|", "/") for cell in row.children]
            yield f"| {' | '.join(cells)} |"
            if part.type == "thead":
                yield f"|{'---|' * len(cells)}"


def _code_lines(node: SyntaxTreeNode) -> Iterator[str]:
    yield f"```{node.info.strip()}"
    yield from node.content.rstrip("\n").split("\n")
    yield "```"

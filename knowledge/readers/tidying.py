"""Takes out of Markdown what its writers put in for machines: tags, components, shortcodes, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.readers.cutting import COMMENTS, SHORTCODES, without

FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})(.*)$")
INLINE_CODE = re.compile(r"(?<!`)(`{1,9})(?!`).{1,2000}?(?<!`)\1(?!`)")
BLOCK_TAGS = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "header html iframe main nav ol p picture pre section source summary table tbody tfoot thead tr ul video audio"
)
INLINE_TAGS = (
    "a abbr b big cite code del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike strong sub "
    "sup td th time tt u var wbr button input"
)
# No way back into what was matched (`*+`): an attempt that fails does so once.
TAG = re.compile(
    rf"</?(?:(?P<block>{BLOCK_TAGS.replace(' ', '|')})|(?P<inline>{INLINE_TAGS.replace(' ', '|')})"
    r"|(?P<line>br|hr|img|link|meta|base|col)|(?P<item>li)|h(?P<level>[1-6])"
    r"|(?P<component>[A-Z][\w.]*))(?=[\s/>])(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|\{[^{}]{0,2000}\}|[^<>\"'])*+>",
    re.IGNORECASE,
)
COMPONENT_CASE = re.compile(r"</?[A-Z]")
REMOVED = (
    re.compile(r"\{\{[^\n]{0,500}?\}\}"),
    re.compile(r"\{:[^{}\n]{0,300}\}"),
    # Attributes of Pandoc, Kramdown and MkDocs, behind what they belong to or at the end of a line.
    re.compile(r"(?<=[\])`*_\uf8ff])\{ ?[\w.#:][^{}\n]{0,300}\}"),
    re.compile(r"(?m)[ \t]{0,20}\{ ?[#.:][^{}\n]{0,300}\}[ \t]*$"),
    re.compile(r"(?m)^import\s[^\n]{0,1000}?from\s+['\"][^\n]*$"),
    re.compile(r"(?m)^import\s+['\"][^\n]*$"),
    re.compile(r"(?m)^export\s+(?:const|let|default|function)\b[^\n]*(?:\n[^\n]+)*"),
    re.compile(r"\[\^[^\[\]\s]{1,100}\]:?"),
    re.compile(r"(?m)^\[\[?_?TOC_?\]\]?[ \t]*$", re.IGNORECASE),
    re.compile(r"(?m)^-+8<-+[^\n]*$"),
)
# Pandoc and Quarto `::: {.callout-note title="A"}`, Docusaurus `:::note[A]`, VitePress `::: tip A`.
DIV = re.compile(
    r"(?m)^[ \t]{0,20}:{3,}[ \t]*(?:\{(?:[^{}\n]{0,300}?title=\"(?P<pandoc>[^\"\n]*)\")?[^{}\n]{0,300}\}"
    r"|[\w-]+(?:\[(?P<docusaurus>[^\]\n]*)\]|[ \t]+(?P<vitepress>[^{}\n:]+))?)?[^\n]*$"
)
INDENTED = re.compile(
    r"(?:(?:!!!|\?\?\?\+?)[ \t]+\w[^\n\"]*(?:\"(?P<title>[^\"]*)\")?|={3}[!+]?[ \t]+\"(?P<tab>[^\"]*)\")[ \t]*$"
)
DEEPEST_BOX = 5  # boxes within boxes
CALLOUT = re.compile(r"(?m)^([ \t>]*)\[!\w+\][-+]?[ \t]*")
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,300}\|)?([^\[\]|\n]{1,300})\]\]")
SPAN = re.compile(r"\[([^\[\]\n]{1,500})\]\{ ?[.#][^{}\n]{0,300}\}")
# No link to Markdown, for its address has spaces, but meant as one.
SPACED_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{1,500})\]\((?![^()\n]{0,600}[\"'<])[^()\s]{1,300} [^()\n]{0,300}\)"
)
TASK = re.compile(r"(?m)^([ \t]*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\][ \t]+")
WRAPPED = (CALLOUT, WIKI_LINK, SPAN, SPACED_LINK, TASK)
ROW = re.compile(r"\s*\||[^|]*\|[^|]*\|")
TABLE = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
KEPT = re.compile("\uf8fe(\\d+)\uf8ff")


def tidy(source: str) -> str:
    """Markdown of words alone; what stands in code stays as it is."""
    return "".join(part if code else _tidied(part) for code, part in _parts(source))


def _parts(source: str) -> Iterator[tuple[bool, str]]:
    """The text and the fenced code of a source by turns."""
    gathered: list[str] = []
    fence = ""
    for line in source.splitlines(keepends=True):
        mark = FENCE.match(line.rstrip("\n"))
        if not fence and mark:
            yield False, "".join(gathered)
            gathered, fence = [line], mark[1]
        elif fence and mark and mark[1].startswith(fence) and not mark[2].strip():
            yield True, "".join([*gathered, line])
            gathered, fence = [], ""
        else:
            gathered.append(line)
    yield bool(fence), "".join(gathered)


def _tidied(part: str) -> str:
    kept: list[str] = []
    part = INLINE_CODE.sub(lambda code: _keep(code, kept), KEPT.sub("", part))
    for comment in COMMENTS:
        part = without(part, comment)
    part = DIV.sub(lambda div: "\n" + next((title for title in div.groups() if title), "") + "\n", part)
    for pattern in WRAPPED:
        part = pattern.sub(r"\1", part)
    for shortcode in SHORTCODES:
        part = without(part, shortcode)
    for pattern in REMOVED:
        part = pattern.sub("", part)
    part = _without_tags(_with_tables(_dedented(part)))
    return KEPT.sub(lambda place: kept[int(place[1])] if int(place[1]) < len(kept) else "", part)


def _keep(code: re.Match[str], kept: list[str]) -> str:
    """Private characters in place of code, until all else is tidied."""
    kept.append(code[0])
    return f"\uf8fe{len(kept) - 1}\uf8ff"


def _dedented(part: str) -> str:
    """The body of a MkDocs admonition or tab moves to the margin, where it is prose and not code."""
    for _ in range(DEEPEST_BOX):
        lines = list(_one_box_less(part.split("\n")))
        if "\n".join(lines) == part:
            break
        part = "\n".join(lines)
    return part


def _one_box_less(lines: Sequence[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        opened = INDENTED.match(line)
        inside = bool(opened) or (inside and (not line.strip() or line.startswith(("    ", "\t"))))
        if opened:
            yield from (opened["title"] or opened["tab"] or "", "")
        else:
            yield line.removeprefix("    ").removeprefix("\t") if inside else line


def _with_tables(part: str) -> str:
    """Tables written in HTML, as Markdown writes them."""
    from knowledge.readers.web_page import blocks_of

    kept: list[str] = []
    at = 0
    lower = part.lower() if TABLE.search(part) else ""
    while found := TABLE.search(part, at) if lower else None:
        end = lower.find("</table>", found.end())
        if end < 0:
            break
        table = part[found.start() : end + len("</table>")]
        kept += [
            part[at : found.start()],
            "\n\n",
            "\n\n".join(text for _, _, text in blocks_of(table)),
            "\n\n",
        ]
        at = end + len("</table>")
    return "".join([*kept, part[at:]])


def _without_tags(part: str) -> str:
    part = TAG.sub(lambda tag: tag[0].replace("\n", " "), part)
    depth = 0
    lines = []
    for line in part.split("\n"):
        opened = _depth(line)
        # Indentation inside HTML is layout; to Markdown it would mean code.
        words = _in_row if ROW.match(line) else _words_for
        lines.append(TAG.sub(words, line.lstrip() if depth or opened else line))
        depth = max(0, depth + opened)
    return "\n".join(lines)


def _depth(line: str) -> int:
    return sum(
        -1 if tag[0].startswith("</") else int(not tag[0].endswith("/>"))
        for tag in TAG.finditer(line)
        if tag["block"] or tag["item"]
    )


def _in_row(tag: re.Match[str]) -> str:
    """In a row of a table a new line would end it."""
    if tag["line"]:
        return " / " if tag[0].lower().startswith("<br") else ""
    return " " if tag["block"] or tag["item"] or tag["level"] else _words_for(tag)


def _words_for(tag: re.Match[str]) -> str:
    opens = not tag[0].startswith("</")
    if tag["level"]:
        return f"\n\n{'#' * int(tag['level'])} " if opens else "\n\n"
    if tag["item"]:
        return "\n- " if opens else ""
    if tag["component"]:
        return "" if COMPONENT_CASE.match(tag[0]) else tag[0]
    if tag["block"]:
        return "\n\n"
    return "\n" if tag[0].lower().startswith(("<br", "<hr")) else ""

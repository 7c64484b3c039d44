"""Takes out of Markdown what its writers put in for machines: tags, components, shortcodes, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})(.*)$")
INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
BLOCK_TAGS = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "header html iframe main nav ol p picture pre section source summary table tbody tfoot thead tr ul video audio"
)
INLINE_TAGS = (
    "a abbr b big cite code del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike strong sub "
    "sup td th time tt u var wbr button input"
)
TAG = re.compile(
    rf"</?(?:(?P<block>{BLOCK_TAGS.replace(' ', '|')})|(?P<inline>{INLINE_TAGS.replace(' ', '|')})"
    r"|(?P<line>br|hr|img|link|meta|base|col)|(?P<item>li)|h(?P<level>[1-6])"
    r"|(?P<component>[A-Z][\w.]*))(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*>",
    re.IGNORECASE,
)
COMPONENT_CASE = re.compile(r"</?[A-Z]")
REMOVED = (
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE),
    re.compile(r"\{/\*.*?\*/\}", re.DOTALL),
    re.compile(r"\{%-?\s*(comment)\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL),
    re.compile(r"\{\{[<%].*?[%>]\}\}", re.DOTALL),
    re.compile(r"\{%.*?%\}", re.DOTALL),
    re.compile(r"\{\{.*?\}\}"),
    re.compile(r"\{:[^{}\n]*\}"),
    re.compile(r"(?m)^import\s[^\n]*?from\s+['\"][^\n]*$"),
    re.compile(r"(?m)^import\s+['\"][^\n]*$"),
    re.compile(r"(?m)^export\s+(?:const|let|default|function)\b[^\n]*(?:\n[^\n]+)*"),
    re.compile(r"(?m)^[ \t]*:{3,}[^\n]*$"),
    re.compile(r"(?m)[ \t]*\{[#.][^{}\n]*\}[ \t]*$"),
    re.compile(r"\[\^[^\]\s]+\]:?"),
    re.compile(r"(?m)^\[\[?_?TOC_?\]\]?[ \t]*$", re.IGNORECASE),
)
ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+\w[^\n\"]*(?:\"(?P<title>[^\"]*)\")?[ \t]*$")
CALLOUT = re.compile(r"(?m)^([ \t>]*)\[!\w+\][-+]?[ \t]*")
WIKI_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]")
TASK = re.compile(r"(?m)^([ \t]*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\][ \t]+")


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
    part = INLINE_CODE.sub(lambda code: _keep(code, kept), part)
    for pattern in REMOVED:
        part = pattern.sub("", part)
    part = TASK.sub(r"\1", WIKI_LINK.sub(r"\1", CALLOUT.sub(r"\1", part)))
    part = _without_tags(_dedented(part))
    return re.sub("\x00(\\d+)\x00", lambda place: kept[int(place[1])], part)


def _keep(code: re.Match[str], kept: list[str]) -> str:
    kept.append(code[0])
    return f"\x00{len(kept) - 1}\x00"


def _dedented(part: str) -> str:
    """The body of a MkDocs admonition moves to the margin, where it is prose and not code."""
    lines: list[str] = []
    inside = False
    for line in part.split("\n"):
        opened = ADMONITION.match(line)
        if opened:
            lines += [opened["title"] or "", ""]
        else:
            inside = inside and (not line.strip() or line.startswith(("    ", "\t")))
            lines.append(line.removeprefix("    ").removeprefix("\t") if inside else line)
        inside = inside or bool(opened)
    return "\n".join(lines)


def _without_tags(part: str) -> str:
    part = TAG.sub(lambda tag: tag[0].replace("\n", " "), part)
    depth = 0
    lines = []
    for line in part.split("\n"):
        opened = _depth(line)
        # Indentation inside HTML is layout; to Markdown it would mean code.
        lines.append(TAG.sub(_words_for, line.lstrip() if depth or opened else line))
        depth = max(0, depth + opened)
    return "\n".join(lines)


def _depth(line: str) -> int:
    return sum(
        -1 if tag[0].startswith("</") else int(not tag[0].endswith("/>"))
        for tag in TAG.finditer(line)
        if tag["block"] or tag["item"]
    )


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

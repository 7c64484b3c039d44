"""Cuts what stands between two marks out of a text, in a time that grows with its length alone.

A regular expression that looks for the closing mark from every opening one takes hours on a file made to do harm.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Cut(NamedTuple):
    """What opens and closes it; where it never closes it stays, or with `to_end` all the rest is cut."""

    opens: re.Pattern[str]
    closes: str
    to_end: bool = False


COMMENTS = (
    Cut(re.compile("<!--"), "-->", to_end=True),
    Cut(re.compile(r"\{/\*"), "*/}"),
    Cut(re.compile(r"\{%-?\s{0,9}comment\s{0,9}-?%\}"), "{% endcomment %}"),
    Cut(re.compile(r"<script(?=[\s>])", re.IGNORECASE), "</script>"),
    Cut(re.compile(r"<style(?=[\s>])", re.IGNORECASE), "</style>"),
)
SHORTCODES = (
    Cut(re.compile(r"\{\{<"), ">}}"),
    Cut(re.compile(r"\{\{%"), "%}}"),
    Cut(re.compile(r"\{%"), "%}"),
)


def without(text: str, cut: Cut) -> str:
    """The text without the stretches from where `cut` opens to where it closes next, marks included."""
    kept: list[str] = []
    at = 0
    while found := cut.opens.search(text, at):
        end = text.find(cut.closes, found.end())
        if end < 0:
            return "".join([*kept, text[at : found.start()], "" if cut.to_end else text[found.start() :]])
        kept.append(text[at : found.start()])
        at = end + len(cut.closes)
    return "".join([*kept, text[at:]])

"""Words to avoid, from a list with reasons."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import yaml

from copilot.services.drafting.quotations import without_quotations

__all__ = ["unkind_words", "without_quotations"]

PRAISING = {"recognition": frozenset({"recognition", "brief"})}
"""What is said of somebody in her absence is praise too."""


@dataclass(frozen=True)
class Unkind:
    """A word to avoid, why, and what could stand there instead."""

    pattern: re.Pattern[str]
    reason: str
    instead: str
    only: str = ""


def unkind_words(text: str, kind: str = "", hers: str = "") -> Iterator[str]:
    """A sentence for each word to avoid, with its reason and a better one; words in `hers` are left alone."""
    for word in _unkind():
        found = word.pattern.search(text) if not word.only or kind in PRAISING[word.only] else None
        if found and found.group().lower() not in hers:
            yield f"“{found.group()}”: {word.reason}; rather {word.instead}."


@functools.cache
def _unkind() -> list[Unkind]:
    text = (files("copilot.services.drafting.checks") / "inclusive.yaml").read_text("utf-8")
    return [
        Unkind(
            re.compile(rf"\b(?:{one['word']})\b", re.IGNORECASE),
            one["reason"],
            one["instead"],
            one.get("only", ""),
        )
        for one in yaml.safe_load(text)
    ]

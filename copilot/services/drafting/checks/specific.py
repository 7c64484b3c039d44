"""Specific: no phrases that fit anybody, nothing said twice, and the goal's own words in what is proposed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib.resources import files

import yaml

from copilot.domain.drafts import CheckResult
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.kinds import kind_of
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import own_words, said_by_members


def specific(material: Material) -> CheckResult:
    """Pass where the draft could not have been written for just anybody."""
    return verdict("specific", _faults(material))


def _faults(material: Material) -> Iterator[str]:
    form = material.form
    yield from boilerplate(own_words(form), said_by_members(material))
    yield from kind_of(form).unspecific(form, material)


def boilerplate(texts: list[str], hers: str = "") -> Iterator[str]:
    """A sentence for each phrase that fits anybody; phrases in `hers` are her own."""
    for pattern, why in _phrases():
        for text in texts:
            found = pattern.search(text)
            if found and found.group().lower() not in hers:
                yield f"“{found.group()}” fits anybody: {why}."


@functools.cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    """The phrases of `boilerplate.yaml`, each with why it says nothing."""
    text = (files("copilot.services.drafting.checks") / "boilerplate.yaml").read_text("utf-8")
    return [
        (re.compile(rf"\b(?:{one['phrase']})\b", re.IGNORECASE), one["why"]) for one in yaml.safe_load(text)
    ]

"""A form taken into its parts: facts with evidence, proposals, and every string that a person would read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.domain.citations import Citation
from copilot.domain.drafts import Fact, Form
from copilot.services.drafting.kinds import kind_of
from copilot.services.drafting.material import Material


def facts_of(form: Form) -> tuple[Fact, ...]:
    """Every statement that rests on evidence, in reading order."""
    return tuple(kind_of(form).facts(form))


def proposals_of(form: Form) -> tuple[str, ...]:
    """Every idea of the copilot's own, in reading order, empty ones left out."""
    return tuple(text for text in kind_of(form).proposals(form) if text.strip())


def own_words(form: Form) -> list[str]:
    """The copilot's sentences without dates and minutes: what is judged for style."""
    return [text for text in kind_of(form).own_words(form) if text]


def for_others(form: Form) -> bool:
    """Whether people beside its owners are meant to read it."""
    return kind_of(form).for_others


def said_by_members(material: Material) -> str:
    """What members said in the sources and the topic asked for, in lower case and to `you`: hers, and not judged."""
    return as_members_say(material.brief.topic, material.gathered.citations.values())


def as_members_say(topic: str, citations: Iterable[Citation]) -> str:
    """The topic and what the citations quote of members, in lower case and to `you`."""
    quotes = [citation.quote for citation in citations if citation.kind != "guide"]
    text = " ".join([topic, *quotes]).lower()
    to_you = re.sub(r"\bmy\b", "your", text)
    return f"{text} {to_you}"

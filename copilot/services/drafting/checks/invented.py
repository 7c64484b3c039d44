"""What a draft proposes may be new; what it says of people, places and numbers on the way may not.

A question or a purpose needs no evidence, but “since you trained the agents in Bruges” in it is a claim like any other.
Looked for are names that nothing known holds, figures that no source gives, a source's figure that came out changed,
and what somebody is said to have done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.wording import first_name, numbers, proper_names, sentences, shortened, stems
from copilot.services.drafting.checks.words import without_quotations
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import own_words
from knowledge.wording import stem

A_FIGURE = 100
"""From here on a number is a figure and not a way to plan: three talks are a plan, 1,250 readers a claim."""
ENOUGH_KNOWN = 0.5
"""The share of the meaningful words in what somebody is said to have done that must be known."""
FEWEST_WORDS = 3
_KNOWN_TO_ALL = frozenset(
    "grow clear oskar sbi smart okr okrs ama star idp slack teams excel word powerpoint zoom internet google english"
    .split()
)  # fmt: skip
_SHARE = re.compile(r"\b(\d+(?:[.,]\d+)?)\s*(?:%|per ?cent\b)", re.IGNORECASE)
_COUNTED = re.compile(r"(?<![\d.,:/-])(\d[\d,]*(?:\.\d+)?)\s+(?:[a-z]+\s+)?([a-z]{4,})", re.IGNORECASE)
_OF_TIME = re.compile(
    r"^(?:minutes?|hours?|words?|characters?|seconds?|days?|weeks?|months?|lines?|pages?|per|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)$",
    re.IGNORECASE,
)
_A_NAME = re.compile(r"(?<=[a-z,] )([A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)*)")
_LEADS_TO_IT = re.compile(
    r"\b(?:what|who|whom|which|that|when|if|how|where|whatever|everything|anything|something)\s*$",
    re.IGNORECASE,
)
_DID = (
    r"(?:has|have|had|was|were|did|won|took|led|chaired|ran|asked|told|gave|got|made|went|left|turned|put|wrote|built"
    r"|spoke|lost|kept|moved|became|started|decided|agreed|promised|refused)"
)


def claims_not_known(material: Material) -> Iterator[str]:
    """A sentence for each claim in the copilot's own words that nothing it was given supports."""
    known = known_text(material)
    for text in map(without_quotations, own_words(material.form)):
        yield from _new_names(text, known)
        yield from _new_figures(text, known)
        yield from _new_deeds(text, material, known)


def known_text(material: Material) -> str:
    """Everything a draft could have its words from: the whole brief, and the texts its quotations were taken from."""
    gathered = material.gathered
    own = [text for n, text in gathered.texts.items() if gathered.citations[n].kind != "guide"]
    return "\n".join([*own, str(material.brief.model_dump(mode="json"))])


def _new_names(text: str, known: str) -> Iterator[str]:
    if _is_a_title(text):
        return
    for name in sorted(set(_A_NAME.findall(text)) & proper_names(text)):
        ordinary = name.lower() in _KNOWN_TO_ALL or name.isupper()
        if not ordinary and name.lower().rstrip("s") not in known.lower():
            yield f"“{name}” in “{shortened(text)}” is in no source."


def _is_a_title(text: str) -> bool:
    """Whether nearly every word has a capital: Then It Tells No Name."""
    words = [word for word in text.split() if len(word) > 3]
    return len(words) > 1 and sum(word[:1].isupper() for word in words) / len(words) > 0.6


def _new_figures(text: str, known: str) -> Iterator[str]:
    given = numbers(known)
    shares = {number.replace(",", "") for number in _SHARE.findall(text)}
    for number in sorted(numbers(text) - given):
        if number in shares or "." in number or _is_a_figure(number, text):
            yield f"The number {number} in “{shortened(text)}” is in no source."
    counted = _counts(known)
    for number, what in _COUNTED.findall(text):
        plain = number.replace(",", "")
        there = counted.get(stem(what.lower()), set())
        if there and plain not in there | given and not _OF_TIME.match(what):
            yield f"“{number} {what}” is {' or '.join(sorted(there))} in its source."


def _is_a_figure(number: str, text: str) -> bool:
    """Whether a number is too large for a plan; lengths of time and of text are no figures."""
    if not re.fullmatch(r"\d+(?:\.\d+)?", number) or float(number) < A_FIGURE:
        return False
    after = re.search(rf"{re.escape(number)}(?:,\d+)?[\s-]+(\w+)", text.replace(",", ""))
    return not (after and _OF_TIME.match(after[1]))


def _counts(known: str) -> dict[str, set[str]]:
    """The numbers that stand before each word of the sources, by its stem."""
    found: dict[str, set[str]] = {}
    for number, what in _COUNTED.findall(known):
        if not _OF_TIME.match(what):
            found.setdefault(stem(what.lower()), set()).add(number.replace(",", ""))
    return found


def _new_deeds(text: str, material: Material, known: str) -> Iterator[str]:
    """What one of them is said to have done, where hardly a word of it is known."""
    who = "|".join(
        re.escape(first_name(name)) for name in (material.brief.about, material.brief.partner) if name
    )
    deed = re.compile(
        rf"\b(?:{who or 'nobody'}|[Yy]our (?:mentor|mentee|partner))\s+(?:then |since |now )?{_DID}\b(?P<what>[^.?!;]*)"
    )
    familiar = stems(known)
    for sentence in sentences(text):
        for found in deed.finditer(sentence):
            meant = stems(found["what"])
            told = len(meant) >= FEWEST_WORDS and not _LEADS_TO_IT.search(sentence[: found.start()])
            if told and len(meant & familiar) / len(meant) < ENOUGH_KNOWN:
                yield f"“{shortened(found.group())}” is in no source."

"""Private: nobody else's name, and nothing of the other side's private notes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from copilot.domain.drafts import CheckResult
from copilot.domain.wording import shingles
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import every_text, facts_of, is_recognition
from copilot.services.pseudonyms import Roster

LONGEST_CHANCE = 5
"""Six words in a row that also stand in a private note are no chance."""


def private(material: Material) -> CheckResult:
    """Pass where the draft names only those it is about, and repeats no note its reader may not see."""
    return verdict("private", [*_names(material), *_notes(material)])


def _names(material: Material) -> Iterator[str]:
    """Other members named; in a goal plan or an agenda she may name them herself, in words that are cited."""
    roster = Roster(material.names)
    quoted = "" if is_recognition(material.form) else "\n".join(_quotations(material))
    hers = {quoted[one.start : one.end] for one in roster.mentions(quoted)}
    own = {part for member in material.mentioned for part in material.names.get(member, "").split()}
    for text in every_text(material.form):
        for one in roster.mentions(text):
            name = text[one.start : one.end]
            if one.member not in material.mentioned and name not in hers and name not in own:
                yield f"“{name}” is the name of another member."
        if "Person " in text and _unrestored(text):
            yield "A pseudonym was left in the text."


def _notes(material: Material) -> Iterator[str]:
    allowed = set().union(*(shingles(quote, LONGEST_CHANCE + 1) for quote in _quotations(material)))
    said = set().union(*(shingles(text, LONGEST_CHANCE + 1) for text in every_text(material.form)))
    for note in material.gathered.hidden:
        kept = {run for run in shingles(note, LONGEST_CHANCE + 1) if len(run) > LONGEST_CHANCE}
        if (kept & said) - allowed:
            yield "It repeats a note that is private to its writer."


def _quotations(material: Material) -> list[str]:
    used = {n for fact in facts_of(material.form) for n in fact.evidence}
    return [citation.quote for n, citation in material.gathered.citations.items() if n in used]


def _unrestored(text: str) -> bool:
    words = text.replace("’", " ").replace(",", " ").replace(".", " ").split()
    return any(one == "Person" and other.isupper() and len(other) <= 3 for one, other in pairwise(words))

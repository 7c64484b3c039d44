"""Inclusive: no words that leave somebody out or make somebody small, and sentences that most people can read."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.drafts import CheckResult, Recognition
from copilot.domain.wording import grade, sentences, shortened
from copilot.services.drafting.checks.care import care_faults
from copilot.services.drafting.checks.spoken_to import spoken_of
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.checks.words import unkind_words, without_quotations
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import facts_of, for_others, own_words, said_by_members

__all__ = ["inclusive", "unkind_words", "without_quotations"]

HARDEST_GRADE = 11.0
"""Flesch–Kincaid grade of the copilot's own sentences taken together; plain guidance is written at 8 to 10."""
HARDEST_PART = 15.0
WORDS_OF_A_PART = 20
LONGEST_SENTENCE = 45
ENOUGH_WORDS = 60
"""Readability says nothing about fewer words."""


def inclusive(material: Material) -> CheckResult:
    """Pass where the copilot's words welcome everybody. What a member said herself is hers and is not judged."""
    return verdict("inclusive", _faults(material))


def _faults(material: Material) -> Iterator[str]:
    texts = own_words(material.form)
    hers = "" if for_others(material.form) else said_by_members(material)
    for text in texts:
        yield from unkind_words(without_quotations(text), material.kind.value, hers)
    if isinstance(material.form, Recognition):
        yield from care_faults(material.form, material)
    yield from spoken_of(material)
    told = {fact.text for fact in facts_of(material.form)}
    yield from _hard_to_read([without_quotations(text) for text in texts if text not in told])


def _hard_to_read(texts: list[str]) -> Iterator[str]:
    whole = " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in texts)
    if len(whole.split()) >= ENOUGH_WORDS and grade(whole) > HARDEST_GRADE:
        reached = f"grade {grade(whole):.0f}; {HARDEST_GRADE:.0f} is the hardest"
        yield f"It reads like {reached}. Shorter words and sentences help."
    for text in texts:
        if len(text.split()) >= WORDS_OF_A_PART and grade(text) > HARDEST_PART:
            yield f"“{shortened(text)}” reads like grade {grade(text):.0f}; shorter words and sentences help."
    for sentence in (one for text in texts for one in sentences(text)):
        if len(sentence.split()) > LONGEST_SENTENCE:
            yield f"A sentence has {len(sentence.split())} words: “{shortened(sentence)}”."

"""Equal care: praise that would be written of anybody, in the same words, as warm and as long.

What three studies of letters of recommendation found is looked for in words about members. Trix and Psenka (2003,
Discourse & Society 14(2), 191-220): letters for women were shorter, held more doubt raisers, faint praise, hedges and
grindstone words. Schmader, Whitehead and Wysocki (2007, Sex Roles 57, 509-514): letters for men held more standout
words. Madera, Hebl and Martin (2009, Journal of Applied Psychology 94(6), 1591-1599): women were described by warmth
rather than by deeds, and such letters were rated lower. Bernstein and others (2022, PNAS Nexus 1(5)) found few such
differences, so the words are refused whomever they are about. The lists are in `inclusive.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.drafts import Recognition
from copilot.services.drafting.checks.words import unkind_words, without_quotations
from copilot.services.drafting.material import Material

_WARMTH = re.compile(
    r"\b(?:helpful|supportive|caring|kind|kind-hearted|warm|warm-hearted|friendly|nice|pleasant|polite|gentle|patient|"
    r"compassionate|sympathetic|understanding|sensitive|cheerful|approachable|selfless)\b(?! of\b)",
    re.IGNORECASE,
)
MOST_EXCLAMATIONS = 1


def care_faults(form: Recognition, material: Material) -> Iterator[str]:
    """A sentence for each sign of uneven care in a write-up."""
    impacts = {moment.impact.n for moment in material.brief.moments if moment.impact}
    for paragraph in form.paragraphs:
        if not impacts & set(paragraph.evidence):
            yield from only_warmth(paragraph.text)
    yield from only_warmth(form.closing)
    texts = [form.title, *(paragraph.text for paragraph in form.paragraphs), form.closing]
    if sum(text.count("!") for text in texts) > MOST_EXCLAMATIONS:
        yield "It has more than one exclamation mark. Warmth shows in what is told; rather thank once."


def faults_of_a_moment(situation: str, behaviour: str, impact: str) -> Iterator[str]:
    """Why a moment should be told again before anybody writes it up, each with a reason and better words."""
    for text in (situation, behaviour, impact):
        yield from unkind_words(text, "recognition")
    if not impact.strip():
        yield from only_warmth(behaviour)


def only_warmth(text: str) -> Iterator[str]:
    """A sentence where warmth is praised; it is for praise that says nothing of what came of it."""
    found = _WARMTH.search(without_quotations(text))
    if found:
        yield (
            f"“{found.group()}”: warmth without what it brought about counts for little, and is said of women more "
            "often (Madera, Hebl and Martin 2009); rather what changed, and for whom."
        )

"""Where words of a passage stand, letter for letter, however they were copied."""

from __future__ import annotations

import re

from copilot.domain.wording import numbers, stems
from knowledge.sentences import sentences
from knowledge.wording import stems as all_stems

FEWEST_WORDS = 3
ALIKE = 0.6
"""The share of a sentence's meaningful words in a part of the quoted one, from which both speak of the same."""
CARRIES = 0.5
"""The share of a sentence's meaningful words that one sentence of the guide must hold to be quoted for it."""

_ALIKE = {
    letter: f"[{re.escape(group)}]" for group in ("'’‘ʼ`", '"“”„', "-–—‑", "<‹«", ">›»") for letter in group
}
# Between two words of a guide there may stand the end of a line, a list's mark, and signs of emphasis.
_GAP = r"[*_]*\s+(?:(?:>|[-*•]|\d{1,2}[.)])\s+)*[*_]*"
_PART = re.compile(r"[,;:.!?()“”\"—–|]+(?:\s|$)")
_DENIES = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|neither|nor|without|avoid|cannot|don|doesn|didn|isn|aren|wasn|won|can['’]t"
    r"|couldn|shouldn|wouldn)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"\s*(?:\.{3}|…|\[…\])\s*")


def exact_span(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quotation stands in a text: white space, capitals, marks of lists and the shape of signs may differ.

    Of a quotation with something left out the longest part counts. Fewer than three words are no quotation.
    """
    longest = max(_LEFT_OUT.split(quote.strip()), key=len)
    words = longest.strip(" “”\"'‘’«»‹›.,;:*_").split()
    if len(words) < FEWEST_WORDS:
        return None
    pattern = _GAP.join(_letters(word) for word in words)
    stands = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
    return stands.span() if stands else None


def carrying_span(sentence: str, text: str, enough: float = CARRIES) -> tuple[int, int] | None:
    """The sentence of a text that carries most of another one's words and all its numbers; None where none does.

    `enough` is the share of the meaningful words, 0 to 1, from which a sentence carries another one.
    """
    meant = stems(sentence)
    spans = [(one.start, one.end) for one in sentences(text) if one.kind not in ("code", "heading")]
    rated = [(_held(meant, sentence, text[start:end]), -start, (start, end)) for start, end in spans]
    most, _, span = max(rated, default=(0.0, 0, (0, 0)))
    return span if most >= enough else None


def sentence_around(text: str, span: tuple[int, int]) -> str:
    """The whole sentences that a quotation is taken from."""
    touched = [
        text[one.start : one.end] for one in sentences(text) if one.start < span[1] and span[0] < one.end
    ]
    return " ".join(touched) or text[slice(*span)]


def turns_round(sentence: str, quoted: str) -> bool:
    """Whether a sentence says of nearly the same words the opposite: one of the two denies, the other doesn't.

    Only the part of the quoted sentences that is nearest counts: others may well speak of something else.
    """
    meant = stems(sentence)
    parts = [(len(meant & all_stems(part)), part) for part in _PART.split(quoted)]
    shared, nearest = max(parts)
    alike = bool(meant) and shared >= ALIKE * len(meant)
    return alike and bool(_DENIES.search(sentence)) != bool(_DENIES.search(nearest))


def _held(meant: set[str], sentence: str, candidate: str) -> float:
    if not meant or not numbers(sentence) <= numbers(candidate):
        return 0.0
    return len(meant & all_stems(candidate)) / len(meant)


def _letters(word: str) -> str:
    return "".join(_ALIKE.get(letter, re.escape(letter)) for letter in word)

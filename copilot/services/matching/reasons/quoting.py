"""Whether words stand in a text, and where in a profile."""

from __future__ import annotations

import re

from copilot.services.matching.scores.evidence import Evidence, Told, quotation
from copilot.services.matching.scores.lexical import terms_of

_BETWEEN = r"[^\w]{1,4}"
_A_WORD = re.compile(r"\w+")


def span_of(words: str, text: str) -> tuple[int, int] | None:
    """Where these words stand one after the other, whatever signs and capitals are between and in them.

    None where they don't, and where they tell nothing: `and the`.
    """
    tokens = _A_WORD.findall(words)
    if not tokens or not terms_of(words):
        return None
    pattern = _BETWEEN.join(map(re.escape, tokens))
    stands = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
    return stands.span() if stands else None


def places_of(words: str, told: Told) -> list[tuple[str, str]]:
    """The field of an offer that neutral words stand in, and the words as she wrote them.

    Several where the words run over several skills; none where they stand nowhere. Where a name stood among them they
    are written otherwise in her profile: then it is the beginning of the offer.
    """
    for each in (*told.skills, *(offer for offer in told.offers if offer.field != "skills")):
        if span_of(words, each.neutral):
            return [(each.field, _as_written(words, each))]
    return [
        (skill.field, quotation(skill.original)) for skill in told.skills if span_of(skill.neutral, words)
    ]


def _as_written(words: str, offer: Evidence) -> str:
    own = span_of(words, offer.original)
    return offer.original[slice(*own)] if own else quotation(offer.original)

"""What a chat model is given to read of two members: neutral texts, few, and none that speaks to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from copilot.services.drafting.checks.safe import what_is_unsafe
from copilot.services.matching.neutral.whole_names import SOMEONE
from copilot.services.matching.scores.affinity import Side
from copilot.services.pseudonyms import Roster
from prompts.loading import as_data

MOST_NEEDS = 6
MOST_OFFERS = 10
"""Texts of each side; of more, those that are nearest to a text of the other side are given."""
LONGEST = 400
"""Characters of one text."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_NUMBER = r"(?:[0-4]|four|maximum|highest|top)"
_ASKS_FOR_A_RATING = re.compile(
    rf"\b(?:rate|rating|score|grade|fit)\b(?:\s*(?:of|as|with|is|to|must be|should be|a|an|[:=]))*\s*{_NUMBER}\b"
    r"(?!\s*(?:%|\w))"
    r"|\b(?:rate|grade|score|rank)\s+(?:this|me|it|them|us|my|the (?:fit|match|offer|profile|pair|mentor|partner))\b"
    rf"|\b(?:answer|reply|respond|output|return)\b[^.!?]{{0,20}}\b{_NUMBER}\b(?!\s*(?:%|\w))",
    re.IGNORECASE,
)


class GivenTexts:
    """Chooses and clears the texts of pairs.

    Args:
        names: member → full name, of everybody on the roster. Neutral texts hold no names that the stripper found;
            what may still be one here (in small letters, say) is taken out too, by the search that guards drafts.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._roster = Roster(dict(names))
        self._cleared = lru_cache(maxsize=50_000)(self._clear)

    def of(self, needs: Side, row: int, offers: Side, column: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The needs of one and the offers of another, each in the order of its profile."""
        needed, offered = needs.told[row].needs, offers.told[column].offers
        cosines = needs.needs.take(np.array([row])).vectors @ offers.offers.take(np.array([column])).vectors.T
        return (
            self._texts([needed[n].neutral for n in _nearest(cosines.max(axis=1, initial=-1), MOST_NEEDS)]),
            self._texts([offered[n].neutral for n in _nearest(cosines.max(axis=0, initial=-1), MOST_OFFERS)]),
        )

    def _texts(self, neutral: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for each in neutral if (text := self._cleared(each)))

    def _clear(self, neutral: str) -> str:
        """The sentences that say what was done or is wanted; one that speaks to the reader is none of them."""
        told = as_data(self._without_names(neutral))
        said = [
            sentence
            for sentence in _SENTENCE_END.split(str(told))
            if not what_is_unsafe(sentence) and not _ASKS_FOR_A_RATING.search(sentence)
        ]
        return _beginning(" ".join(said))

    def _without_names(self, text: str) -> str:
        for mention in reversed(self._roster.people_in(text)):
            # Other capitalised words the stripper left on purpose: a new name on the roster must change nobody's text.
            if mention.full or text[mention.start].islower():
                text = text[: mention.start] + SOMEONE + text[mention.end :]
        return text


def _nearest(closeness: np.ndarray[tuple[int, ...], np.dtype[np.float32]], most: int) -> list[int]:
    """The positions of the highest, in their own order."""
    return sorted(int(n) for n in np.argsort(-closeness, kind="stable")[:most])


def _beginning(text: str) -> str:
    return text if len(text) <= LONGEST else text[: text.rfind(" ", 1, LONGEST)] or text[:LONGEST]

"""The words of a need that stand in what a partner has done."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from copilot.services.matching.evidence import Evidence
from copilot.services.matching.pooling import Matrix, Rows
from copilot.services.matching.stripping import SOMEONE

K1 = 1.2
B = 0.75
"""Usual constants of BM25 (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009)."""


FEW_PARTNERS = 20


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOPWORDS = _words(
    """a about above after again all also always am an and any are around as at be became because been before being
    better both but by can could did do does doing done each etc ever every few find for from further get gets
    getting give go goes going good had has have having help helped helping how i if in into is it its join just keep
    kind know learn learned learning less like lot make makes making many me mentor mentee more most much my need
    needs new no not now of off often on one or other others our out over own part per really same see so some
    start started still such take taken taking than thank that the their them then there these they thing things
    this those through to together too toward towards under understand up use used using very want wanted wants was
    way ways we well were what when where which while who whom why will with within without work worked working
    works would year years you your came come comes day days week weeks month
    months hour hours time times next last first second one two three four five six seven eight nine ten half once
    twice always never nobody somebody everybody everyone anybody something anything everything nothing long short big
    small lots whole old young right left end ends begin begins began said say says saying tell tells told ask asks
    asked asking know knows knew think thinks thought put puts let lets keeps kept look looks looked sees saw show
    shows showed call called finds found turn turned bring brings brought stop stopped between across yet even rather
    quite don doesn didn isn aren wasn couldn wouldn shouldn ve ll re"""
) | {SOMEONE}
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "er", "ers", "e", "y")


def terms_of(text: str) -> list[str]:
    """The words of a text that tell something, without their endings."""
    words = re.findall(r"[^\W_][^\W_+#]*[+#]*", text.lower())
    return [_stem(word) for word in words if word not in _STOPWORDS and len(word) > 1]


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True)
class WordIndex:
    """Which words occur in whose needs and offers.

    asked: (seekers, terms), the rarity of each term that a seeker's needs have. held: (partners, terms), the
    saturated frequency of BM25, 0 to 1, in a partner's skills and experience. rarity: the inverse document
    frequency of each term.
    """

    asked: sparse.csr_array
    held: sparse.csr_array
    rarity: dict[str, float]

    @classmethod
    def of(cls, needs: Sequence[Iterable[Evidence]], offers: Sequence[Iterable[Evidence]]) -> WordIndex:
        """Count the words; the offers of a headline do not count."""
        asked = [Counter(term for each in group for term in terms_of(each.neutral)) for group in needs]
        held = [
            Counter(term for each in group if each.field != "headline" for term in terms_of(each.neutral))
            for group in offers
        ]
        rarity = _rarity(held, {term for counts in asked for term in counts})
        columns = {term: n for n, term in enumerate(sorted(rarity))}
        longest = np.mean([sum(counts.values()) for counts in held]) if held else 1.0
        return cls(
            asked=_sparse([{term: rarity[term] for term in counts} for counts in asked], columns),
            held=_sparse([_saturated(counts, float(longest) or 1.0) for counts in held], columns),
            rarity=rarity,
        )

    def is_telling(self, term: str) -> bool:
        """Whether at most a tenth of the partners use it, where there are enough to say."""
        return self.held.shape[0] < FEW_PARTNERS or self.rarity.get(term, 0.0) >= math.log(10)

    def answered(self, rows: Rows, columns: Rows) -> Matrix:
        """The share of each need's words, weighed by their rarity, that the partner's offers hold.

        Shape (len(rows), len(columns)), 0 to 1; NaN where the seeker asks in no word or the partner has none.
        """
        weighed = self.asked[rows]
        most = np.asarray(weighed.sum(axis=1)).reshape(-1, 1)
        found = np.asarray((weighed @ self.held[columns].T).toarray(), dtype=np.float32)
        shares = np.divide(found, most, out=np.full_like(found, np.nan), where=most > 0)
        shares[:, np.diff(self.held.indptr)[columns] == 0] = np.nan
        return np.sqrt(shares)


def _rarity(held: list[Counter[str]], asked: set[str]) -> dict[str, float]:
    having = Counter(term for counts in held for term in counts)
    n = len(held)
    return {
        term: math.log(1 + (n - having[term] + 0.5) / (having[term] + 0.5))
        for term in sorted(asked | set(having))
    }


def _saturated(counts: Counter[str], usual_length: float) -> dict[str, float]:
    length = K1 * (1 - B + B * sum(counts.values()) / usual_length)
    return {term: count / (count + length) for term, count in counts.items()}


def _sparse(rows: list[dict[str, float]], columns: dict[str, int]) -> sparse.csr_array:
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    found = [(columns[term], value) for row in rows for term, value in sorted(row.items())]
    indices = np.array([column for column, _ in found], dtype=np.int64)
    values = np.array([value for _, value in found], dtype=np.float32)
    return sparse.csr_array((values, indices, starts), shape=(len(rows), len(columns)))


def words_with(term: str, text: str) -> str:
    """The word of a text that a term was made from."""
    words = re.findall(r"[^\W_][^\W_+#]*[+#]*", text.lower())
    return next((word for word in words if _stem(word) == term), term)

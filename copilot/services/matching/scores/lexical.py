"""The words of a need that stand in what a partner has done."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from copilot.services.matching.neutral.whole_names import SOMEONE
from copilot.services.matching.scores.pooling import Matrix, Rows, all_or_some

if TYPE_CHECKING:
    from copilot.services.matching.scores.evidence import Evidence

K1 = 1.2
B = 0.75
"""Usual constants of BM25 (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009)."""


FEW_PARTNERS = 20
FEW_PAIRS = 4
USUAL = 0.05
"""Share of the partners from which on a term is usual."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOPWORDS = _words(
    """a about above after again all also another always am an and any are around as at be became because been before
    being better both but by can could did do does doing done each etc ever every few find for from further get gets
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
    """The words of a text that tell something, without their endings; of words that say the same the first."""
    words = re.findall(r"[^\W_][^\W_+#]*[+#]*", text.lower())
    return [_term(word) for word in words if word not in _STOPWORDS and len(word) > 1]


@lru_cache(maxsize=65_536)
def _term(word: str) -> str:
    return _synonyms().get(word, _stem(word))


@cache
def _synonyms() -> dict[str, str]:
    """Word → the stem of the first of its group."""
    text = (resources.files("copilot.services.matching.scores") / "synonyms.txt").read_text("utf-8")
    groups = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {word: _stem(group[0]) for group in groups for word in group}


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
    lengths: Rows
    rarity: dict[str, float]

    @classmethod
    def of(cls, needs: Sequence[Sequence[Evidence]], offers: Sequence[Sequence[Evidence]]) -> WordIndex:
        """Count the words; the offers of a headline do not count."""
        anybody_asks = {term for group in needs for each in group for term in each.terms}
        held, lengths = [], []
        for group in offers:
            texts = [each.terms for each in group if each.field != "headline"]
            lengths.append(sum(map(len, texts)))
            held.append(Counter(term for text in texts for term in text if term in anybody_asks))
        rarity = _rarity(held, anybody_asks)
        columns = {term: n for n, term in enumerate(sorted(rarity))}
        usual = float(np.mean(lengths)) if lengths else 0.0
        saturated = [
            _saturated(counts, length / usual if usual else 1.0)
            for counts, length in zip(held, lengths, strict=True)
        ]
        return cls(
            asked=_sparse(
                ({term: rarity[term] for each in group for term in each.terms} for group in needs), columns
            ),
            held=_sparse(saturated, columns),
            lengths=np.array(lengths, dtype=np.intp),
            rarity=rarity,
        )

    def is_telling(self, term: str) -> bool:
        """Whether at most a tenth of the partners use it, where there are enough to say."""
        return self.held.shape[0] < FEW_PARTNERS or self.rarity.get(term, 0.0) >= math.log(10)

    def answered(self, rows: Rows, columns: Rows) -> Matrix:
        """The share of each need's words, weighed by their rarity, that the partner's offers hold.

        Shape (len(rows), len(columns)), 0 to 1; NaN where the seeker asks in no word or the partner has none.
        """
        if len(rows) * len(columns) <= FEW_PAIRS:
            return self._single_shares(rows, columns)
        asked = self.asked[rows]
        most = np.asarray(asked.sum(axis=1)).reshape(-1, 1)
        if len(columns) < self.held.shape[0]:
            found = np.asarray((asked @ self.held[columns].T).toarray(), dtype=np.float32)
        else:
            found = all_or_some(self._found_anywhere(asked), columns, axis=1)
        shares = np.divide(found, most, out=np.full_like(found, np.nan), where=most > 0)
        shares[:, self.lengths[columns] == 0] = np.nan
        return np.sqrt(shares, out=shares)

    def _single_shares(self, rows: Rows, columns: Rows) -> Matrix:
        shares = [[self._share(row, column) for column in columns.tolist()] for row in rows.tolist()]
        roots: Matrix = np.sqrt(np.array(shares, dtype=np.float32)).reshape(len(rows), len(columns))
        return roots

    def _share(self, row: int, column: int) -> float:
        """Of one pair, without the matrices that pay only for many."""
        asks = slice(*self.asked.indptr[row : row + 2])
        holds = slice(*self.held.indptr[column : column + 2])
        if not self.lengths[column] or asks.start == asks.stop:
            return math.nan
        terms, most = self.asked.indices[asks], float(self.asked.data[asks].sum())
        _, here, there = np.intersect1d(terms, self.held.indices[holds], True, return_indices=True)
        return float(self.asked.data[asks][here] @ self.held.data[holds][there]) / most

    def _found_anywhere(self, asked: sparse.csr_array) -> Matrix:
        """(asked, partners). Words that many partners use are multiplied densely: as postings they would be long."""
        found = np.asarray((asked @ self._rare).toarray(), dtype=np.float32)
        if self._usual.size:
            found += asked[:, self._usual].toarray() @ self._usual_held
        return found

    @cached_property
    def _usual(self) -> Rows:
        having = np.bincount(self.held.indices, minlength=self.held.shape[1])
        return np.flatnonzero(having > USUAL * self.held.shape[0])

    @cached_property
    def _usual_held(self) -> Matrix:
        held: Matrix = np.ascontiguousarray(self.held[:, self._usual].toarray().T, dtype=np.float32)
        return held

    @cached_property
    def _rare(self) -> sparse.csr_array:
        """(terms, partners), nothing of the usual terms."""
        held = self.held.copy()
        held.data[np.isin(held.indices, self._usual)] = 0
        held.eliminate_zeros()
        return held.T.tocsr()


def _rarity(held: list[Counter[str]], asked: set[str]) -> dict[str, float]:
    having = Counter(term for counts in held for term in counts)
    n = len(held)
    return {
        term: math.log(1 + (n - having[term] + 0.5) / (having[term] + 0.5))
        for term in sorted(asked | set(having))
    }


def _saturated(counts: Counter[str], share_of_usual_length: float) -> dict[str, float]:
    length = K1 * (1 - B + B * share_of_usual_length)
    return {term: count / (count + length) for term, count in counts.items()}


def _sparse(rows: Iterable[dict[str, float]], columns: dict[str, int]) -> sparse.csr_array:
    """Row by row: of a hundred thousand members, no more than the numbers is held at once."""
    indices, values, starts = array("q"), array("f"), array("q", [0])
    for row in rows:
        for term in sorted(row):
            indices.append(columns[term])
            values.append(row[term])
        starts.append(len(indices))
    found = np.array(values, dtype=np.float32), np.array(indices, dtype=np.int64), np.array(starts)
    return sparse.csr_array(found, shape=(len(starts) - 1, len(columns)))


def are_forms_of_one_word(one: str, other: str) -> bool:
    """Whether two words that count as one may be called so: of one group of synonyms, or forms of one word.

    A stem is cut off coarsely, so that “stories” and “stores” count as one; nobody may be told that both speak of them.
    """
    synonyms = _synonyms()
    return (one in synonyms and other in synonyms) or not _forms(one).isdisjoint(_forms(other))


def _forms(word: str) -> set[str]:
    """The word, and what it may be a form of."""
    forms = {word}
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
    elif re.search(r"(?:s|x|z|ch|sh|o)es$", word):
        forms |= {word[:-2], word[:-1]}
    elif word.endswith("s") and not word.endswith("ss"):
        forms.add(word[:-1])
    for form in tuple(forms):
        for ending in ("ing", "ed", "ion"):
            stem = form.removesuffix(ending)
            if stem != form and len(stem) > 2:
                forms |= {stem, f"{stem}e"} | ({stem[:-1]} if stem[-1] == stem[-2] else set())
        if form.endswith("ied"):
            forms.add(f"{form[:-3]}y")
    return forms


def words_with(term: str, text: str) -> str:
    """The word of a text that a term was made from."""
    words = re.findall(r"[^\W_][^\W_+#]*[+#]*", text.lower())
    return next((word for word in words if _term(word) == term), term)

"""Ranking a few thousand short texts by the words of a question, without an index: all is counted when it is asked.

BM25: Robertson and Zaragoza, 2009, The Probabilistic Relevance Framework, with the idf that Lucene uses, which is
never negative. A word is compared by what its English forms share (`knowledge.wording.stem`); letters lose their
accents; Chinese, Japanese and Thai, which part no words, are compared letter by letter.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.wording import WORD, content_words, stem

K1, B = 1.2, 0.75
"""Usual constants: how fast a word repeated counts less, and how much a long text is held against it."""
TITLE = 2
"""A word of the title counts as often as this many of the text."""
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Text:
    """What is searched: a title, which may be empty, and a text."""

    title: str
    text: str


def terms(text: str) -> list[str]:
    """Every word as it is compared, in order; the same as `terms_at` has, four times as fast for most words."""
    found: list[str] = []
    for word in WORD.findall(text):
        if word.isascii():
            found.append(stem(word.lower().partition("'")[0]))
        else:
            found += [term for _, _, term in terms_at(word)]
    return found


def terms_at(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and term of every word: `text[start:end]` is the word as it stands."""
    for found in WORD.finditer(text):
        word = found[0]
        if not word.isascii() and _UNPARTED.search(word):
            yield from ((found.start() + n, found.start() + n + 1, letter) for n, letter in enumerate(word))
        else:
            yield found.start(), found.end(), stem(_plain(word))


def asked(query: str) -> list[str]:
    """The terms of a question: those that carry meaning; where none does, all of them."""
    telling = [term for word in content_words(query) for term in terms(word)]
    return list(dict.fromkeys(telling or terms(query)))


def scores(query: Sequence[str], texts: Sequence[Text]) -> list[float]:
    """How well each text answers these terms: 0 where it holds none of them, and more for more and rarer ones."""
    counts, lengths = _counted(frozenset(query), texts)
    average = sum(lengths) / len(lengths) if lengths else 0.0
    holding = Counter(term for count in counts for term in count)
    rarity = {term: _idf(n, len(texts)) for term, n in holding.items()}
    return [
        sum(rarity[term] * _weight(n, length, average) for term, n in count.items())
        for count, length in zip(counts, lengths, strict=True)
    ]


def _counted(wanted: frozenset[str], texts: Sequence[Text]) -> tuple[list[Counter[str]], list[int]]:
    counts, lengths = [], []
    for each in texts:
        every = [*(terms(each.title) * TITLE), *terms(each.text)]
        counts.append(Counter(term for term in every if term in wanted))
        lengths.append(len(every))
    return counts, lengths


def _idf(holding: int, of: int) -> float:
    return math.log(1 + (of - holding + 0.5) / (holding + 0.5))


def _weight(n: int, length: int, average: float) -> float:
    return n * (K1 + 1) / (n + K1 * (1 - B + B * length / average))


def _plain(word: str) -> str:
    word = word.lower().replace("’", "'").partition("'")[0]
    if word.isascii():
        return word
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    )

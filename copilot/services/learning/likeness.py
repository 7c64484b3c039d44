"""How like a piece of somebody's answer is to the ways people have put one point, as numbers.

An answer is taken apart into sentences, clauses and pairs of sentences. What merely repeats the exercise's own words is
left out first. Of every piece and every point, `FEATURES` are measured: cosines of the encoder with the point's `found`
and `unlike` anchors, with the line that names the point, with the anchors of the other points and with the situation;
shared words; whether a piece asks where those who make this point mostly ask; and whether it says no where they don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.sentences import sentences
from knowledge.wording import content_words, overlap, stem, words

if TYPE_CHECKING:
    from knowledge.exercises import Point, Scenario

FEATURES = ("best", "second", "unlike", "point", "others", "situation", "shared", "asks", "length", "denies")
DENIES = FEATURES.index("denies")
MOST_PIECES = 240
"""More than that no answer of 4,000 characters has, unless it is made to keep a machine busy."""
COPIED = 0.6
"""The share of a sentence's runs of three words that stand in the exercise: from there on the sentence is not hers."""
MOSTLY = 0.6
FEWEST_WORDS = 3
"""Of a clause; a whole sentence may be shorter, such as “Thank you.”"""
MOST_WORDS = 40
"""A piece with more counts as this long: the labelled answers have hardly any, and length alone should not convince."""
CLAUSE = re.compile(r"(?:[;:—–]|,)\s+|\s(?=(?:and|but|so|because|then)\s)")
USUAL = 0.5
LONG = 12  # words: shorter sentences say one thing
DENIAL = re.compile(r"n['’]t\b|\b(?:not|never|cannot|refuse|refuses|refused|rather than)\b", re.IGNORECASE)

Numbers = NDArray[np.float64]
Vectors = Mapping[str, Numbers]
"""Text → its vector of length 1."""


class Piece(NamedTuple):
    """`text[start:end]` is a clause, a sentence or two neighbouring ones of an answer."""

    start: int
    end: int
    words: str


def pieces_of(text: str, scenario: Scenario) -> list[Piece]:
    """What can be compared in an answer, in order; nothing that merely repeats the exercise."""
    given, advice = _runs([scenario.situation, scenario.task]), _advice(scenario)
    hers = [
        (each.start, each.end)
        for each in sentences(text)
        if _is_hers(text[each.start : each.end], given, advice)
    ]  # fmt: skip
    pairs = [(one[0], two[1]) for one, two in pairwise(hers)]
    clauses = [clause for start, end in hers for clause in _clauses(text, start, end)]
    places = dict.fromkeys([*hers, *clauses, *pairs])
    told = [Piece(start, end, " ".join(text[start:end].split())) for start, end in places]
    whole = set(hers)
    return [
        each for each in told
        if len(words(each.words)) >= (1 if (each.start, each.end) in whole else FEWEST_WORDS)
    ][:MOST_PIECES]  # fmt: skip


def _advice(scenario: Scenario) -> set[tuple[str, ...]]:
    """Sentences that speak about an answer. What a hint puts in quotation marks is there to be said, and is no such."""
    told = [line for each in scenario.points for line in (each.point, *_sentences(each.missing))]
    return {tuple(words(line)) for line in told if "“" not in line}


def _is_hers(sentence: str, given: set[tuple[str, ...]], advice: set[tuple[str, ...]]) -> bool:
    """Not copied from the situation or the task, nor a sentence of a hint as it stands."""
    return not _copied(sentence, given) and tuple(words(sentence)) not in advice


def anchors_of(scenario: Scenario) -> list[str]:
    """Every text that a piece is compared with, each once."""
    told = [line for each in scenario.points for line in (each.point, *each.found, *each.unlike)]
    return list(dict.fromkeys([*told, *_situation(scenario)]))


def measured(pieces: Sequence[Piece], point: Point, scenario: Scenario, vectors: Vectors) -> Numbers:
    """Features of every piece for one point, shape (pieces, features), in the order of `FEATURES`."""
    table = np.array([vectors[piece.words] for piece in pieces])
    likeness = _cosines(table, point.found, vectors)
    found, nearest = np.sort(likeness, axis=1), likeness.argmax(axis=1)
    others = [line for each in scenario.points if each.id != point.id for line in each.found]
    columns = {
        "best": found[:, -1],
        "second": found[:, -2] if found.shape[1] > 1 else found[:, -1],
        "unlike": _nearest(table, point.unlike, vectors),
        "point": _nearest(table, [point.point], vectors),
        "others": _nearest(table, others, vectors),
        "situation": _nearest(table, _situation(scenario), vectors),
        "shared": np.array([_shared(piece.words, point.found) for piece in pieces]),
        "asks": np.array([_asks(piece.words, point.found) for piece in pieces]),
        "length": np.log1p([min(len(words(piece.words)), MOST_WORDS) for piece in pieces]),
        "denies": np.array(
            [
                _denies(piece.words, point.found[line], point.found)
                for piece, line in zip(pieces, nearest, strict=True)
            ]
        ),
    }
    return np.column_stack([columns[name] for name in FEATURES])


def _situation(scenario: Scenario) -> list[str]:
    return _sentences(scenario.situation)


def _sentences(text: str) -> list[str]:
    return [" ".join(text[each.start : each.end].split()) for each in sentences(text)]


def _cosines(table: Numbers, lines: Iterable[str], vectors: Vectors) -> Numbers:
    cosines: Numbers = table @ np.array([vectors[line] for line in lines]).T
    return cosines


def _nearest(table: Numbers, lines: Sequence[str], vectors: Vectors) -> Numbers:
    nearest: Numbers = _cosines(table, lines, vectors).max(axis=1) if lines else np.zeros(len(table))
    return nearest


def _shared(piece: str, lines: Iterable[str]) -> float:
    """Jaccard's index of the stems that carry meaning, with the line it shares most with."""
    own = _stems(piece)
    return max((overlap(own, _stems(line)) for line in lines), default=0.0)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text, most=None)}


def _asks(piece: str, lines: Sequence[str]) -> float:
    """Where those who make a point mostly ask: 1 for a piece that asks, −1 for one that doesn't; else 0."""
    asking = sum("?" in line for line in lines) / max(len(lines), 1)
    if asking < MOSTLY:
        return 0.0
    return 1.0 if "?" in piece else -1.0


def _denies(piece: str, nearest: str, lines: Sequence[str]) -> float:
    """1 where a piece says no, and those who make this point don't: she may be telling what she won't do.

    Where the line it is most like says no too, or every second line does, a no belongs to the point. A question is no
    refusal: “Why don't you ask him?” suggests it.
    """
    if "?" in piece or not DENIAL.search(piece) or DENIAL.search(nearest):
        return 0.0
    denying = sum(DENIAL.search(line) is not None for line in lines)
    return 0.0 if denying >= USUAL * len(lines) else 1.0


def _clauses(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    if len(words(text[start:end])) <= LONG:
        return []
    cuts = [match.span() for match in CLAUSE.finditer(text, start, end)]
    begins, ends = [start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end]
    return list(zip(begins, ends, strict=True))


def _runs(lines: Iterable[str], n: int = 3) -> set[tuple[str, ...]]:
    return {run for line in lines for run in _runs_of(words(line), n)}


def _runs_of(told: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(told[at : at + n]) for at in range(len(told) - n + 1)]


def _copied(sentence: str, given: set[tuple[str, ...]]) -> bool:
    runs = _runs_of(words(sentence), 3)
    return bool(runs) and sum(run in given for run in runs) >= COPIED * len(runs)

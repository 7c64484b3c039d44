"""Are questions before an event put together when they ask the same, and only then?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from copilot.services.events.likeness import alike, distances_of, grouped
from evals.suites.homes import empty_home
from evals.tasks import Case, Task, read_cases
from knowledge.ports import Encoder, Progress

WORDS_CUT = 0.96
"""Where grouping by shared words is best on the development half: the rival gets its best cut, too."""
Groups = Sequence[Sequence[int]]
Solved = Mapping[str, Groups]
"""Who grouped → the groups, as positions of the questions."""
BY_WORDS, EACH_ALONE = "words", "each alone"


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Solved]]:
    """Ten events with their questions, five of them held out; grouped by likeness, by TF-IDF, and not at all."""
    with empty_home() as copilot:
        yield task(copilot.encoder)


def task(encoder: Encoder) -> Task[Solved]:
    """The events grouped by one encoder, beside the rivals."""
    return Task(
        name="questions",
        cases=read_cases("questions.jsonl", given="questions"),
        solve=lambda case: solved(case, encoder),
        scores=score,
    )


def solved(case: Case, encoder: Encoder) -> Solved:
    """The questions of one event grouped in three ways."""
    texts = [each["text"] for each in case.input]
    return {
        "": alike(texts, encoder, case.expected["title"]),
        BY_WORDS: by_words(texts),
        EACH_ALONE: [[n] for n in range(len(texts))],
    }


def by_words(texts: Sequence[str]) -> Groups:
    """The same clustering over TF-IDF vectors, English stop words left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts).toarray()
    return grouped(distances_of(np.asarray(vectors, dtype=np.float32)), WORDS_CUT)


def score(case: Case, groups: Solved) -> Mapping[str, float]:
    """`pair F1` and `ARI` of each way; those of events held out are also counted apart."""
    gold = [each["group"] for each in case.input]
    numbers = {}
    for way, found in groups.items():
        after = f", {way}" if way else ""
        numbers[f"pair F1{after}"] = pair_f1(gold, _labels(found))
        numbers[f"ARI{after}"] = adjusted_rand(gold, _labels(found))
    for measure in ("pair F1", "ARI"):
        numbers[f"{measure} above words"] = numbers[measure] - numbers[f"{measure}, {BY_WORDS}"]
    apart = {f"{name}, held out": number for name, number in numbers.items()}
    return numbers | (apart if case.expected["held_out"] else {})


def pair_f1(gold: Sequence[object], found: Sequence[object]) -> float:
    """F1 over pairs of questions: of those put together, those that belong together, and the other way round."""
    belong, put = _pairs(gold), _pairs(found)
    either = int(belong.sum() + put.sum())
    return 2 * int((belong & put).sum()) / either if either else 1.0


def adjusted_rand(gold: Sequence[object], found: Sequence[object]) -> float:
    """The adjusted Rand index (Hubert & Arabie 1985): 1 where both agree, about 0 by chance."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(list(gold), list(found)))


def _pairs(labels: Sequence[object]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    column = np.array([str(label) for label in labels])
    return np.asarray((column[:, None] == column[None, :])[np.triu_indices(len(column), k=1)])


def _labels(groups: Groups) -> list[int]:
    of = {position: number for number, group in enumerate(groups) for position in group}
    return [of[position] for position in range(len(of))]

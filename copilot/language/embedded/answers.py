"""An answer from passages alone: the sentences that stand on their own and are nearest to the question, quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot.language.embedded.areas import Compass
from knowledge.choosing import LEANS
from knowledge.sentences import sentences
from knowledge.words import Citation, Found, Passage, Said

MOST_PASSAGES = 3
MOST_SENTENCES = 2
FEWEST_WORDS = 5


def quoted(question: str, found: Sequence[Found], compass: Compass) -> Iterator[Said]:
    """Up to two sentences from each of the best three passages, each marked; not one where none stands alone."""
    places = (
        (hit.passage, *span)
        for hit in found[:MOST_PASSAGES]
        for span in _nearest(question, hit.passage, compass)
    )
    for n, (passage, start, end) in enumerate(places, start=1):
        citation = _citation(n, passage, start, end)
        yield Said(text=f"{citation.quote} [{n}]", citations=(citation,))


def _nearest(question: str, passage: Passage, compass: Compass) -> list[tuple[int, int]]:
    spans = [(one.start, one.end) for one in sentences(passage.text) if one.kind in {"prose", "item", "step"}]
    alone = [(start, end) for start, end in spans if _stands_alone(passage.text[start:end])]
    similar = compass.similarities(question, [passage.text[start:end] for start, end in alone])
    best = sorted(range(len(alone)), key=lambda n: (-similar[n], n))[:MOST_SENTENCES]
    return [alone[n] for n in sorted(best)]


def _stands_alone(sentence: str) -> bool:
    return len(sentence.split()) >= FEWEST_WORDS and not LEANS.match(sentence)


def _citation(n: int, passage: Passage, start: int, end: int) -> Citation:
    return Citation(
        n=n, path=passage.path, section=passage.section, start=passage.start + start, end=passage.start + end,
        quote=passage.text[start:end],
    )  # fmt: skip

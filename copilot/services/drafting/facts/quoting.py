"""What of a text may be quoted, and which sentences of a passage say most about a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copilot.domain.wording import sentence_spans, stems
from copilot.services.drafting.checks.safe import what_is_unsafe
from knowledge.choosing import ADVISES, LEANS
from knowledge.ports import Encoder
from knowledge.sentences import sentences as sentences_of_guide
from knowledge.words import Found, Passage

LONGEST_QUOTE = 240
LONGEST_SENTENCE = 320
FEWEST_WORDS, MOST_WORDS = 7, 40
NEAR_PASSAGE = 0.45
NEAR_ENOUGH = 0.45
"""Set by hand on the guides that ship: below it a quotation has little to do with the goal, and none is better."""
ENOUGH_STEMS = 0.2
FOR_ADVICE = 0.04
"""Among sentences as near, one that says what to do comes first."""

_SPEAKER = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?: ")
# Markup, a sentence that announces a list, and a study with its year: none of them is something to use in a session.
_NOT_TO_USE = re.compile(r"^(?:\*\*|[-*>#|]|\d+\.)|\*\*|:$|\b(?:19|20)\d\d\b")


def quotable(text: str, longest: int = LONGEST_QUOTE, refused: Callable[[str], bool] | None = None) -> str:
    """The longest run of whole sentences from the start that is safe to pass on, word for word; empty where none is.

    `refused` says which sentences are left out for another reason.
    """
    start = end = -1
    for first, last in sentence_spans(text):
        sentence = text[first:last]
        if what_is_unsafe(sentence) or (refused and refused(sentence)):
            if end > 0:
                break
            continue
        if end > 0 and last - start > longest:
            break
        start, end = (first if start < 0 else start), last
    return "" if end < 0 else _cut(text[start:end], max(longest, LONGEST_SENTENCE))


def best_quotation(
    query: str, found: Sequence[Found], encoder: Encoder | None
) -> list[tuple[Passage, int, int]]:
    """For each guide its best sentence, as (passage, start, end) in the guide, best first; none where nothing is near.

    With an encoder a sentence counts by the mean of its passage's score and its own cosine similarity to the query;
    without one by the share of the query's stems that it holds.
    """
    near = [hit for hit in found if encoder is None or hit.score >= NEAR_PASSAGE]
    candidates = [(hit, start, end) for hit in near for start, end in _sentences(hit.passage)]
    texts = [hit.passage.text[start:end] for hit, start, end in candidates]
    best: dict[str, tuple[float, tuple[Passage, int, int]]] = {}
    for likeness, text, (hit, start, end) in zip(
        _likeness(query, texts, encoder), texts, candidates, strict=True
    ):
        score = likeness if encoder is None else (hit.score + likeness) / 2
        rank = score + (FOR_ADVICE if ADVISES.match(text) else 0.0)
        enough = ENOUGH_STEMS if encoder is None else NEAR_ENOUGH
        if score >= enough and rank > best.get(hit.passage.path, (0.0, None))[0]:
            best[hit.passage.path] = rank, (hit.passage, hit.passage.start + start, hit.passage.start + end)
    return [place for _, place in sorted(best.values(), key=lambda one: (-one[0], one[1][0].path))]


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    """Sentences that stand on their own: prose of a middling length that points at nothing before it."""
    spans = [(one.start, one.end) for one in sentences_of_guide(passage.text) if one.kind == "prose"]
    alone = [(start, end) for start, end in spans if _stands_alone(passage.text[start:end])]
    return [(start, end) for start, end in alone if not _is_dialogue(passage.text, start)]


def _is_dialogue(text: str, start: int) -> bool:
    """Whether a sentence is somebody's line in an example."""
    return text[text.rfind("\n", 0, start) + 1 :].lstrip().startswith(">") or bool(
        _SPEAKER.match(text[start:])
    )


def _stands_alone(sentence: str) -> bool:
    fits = FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS and sentence.endswith((".", "!"))
    return fits and not (LEANS.match(sentence) or _NOT_TO_USE.search(sentence) or what_is_unsafe(sentence))


def _likeness(query: str, texts: list[str], encoder: Encoder | None) -> list[float]:
    if not texts:
        return []
    if encoder is None:
        wanted = stems(query)
        return [len(wanted & stems(text)) / max(len(wanted), 1) for text in texts]
    vectors = encoder.encode([query, *texts])
    return [float(score) for score in vectors[1:] @ vectors[0]]


def _cut(text: str, longest: int) -> str:
    """Whole words of a sentence that is too long to quote."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:")

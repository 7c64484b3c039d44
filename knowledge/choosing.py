"""Which sentences of the passages found answer the question: by likeness, then by how well they can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.evidence import Evidence, Hit, Quotable
from knowledge.plain_words import is_safe
from knowledge.wording import overlap, stem, stems

MOST_GUIDES = 3
MOST_SENTENCES = 6
MOST_WORDS = 120
MOST_ITEMS = 8
NEAR_TOP = 0.85  # a passage scored below this share of the best one's adds doubt, not an answer
NEAR_BEST = 0.85  # likewise for sentences
BY_RANK = (
    3.0  # how much of its passage's score a sentence inherits: the search knows more than one cosine does
)
FULL = 35  # words from which a sentence may answer alone
MOST_RUN = 100  # words of neighbouring sentences quoted together
EXPECTED = 0.4  # of the best sentence's value: a neighbour that gives less isn't worth reading
REPEATED = 0.6  # stems shared by two sentences that say the same

LEANS = re.compile(
    r"(?:this|that|these|those|it|they|he|she|such|but|and|so|also|however|then|instead|otherwise|both|neither|yet|"
    r"either|still|again|his|her|their|its|second|third|finally|for example|for instance|in other words)\b",
    re.IGNORECASE,
)
ADVISES = re.compile(
    r"(?:ask|start|say|write|try|make|keep|use|give|agree|name|set|tell|choose|list|show|offer|begin|end|take|find|"
    r"look|let|do|don't|don’t|avoid|never|always|be|consider|think|listen|check|share|plan|prepare|decide|explain|"
    r"thank|invite|talk|remember|pick|bring|meet|leave|aim|focus|describe|point|put|wait|send|read|if you)\b",
    re.IGNORECASE,
)
WANTS_STEPS = re.compile(
    r"\b(?:how|steps?|process|procedure|structure|agenda|checklist|plan|what (?:do|should|can))\b", re.I
)
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


class Chosen(NamedTuple):
    """Sentences of one hit in their order; a `listing` keeps its items as lines of a list."""

    hit: Hit
    sentences: tuple[Quotable, ...]


def choose(evidence: Evidence) -> list[Chosen]:
    """at most three guides and about six sentences, the best passage first."""
    hits = _worth_quoting(evidence.hits)
    if not hits:
        return []
    listing = _listing(evidence, hits[0])
    if listing:
        return [Chosen(hits[0], listing)]
    return _picked(evidence, hits)


def words_of(hit: Hit, quotable: Quotable) -> str:
    """The sentence's words, just as they stand in the guide."""
    return hit.passage.text[quotable.start - hit.passage.start : quotable.end - hit.passage.start]


def _worth_quoting(hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits[:MOST_SENTENCES]:
        paths = {other.passage.path for other in kept} | {hit.passage.path}
        if hit.score >= NEAR_TOP * hits[0].score and len(paths) <= MOST_GUIDES:
            kept.append(hit)
    return kept


def _listing(evidence: Evidence, hit: Hit) -> tuple[Quotable, ...]:
    """The passage's steps or points with the line that announces them, where the question asks for such."""
    best = max((value(evidence, hit, quotable) for quotable in hit.quotable), default=0.0)
    for lead, items in _lists(hit):
        steps = items[0].kind == "step"
        likeness = max([value(evidence, hit, one) for one in ([lead] if lead else []) + items], default=0.0)
        asked = bool(WANTS_STEPS.search(evidence.question)) and (steps or lead is not None)
        if asked and len(items) >= 3 and likeness >= (0.8 if steps else 0.95) * best:
            return tuple(([lead] if lead else []) + _shortened(hit, items))
    return ()


def _lists(hit: Hit) -> Iterator[tuple[Quotable | None, list[Quotable]]]:
    """Each list of the passage: the sentence announcing it, and its sentences."""
    items: list[Quotable] = []
    before: Quotable | None = None
    for quotable in hit.quotable:
        if not is_safe(words_of(hit, quotable)):
            continue
        if quotable.kind in ("item", "step") and (not items or items[0].kind == quotable.kind):
            items.append(quotable)
            continue
        if items:
            yield before, items
            items = []
        before = quotable if words_of(hit, quotable).endswith(":") else None
    if items:
        yield before, items


def _shortened(hit: Hit, items: list[Quotable]) -> list[Quotable]:
    """All of a short list; of a long one the first sentence of each item."""
    if sum(len(words_of(hit, one).split()) for one in items) <= MOST_WORDS:
        return items
    first = [one for one in items if begins_line(hit, one)]
    kept: list[Quotable] = []
    words = 0
    for one in first[:MOST_ITEMS]:
        words += len(words_of(hit, one).split())
        if words <= 1.5 * MOST_WORDS:
            kept.append(one)
    return kept


def begins_line(hit: Hit, quotable: Quotable) -> bool:
    """Whether only a list's mark stands before the sentence on its line."""
    return not any(letter.isalpha() for letter in _before(hit, quotable))


def mark_of(hit: Hit, quotable: Quotable) -> str:
    """The mark of the list item that the sentence begins: `-`, or a step's own number."""
    return _before(hit, quotable).strip() if quotable.kind == "step" else "-"


def _before(hit: Hit, quotable: Quotable) -> str:
    return hit.passage.text[: quotable.start - hit.passage.start].rpartition("\n")[2]


def value(evidence: Evidence, hit: Hit, quotable: Quotable) -> float:
    """How well a sentence would serve in an answer; a cosine, moved by what it says and how it is built."""
    words = words_of(hit, quotable)
    held = stems(words)
    total = sum(evidence.weights.values())
    covered = (
        sum(weight for word, weight in evidence.weights.items() if stem(word) in held) / total
        if total
        else 0.0
    )
    return quotable.cosine + 0.12 * covered + BY_RANK * hit.score + _manner(words, quotable)


def _unquotable(words: str, quotable: Quotable) -> bool:
    marked_up = quotable.kind in ("code", "heading") or words.startswith(("—", "–"))
    # A guide may hold a link, or orders for whatever reads it: neither is part of an answer.
    return marked_up or not is_safe(words)


def _manner(words: str, quotable: Quotable) -> float:
    count = len(words.split())
    faults = (
        (_unquotable(words, quotable), 1.0),
        (quotable.kind == "row", 0.2),
        (words.rstrip("\"'”’)").endswith("?"), 0.15),
        (words.endswith(":"), 0.12),
        (count < 5, 0.15),
        (count > 45, 0.06),
        (bool(LEANS.match(words)), 0.06),
        (bool(YEAR.search(words)), 0.05),
    )
    return 0.05 * bool(ADVISES.match(words)) - sum(weight for holds, weight in faults if holds)


def _picked(evidence: Evidence, hits: Sequence[Hit]) -> list[Chosen]:
    """From each hit the run of sentences that answers best; a full one from the best of them, then shorter ones."""
    best = max((value(evidence, hit, one) for hit in hits for one in hit.quotable), default=0.0)
    ranked = sorted(
        hits, key=lambda hit: -max((value(evidence, hit, one) for one in hit.quotable), default=0.0)
    )
    picked: list[Chosen] = []
    for hit in ranked:
        room = MOST_SENTENCES - sum(len(chosen.sentences) for chosen in picked)
        run = _best_run(evidence, hit, best, min(room, 2 if picked else 4))
        worth = max((value(evidence, hit, one) for one in run), default=0.0)
        if run and (not picked or (worth >= NEAR_BEST * best and not _said(picked, hit, run))):
            picked.append(Chosen(hit, run))
    return picked


def _best_run(evidence: Evidence, hit: Hit, best: float, most: int) -> tuple[Quotable, ...]:
    """Neighbouring sentences, because neighbours were written to be read together."""
    values = [value(evidence, hit, one) for one in hit.quotable]
    runs = [
        (_worth(hit, hit.quotable[first:last], values[first:last], best), -first, last)
        for first in range(len(values))
        for last in range(first + 1, min(first + most, len(values)) + 1)
        if _together(hit, hit.quotable[first:last])
    ]
    if not runs:
        return ()
    _, first, last = max(runs)
    return hit.quotable[-first:last]


def _worth(hit: Hit, run: Sequence[Quotable], values: Sequence[float], best: float) -> float:
    """What a run gives beyond what a reader may expect of her time; it should begin and end well."""
    words = words_of(hit, run[0])
    begins_badly = 0.12 * bool(LEANS.match(words))
    torn_out = 0.15 * (run[0].kind in ("item", "step", "row"))
    alone = 0.25 * (len(run) == 1 and len(hit.quotable) > 1 and len(words.split()) < FULL)
    opens = 0.08 * (run[0] == hit.quotable[0])
    ends_badly = 0.2 * words_of(hit, run[-1]).endswith(":")
    return (
        sum(one - EXPECTED * best for one in values)
        + 1.5 * max(values)
        + opens
        - alone
        - begins_badly
        - torn_out
        - ends_badly
    )


def _together(hit: Hit, run: Sequence[Quotable]) -> bool:
    """Whether the run reads as one: nothing that can't be quoted, not too long, a list only behind its announcement."""
    if any(_unquotable(words_of(hit, one), one) for one in run):
        return False
    turns = sum(
        before.kind != after.kind and not words_of(hit, before).endswith(":")
        for before, after in pairwise(run)
    )
    return (turns == 0 and sum(len(words_of(hit, one).split()) for one in run) <= MOST_RUN) or len(run) == 1


def _said(picked: Sequence[Chosen], hit: Hit, run: Sequence[Quotable]) -> bool:
    new = stems(" ".join(words_of(hit, one) for one in run))
    return any(
        overlap(new, stems(words_of(chosen.hit, one))) > REPEATED
        for chosen in picked
        for one in chosen.sentences
    )

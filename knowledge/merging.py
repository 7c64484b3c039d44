"""From ranked hits to what a reader should see: nothing said twice, and neighbours as one passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from knowledge import records
from knowledge.evidence import Hit, held_by
from knowledge.wording import overlap

SAME_VECTOR = 0.96
SAME_WORDS = 0.75
PER_SECTION = 2
LONGEST = 2600  # characters of two passages read as one: a third would make a wall of text


def thinned(hits: Sequence[Hit]) -> list[Hit]:
    """Without passages that say what a better one says in nearly the same words."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(_alike(hit, better) for better in kept):
            kept.append(hit)
    return kept


def joined(connection: Connection, hits: Sequence[Hit], k: int) -> list[Hit]:
    """Neighbours within a section as one passage, and no more than a few passages of any section."""
    found: list[Hit] = []
    for rank, hit in enumerate(hits):
        same = [at for at, other in enumerate(found) if _section(other) == _section(hit)]
        next_to = next((at for at in same if rank < 2 * k and _adjacent(found[at], hit)), None)
        if next_to is not None:
            found[next_to] = _join(connection, found[next_to], hit)
        elif len(same) < PER_SECTION:
            found.append(hit)
    return found


def _alike(one: Hit, other: Hit) -> bool:
    if float(one.vector @ other.vector) < SAME_VECTOR:
        return False
    return overlap(held_by(one.passage), held_by(other.passage)) >= SAME_WORDS


def _section(hit: Hit) -> tuple[str, ...]:
    return (hit.passage.path, *hit.passage.headings)


def _adjacent(one: Hit, other: Hit) -> bool:
    whole = max(one.passage.end, other.passage.end) - min(one.passage.start, other.passage.start)
    together = len(one.passage.text) + len(other.passage.text)
    return abs(one.place - other.place) == 1 and whole - together < 8 and together < LONGEST


def _join(connection: Connection, better: Hit, other: Hit) -> Hit:
    start = min(better.passage.start, other.passage.start)
    end = max(better.passage.end, other.passage.end)
    text = records.stretch(connection, better.passage.path, start, end)
    passage = better.passage.model_copy(update={"start": start, "end": end, "text": text})
    signals = {name: max(value, other.signals[name]) for name, value in better.signals.items()}
    return replace(better, passage=passage, signals=signals, parts=better.parts + other.parts)

"""Other ways to make a whole assignment from scores: what the copilot's has to be better than."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Allowed = NDArray[np.bool_]
Places = NDArray[np.int64]
Pairs = list[tuple[int, int]]
"""Row and column of each match."""


def greedy(scores: Scores, allowed: Allowed, places: Places) -> Pairs:
    """The best pair of all first, then the best of what is left: what people do with a sorted sheet."""
    left, free = places.copy(), np.ones(len(scores), dtype=np.bool_)
    pairs: Pairs = []
    for place in np.argsort(-scores, axis=None, kind="stable"):
        row, column = divmod(int(place), scores.shape[1])
        if allowed[row, column] and free[row] and left[column] > 0:
            pairs.append((row, column))
            free[row] = False
            left[column] -= 1
    return pairs


def by_chance(allowed: Allowed, places: Places, seed: int = 0) -> Pairs:
    """Any allowed pair with a place, in a random order."""
    chance = np.random.default_rng(seed)
    return greedy(chance.random(allowed.shape, dtype=np.float32), allowed, places)


def mentor_match(scores: Scores, allowed: Allowed, rounds: int = 1) -> Pairs:
    """mentor-match 7 with a rule that gives each pair its score in thousandths, and one that disqualifies.

    It has no places: each round may give every mentor and every mentee one more.
    """
    from matching.mentee import Mentee  # type: ignore[import-untyped]  # it ships no types
    from matching.mentor import Mentor  # type: ignore[import-untyped]
    from matching.process import process_data  # type: ignore[import-untyped]
    from matching.rules.rule import Disqualify  # type: ignore[import-untyped]

    def both(match: Any) -> tuple[int, int]:
        return at[match.mentee.email], at[match.mentor.email]

    class Given:
        """A rule of mentor-match's protocol."""

        def evaluate(self, match: Any) -> bool:
            return True

        def apply(self, match: Any) -> int:
            return round(1000 * float(scores[both(match)]))

    mentees = [Mentee(grade=0, email=f"mentee {n}") for n in range(scores.shape[0])]
    mentors = [Mentor(grade=0, email=f"mentor {n}") for n in range(scores.shape[1])]
    at = {person.email: n for people in (mentees, mentors) for n, person in enumerate(people)}
    rules: Sequence[object] = (
        Given(),
        Disqualify(lambda match: not allowed[both(match)]),
    )
    process_data(mentors, mentees, [list(rules) for _ in range(rounds)])
    return [(n, at[mentor.email]) for n, mentee in enumerate(mentees) for mentor in mentee.mentors]

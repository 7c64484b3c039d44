"""mentor-match 7 driven as its users drive it: people with fields, rules that give points or disqualify, rounds.

Whatever asks it for matches comes through `matched`. It ships no types; a match here is its own object, with a
`mentee` and a `mentor`, whose free field `role` keeps the row or column.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.rivals import Allowed, Pairs, Places, Scores

Fields = Mapping[str, object]
"""What it knows of a person: `grade`, without which it takes nobody, and `profession` where a rule asks for it."""
UNKNOWN: Fields = {"grade": 0}
"""Somebody of whom no rule asks anything."""


def matched(
    mentees: Sequence[Fields], mentors: Sequence[Fields], rules: Sequence[object], rounds: int = 1
) -> Pairs:
    """The matches of all rounds.

    Args:
        rules: each gives a pair its points or disqualifies it; the last one is asked first.
        rounds: it has no places: every round may give each mentor and each mentee one more.
    """
    from matching.mentee import Mentee  # type: ignore[import-untyped]  # it ships no types
    from matching.mentor import Mentor  # type: ignore[import-untyped]  # it ships no types
    from matching.process import process_data  # type: ignore[import-untyped]  # it ships no types

    here = [Mentee(email=f"mentee {n}", role=n, **told) for n, told in enumerate(mentees)]
    there = [Mentor(email=f"mentor {n}", role=n, **told) for n, told in enumerate(mentors)]
    process_data(there, here, [list(rules) for _ in range(rounds)])
    return [(mentee.role, mentor.role) for mentee in here for mentor in mentee.mentors]


def by_scores(scores: Scores, allowed: Allowed, rounds: int = 1, more_rules: Sequence[object] = ()) -> Pairs:
    """Its matches where each pair is worth its score, and what isn't allowed is disqualified."""
    rows, columns = scores.shape
    rules = [Scored.of(scores), *more_rules, forbidding(allowed)]
    return matched([UNKNOWN] * rows, [UNKNOWN] * columns, rules, rounds)


@dataclass(frozen=True)
class Scored:
    """A rule after its protocol: the points of each pair, a row a mentee, looked up in a list."""

    points: Sequence[Sequence[int]]

    @classmethod
    def of(cls, scores: Scores) -> Scored:
        """Scores from 0 to 1 in thousandths, since it counts in whole points."""
        return cls(np.rint(1_000 * scores.astype(np.float64)).astype(np.int64).tolist())

    def evaluate(self, match: Any) -> bool:
        """Every pair gets points."""
        return True

    def apply(self, match: Any) -> int:
        """The points of this one."""
        mentee: int = match.mentee.role
        mentor: int = match.mentor.role
        return self.points[mentee][mentor]


def forbidding(allowed: Allowed) -> object:
    """Its rule against pairs that aren't allowed."""
    return _disqualifying(lambda match: not allowed[match.mentee.role, match.mentor.role])


def places_as_rules(places: Places) -> list[object]:
    """Two rules that it doesn't come with: full mentors, and mentees who have one, are disqualified.

    Its rounds are made one after the other, so that a rule may look at what the earlier ones gave.
    """
    return [
        _disqualifying(lambda match: len(match.mentor.mentees) >= places[match.mentor.role]),
        _disqualifying(lambda match: bool(match.mentee.mentors)),
    ]


def its_authors_rules() -> list[object]:
    """Those of its author's own application.

    10 points for the same profession, 12 for a mentor two grades ahead and 9 for one grade.
    """
    from matching.rules.rule import Equivalent, Grade  # type: ignore[import-untyped]  # it ships no types

    grades = [Grade(ahead, operator.eq, {True: points, False: 0}) for ahead, points in ((2, 12), (1, 9))]
    return [Equivalent("profession", {True: 10, False: 0}), *grades]


def _disqualifying(when: Callable[[Any], bool]) -> object:
    from matching.rules.rule import Disqualify

    # A numpy bool would be overlooked: mentor-match asks whether the answer `is True`.
    rule: object = Disqualify(lambda match: bool(when(match)))
    return rule

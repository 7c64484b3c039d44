"""Which kinds of partners are missing: what those ask for who wait, or whose match leaves their need unanswered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.records import Value
from copilot.errors import BadInput
from copilot.ports import Progress, Vectors
from copilot.services.matching.reasons.account import FAINTLY_CLOSE
from copilot.services.matching.reasons.outlook import Outlook
from copilot.services.matching.reasons.role_words import is_a_number
from copilot.services.matching.scores.evidence import Evidence, Told
from copilot.services.matching.scores.lexical import terms_of, words_with
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.assignment import NOBODY
from copilot.services.matching.solving.candidates import SCALE
from copilot.services.matching.solving.pool import Pool, solve
from copilot.services.matching.solving.rules import LEAST_LEVEL_OF_A_SPONSOR, paired_roles
from copilot.services.matching.verbs.seeing import Seeing
from copilot.services.policy import Action

ALIKE = 0.45
"""Cosine from which on two needs ask for the same kind of partner."""
POOREST = 0.2
"""The share of the matches that counts as poor, by score."""
MOST_NEEDS = 4_000
"""Needs that are grouped with one another; of more a sample, to whose groups the others are added."""
MANY_WORDS = 5
_AHEAD = {MatchRole.MENTOR: 1, MatchRole.SPONSOR: 1, MatchRole.REVERSE: -1, MatchRole.PEER: 0}


class MissingKind(Value):
    """A kind of partner that is missing.

    Attributes:
        need: the words of the need in the middle of the group, without names.
        waiting: how many wait for such a partner, with nobody or with a poor match.
        unmatched: how many of them have nobody.
        languages, time_zones: what those who wait speak, and where they are; the most frequent first.
        levels: for each who waits the level nearest to hers that suits; one partner at the last suits all.
        example_words: telling words of the group.
        adds: what one more partner of this kind, with one place, would add to the total score, if those who wait scored
            with that partner as the median match of this pool does.
    """

    need: str
    waiting: int
    unmatched: int
    languages: tuple[str, ...]
    time_zones: tuple[str, ...]
    levels: tuple[int, ...]
    example_words: tuple[str, ...]
    adds: float


@dataclass(frozen=True)
class _Waiting:
    """A need that is not answered, and whose it is."""

    row: int
    need: Evidence


class Recruiting(Seeing):
    """The verb that says whom to look for."""

    def recruit(
        self,
        asker: Asker,
        role: MatchRole,
        programme: str = "",
        most: int = 10,
        progress: Progress | None = None,
    ) -> list[MissingKind]:
        """The kinds of partners that are missing in a programme (or the community), the most wanted first.

        The pool is solved as a run would, nothing is kept. Those wait who have nobody; those match poorly who are
        among the lowest fifth, or whose weakest need nothing in the partner's profile comes near.
        """
        self._policy.require(asker, Action.MATCHES_REVIEW, programme=programme)
        paired_roles(role)
        if most < 1:
            raise BadInput(f"{most} kinds can't be listed.", place="-k", cure="Ask for one or more.")
        pool = self._pool(self._see(programme), role, programme, 0, progress)
        outlook = Outlook(pool, solve(pool, progress))
        return missing_kinds(outlook)[:most]


def missing_kinds(outlook: Outlook) -> list[MissingKind]:
    """Those who wait, grouped by what they need, the largest group first."""
    kinds = [kind for kind, _ in grouped(outlook)]
    return sorted(kinds, key=lambda kind: (-kind.waiting, -kind.adds, kind.need))


def grouped(outlook: Outlook) -> Iterator[tuple[MissingKind, list[int]]]:
    """Each kind, and the rows of those who wait for it."""
    waiting, vectors = _waiting(outlook)
    for group in _groups(vectors):
        rows = sorted({waiting[n].row for n in group})
        yield _kind(outlook, rows, [waiting[n] for n in group], vectors[group]), rows


def _groups(vectors: Vectors) -> list[Rows]:
    """Groups of all, made from a sample where they are many; what is like no group's middle is then left out."""
    sample = np.arange(0, len(vectors), max(1, -(-len(vectors) // MOST_NEEDS)))
    groups = [sample[group] for group in alike(vectors[sample])]
    rest = np.setdiff1d(np.arange(len(vectors)), sample)
    if not rest.size:
        return groups
    likeness = vectors[rest] @ vectors[[group[0] for group in groups]].T
    nearest, near = likeness.argmax(axis=1), likeness.max(axis=1) >= ALIKE
    return [np.concatenate([group, rest[near & (nearest == n)]]) for n, group in enumerate(groups)]


def alike(vectors: Vectors, least: float = ALIKE) -> list[Rows]:
    """Groups of vectors, greedily: the one with the most others alike first, with all of these; then of the rest.

    Args:
        vectors: (n, dimensions), each of length 1.
        least: the cosine from which on two are alike.

    Returns:
        The rows of each group, the one in the middle of it first (leader clustering; Hartigan 1975, chapter 3).
    """
    near = vectors @ vectors.T >= least
    np.fill_diagonal(near, val=True)
    left, groups = np.ones(len(vectors), dtype=np.bool_), []
    while left.any():
        middle = int(np.where(left, (near & left).sum(axis=1), -1).argmax())
        group = np.flatnonzero(near[middle] & left)
        left[group] = False
        groups.append(np.concatenate([[middle], group[group != middle]]))
    return groups


def _waiting(outlook: Outlook) -> tuple[list[_Waiting], Vectors]:
    """The needs that count, and their vectors in the same order."""
    needs, found = outlook.pool.affinity.seekers.needs, outlook.found
    waiting: list[_Waiting] = []
    places: list[int] = []
    worths = _worths(outlook)
    poor = float(np.quantile(worths, POOREST)) if worths else 0.0
    for row, told in enumerate(outlook.pool.seekers):
        texts = range(*needs.starts[row : row + 2])
        if told.rests_on_headline:
            continue  # she lacks a goal, not a mentor
        here = _unanswered(outlook, row, poor) if found.chosen[row] != NOBODY else range(len(told.needs))
        waiting += [_Waiting(row, told.needs[n]) for n in here]
        places += [texts[n] for n in here]
    return waiting, needs.vectors[places].astype(np.float32)


def _unanswered(outlook: Outlook, row: int, poor: float) -> Iterable[int]:
    """Of a poor match the weakest need; of any other one the weakest if nothing comes near it."""
    here, there = np.array([row]), np.array([int(outlook.found.chosen[row])])
    affinity = outlook.pool.affinity
    needs, offers = affinity.seekers.needs.take(here).vectors, affinity.partners.offers.take(there).vectors
    nearest = (needs @ offers.T).max(axis=1)
    is_poor = outlook.found.ranked.worth_of(row, int(there[0])) < poor
    return [int(nearest.argmin())] if is_poor or nearest.min() < FAINTLY_CLOSE else []


def _worths(outlook: Outlook) -> list[int]:
    chosen, ranked = outlook.found.chosen, outlook.found.ranked
    worths: list[int] = ranked.worth[chosen[ranked.rows] == ranked.columns].tolist()
    return worths


def _kind(outlook: Outlook, rows: list[int], group: Sequence[_Waiting], vectors: Vectors) -> MissingKind:
    pool = outlook.pool
    told = [pool.seekers[row] for row in rows]
    middle = group[int((vectors @ vectors.sum(axis=0)).argmax())]
    return MissingKind(
        need=middle.need.neutral,
        waiting=len(rows),
        unmatched=sum(int(outlook.found.chosen[row]) == NOBODY for row in rows),
        languages=_most_frequent(language for one in told for language in one.member.profile.languages),
        time_zones=_most_frequent(one.member.profile.time_zone for one in told),
        levels=_levels(pool.role, told),
        example_words=_words_of(pool, group),
        adds=round(_adds(outlook, rows), 4),
    )


def _most_frequent(values: Iterable[str]) -> tuple[str, ...]:
    counts = Counter(value for value in values if value)
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


def _levels(role: MatchRole, told: Sequence[Told]) -> tuple[int, ...]:
    least = LEAST_LEVEL_OF_A_SPONSOR if role is MatchRole.SPONSOR else 1
    levels = {one.member.profile.level for one in told} - {None}
    suiting = {min(10, max(least, int(level or 0) + _AHEAD[role])) for level in levels}
    return tuple(sorted(suiting, reverse=role is MatchRole.REVERSE))


def _words_of(pool: Pool, group: Sequence[_Waiting]) -> tuple[str, ...]:
    """The words that most of the group use and few partners do."""
    said = {term: each.need for each in group for term in terms_of(each.need.neutral)}
    counts = Counter(term for each in group for term in set(terms_of(each.need.neutral)))
    telling = [
        term for term in pool.affinity.telling(said) if not is_a_number(words_with(term, said[term].neutral))
    ]
    best = sorted(telling, key=lambda term: -counts[term])[:MANY_WORDS]
    return tuple(words_with(term, said[term].neutral) for term in best)


def _adds(outlook: Outlook, rows: Sequence[int]) -> float:
    """The best use of one more place: somebody who waits comes in, or moves and leaves hers to the next."""
    worths = _worths(outlook)
    typical = float(np.median(worths)) if worths else SCALE / 2
    gains = [typical - _given_up(outlook, row) for row in rows]
    return max(0.0, *gains) / SCALE


def _given_up(outlook: Outlook, row: int) -> float:
    """What her match is worth now, less what others would make of the place."""
    column = int(outlook.best.chosen[row])
    if column == NOBODY:
        return 0.0
    own = outlook.best.ranked.worth_of(row, column)
    return own if outlook.pool.role is MatchRole.PEER else own - outlook.residual.gain(column)

"""Hard rules: a pair that breaks one is never proposed, however well the two would suit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.domain.matches import TAKES_A_PLACE, Match, MatchRole, MatchState
from copilot.domain.members import Member, Role
from copilot.errors import BadInput
from copilot.services.matching.scores.pooling import Matrix, Rows
from copilot.services.matching.scores.wishes import levels_of
from copilot.services.members.reporting_lines import chain_above

Allowed = NDArray[np.bool_]

PARTNER_ROLES: dict[MatchRole, frozenset[Role]] = {
    MatchRole.MENTOR: frozenset({Role.MENTOR}),
    MatchRole.SPONSOR: frozenset({Role.SPONSOR}),
    MatchRole.PEER: frozenset({Role.PEER}),
    MatchRole.REVERSE: frozenset({Role.MENTEE, Role.PEER}),
}
SEEKER_ROLES: dict[MatchRole, frozenset[Role]] = {
    MatchRole.MENTOR: frozenset({Role.MENTEE}),
    MatchRole.SPONSOR: frozenset({Role.MENTEE}),
    MatchRole.PEER: frozenset({Role.PEER}),
    MatchRole.REVERSE: frozenset({Role.MENTOR, Role.SPONSOR}),
}
"""In reverse mentoring somebody senior learns from somebody junior."""
LEAST_LEVEL_OF_A_SPONSOR = 6
_MATCHED = TAKES_A_PLACE | {MatchState.CLOSED}


def paired_roles(role: MatchRole) -> tuple[frozenset[Role], frozenset[Role]]:
    """Who seeks and who is sought in matches of this role."""
    if role not in PARTNER_ROLES:
        raise BadInput(
            f"“{role.value}” brings several people together, and this makes pairs.",
            place="--role",
            cure=f"Choose one of {', '.join(each.value for each in PARTNER_ROLES)}.",
        )
    return SEEKER_ROLES[role], PARTNER_ROLES[role]


class Past:
    """What earlier matches forbid, and whose places they use."""

    def __init__(self, matches: Iterable[Match] = ()) -> None:
        matches = list(matches)
        self.declined_circles = tuple(
            frozenset(match.people)
            for match in matches
            if match.role is MatchRole.CIRCLE and match.state is MatchState.DECLINED
        )
        # A circle forbids no pair and takes nobody's place.
        matches = [match for match in matches if match.role is not MatchRole.CIRCLE]
        self.declined = _pairs(match for match in matches if match.state is MatchState.DECLINED)
        self.matched = _pairs(match for match in matches if match.state in _MATCHED or is_fixed(match))
        self._taken: dict[str, int] = {}
        for match in filter(is_fixed, matches):
            for taken in match.hosts:
                self._taken[taken] = self._taken.get(taken, 0) + 1

    def places_left(self, member: Member) -> int:
        """Her places less those in use, never below 0."""
        return max(0, member.places() - self._taken.get(member.id, 0))


def is_fixed(match: Match) -> bool:
    """Whether a run must leave it as it is: approved or later, or locked."""
    return match.state in TAKES_A_PLACE or (match.locked and match.state is MatchState.PROPOSED)


def _pairs(matches: Iterable[Match]) -> dict[str, set[str]]:
    """Both ways: member → the others."""
    pairs: dict[str, set[str]] = {}
    for match in matches:
        pairs.setdefault(match.seeker, set()).add(match.partner)
        pairs.setdefault(match.partner, set()).add(match.seeker)
    return pairs


class Broken(Protocol):
    """A rule that was broken."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def sentence(self) -> str:
        """What it means."""
        ...


@dataclass(frozen=True)
class Rule:
    """A named predicate. `allows` gives (seekers, partners); `sentence` says what a broken one means."""

    name: str
    sentence: str
    allows: Callable[[Rows, Rows], Allowed]


class LineManagers(Mapping[str, str]):
    """Member → her line manager, looked up where it is needed: a pool is often far smaller than the roster."""

    def __init__(self, roster: Mapping[str, Member], own: Iterable[Member]) -> None:
        self._roster, self._own = roster, {each.id: each for each in own}

    def __getitem__(self, member: str) -> str:
        found = self._own.get(member) or self._roster[member]
        return found.line_manager_id

    def __iter__(self) -> Iterator[str]:
        return iter({**self._roster, **self._own})

    def __len__(self) -> int:
        return len({**self._roster, **self._own})


class Rules:
    """All hard rules between two lists of members.

    Args:
        seekers, partners: who is to be paired; the two lists may share members.
        roster: everybody, since a reporting line may lead through people outside the pool.
        role: what the partner is to the seeker.
        past: earlier matches.
    """

    def __init__(
        self,
        seekers: Sequence[Member],
        partners: Sequence[Member],
        roster: Mapping[str, Member],
        role: MatchRole,
        past: Past,
    ) -> None:
        self.seekers, self.partners, self.role, self.past = seekers, partners, role, past
        self.partner_roles = paired_roles(role)[1]
        self._roster = roster
        self._column = {member.id: n for n, member in enumerate(partners)}
        self._levels = (
            levels_of([each.profile for each in seekers]),
            levels_of([each.profile for each in partners]),
        )
        self.places = np.array([past.places_left(member) for member in partners], dtype=np.int64)
        self.all = (
            Rule("oneself", "Nobody can be matched with themselves.", self._not_oneself),
            Rule("role", _ROLE_SENTENCES[role], self._has_the_role),
            Rule("paused", "One of the two is paused at the moment.", self._nobody_is_paused),
            Rule("language", "The two state no language in common.", self._language_in_common),
            Rule("level", _LEVEL_SENTENCES[role], self._levels_suit),
            Rule("line_manager", "One is the line manager of the other.", self._no_line_manager),
            Rule("reporting_line", "One stands in the other's reporting line.", self._no_reporting_line),
            Rule("veto", "One of the two asked not to be matched with the other.", self._no_veto),
            Rule("declined", "This pair was declined before.", self._not_declined),
            Rule("matched", "The two are or were matched already.", self._not_matched),
        )
        self.capacity = Rule("capacity", _CAPACITY_SENTENCES[role is MatchRole.PEER], self._has_a_place)
        managers = LineManagers(roster, (*seekers, *partners))
        lines = [chain_above(member.id, managers) for member in (*seekers, *partners)]
        self._lines_up, self._partner_lines = lines[: len(seekers)], lines[len(seekers) :]
        self._below = _inverted(self._partner_lines)
        self._reports = _inverted([[each.line_manager_id] for each in partners])
        self._vetoed_by = _inverted([each.vetoes for each in partners])
        self._languages = _languages_of(seekers, partners)
        self._offers_the_role = np.array(
            [bool(each.roles & self.partner_roles) for each in partners], np.bool_
        )
        self._active = tuple(
            np.array([not each.paused for each in side], dtype=np.bool_) for side in (seekers, partners)
        )

    def allowed(self, rows: Rows, columns: Rows) -> Allowed:
        """Pairs that break no rule but perhaps capacity, which is the solver's: (len(rows), len(columns))."""
        allowed = np.ones((len(rows), len(columns)), dtype=np.bool_)
        for rule in self.all:
            allowed &= rule.allows(rows, columns)
        return allowed

    def broken(self, row: int, column: int) -> list[Rule]:
        """The rules that one pair breaks, capacity among them."""
        one, other = np.array([row]), np.array([column])
        return [rule for rule in (*self.all, self.capacity) if not rule.allows(one, other)[0, 0]]

    def _not_oneself(self, rows: Rows, columns: Rows) -> Allowed:
        return self._except(rows, columns, lambda n: [self._column.get(self.seekers[n].id, -1)])

    def _has_the_role(self, rows: Rows, columns: Rows) -> Allowed:
        return np.broadcast_to(self._offers_the_role[columns], (len(rows), len(columns)))

    def _nobody_is_paused(self, rows: Rows, columns: Rows) -> Allowed:
        both: Allowed = self._active[0][rows][:, None] & self._active[1][columns][None, :]
        return both

    def _has_a_place(self, rows: Rows, columns: Rows) -> Allowed:
        free = np.broadcast_to(self.places[columns] > 0, (len(rows), len(columns)))
        if self.role is not MatchRole.PEER:
            return free
        own = np.array([self.past.places_left(self.seekers[n]) > 0 for n in rows], dtype=np.bool_)
        both: Allowed = free & own[:, None]
        return both

    def _language_in_common(self, rows: Rows, columns: Rows) -> Allowed:
        understand, here, there = self._languages
        common: Allowed = understand[:, there[columns]][here[rows]]
        return common

    def _levels_suit(self, rows: Rows, columns: Rows) -> Allowed:
        return levels_suit(self.role, self._levels[0][rows][:, None], self._levels[1][columns][None, :])

    def _no_line_manager(self, rows: Rows, columns: Rows) -> Allowed:
        def excepted(n: int) -> list[int]:
            member = self.seekers[n]
            return [self._column.get(member.line_manager_id, -1), *self._reports.get(member.id, ())]

        return self._except(rows, columns, excepted)

    def _no_reporting_line(self, rows: Rows, columns: Rows) -> Allowed:
        def excepted(n: int) -> list[int]:
            above = [self._column.get(each, -1) for each in self._lines_up[n]]
            return [*above, *self._below.get(self.seekers[n].id, ())]

        return self._except(rows, columns, excepted)

    def _no_veto(self, rows: Rows, columns: Rows) -> Allowed:
        def excepted(n: int) -> list[int]:
            member = self.seekers[n]
            return [
                *(self._column.get(each, -1) for each in member.vetoes),
                *self._vetoed_by.get(member.id, ()),
            ]

        return self._except(rows, columns, excepted)

    def _not_declined(self, rows: Rows, columns: Rows) -> Allowed:
        return self._not_in(self.past.declined, rows, columns)

    def _not_matched(self, rows: Rows, columns: Rows) -> Allowed:
        return self._not_in(self.past.matched, rows, columns)

    def _not_in(self, pairs: Mapping[str, set[str]], rows: Rows, columns: Rows) -> Allowed:
        def excepted(n: int) -> list[int]:
            return [self._column.get(each, -1) for each in pairs.get(self.seekers[n].id, ())]

        return self._except(rows, columns, excepted)

    def _except(self, rows: Rows, columns: Rows, excepted: Callable[[int], list[int]]) -> Allowed:
        """All pairs but a few a seeker; -1 stands for somebody who is not among the partners."""
        place = np.full(len(self.partners) + 1, -1, dtype=np.intp)
        place[columns] = np.arange(len(columns))
        allowed = np.ones((len(rows), len(columns) + 1), dtype=np.bool_)
        for at, n in enumerate(rows):
            found = excepted(int(n))
            if found:
                allowed[at, place[found]] = False
        return allowed[:, :-1]


_CAPACITY_SENTENCES = (
    "All places of the partner are taken.",
    "One of the two has no place left: peers take a place of each.",
)
_ROLE_SENTENCES: dict[MatchRole, str] = {
    MatchRole.MENTOR: "The partner has not offered to be a mentor.",
    MatchRole.SPONSOR: "The partner has not agreed to advocate: whoever takes the role of a sponsor has.",
    MatchRole.PEER: "The partner has not offered to be a peer.",
    MatchRole.REVERSE: "The partner has not offered to be a reverse mentor.",
}
_LEVEL_SENTENCES: dict[MatchRole, str] = {
    MatchRole.MENTOR: "A mentor is at least one level ahead of the mentee.",
    MatchRole.SPONSOR: (
        f"A sponsor has a seat where decisions are made, at level {LEAST_LEVEL_OF_A_SPONSOR} or above, and stands "
        "above the one sponsored."
    ),
    MatchRole.PEER: "Peers are at most one level apart.",
    MatchRole.REVERSE: "A reverse mentor is at least one level below.",
}


def levels_suit(role: MatchRole, own: Matrix, others: Matrix) -> Allowed:
    """Whether the level of a partner suits that of a seeker; unknown ones do, but for sponsors."""
    ahead = others - own
    suits: Allowed
    match role:
        case MatchRole.MENTOR:
            suits = ~(ahead < 1)
        case MatchRole.SPONSOR:
            suits = (others >= LEAST_LEVEL_OF_A_SPONSOR) & ~(ahead < 1)
        case MatchRole.REVERSE:
            suits = ~(ahead > -1)
        case _:
            suits = ~(np.abs(ahead) > 1)
    return suits


def languages_of(member: Member) -> frozenset[str]:
    """Her languages, as they are compared."""
    return frozenset(each.strip().casefold() for each in member.profile.languages)


def understand(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two people have a language in common; who states none may have any."""
    return not one or not other or not one.isdisjoint(other)


def _inverted(lists: Sequence[Iterable[str]]) -> dict[str, list[int]]:
    """Id → the numbers of the lists it stands in."""
    where: dict[str, list[int]] = {}
    for n, ids in enumerate(lists):
        for each in ids:
            where.setdefault(each, []).append(n)
    return where


def _languages_of(seekers: Sequence[Member], partners: Sequence[Member]) -> tuple[Allowed, Rows, Rows]:
    """Which sets of languages understand each other, and the set of each seeker and of each partner.

    Members speak few different sets, so that two people are looked up, not compared. Who states none understands all.
    """
    sets = [[languages_of(member) for member in side] for side in (seekers, partners)]
    numbers = {each: n for n, each in enumerate(dict.fromkeys((*sets[0], *sets[1])))}
    languages = sorted(frozenset().union(*numbers))
    spoken: NDArray[np.float32] = np.zeros((len(numbers), len(languages)), dtype=np.float32)
    for each, n in numbers.items():
        spoken[n] = [language in each for language in languages]
    states_none = np.array([not each for each in numbers], dtype=np.bool_)
    understand: Allowed = (spoken @ spoken.T > 0) | states_none[:, None] | states_none[None, :]
    here, there = (np.array([numbers[each] for each in side], dtype=np.intp) for side in sets)
    return understand, here, there

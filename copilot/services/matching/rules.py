"""Hard rules: a pair that breaks one is never proposed, however well the two would suit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.domain.matches import TAKES_A_PLACE, Match, MatchRole, MatchState
from copilot.domain.members import Member, Role
from copilot.errors import BadInput
from copilot.services.matching.pooling import Rows
from copilot.services.matching.wishes import levels_of
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
        self.declined = _pairs(match for match in matches if match.state is MatchState.DECLINED)
        self.matched = _pairs(match for match in matches if match.state in _MATCHED or is_fixed(match))
        self._taken: dict[str, int] = {}
        for match in filter(is_fixed, matches):
            both = (match.seeker, match.partner) if match.role is MatchRole.PEER else (match.partner,)
            for taken in both:
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


@dataclass(frozen=True)
class Rule:
    """A named predicate. `allows` gives (seekers, partners); `sentence` says what a broken one means."""

    name: str
    sentence: str
    allows: Callable[[Rows, Rows], Allowed]


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
        what = role.value if role is not MatchRole.REVERSE else "reverse mentor"
        self.all = (
            Rule("oneself", "Nobody can be matched with themselves.", self._not_oneself),
            Rule("role", f"The partner has not offered to be a {what}.", self._has_the_role),
            Rule("paused", "One of the two is paused at the moment.", self._nobody_is_paused),
            Rule("language", "The two state no language in common.", self._language_in_common),
            Rule("level", _LEVEL_SENTENCES[role], self._levels_suit),
            Rule("line_manager", "One is the line manager of the other.", self._no_line_manager),
            Rule("reporting_line", "One stands in the other's reporting line.", self._no_reporting_line),
            Rule("veto", "One of the two asked not to be matched with the other.", self._no_veto),
            Rule("declined", "This pair was declined before.", self._not_declined),
            Rule("matched", "The two are or were matched already.", self._not_matched),
        )
        self.capacity = Rule("capacity", "All places of the partner are taken.", self._has_a_place)
        managers = {each.id: each.line_manager_id for each in (*roster.values(), *seekers, *partners)}
        lines = [chain_above(member.id, managers) for member in (*seekers, *partners)]
        self._lines_up, self._partner_lines = lines[: len(seekers)], lines[len(seekers) :]
        self._below = _inverted(self._partner_lines)
        self._reports = _inverted([[each.line_manager_id] for each in partners])
        self._vetoed_by = _inverted([each.vetoes for each in partners])
        self._spoken = _spoken([*seekers, *partners])

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
        has = np.array([bool(self.partners[n].roles & self.partner_roles) for n in columns], dtype=np.bool_)
        return np.broadcast_to(has, (len(rows), len(columns)))

    def _nobody_is_paused(self, rows: Rows, columns: Rows) -> Allowed:
        here = np.array([not self.seekers[n].paused for n in rows], dtype=np.bool_)
        there = np.array([not self.partners[n].paused for n in columns], dtype=np.bool_)
        both: Allowed = here[:, None] & there[None, :]
        return both

    def _has_a_place(self, rows: Rows, columns: Rows) -> Allowed:
        return np.broadcast_to(self.places[columns] > 0, (len(rows), len(columns)))

    def _language_in_common(self, rows: Rows, columns: Rows) -> Allowed:
        here, there = self._spoken[rows], self._spoken[columns + len(self.seekers)]
        common: Allowed = here @ there.T > 0
        states_some, state_some = np.asarray(here.any(axis=1)), np.asarray(there.any(axis=1))
        both_state: Allowed = states_some[:, None] & state_some[None, :]
        return common | ~both_state

    def _levels_suit(self, rows: Rows, columns: Rows) -> Allowed:
        own, others = self._levels[0][rows][:, None], self._levels[1][columns][None, :]
        ahead = others - own
        suits: Allowed
        match self.role:
            case MatchRole.MENTOR:
                suits = ~(ahead < 1)
            case MatchRole.SPONSOR:
                suits = (others >= LEAST_LEVEL_OF_A_SPONSOR) & ~(ahead < 1)
            case MatchRole.REVERSE:
                suits = ~(ahead > -1)
            case _:
                suits = ~(np.abs(ahead) > 1)
        return suits

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


_LEVEL_SENTENCES: dict[MatchRole, str] = {
    MatchRole.MENTOR: "A mentor is at least one level ahead of the mentee.",
    MatchRole.SPONSOR: f"A sponsor stands at level {LEAST_LEVEL_OF_A_SPONSOR} or above, and above the one sponsored.",
    MatchRole.PEER: "Peers are at most one level apart.",
    MatchRole.REVERSE: "A reverse mentor is at least one level below.",
}


def _inverted(lists: Sequence[Iterable[str]]) -> dict[str, list[int]]:
    """Id → the numbers of the lists it stands in."""
    where: dict[str, list[int]] = {}
    for n, ids in enumerate(lists):
        for each in ids:
            where.setdefault(each, []).append(n)
    return where


def _spoken(members: Sequence[Member]) -> NDArray[np.float32]:
    """(members, languages), 1 where she speaks it."""
    languages = [{language.strip().casefold() for language in each.profile.languages} for each in members]
    column = {language: n for n, language in enumerate(sorted(set().union(*languages)))}
    spoken = np.zeros((len(members), max(1, len(column))), dtype=np.float32)
    for n, each in enumerate(languages):
        spoken[n, [column[language] for language in each]] = 1
    return spoken

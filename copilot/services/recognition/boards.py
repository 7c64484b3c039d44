"""The leaderboard: those who chose to stand on it, for the help that others confirmed this quarter.

Whoever has not chosen it is never on it, whatever she did; whoever leaves is gone at once. Only the first ten places
are shown, and how many stand on the board is not: nobody can tell whether somebody left or was never there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from math import fsum
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.members import Member
from copilot.domain.recognition import LeaderboardChoice
from copilot.domain.records import Value
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.policy import Action, Policy
from copilot.services.recognition.acts import Quarter, bonds, confirmations, settled
from copilot.services.recognition.explained import RULES, Rule
from copilot.services.recognition.scoring import Help, Points, points

PLACES = 10
FEWEST_IN_A_TEAM, MANY_IN_A_TEAM = 5, 25
FEWEST_TO_TELL = 5
"""Of how many who confirmed somebody it is said how many did so in a circle, or for her alone."""


class OnTheBoard(Value):
    """A person among the first ten. `people` are how many different ones confirmed her help."""

    rank: int
    member: str
    points: float
    people: int


class TeamOnTheBoard(Value):
    """A team of at least five who chose to count for it; points a head, rounded, and no number of heads.

    At least five of them, or none, count for it without a place of their own: what a few of these have could be had by
    taking from it what the others show.
    """

    rank: int
    team: str
    points: float


class Standing(Value):
    """Where somebody stands, for herself alone.

    stands: alone and with her team, with her team only, or not at all. rank: her place among those who stand there
    alone; None where she doesn't, or has no points. circular: of the people, those whose word counts less because it
    goes round; only_her: those who confirmed nobody else. Both are 0 of fewer than five people: she would know which.
    """

    stands: Literal["alone", "team", "no"]
    points: float = 0.0
    rank: int | None = None
    people: int = 0
    circular: int = 0
    only_her: int = 0
    kinds: Mapping[Help, int] = {}


class Board(Value):
    """The board of a quarter as one reader sees it. `mine` is hers; None for the operator."""

    quarter: str
    starts: date
    ends: date
    persons: tuple[OnTheBoard, ...]
    teams: tuple[TeamOnTheBoard, ...]
    mine: Standing | None
    rules: tuple[Rule, ...] = RULES


class LeaderboardService:
    """Who is on the board, and who chooses to be."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def board(self, asker: Asker, quarter: str = "") -> Board:
        """The board of a quarter such as `2026-Q3`; of the present one where none is named."""
        self._policy.require(asker, Action.LEADERBOARD_READ)
        now = self._clock.now()
        span = Quarter.read(quarter, now.date())
        with self._units.reading() as unit:
            found = points_of(unit, span, now)
            choices = {each.id: each for each in unit.leaderboard_choices.all()}
            members = {each.id: each for each in unit.members.all(id=set(choices))}
        alone = {each: found[each] for each, choice in choices.items() if choice.alone and each in found}
        return Board(
            quarter=str(span),
            starts=span.starts,
            ends=span.ends,
            persons=_persons(alone),
            teams=_teams(found, members, choices),
            mine=_mine(asker.member, found, choices, alone) if asker.member else None,
        )

    def join(self, asker: Asker, member_id: str, *, alone: bool = True) -> LeaderboardChoice:
        """Stand on the board, alone and with one's team, or only with it. Nobody chooses that for anybody else."""
        self._policy.require(asker, Action.LEADERBOARD_CHOOSE, owners={member_id} - {""})
        with self._units() as unit:
            unit.members.get(member_id)
            known = unit.leaderboard_choices.find(member_id)
            if known is None:
                kept = LeaderboardChoice(id=member_id, alone=alone, since=self._clock.now())
                unit.leaderboard_choices.add(kept)
            else:
                kept = unit.leaderboard_choices.save(known.changed(alone=alone))
            unit.commit()
        return kept

    def leave(self, asker: Asker, member_id: str) -> None:
        """Be on it no more, at once; nothing is left of the choice."""
        self._policy.require(asker, Action.LEADERBOARD_CHOOSE, owners={member_id} - {""})
        with self._units() as unit:
            if unit.leaderboard_choices.find(member_id) is not None:
                unit.leaderboard_choices.remove(member_id)
                unit.commit()


def points_of(unit: UnitOfWork, quarter: Quarter, now: datetime) -> dict[str, Points]:
    """Everybody's points, whether she stands on the board or not: others' help doesn't depend on who looks on."""
    today, relationships = now.date(), bonds(unit)
    told = confirmations(unit, quarter, today, relationships)
    return points(told, settled(unit, quarter, today, relationships))


def _persons(alone: Mapping[str, Points]) -> tuple[OnTheBoard, ...]:
    ranks = _ranks({member: each.points for member, each in alone.items()})
    return tuple(
        OnTheBoard(rank=rank, member=member, points=alone[member].points, people=alone[member].people)
        for member, rank in ranks.items()
        if rank <= PLACES
    )


def _teams(
    found: Mapping[str, Points], members: Mapping[str, Member], choices: Mapping[str, LeaderboardChoice]
) -> tuple[TeamOnTheBoard, ...]:
    """By the function of the profile, whatever its capitals."""
    teams: dict[str, list[Member]] = defaultdict(list)
    for member in members.values():
        if name := " ".join(member.profile.function.split()):
            teams[name.casefold()].append(member)
    large = [people for people in teams.values() if _may_be_shown([choices[each.id] for each in people])]
    heads = {_called(people): _a_head(found, people) for people in large}
    ranks = _ranks({team: each for team, each in heads.items() if each})
    return tuple(
        TeamOnTheBoard(rank=rank, team=team, points=heads[team])
        for team, rank in ranks.items()
        if rank <= PLACES
    )


def _may_be_shown(chosen: list[LeaderboardChoice]) -> bool:
    unnamed = sum(not each.alone for each in chosen)
    return len(chosen) >= FEWEST_IN_A_TEAM and (not unnamed or unnamed >= FEWEST_IN_A_TEAM)


def _called(people: list[Member]) -> str:
    """The first spelling of its name, so that the order of the records changes nothing."""
    return min(" ".join(each.profile.function.split()) for each in people)


def _a_head(found: Mapping[str, Points], people: list[Member]) -> float:
    """In halves, of many people in tenths: what one of them has is lost in the rounding."""
    steps = 10 if len(people) >= MANY_IN_A_TEAM else 2
    whole = fsum(found[each.id].points for each in people if each.id in found)
    return round(steps * whole / len(people)) / steps


def _ranks(totals: Mapping[str, float]) -> dict[str, int]:
    """Best first, equals by name and on one rank: 1, 2, 2, 4."""
    ordered = sorted(totals, key=lambda each: (-totals[each], each))
    first: dict[float, int] = {}
    for place, each in enumerate(ordered, start=1):
        first.setdefault(totals[each], place)
    return {each: first[totals[each]] for each in ordered}


def _mine(
    me: str,
    found: Mapping[str, Points],
    choices: Mapping[str, LeaderboardChoice],
    alone: Mapping[str, Points],
) -> Standing:
    own, choice = found.get(me), choices.get(me)
    stands: Literal["alone", "team", "no"] = "no" if choice is None else "alone" if choice.alone else "team"
    if own is None:
        return Standing(stands=stands)
    tells = own.people >= FEWEST_TO_TELL
    return Standing(
        stands=stands,
        points=own.points,
        rank=1 + sum(each.points > own.points for each in alone.values()) if me in alone else None,
        people=own.people,
        circular=own.mutual if tells else 0,
        only_her=own.narrow if tells else 0,
        kinds=own.kinds,
    )

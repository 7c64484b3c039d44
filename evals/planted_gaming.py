"""Communities that help each other honestly, and people in them who would rather have the points.

How much somebody helps is drawn (log-normal, so that a few help most); whom she helps, who of them says so, who is
chatty and who belongs to a circle is drawn too. Every moment is taken to be public, as those who game would have it.
On top of that a strategy of gaming is planted. None of it is fitted
to anybody's data: rates are plausible, and stated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from copilot.services.recognition.scoring import Confirmation, Help

BEGINS = date(2026, 10, 1)
DAYS = 92
TEAM = 12
"""People in a team, about."""
ACTS = 2.5
"""Favours a quarter, of somebody of middling helpfulness, outside of mentoring and circles."""
OWN_TEAM = 0.6
"""Of the favours, those for somebody of her own team."""
MENTORS, CIRCLES = 0.2, 0.15
"""Shares of the members who mentor one to four people, and who meet in circles of five."""
CHATTY = 0.05
"""Share of the members who log a moment of a friend every other week."""
NEW = 0.06
"""Share of the members who came lately."""


@dataclass(frozen=True)
class Village:
    """An honest quarter. `helpfulness` is what the board should find: how much each of them really helps."""

    members: tuple[str, ...]
    helpfulness: Mapping[str, float]
    confirmations: tuple[Confirmation, ...]
    settled: frozenset[str]


@dataclass(frozen=True)
class Attack:
    """What a strategy adds: made-up confirmations, who is to gain by them, who takes part, and accounts made for it."""

    confirmations: tuple[Confirmation, ...]
    gainers: tuple[str, ...]
    settled: frozenset[str] = field(default_factory=frozenset)


Strategy = Callable[[Village, Random], Attack]


def village(seed: int, size: int) -> Village:
    """An honest community of this size."""
    return _Honest(Random(seed), size).lived()


class _Honest:
    def __init__(self, chance: Random, size: int) -> None:
        self._chance = chance
        self._members = [f"v{n}" for n in range(size)]
        self._helps = {each: chance.lognormvariate(0, 0.8) for each in self._members}
        self._says = {each: chance.betavariate(2, 2) for each in self._members}
        self._given: dict[str, float] = dict.fromkeys(self._members, 0.0)
        self._told: list[Confirmation] = []

    def lived(self) -> Village:
        """The quarter, from favours to events."""
        for each in self._members:
            self._favours(each)
        self._mentoring()
        self._circles()
        self._moments()
        self._events()
        new = set(self._chance.sample(self._members, round(NEW * len(self._members))))
        return Village(
            tuple(self._members), dict(self._given), tuple(self._told), frozenset(self._members) - new
        )

    def _favours(self, helper: str) -> None:
        """Favours, of which those are thanked for whose receivers do such things."""
        for _ in range(_poisson(self._chance, ACTS * self._helps[helper])):
            receiver = self._somebody_for(helper)
            kind = Help.REQUEST if self._chance.random() < 0.6 else Help.MOMENT
            self._helped(helper, receiver, kind, self._says[receiver])

    def _mentoring(self) -> None:
        """Mentors of one to four; a session a month that both rate or not, and now and then a moment of either."""
        chance = self._chance
        for mentor in self._likely(round(MENTORS * len(self._members))):
            for mentee in chance.sample(self._members, chance.randint(1, 4)):
                if mentee == mentor:
                    continue
                for _ in range(3):
                    self._helped(mentor, mentee, Help.SESSION, 0.5)
                if chance.random() < 0.25:
                    self._says_so(mentee, mentor, Help.MOMENT)

    def _circles(self) -> None:
        """Five who really help each other: praise goes round among them, and is deserved."""
        chance = self._chance
        people = chance.sample(self._members, round(CIRCLES * len(self._members)) // 5 * 5)
        for start in range(0, len(people), 5):
            circle = people[start : start + 5]
            for helper in circle:
                for receiver in circle:
                    if receiver != helper and chance.random() < min(0.9, 0.4 * self._helps[helper]):
                        self._helped(helper, receiver, Help.MOMENT, self._says[receiver])

    def _moments(self) -> None:
        """The chatty log the same few friends again and again."""
        for each in self._chance.sample(self._members, round(CHATTY * len(self._members))):
            friends = [self._somebody_for(each) for _ in range(2)]
            for _ in range(7):
                self._says_so(self._chance.choice(friends), each, Help.MOMENT)

    def _events(self) -> None:
        for number, host in enumerate(self._likely(max(2, len(self._members) // 50))):
            guests = self._chance.sample(self._members, min(self._chance.randint(2, 14), len(self._members)))
            day = self._day()
            for guest in guests:
                if guest != host:
                    self._given[host] += 0.2
                    self._told.append(Confirmation(day, guest, host, Help.EVENT, f"e{number}"))

    def _helped(self, helper: str, receiver: str, kind: Help, says: float) -> None:
        self._given[helper] += 1
        if self._chance.random() < says:
            self._says_so(helper, receiver, kind)

    def _says_so(self, helper: str, receiver: str, kind: Help) -> None:
        self._told.append(Confirmation(self._day(), receiver, helper, kind, f"r{len(self._told)}"))

    def _somebody_for(self, helper: str) -> str:
        at = self._members.index(helper)
        team = self._members[at // TEAM * TEAM : at // TEAM * TEAM + TEAM]
        others = [
            each
            for each in (team if self._chance.random() < OWN_TEAM and len(team) > 1 else self._members)
            if each != helper
        ]
        return self._chance.choice(others)

    def _likely(self, number: int) -> list[str]:
        """So many different members, the helpful ones more likely."""
        keyed = sorted(self._members, key=lambda each: -(self._chance.random() ** (1 / self._helps[each])))
        return keyed[:number]

    def _day(self) -> date:
        return BEGINS + timedelta(days=self._chance.randrange(DAYS))


def mutual_pair(here: Village, chance: Random) -> Attack:
    """Two confirm each other a hundred times a day."""
    one, other = _quiet(here, chance, 2)
    days = [BEGINS + timedelta(days=n) for n in range(DAYS)]
    hundred = range(100)
    return _attack(
        [(a, b, day, n) for a, b in ((one, other), (other, one)) for day in days for n in hundred],
        (one, other),
    )


def ring_of_five(here: Village, chance: Random) -> Attack:
    """Five confirm each the next one, every day."""
    ring = _quiet(here, chance, 5)
    pairs = [(ring[n], ring[(n + 1) % 5]) for n in range(5)]
    return _attack(_daily(pairs), ring)


def ring_both_ways(here: Village, chance: Random) -> Attack:
    """Five confirm both their neighbours in the ring, every day."""
    ring = _quiet(here, chance, 5)
    pairs = [(ring[n], ring[(n + step) % 5]) for n in range(5) for step in (1, 4)]
    return _attack(_daily(pairs), ring)


def star_of_new_accounts(here: Village, chance: Random) -> Attack:
    """Fifteen accounts made for it confirm one member every week."""
    (star,) = _quiet(here, chance, 1)
    puppets = [f"puppet{n}" for n in range(15)]
    return _attack(_weekly([(puppet, star) for puppet in puppets]), (star,))


def spammer(here: Village, chance: Random) -> Attack:
    """Three friends confirm one of them as often as they can."""
    star, *friends = _quiet(here, chance, 4)
    return _attack(
        [(friend, star, day, n) for friend in friends for day in _days(1) for n in range(20)], (star,)
    )


def trickle(here: Village, chance: Random) -> Attack:
    """Four confirm each other once a fortnight each: slowly, below every limit of a day or a week."""
    four = _quiet(here, chance, 4)
    pairs = [(a, b) for a in four for b in four if a != b]
    return _attack([(a, b, day, 0) for a, b in pairs for day in _days(14)], four)


def clique_of_eight(here: Village, chance: Random) -> Attack:
    """Eight confirm each other three times a quarter, and now and then somebody else, to look like everybody."""
    eight = _quiet(here, chance, 8)
    outside = [each for each in here.members if each not in eight]
    pairs = [(a, b) for a in eight for b in eight if a != b]
    honest = [(each, chance.choice(outside)) for each in eight for _ in range(3)]
    return _attack([(a, b, day, 0) for a, b in pairs for day in _days(30)[:3]] + _once(honest), eight)


def disguised_star(here: Village, chance: Random) -> Attack:
    """Ten members of long standing confirm one, and each two others at random, so that they don't look narrow."""
    star, *friends = _quiet(here, chance, 11)
    outside = [each for each in here.members if each not in (star, *friends)]
    disguise = [(friend, chance.choice(outside)) for friend in friends for _ in range(2)]
    return _attack(
        [(friend, star, day, 0) for friend in friends for day in _days(30)[:3]] + _once(disguise), (star,)
    )


def settled_star(here: Village, chance: Random) -> Attack:
    """Fifteen accounts that waited a month confirm one member and nobody else."""
    (star,) = _quiet(here, chance, 1)
    puppets = [f"puppet{n}" for n in range(15)]
    return _attack(_weekly([(puppet, star) for puppet in puppets]), (star,), frozenset(puppets))


def boosters(here: Village, chance: Random) -> Attack:
    """Eight, of whom five confirm the other three, who never confirm them back."""
    people = _quiet(here, chance, 8)
    pairs = [(giver, gainer) for giver in people[3:] for gainer in people[:3]]
    return _attack(_weekly(pairs), people[:3])


def tournament(here: Village, chance: Random) -> Attack:
    """Of nine each confirms four, and nobody the one who confirmed her: no two confirm each other."""
    nine = _quiet(here, chance, 9)
    pairs = [(nine[n], nine[(n + step) % 9]) for n in range(9) for step in (1, 2, 3, 4)]
    return _attack(_weekly(pairs), nine)


def patient_ring(here: Village, chance: Random) -> Attack:
    """Forty real people (or a third of a small community): each confirms six others, so that no way back is short."""
    size = min(40, len(here.members) // 3)
    ring = _quiet(here, chance, size)
    steps = range(1, 7)
    pairs = [(ring[n], ring[(n + step) % size]) for n in range(size) for step in steps]
    return _attack([(a, b, day, 0) for a, b in pairs for day in _days(30)[:3]], ring)


DEVELOPMENT: Mapping[str, Strategy] = {
    "mutual pair": mutual_pair,
    "ring of five": ring_of_five,
    "ring, both ways": ring_both_ways,
    "star of new accounts": star_of_new_accounts,
    "spammer with friends": spammer,
    "trickle of four": trickle,
    "clique of eight": clique_of_eight,
}
HELD_OUT: Mapping[str, Strategy] = {
    "settled star": settled_star,
    "disguised star": disguised_star,
    "boosters": boosters,
    "tournament of nine": tournament,
    "patient ring": patient_ring,
}


def _attack(
    told: Sequence[tuple[str, str, date, int]], gainers: Sequence[str], settled: frozenset[str] = frozenset()
) -> Attack:
    made = tuple(
        Confirmation(day, who, whom, Help.MOMENT, f"fake{n}-{number}")
        for n, (who, whom, day, number) in enumerate(told)
    )
    return Attack(made, tuple(gainers), settled)


def _quiet(here: Village, chance: Random, number: int) -> list[str]:
    """Members of long standing who help less than most."""
    ordered = sorted(here.settled, key=lambda each: (here.helpfulness[each], each))
    return chance.sample(ordered[: max(number, len(ordered) // 2)], number)


def _days(apart: int) -> list[date]:
    return [BEGINS + timedelta(days=n) for n in range(0, DAYS, apart)]


def _daily(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, date, int]]:
    return [(a, b, day, 0) for a, b in pairs for day in _days(1)]


def _weekly(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, date, int]]:
    return [(a, b, day, 0) for a, b in pairs for day in _days(7)]


def _once(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, date, int]]:
    return [(a, b, BEGINS + timedelta(days=n * 7 % DAYS), 0) for n, (a, b) in enumerate(pairs)]


def _poisson(chance: Random, mean: float) -> int:
    """Arrivals in a unit of time (Knuth 1969, 3.4.1)."""
    waited, number = chance.expovariate(mean), 0
    while waited < 1:
        waited, number = waited + chance.expovariate(mean), number + 1
    return number


def strategies(held_out: bool) -> Iterator[tuple[str, Strategy]]:
    """Those looked at while the rules were made, or those kept for the end."""
    yield from (HELD_OUT if held_out else DEVELOPMENT).items()

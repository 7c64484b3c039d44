"""Who meets whom: relationships that keep the rules, from what members say they want."""

import functools
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from copilot.demo.content import Arc, arcs
from copilot.demo.wording import fragment, pattern

Row = Mapping[str, Any]
Opening = tuple[Arc, Row, str]

# How many of each, in a community of 420.
MENTORINGS, SPONSORSHIPS, PEERS = 46, 7, 7
FULL = 420
# Of the mentorings; the others go well.
STUCK, CLOSED, PAUSED = 12, 11, 2
MOST_HOURS_APART = 5.0
# How often a course is taken at most.
MOST_TAKEN = 2


@dataclass(frozen=True)
class Pairing:
    """A seeker and a partner, their course, how it goes (well, stuck, closed, paused), and what she had said before."""

    seeker: Row
    partner: Row
    arc: Arc
    kind: str
    said: str


class Community:
    """The rules between members: languages, hours, reporting lines, vetoes, places."""

    def __init__(self, rows: Sequence[Row], today: date) -> None:
        self.rows = {row["id"]: row for row in rows}
        self.today = today
        self.busy: Counter[str] = Counter()
        self.bosses: dict[str, frozenset[str]] = {}

    def may_meet(self, seeker: Row, partner: Row) -> bool:
        """Whether nothing stands between them."""
        return (
            seeker is not partner
            and bool(set(seeker["languages"]) & set(partner["languages"]))
            and self.hours_apart(seeker, partner) <= MOST_HOURS_APART
            and not self._in_line(seeker, partner)
            and partner["id"] not in seeker["vetoes"]
            and seeker["id"] not in partner["vetoes"]
        )

    def hours_apart(self, one: Row, other: Row) -> float:
        """Hours between their clocks today."""
        return abs(_offset(one["time_zone"], self.today) - _offset(other["time_zone"], self.today))

    def _in_line(self, one: Row, other: Row) -> bool:
        return one["id"] in self._bosses(other["id"]) or other["id"] in self._bosses(one["id"])

    def _bosses(self, member: str) -> frozenset[str]:
        if member not in self.bosses:
            boss = self.rows[member]["line_manager_id"]
            self.bosses[member] = frozenset({boss}) | self._bosses(boss) if boss else frozenset()
        return self.bosses[member]

    def has_room(self, partner: Row) -> bool:
        """Whether one more would not exceed the capacity."""
        return self.busy[partner["id"]] < int(partner["capacity"])


@functools.cache
def _offset(zone: str, today: date) -> float:
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=ZoneInfo(zone))
    offset = noon.utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


def pairings(rows: Sequence[Row], today: date, rng: random.Random) -> list[Pairing]:
    """About sixty relationships in a community of 420, the personas' own first."""
    matchmaker = _Matchmaker(Community(rows, today), len(rows) / FULL, rng)
    matchmaker.introduce_personas()
    matchmaker.arrange_mentoring()
    matchmaker.arrange("sponsor", SPONSORSHIPS)
    matchmaker.arrange("peer", PEERS)
    return matchmaker.made


class _Matchmaker:
    """Makes pairings one by one; nobody seeks twice in the same role, no course is taken too often."""

    def __init__(self, community: Community, share: float, rng: random.Random) -> None:
        self.community, self.share, self.rng = community, share, rng
        self.made: list[Pairing] = []
        self.openings = _openings(list(community.rows.values()), rng)
        self.kinds = self._kinds()

    def _kinds(self) -> list[str]:
        """How each of the mentorings goes."""
        share, total = self.share, round(MENTORINGS * self.share)
        kinds = (
            ["stuck"] * round(STUCK * share)
            + ["closed"] * round(CLOSED * share)
            + ["paused"] * round(PAUSED * share)
        )
        kinds += ["well"] * (total - len(kinds))
        return self.rng.sample(kinds, len(kinds))

    def introduce_personas(self) -> None:
        """Inês and Grace; two others of Grace's, one of them over; two whom Paola sponsors."""
        ines, grace = self.community.rows["m1"], self.community.rows["m2"]
        self._add(Pairing(ines, grace, arcs()[-1], self._take("well"), ines["goals"][1]))
        for kind in ("well", "closed"):
            self._first_with(grace, self.openings, kind)
        sponsored = [
            (arc, row, "") for row in self._shuffled() for arc in _courses("sponsor") if _wants(row, arc)
        ]
        for _ in range(2):
            self._first_with(self.community.rows["m5"], sponsored, "well")

    def _take(self, kind: str) -> str:
        """One of these fewer to come."""
        if kind in self.kinds:
            self.kinds.remove(kind)
        return kind

    def _first_with(self, partner: Row, openings: Sequence[Opening], kind: str) -> None:
        for arc, seeker, said in openings:
            if self._open(arc, seeker, most=1) and _could(self.community, arc, seeker, partner):
                kind = self._take(kind) if arc.role == "mentor" else kind
                return self._add(Pairing(seeker, partner, arc, kind, said))
        return None

    def arrange_mentoring(self) -> None:
        """Every course once, before any is taken again; as many as there are kinds left."""
        for most in range(1, MOST_TAKEN + 1):
            for arc, seeker, said in self.openings:
                if self.kinds and self._open(arc, seeker, most) and (pool := self._pool(arc, seeker)):
                    self._add(Pairing(seeker, self._best(arc, seeker, pool), arc, self.kinds.pop(), said))

    def arrange(self, role: str, count: int) -> None:
        """Sponsorships or peers up to this number, each course in turn; the first of them has ended."""
        kind, full = "closed", round(count * self.share)
        for seeker in self._shuffled():
            arc = min(_courses(role), key=lambda arc: (self._taken(arc), arc.id))
            wanted = _wants(seeker, arc) and self._open(arc, seeker, MOST_TAKEN)
            if wanted and self._number(role) < full and (pool := self._pool(arc, seeker)):
                self._add(Pairing(seeker, self._best(arc, seeker, pool), arc, kind, ""))
                kind = "well"

    def _shuffled(self) -> list[Row]:
        rows = list(self.community.rows.values())
        return self.rng.sample(rows, len(rows))

    def _number(self, role: str) -> int:
        return sum(pairing.arc.role == role for pairing in self.made)

    def _taken(self, arc: Arc) -> int:
        return sum(pairing.arc is arc for pairing in self.made)

    def _open(self, arc: Arc, seeker: Row, most: int) -> bool:
        return self._taken(arc) < most and not any(_same(pairing, seeker, arc) for pairing in self.made)

    def _pool(self, arc: Arc, seeker: Row) -> list[Row]:
        return [row for row in self.community.rows.values() if _could(self.community, arc, seeker, row)]

    def _best(self, arc: Arc, seeker: Row, pool: Sequence[Row]) -> Row:
        return max(
            pool,
            key=lambda row: (_suitability(self.community, arc, seeker, row) + self.rng.random(), row["id"]),
        )

    def _add(self, pairing: Pairing) -> None:
        self.community.busy[pairing.partner["id"]] += pairing.kind != "closed"
        self.made.append(pairing)


def _courses(role: str) -> list[Arc]:
    return [arc for arc in arcs() if arc.role == role]


def _openings(rows: Sequence[Row], rng: random.Random) -> list[Opening]:
    """Seekers whose goal begins a course, in turns, each course's first ones before anybody's second."""
    by_arc: dict[str, list[Opening]] = {}
    for row in rng.sample(rows, len(rows)):
        for arc, said in _beginnings(row):
            by_arc.setdefault(arc.id, []).append((arc, row, said))
    turns = max(map(len, by_arc.values()), default=0)
    return [found[turn] for turn in range(turns) for found in by_arc.values() if turn < len(found)]


def _beginnings(row: Row) -> Iterable[tuple[Arc, str]]:
    for goal in row["goals"] if "mentee" in row["roles"] else ():
        for arc, said in _sayings():
            if said.fullmatch(goal) and arc.levels[0] <= row["level"] <= arc.levels[1]:
                yield arc, goal


@functools.cache
def _sayings() -> list[tuple[Arc, re.Pattern[str]]]:
    return [(arc, pattern(fragment(line).text)) for arc in arcs() for line in arc.says]


def _same(pairing: Pairing, seeker: Row, arc: Arc) -> bool:
    """Whether she is in a pair of this kind; among peers it makes no difference who asked."""
    pair = {pairing.seeker["id"], pairing.partner["id"]} if arc.role == "peer" else {pairing.seeker["id"]}
    return seeker["id"] in pair and pairing.arc.role == arc.role


def _could(community: Community, arc: Arc, seeker: Row, partner: Row) -> bool:
    ahead = partner["level"] - seeker["level"]
    enough = {"mentor": 1 <= ahead <= 5, "sponsor": ahead >= 2, "peer": abs(ahead) <= 1}[arc.role]
    same = partner["function"] == seeker["function"]
    return (
        arc.role in partner["roles"]
        and enough
        and bool(partner["experience"])
        and (same or not arc.same_function)
        and (arc.target in (None, partner["function"]))
        and community.has_room(partner)
        and community.may_meet(seeker, partner)
    )


def _suitability(community: Community, arc: Arc, seeker: Row, partner: Row) -> float:
    """Two levels ahead, another function where the course allows it, few others yet."""
    across = partner["function"] != seeker["function"] or arc.same_function
    ahead = int(partner["level"]) - int(seeker["level"])
    return float(across) - abs(ahead - 2) - 1.5 * community.busy[partner["id"]]


def _wants(row: Row, arc: Arc) -> bool:
    asks = "peer" if arc.role == "peer" else "mentee"
    return asks in row["roles"] and arc.levels[0] <= row["level"] <= arc.levels[1] and bool(row["goals"])

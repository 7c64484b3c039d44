"""What is compared, a rule each: which people, what is measured of them, and the sentence a chapter would get.

Where people are compared nobody is in both groups; who would be is left out. Goals are read only where two share
them, and only their state; of sessions the dates and the ratings that both see.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np

from copilot.domain.events import EventKind
from copilot.domain.matches import MatchRole
from copilot.domain.playbook import ChapterKey
from copilot.domain.relationships import Relationship
from copilot.services.playbook.community import Community
from copilot.services.playbook.comparing import Side

DAYS_IN_A_MONTH = 30.4
OFTEN = 1.0
"""Meetings a month from which a rhythm counts as close."""
WATCHED = 60
"""Days a relationship must have lasted before its rhythm or its goals are looked at."""
SILENCE = timedelta(weeks=8)
"""Without a session for so long something counts as over, whether it was closed or not."""
MENTORED = frozenset({MatchRole.MENTOR, MatchRole.REVERSE, MatchRole.SPONSOR})


@dataclass(frozen=True)
class Rule:
    """One comparison.

    Args:
        name: what it is called in ids and figures.
        chapter: where its sentence would stand.
        measure: what is measured, as a heading such as “months that they last, within a year”.
        unit: of the figures.
        sides: the two groups in a community.
        more, less: what the chapter would say where the first group has the higher, the lower figure.
        caution: what else may be behind it.
    """

    name: str
    chapter: ChapterKey
    measure: str
    unit: Literal["months", "share", "points"]
    sides: Callable[[Community], tuple[Side, Side]]
    more: str
    less: str
    caution: str


def circles_and_pairs(here: Community) -> tuple[Side, Side]:
    """How long circles and pairs last, by one measure for both: until their last session.

    All are watched until SILENCE ago. Whoever met since then goes on; whoever didn't has ended with her last session,
    whether somebody closed it or not. So it makes no difference that pairs get closed and circles don't. Those that
    never met, and those begun since, are left out.
    """
    circles = [each for each in here.relationships if each.role is MatchRole.CIRCLE]
    pairs = [each for each in here.relationships if each.role is not MatchRole.CIRCLE]
    return _lasting("circles", circles, here), _lasting("pairs", pairs, here)


def _lasting(name: str, every: Collection[Relationship], here: Community) -> Side:
    last, watched_until = last_sessions(here), here.today - SILENCE
    met = [each for each in every if each.id in last and each.started <= watched_until]
    until = [min(last[each.id], watched_until) for each in met]
    months = [max((day - r.started).days, 0) / DAYS_IN_A_MONTH for day, r in zip(until, met, strict=True)]
    people = frozenset(member for each in met for member in each.members)
    ended = np.array([last[each.id] <= watched_until for each in met], dtype=bool)
    return Side(name, np.array(months, dtype=np.float64), people, ended)


def last_sessions(here: Community) -> dict[str, date]:
    """The day of the last session of each relationship that met."""
    last: dict[str, date] = {}
    for session in here.held:
        last[session.relationship] = max(session.at.date(), last.get(session.relationship, date.min))
    return last


def stays(here: Community) -> dict[str, tuple[date, date]]:
    """From when until when each relationship that met went on: until its last session where it is over, else today."""
    last = last_sessions(here)
    over = {r.id for r in here.relationships if r.id in last and _is_over(r, last[r.id], here)}
    return {
        each.id: (each.started, last[each.id] if each.id in over else here.today)
        for each in here.relationships
        if each.id in last
    }


def _is_over(relationship: Relationship, last: date, here: Community) -> bool:
    return relationship.state == "closed" or last <= here.today - SILENCE


def rhythm_and_goals(here: Community) -> tuple[Side, Side]:
    """Of those who share a goal: who reached one, by how often they met."""
    often, seldom = set[str](), set[str]()
    held, went_on = Counter(session.relationship for session in here.held), stays(here)
    for each in here.relationships:
        since, until = went_on.get(each.id, (here.today, here.today))
        if each.role in MENTORED and (until - since).days >= WATCHED:
            close = held[each.id] * DAYS_IN_A_MONTH / (until - since).days >= OFTEN
            (often if close else seldom).add(each.seeker)
    return _reached(here, ("who meet once a month or more", often), ("who meet less often", seldom))


def events_and_goals(here: Community) -> tuple[Side, Side]:
    """Of those who share a goal: who reached one, by whether they came to an event while they worked together.

    Who came only before or afterwards is in neither group.
    """
    when = {each.id: each.starts.date() for each in here.events}
    visits = [
        (one.member, when[one.event]) for one in here.registrations if one.attended and one.event in when
    ]
    watched = watched_with_goals(here)
    came = {member for member, day in visits if member in watched and _within(day, watched[member])}
    others = watched.keys() - {member for member, _ in visits}
    return _reached(here, ("who came to an event", came), ("who came to none", others))


def choice_and_ratings(here: Community) -> tuple[Side, Side]:
    """How those rate their sessions who had ranked their partner, and those whom a run brought together."""
    wished = {(one.member, other) for one in here.choices for other in one.ranked}
    chosen, run = set[str](), set[str]()
    runs = {match.id for match in here.matches if match.run}
    for each in here.relationships:
        if each.role in MENTORED:
            had_a_say = any((each.seeker, other) in wished for other in each.members[1:])
            if had_a_say or each.match in runs:
                (chosen if had_a_say else run).add(each.id)
    return _rated_by_seekers(here, ("who had ranked their partner", chosen), ("matched by a run alone", run))


def training_and_ratings(here: Community) -> tuple[Side, Side]:
    """How mentees rate the sessions of mentors who came to a workshop, and of those who came to none."""
    workshops = {each.id for each in here.events if each.kind is EventKind.WORKSHOP}
    came = {one.member for one in here.registrations if one.attended and one.event in workshops}
    mentored = [each for each in here.relationships if each.role is MatchRole.MENTOR]
    by_seeker = _ratings(here, {each.id: frozenset({each.seeker}) for each in mentored})
    of_mentor: defaultdict[str, list[float]] = defaultdict(list)
    for each in mentored:
        of_mentor[each.members[1]] += [rating for _, rating in by_seeker.get(each.id, [])]
    means = {mentor: float(np.mean(ratings)) for mentor, ratings in of_mentor.items() if ratings}
    return _split(
        means, ("mentors who came to a workshop", came), ("mentors who came to none", means.keys() - came)
    )


_GOALS = "share who reached a goal they share, among those who worked together for about as long"

RULES: tuple[Rule, ...] = (
    Rule(
        "circles-last", ChapterKey.PEERS, "months that they last, within a year", "months", circles_and_pairs,
        "Circles keep people together longer than pairs here.",
        "Pairs keep people together longer than circles here.",
        "Circles and pairs are begun for different reasons.",
    ),
    Rule(
        "rhythm-and-goals", ChapterKey.ANALYTICS, _GOALS, "share", rhythm_and_goals,
        "Mentees who meet their mentor once a month or more reach a shared goal more often here.",
        "Mentees who meet their mentor once a month or more reach a shared goal less often here.",
        "Who is getting on well may also meet more.",
    ),
    Rule(
        "choice-and-ratings", ChapterKey.MATCHING, "how they rate their sessions, from 1 to 5", "points",
        choice_and_ratings,
        "Mentees who had ranked their partner rate their sessions higher here.",
        "Mentees who had ranked their partner rate their sessions lower here.",
        "Who ranks partners may also be more at ease with asking.",
    ),
    Rule(
        "events-and-goals", ChapterKey.PROGRAMMES, _GOALS, "share", events_and_goals,
        "Mentees who came to an event reach a shared goal more often here.",
        "Mentees who came to an event reach a shared goal less often here.",
        "Who has time for events may also have more time for goals.",
    ),
    Rule(
        "workshops-and-ratings", ChapterKey.LEARNING, "how mentees rate sessions, from 1 to 5", "points",
        training_and_ratings,
        "Sessions with mentors who came to a workshop are rated higher here.",
        "Sessions with mentors who came to a workshop are rated lower here.",
        "Mentors who come to workshops may also be those who care most.",
    ),
)  # fmt: skip

Named = tuple[str, Collection[str]]


def _reached(here: Community, one: Named, other: Named) -> tuple[Side, Side]:
    """1 for who reached a shared goal, 0 for who has one and hasn't; a goal set aside doesn't count.

    The longer somebody is watched the likelier both are, a goal reached and an event or a meeting more: so the days
    are given along.
    """
    watched = watched_with_goals(here)
    reached = {goal.member for goal in here.goals if goal.state == "reached"}
    sides = _split({member: float(member in reached) for member in watched}, one, other)
    return _watched(sides[0], watched), _watched(sides[1], watched)


def watched_with_goals(here: Community) -> dict[str, tuple[date, date]]:
    """Who shares a goal, and from when until when those with whom she does worked together."""
    went_on, found = stays(here), dict[str, tuple[date, date]]()
    for goal in here.goals:
        if goal.state != "dropped" and goal.relationship in went_on:
            since, until = went_on[goal.relationship]
            first, last = found.get(goal.member, (since, until))
            found[goal.member] = min(first, since), max(last, until)
    return found


def _watched(side: Side, when: Mapping[str, tuple[date, date]]) -> Side:
    """The side with the days for which each of its people was watched, in the order of its values."""
    days = [(until - since).days for since, until in (when[each] for each in sorted(side.people))]
    return replace(side, watched=np.array(days, dtype=np.float64))


def _within(day: date, when: tuple[date, date]) -> bool:
    return when[0] <= day <= when[1]


def _rated_by_seekers(here: Community, one: Named, other: Named) -> tuple[Side, Side]:
    """The mean rating of each seeker; `one` and `other` name relationships."""
    wanted = {*one[1], *other[1]}
    seekers = {each.id: each.seeker for each in here.relationships if each.id in wanted}
    given = _ratings(here, {each: frozenset({seeker}) for each, seeker in seekers.items()})
    of_seeker: defaultdict[str, list[float]] = defaultdict(list)
    for said in given.values():
        for member, rating in said:
            of_seeker[member].append(rating)
    means = {member: float(np.mean(ratings)) for member, ratings in of_seeker.items()}
    sides = [(name, {seekers[each] for each in which if each in seekers}) for name, which in (one, other)]
    return _split(means, sides[0], sides[1])


def _ratings(here: Community, whose: Mapping[str, frozenset[str]]) -> dict[str, list[tuple[str, float]]]:
    """What these people said of the sessions of each relationship."""
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for session in here.held:
        found[session.relationship] += [
            (member, float(rating))
            for member, rating in session.ratings.items()
            if member in whose.get(session.relationship, ())
        ]
    return found


def _split(of: Mapping[str, float], one: Named, other: Named) -> tuple[Side, Side]:
    both = set(one[1]) & set(other[1])
    sides = [_side(name, of, set(people) - both) for name, people in (one, other)]
    return sides[0], sides[1]


def _side(name: str, of: Mapping[str, float], people: Iterable[str]) -> Side:
    known = sorted(person for person in people if person in of)
    return Side(name, np.array([of[each] for each in known], dtype=np.float64), frozenset(known))

"""The community's records as tables at their finest step: no id, no name, no word that anybody wrote about herself.

No table can be joined to another: there is no id that stands in two of them. Who met whom is a graph, and a graph
leads back to people even without names (Backstrom et al. 2007; Narayanan and Shmatikov 2009), by how many somebody is
connected with and how those are connected. So of the graph only a count a member is told, as one of her attributes,
and of a pair only what it has in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from copilot.domain.programmes import TAKING_PART
from copilot.domain.surveys import SurveyAnswer
from copilot.ports import UnitOfWork
from copilot.services.research import ladders as told
from copilot.services.research.anonymity import Table
from copilot.services.surveys.figures import released

OF_MEMBERS = {
    "roles": told.ROLES, "function": told.AS_TOLD, "level": told.LEVEL, "region": told.AS_TOLD,
    "languages": told.LANGUAGES, "hours_per_month": told.HOURS, "relationships": told.COUNT,
}  # fmt: skip
OF_RELATIONSHIPS = {
    "role": told.AS_TOLD, "seeker_level": told.LEVEL, "partner_level": told.LEVEL, "across_functions": told.AS_TOLD,
    "across_regions": told.AS_TOLD, "started": told.MONTH, "state": told.AS_TOLD,
}  # fmt: skip
OF_SESSIONS = {"role": told.AS_TOLD, "held": told.MONTH, "minutes": told.AS_TOLD}
OF_SURVEYS = {
    "role": told.AS_TOLD, "side": told.AS_TOLD, "point": told.AS_TOLD, "answered": told.YEAR, "rated": told.RATED,
}  # fmt: skip
NO_RATING = ""
MATTERS = {
    "roles": 4,
    "level": 4,
    "relationships": 4,
    "role": 4,
    "seeker_level": 2,
    "partner_level": 2,
    "function": 2,
    "rated": 4,
}
"""What questions of research are asked by: the last to be made coarser."""


class _Person(NamedTuple):
    """What of a member can stand in a row."""

    roles: str
    function: str
    level: str
    region: str
    languages: str
    hours: str


STRANGER = _Person("other", told.UNTOLD, told.UNTOLD, told.UNTOLD, told.UNTOLD, told.UNTOLD)
"""Who has left: nothing is known of her any more."""


class Records:
    """Members, relationships, sessions and survey answers of a community or of one programme.

    Args:
        unit: one reading.
        today: the day it is; no answer of it is told.
        programme: only this one's, empty for all.
    """

    def __init__(self, unit: UnitOfWork, today: date, programme: str = "") -> None:
        self._unit, self._today = unit, today
        only = {"programme": programme} if programme else {}
        self.people = self._people_of(programme)
        rows = unit.relationships.values("id", "role", "members", "started", "state", **only)
        self._relationships = {
            str(id_): (str(role), tuple(members), started, str(state))
            for id_, role, members, started, state in rows
        }
        self._everybody = self._people_of("") if programme else self.people

    def tables(self) -> tuple[Table, ...]:
        """All four, each row at its finest."""
        return (self._members(), self._pairs(), self._sessions(), self._surveys())

    def _people_of(self, programme: str) -> dict[str, _Person]:
        rows = self._unit.members.values("id", "roles", "profile")
        taking = {
            member for (member,) in self._unit.enrolments.values("member", programme=programme, state=TAKING_PART)
        } if programme else None  # fmt: skip
        return {
            id_: _person(roles, profile) for id_, roles, profile in rows if taking is None or id_ in taking
        }

    def _members(self) -> Table:
        counted = Counter(member for _, members, _, _ in self._relationships.values() for member in members)
        sessions = self._sessions_of_members()
        rows = [(*person, told.count_told(counted[id_])) for id_, person in self.people.items()]
        return Table(
            "members", OF_MEMBERS, rows, [(id_,) for id_ in self.people],
            ("sessions_held",), [(told.sessions_told(sessions[id_]),) for id_ in self.people], MATTERS,
        )  # fmt: skip

    def _pairs(self) -> Table:
        held = Counter(relationship for relationship, *_ in self._held)
        ids = list(self._relationships)
        return Table(
            "relationships", OF_RELATIONSHIPS, [self._pair(self._relationships[id_]) for id_ in ids],
            [self._sides(id_) for id_ in ids], ("sessions_held",), [(told.sessions_told(held[id_]),) for id_ in ids],
        )  # fmt: skip

    def _pair(self, relationship: tuple[str, tuple[str, ...], Any, str]) -> tuple[str, ...]:
        role, members, started, state = relationship
        if len(members) > 2:
            between = (told.SEVERAL,) * 4
        else:
            one, other = (self._everybody.get(member, STRANGER) for member in members)
            functions, regions = (
                told.across(one.function, other.function),
                told.across(one.region, other.region),
            )
            between = (one.level, other.level, functions, regions)
        return (role, *between, told.month_told(started), state)

    def _sessions(self) -> Table:
        held = self._held
        rows = [
            (self._role(of), told.month_told(at), told.minutes_told(minutes)) for of, at, minutes, _ in held
        ]
        return Table(
            "sessions", OF_SESSIONS, rows,
            [self._sides(of) for of, *_ in held], ("rating",), [(_mean(ratings),) for *_, ratings in held],
        )  # fmt: skip

    def _surveys(self) -> Table:
        """Only answers that the figures of their programme count too; of each one band, which takes part in k."""
        answers = [each for each in self._counted() if each.relationship in self._relationships]
        rows = [
            (
                self._role(each.relationship),
                each.side,
                each.point.value,
                told.month_told(each.since),
                told.rated_told(each.ratings.values()),
            )
            for each in answers
        ]
        people = [(each.member, *self._others(each.relationship, each.member)) for each in answers]
        return Table("surveys", OF_SURVEYS, rows, people, weights=MATTERS)

    def _counted(self) -> list[SurveyAnswer]:
        by: dict[tuple[str, str, str], list[SurveyAnswer]] = defaultdict(list)
        for each in self._unit.survey_answers.all():
            by[each.programme, each.point, each.side].append(each)
        return [each for answers in by.values() for each in released(answers, self._today)]

    @cached_property
    def _held(self) -> list[tuple[str, Any, int, Mapping[str, int]]]:
        """All sessions that took place: three tables are made of them, and they are read once."""
        rows = self._unit.sessions.values("relationship", "at", "minutes", "ratings", state="held")
        return [(of, at, minutes, ratings) for of, at, minutes, ratings in rows if of in self._relationships]

    def _sessions_of_members(self) -> Counter[str]:
        return Counter(member for of, *_ in self._held for member in self._relationships[of][1])

    def _role(self, relationship: str) -> str:
        return self._relationships[relationship][0]

    def _sides(self, relationship: str) -> tuple[str, str]:
        """Both sides; of a circle two of its people stand for it."""
        members = self._relationships[relationship][1]
        return members[0], members[-1]

    def _others(self, relationship: str, member: str) -> tuple[str]:
        return (next((one for one in self._relationships[relationship][1] if one != member), member),)


def _person(roles: Sequence[str], profile: Mapping[str, Any]) -> _Person:
    return _Person(
        roles=told.roles_told(roles),
        function=told.function_told(profile.get("function") or ""),
        level=told.level_told(profile.get("level")),
        region=told.region_told(profile.get("time_zone") or ""),
        languages=told.languages_told(profile.get("languages") or ()),
        hours=told.hours_told(profile.get("hours_per_month")),
    )


def _mean(ratings: Mapping[str, int]) -> str:
    """Of both sides, in whole numbers; what one side alone said of a session stays with her."""
    return str(round(sum(ratings.values()) / len(ratings))) if len(ratings) > 1 else NO_RATING

"""Which surveys are open for whom, read from the records; changes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from copilot.domain.matches import MatchRole
from copilot.domain.programmes import Programme
from copilot.domain.records import Value
from copilot.domain.relationships import Relationship
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.ports import UnitOfWork
from copilot.services.surveys.questions import Side, side_of
from copilot.services.surveys.windows import closing_days, open_window, windows_of

Asked = Mapping[tuple[SurveyPoint, Side], int]
"""How many were asked at a point on a side."""


class OpenSurvey(Value):
    """One survey that waits for one member. `until` is its last day; `answered` whether she has: she may change it."""

    relationship: str
    programme: str
    role: MatchRole
    members: tuple[str, ...]
    member: str
    side: Side
    point: SurveyPoint
    opens: date
    until: date
    answered: bool

    @property
    def id(self) -> str:
        """The id her answer has, or would have."""
        return survey_id(self.relationship, self.point, self.member)


def open_surveys(unit: UnitOfWork, member_id: str, today: date) -> list[OpenSurvey]:
    """Those open for her on that day, answered or not, what closes first before others; none of who has left."""
    if unit.members.find(member_id) is None:
        return []
    hers = [each for each in unit.relationships.mentioning([member_id]) if member_id in each.members]
    programmes = {each.id: each for each in unit.programmes.all(id={each.programme for each in hers})}
    closed = closing_days(unit, {each.id for each in hers if each.state == "closed"})
    answered = {row[0] for row in unit.survey_answers.values("id", member=member_id, withdrawn=False)}
    found = [*_open_in(hers, programmes, closed, {member_id}, answered, today)]
    return sorted(found, key=lambda each: (each.until, each.relationship))


def every_open_survey(unit: UnitOfWork, today: date) -> dict[str, list[OpenSurvey]]:
    """The same of everybody at once, by member: each table is read once, however many there are."""
    programmes = {each.id: each for each in unit.programmes.all()}
    people = {row[0] for row in unit.members.values("id")}
    answered = {row[0] for row in unit.survey_answers.values("id", withdrawn=False)}
    found: dict[str, list[OpenSurvey]] = defaultdict(list)
    for each in _open_in(unit.relationships.all(), programmes, closing_days(unit), people, answered, today):
        found[each.member].append(each)
    return {who: sorted(each, key=lambda one: (one.until, one.relationship)) for who, each in found.items()}


def asked_in(unit: UnitOfWork, programme_id: str, today: date) -> Asked:
    """How many of a programme were asked until that day, whoever answered included, by point and side."""
    relationships = unit.relationships.all(programme=programme_id)
    programme = unit.programmes.find(programme_id)
    people = {row[0] for row in unit.members.values("id")}
    closed = closing_days(unit)
    asked = {
        (window.point, side_of(each.role, each.members, member), each.id, member)
        for each in relationships
        if each.state != "paused"
        for window in windows_of(each, programme, closed.get(each.id))
        if window.opens <= today
        for member in each.members
        if member in people
    }
    return _counted(asked, unit.survey_answers.all(programme=programme_id))


def _counted(asked: set[tuple[SurveyPoint, Side, str, str]], answers: Iterable[SurveyAnswer]) -> Asked:
    """With those who answered and are asked no more: their relationship has paused, or left the programme.

    Who took her answer back was asked as well.
    """
    answered = {(each.point, each.side, each.relationship, each.member) for each in answers}
    return Counter((point, side) for point, side, _, _ in asked | answered)


def _open_in(
    relationships: Iterable[Relationship],
    programmes: Mapping[str, Programme],
    closed: Mapping[str, date],
    people: Collection[str],
    answered: Collection[str],
    today: date,
) -> Iterator[OpenSurvey]:
    for each in relationships:
        window = open_window(each, programmes.get(each.programme), closed.get(each.id), today)
        for member in each.members if window else ():
            if window and member in people:
                yield OpenSurvey(
                    relationship=each.id, programme=each.programme, role=each.role, members=each.members,
                    member=member, side=side_of(each.role, each.members, member), point=window.point,
                    opens=window.opens, until=window.until,
                    answered=survey_id(each.id, window.point, member) in answered,
                )  # fmt: skip

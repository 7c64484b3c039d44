"""Writing a planted community into a home, in transactions of a few thousand records each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random
from typing import Any

from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.events import Event, EventFeedback, Registration
from copilot.domain.help_requests import HelpRequest
from copilot.domain.learning import GuideProgress, PracticeAnswer, Readiness, TrackProgress
from copilot.domain.matches import Match
from copilot.domain.members import Role
from copilot.domain.programmes import Enrolment
from copilot.domain.records import Record
from copilot.domain.relationships import ActionItem, Feedback, Goal, Moment, Note, Relationship, Session
from copilot.domain.spaces import Post, Space
from copilot.domain.surveys import SurveyAnswer
from copilot.ports import UnitsOfWork
from evals.planted_activity import people
from evals.planted_activity.gatherings import gatherings
from evals.planted_activity.pairs import of_a_pair, pairs
from evals.planted_activity.people import Frame

A_MEMBER = 10
"""Sessions for each member, over two years."""
AT_ONCE = 5_000
KEPT_IN: Mapping[type[Record], str] = {
    Relationship: "relationships", Session: "sessions", Match: "matches", Note: "notes", ActionItem: "actions",
    Feedback: "feedback", Goal: "goals", Moment: "moments", SurveyAnswer: "survey_answers", Circle: "circles",
    CircleMeeting: "circle_meetings", Event: "events", Registration: "registrations",
    EventFeedback: "event_feedback", Space: "spaces", Post: "posts", HelpRequest: "help_requests",
    GuideProgress: "guide_progress", PracticeAnswer: "practice_answers", TrackProgress: "track_progress",
    Readiness: "readiness",
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """What was written: the people and programmes, and how many records of each kind."""

    frame: Frame
    counts: Mapping[str, int]


def plant(
    units: UnitsOfWork, members: int, now: datetime, *, sessions: int | None = None, seed: int = 1
) -> Planted:
    """Write a community of so many members (30 at least) into an empty home.

    Args:
        units: where it is written.
        members: how many there are.
        now: the present of that community, with a zone; nothing but plans lies after it.
        sessions: how many sessions they have between them; ten for each member where it isn't said.
        seed: equal communities for equal seeds.
    """
    if members < 30:
        raise ValueError("fewer than 30 members are no community")
    chance, writing = Random(seed), _Writing(units)
    frame = _peopled(writing, members, now, chance)
    writing.keep("choices", people.choices(frame, chance))
    writing.keep("nominations", people.nominations(frame, chance))
    writing.keep("pauses", people.pauses(frame, chance))
    writing.keep("leaderboard_choices", people.board(frame, chance))
    writing.keep("objectives", people.objectives(frame))
    writing.keep("closing_reviews", people.reviews(frame, chance))
    wanted = A_MEMBER * members if sessions is None else sessions
    lives = (record for pair in pairs(frame, wanted, chance) for record in of_a_pair(pair, frame, chance))
    writing.keep_each(lives)
    writing.keep_each(gatherings(frame, chance))
    return Planted(frame, dict(writing.counts))


def _peopled(writing: _Writing, size: int, now: datetime, chance: Random) -> Frame:
    everybody = list(people.people(size, chance))
    frames = people.programmes(now.date())
    ids = tuple(each.id for each in everybody)
    joined = list(people.enrolments(ids, frames, chance))
    writing.keep("members", everybody)
    writing.keep("programmes", frames)
    writing.keep("enrolments", joined)
    mentors = tuple(each.id for each in everybody if Role.MENTOR in each.roles)
    return Frame(ids, mentors, tuple(frames), _by_programme(joined), now)


def _by_programme(joined: Iterable[Enrolment]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in joined:
        if each.state != "waiting":
            found.setdefault(each.programme, []).append(each.member)
    return {programme: tuple(members) for programme, members in found.items()}


class _Writing:
    """Puts records where they belong, so many in one transaction."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units
        self.counts: Counter[str] = Counter()

    def keep(self, repository: str, records: Iterable[Record]) -> None:
        """Records of one kind."""
        for some in _some(records):
            self._add({repository: some})

    def keep_each(self, records: Iterable[Record]) -> None:
        """Records of many kinds, each where its kind is kept."""
        for some in _some(records):
            kinds: dict[str, list[Record]] = {}
            for each in some:
                kinds.setdefault(KEPT_IN[type(each)], []).append(each)
            self._add(kinds)

    def _add(self, kinds: Mapping[str, list[Record]]) -> None:
        with self._units() as unit:
            for name, records in kinds.items():
                repository: Any = getattr(unit, name)
                repository.add(*records)
                self.counts[name] += len(records)
            unit.commit()


def _some(records: Iterable[Record]) -> Iterator[list[Record]]:
    left = iter(records)
    while some := list(islice(left, AT_ONCE)):
        yield some

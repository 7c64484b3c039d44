"""What people of the sample community have learnt: some a little, some a whole track, and most nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from copilot.domain.learning import GuideProgress, PracticeAnswer, Readiness, TrackProgress
from copilot.domain.members import Role
from copilot.ports import UnitOfWork
from copilot.services.learning.standing import key
from knowledge.exercises import exercise
from knowledge.readiness import questionnaires
from knowledge.tracks import Track, tracks

DAY = timedelta(days=1)
ALL = 99
BEGINNERS = (
    ("new-mentor", Role.MENTOR, 11),
    ("giving-feedback", Role.MENTOR, 23),
    ("mentee-first-month", Role.MENTEE, 13),
    ("mentee-on-the-way", Role.MENTEE, 29),
    ("circle-facilitator", Role.PEER, 17),
    ("sponsor", Role.SPONSOR, 5),
)
"""Of those with this role every so-manieth has begun this track: a community in which a few learn."""


@dataclass(frozen=True)
class _Course:
    """Who works on which track: how many guides she has done, when she began, how many days apart."""

    member: str
    track: str
    done: int
    began: int
    every: int = 4


@dataclass(frozen=True)
class _Answer:
    """What somebody wrote to a guide's scenario, days ago, and which of its points stand in it."""

    member: str
    guide: str
    ago: int
    text: str
    met: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Mirror:
    """How somebody rated herself, days ago, in the order of the sentences."""

    member: str
    role: Literal["mentor", "mentee"]
    ago: int
    ratings: str


COURSES = (
    _Course("m1", "mentee-first-month", 6, 33, 5),
    _Course("m1", "mentee-on-the-way", 1, 6),
    _Course("m2", "new-mentor", ALL, 120, 6),
    _Course("m2", "giving-feedback", 2, 21, 7),
    _Course("m3", "programme-manager", 7, 60, 6),
    _Course("m4", "circle-facilitator", 1, 9),
    _Course("m5", "sponsor", 3, 24, 7),
)
ANSWERS = (
    _Answer(
        "m1", "sessions/preparing-as-a-mentee.md", 8,
        "Dear Dr Lindqvist, on Thursday I would like to talk about the post at the education centre. I can't decide "
        "whether to apply now or finish the certificate first. The class you suggested? They came on Friday, all "
        "twenty-two of them, and nobody fell into the stream. Yours, Sione",
        ("the-topic", "the-point-of-doubt", "the-news"),
    ),
    _Answer(
        "m1", "goals/finding-a-goal.md", 19,
        "I don't know yet what I want. I keep the spreadsheet nobody asked for, and I like that more than the tickets.",
    ),
    _Answer(
        "m2", "feedback/sbi.md", 40,
        "Jovana, yesterday at five an old man was telling you about his dog, and you took the telephone in the "
        "middle of his sentence. He sat down and told the vet nothing of the fits. What was going on for you there?",
        ("names-the-moment", "what-a-camera-saw", "what-followed", "asks-for-her-side"),
    ),
    _Answer(
        "m2", "feedback/sbi.md", 47,
        "Jovana, you must not be so rude to people. You are better than that.",
    ),
    _Answer(
        "m5", "sponsorship/advocacy.md", 10,
        "Aroha, next week they decide who sets up the training bakery. I would like to say your name. May I? Tell me "
        "what I may say of you and what stays between us.",
        ("may-i-raise-your-name", "what-may-be-said"),
    ),
)  # fmt: skip
MIRRORS = (
    _Mirror("m1", "mentee", 35, "54 43 42 65 33 44"),
    _Mirror("m2", "mentor", 125, "5543 4533 433 322 544 4325"),
    _Mirror("m2", "mentor", 20, "6654 5655 554 433 655 5446"),
    _Mirror("m5", "mentor", 26, "3464 6553 333 523 443 6746"),
)


def keep_learning(unit: UnitOfWork, now: datetime) -> None:
    """Guides read, questions answered, scenarios answered, and how ready some feel; the personas' first."""
    courses = [*COURSES, *_beginners(unit)]
    guides: dict[str, GuideProgress] = {}
    for course in courses:
        track = next(each for each in tracks() if each.id == course.track)
        unit.track_progress.add(_progress(course, track, now))
        for done in _guides(course, track, now):
            guides.setdefault(done.id, done)
    for number, answer in enumerate(ANSWERS, start=1):
        unit.practice_answers.add(_kept(f"pa-demo-{number}", answer, now))
        place = key(answer.member, answer.guide)
        before = guides.get(place) or GuideProgress(id=place, member=answer.member, guide=answer.guide)
        guides[place] = before.changed(practised=now - answer.ago * DAY)
    unit.guide_progress.add(*guides.values())
    for number, mirror in enumerate(MIRRORS, start=1):
        unit.readiness.add(_rated(f"rd-demo-{number}", mirror, now))


def _beginners(unit: UnitOfWork) -> Iterator[_Course]:
    """A few of each role, none of them a persona, each a little further than the one before."""
    personas = {course.member for course in COURSES}
    for track, role, every in BEGINNERS:
        having = [member.id for member in unit.members.all() if role in member.roles]
        chosen = [member for member in having[3::every] if member not in personas][:14]
        for n, member in enumerate(chosen):
            yield _Course(member, track, 1 + n % 5, 8 + 5 * n, 3)


def _progress(course: _Course, track: Track, now: datetime) -> TrackProgress:
    steps = len(track.steps)
    finished = now - (course.began - course.every * (steps - 1)) * DAY if course.done >= steps else None
    return TrackProgress(
        id=key(course.member, track.id),
        member=course.member,
        track=track.id,
        started=now - course.began * DAY,
        version=track.version if finished else "",
        finished=finished,
    )


def _guides(course: _Course, track: Track, now: datetime) -> Iterator[GuideProgress]:
    """Those that are done, and the next one read with a question wrong: so she knows where to go on."""
    for n, step in enumerate(track.steps[: course.done + 1]):
        at = now - max(course.began - course.every * n, 1) * DAY
        understood = n < course.done
        yield _guide(course.member, step.guide, at, understood=understood)


def _guide(member: str, guide: str, at: datetime, *, understood: bool) -> GuideProgress:
    found = exercise(guide)
    right = tuple(question.right for question in found.questions) if found else ()
    chosen = right if understood else ((right[0] + 1) % 3, *right[1:]) if right else ()
    return GuideProgress(
        id=key(member, guide),
        member=member,
        guide=guide,
        read=at,
        questions=found.version if found else "",
        chosen=chosen,
        right=sum(one == other for one, other in zip(chosen, right, strict=True)),
        checked=at if understood else None,
    )


def _kept(answer_id: str, answer: _Answer, now: datetime) -> PracticeAnswer:
    found = exercise(answer.guide)
    return PracticeAnswer(
        id=answer_id,
        member=answer.member,
        guide=answer.guide,
        scenario=found.scenario.id if found else "",
        text=answer.text,
        met=answer.met,
        at=now - answer.ago * DAY,
    )


def _rated(rating_id: str, mirror: _Mirror, now: datetime) -> Readiness:
    keys = questionnaires()[mirror.role].keys
    numbers = [int(digit) for digit in mirror.ratings.replace(" ", "")]
    return Readiness(
        id=rating_id,
        member=mirror.member,
        role=mirror.role,
        ratings=dict(zip(keys, numbers, strict=True)),
        at=now - mirror.ago * DAY,
    )

"""What the two sides of the sample community's relationships answered, and which surveys are open just now.

How somebody rates follows how she rated their meetings, so that the figures tell of the same year as everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import fmean

from copilot.domain.matches import AuditEntry
from copilot.domain.relationships import Relationship
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.ports import UnitOfWork
from copilot.services.programmes.parting import ONE_OF_THEM
from copilot.services.surveys.questions import Side, questions_for, side_of
from copilot.services.surveys.windows import Window, windows_of

SEED = 2026
STILL_TO_ANSWER = frozenset({"m1", "m2"})
"""Whoever tries the demo as one of these finds a survey waiting."""
_ANSWER, _LEAVE_ONE_OUT, _WRITE, _FOR_MANAGERS = 0.78, 0.06, 0.42, 0.7
_AS_A_RULE = 3.9
"""What somebody would rate who has rated no meeting."""
_EASY = {
    "good-start": 0.3,
    "right-thing": 0.3,
    "recommend": 0.5,
    "rewarding": 0.4,
    "again": 0.3,
    "own-word": 0.5,
}
_HARD = {
    "prepared": -0.9,
    "supported": -0.8,
    "my-say": -0.4,
    "rhythm": -0.6,
    "openings": -0.5,
    "different": -1.2,
}
_START, _MIDDLE, _END = SurveyPoint

WORDS: dict[tuple[SurveyPoint, Side], tuple[str, ...]] = {
    (_START, "seeker"): (
        "It took us two meetings to stop being polite. Since then it goes by itself.",
        "A list of what to bring to the first meeting would have saved me a sleepless evening.",
        "Nobody had told me that I may turn a suggestion down. It stands in the guide, on the second page.",
        "We began with my question and left the introductions for later. Keep it that way.",
    ),
    (_START, "partner"): (
        "Let mentors see three people they might accompany, and not one.",
        "The track was good, and it came two weeks after our first talk.",
        "I was surprised how little she wanted advice and how much a listener.",
        "Shift work and time zones: please ask for both before anybody is brought together.",
    ),
    (_START, "peer"): (
        "Half an hour each, with a kitchen timer. We laughed, and it works.",
        "We are both new here. One of us should know the building.",
    ),
    (_MIDDLE, "seeker"): (
        "Every two weeks is too often while the season runs. We have agreed on three.",
        "I said no to my boss for the first time, in a whole sentence.",
        "We talk well. I can’t say yet what will be different in spring.",
        "Please don’t pair people across a reporting line, even a dotted one.",
        "Her questions follow me around for days. I mean that kindly.",
    ),
    (_MIDDLE, "partner"): (
        "When a talk turns to matters of health I don’t know whom to send her to.",
        "I get more out of this than out of the last three leadership courses.",
        "It would help to hear how other mentors do it, once a quarter, over lunch.",
        "Action items help. Without them we would only be having a good time.",
    ),
    (_MIDDLE, "peer"): ("We have begun to hold each other to what we said. That is new.",),
    (_END, "seeker"): (
        "I came for one presentation and left with a job. Thank you all.",
        "It petered out in August and neither of us said so. A reminder would have been kind.",
        "The last session was the best: we looked back, with a list.",
    ),
    (_END, "partner"): (
        "Tell mentors at the start how one ends. I had no idea, and made it longer than it was.",
        "I would do it again, with two people at most.",
        "She outgrew what I can offer. That was the point, and it still felt odd.",
    ),
    (_END, "peer"): ("We go on without a programme now.",),
}  # fmt: skip


def keep_surveys(unit: UnitOfWork, now: datetime) -> None:
    """The days on which relationships closed, and answers to the surveys that have been open until yesterday."""
    today = now.date()
    relationships = unit.relationships.all()
    programmes = {each.id: each for each in unit.programmes.all()}
    rated = _meetings_rated(unit)
    closed = _closing_days(unit, relationships, today)
    unit.audit_log.add(*(_closing(each, closed[each]) for each in sorted(closed)))
    chance, said = Random(SEED), _Words()
    for each in relationships:
        windows = windows_of(each, programmes.get(each.programme), closed.get(each.id))
        unit.survey_answers.add(*_answers(each, windows, rated, today, chance, said))


class _Words:
    """Each sentence is said once, in an order of its own."""

    def __init__(self) -> None:
        self._left = {key: list(words) for key, words in WORDS.items()}

    def next(self, point: SurveyPoint, side: Side, chance: Random) -> str:
        """One that nobody has said yet, or nothing."""
        left = self._left.get((point, side), [])
        return left.pop(0) if left and chance.random() < _WRITE else ""


def _meetings_rated(unit: UnitOfWork) -> dict[tuple[str, str], float]:
    """How each rated the meetings of a relationship, on average."""
    every: dict[tuple[str, str], list[int]] = {}
    for session in unit.sessions.all(state="held"):
        for member, rating in session.ratings.items():
            every.setdefault((session.relationship, member), []).append(rating)
    return {key: fmean(ratings) for key, ratings in every.items()}


def _closing_days(unit: UnitOfWork, relationships: list[Relationship], today: date) -> dict[str, date]:
    """Two weeks after they met last, and before today."""
    closed = {each.id: each.started for each in relationships if each.state == "closed"}
    for session in unit.sessions.all(state="held", relationship=set(closed)):
        closed[session.relationship] = max(closed[session.relationship], session.at.date())
    return {each: min(last + timedelta(days=14), today - timedelta(days=1)) for each, last in closed.items()}


def _closing(relationship: str, on: date) -> AuditEntry:
    return AuditEntry(
        id=f"l-demo-close-{relationship}", at=datetime.combine(on, time(16, 5), UTC), by=ONE_OF_THEM, verb="close",
        kind="relationship", record=relationship,
    )  # fmt: skip


def _answers(
    of: Relationship,
    windows: tuple[Window, ...],
    rated: dict[tuple[str, str], float],
    today: date,
    chance: Random,
    said: _Words,
) -> Iterator[SurveyAnswer]:
    for window in windows:
        for member in of.members:
            on = window.opens + timedelta(days=min(int(chance.expovariate(0.25)), 20))
            answers = chance.random() < _ANSWER and on < today
            if answers and not (member in STILL_TO_ANSWER and window.holds(today)):
                yield _answer(
                    of, window.point, member, on, rated.get((of.id, member), _AS_A_RULE), chance, said
                )


def _answer(
    of: Relationship, point: SurveyPoint, member: str, on: date, usual: float, chance: Random, said: _Words
) -> SurveyAnswer:
    side = side_of(of.role, of.members, member)
    words = said.next(point, side, chance)
    asked = [each.id for each in questions_for(of.role, point, side)]
    ratings = {each: _rating(each, usual, chance) for each in asked if chance.random() > _LEAVE_ONE_OUT}
    return SurveyAnswer(
        id=survey_id(of.id, point, member), relationship=of.id, programme=of.programme, member=member, side=side,
        point=point, on=on, ratings=ratings, words=words,
        for_managers=bool(words and of.programme) and chance.random() < _FOR_MANAGERS,
    )  # fmt: skip


def _rating(question: str, usual: float, chance: Random) -> int:
    tendency = usual + _EASY.get(question, 0.0) + _HARD.get(question, 0.0)
    return max(1, min(5, round(chance.gauss(tendency, 0.8))))

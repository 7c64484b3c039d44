"""What may be counted of answers to surveys. Pure: whoever hands them in has asked the policy.

Answers are counted in groups of five that never change: in the order in which they were first given. A group is counted
whole or not at all, and only of days that are over: nobody reads one answer more than yesterday and knows whose it is.
The two sides are never added up, so that neither can be had by subtracting the other. Counts are shown in fives: what
a group of five adds can't be read from the figures before and after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from statistics import median

from pydantic import Field

from copilot.domain.records import Value
from copilot.domain.surveys import SurveyAnswer, SurveyPoint
from copilot.services.auditing.disclosure import (
    FEWEST_IN_A_CELL,
    Share,
    ShareInFives,
    share,
    share_in_fives,
)
from copilot.services.surveys.due import Asked
from copilot.services.surveys.questions import SIDES, Question, Side, every_question_of

AGREES_FROM = 4
"""A rating of 4 or 5 counts as a yes."""
TOO_FEW = f"Fewer than {FEWEST_IN_A_CELL} had answered until yesterday: too few to show them in numbers."


class QuestionFigures(Value):
    """One statement in numbers; all are None where fewer than ten rated it.

    Attributes:
        median: of the ratings, 1 to 5; it may lie between two.
        agree: who gave 4 or 5, of those who rated it; its own numbers may be hidden (`ShareInFives.told`).
        interval: Wilson's 95 % interval of that share; None where the share is hidden.
    """

    id: str = Field(serialization_alias="question")
    text: str
    median: float | None
    agree: ShareInFives | None
    interval: tuple[float, float] | None


class PointFigures(Value):
    """What one side said at one point.

    Attributes:
        response: who has answered until yesterday, of those who were asked; None of fewer than five.
        counted: how many answers the figures are made of, a multiple of five; 0 where there are too few.
        questions: none where there are too few; `remark` says so.
    """

    point: SurveyPoint
    side: Side
    response: Share | None
    counted: int
    questions: tuple[QuestionFigures, ...] = ()
    remark: str = ""


def aggregated(answers: Iterable[SurveyAnswer], asked: Asked, today: date) -> tuple[PointFigures, ...]:
    """Figures of each point and side at which anybody was asked, in their order.

    Args:
        answers: of one programme, or of whatever is looked at; those of today are left out.
        asked: how many were asked at each point and side (`due.asked_in`); never fewer than answered.
        today: the day it is.
    """
    by: dict[tuple[SurveyPoint, Side], list[SurveyAnswer]] = {}
    for each in answers:
        by.setdefault((each.point, each.side), []).append(each)
    return tuple(
        _figures(point, side, by.get((point, side), ()), asked.get((point, side), 0), today)
        for point in SurveyPoint
        for side in SIDES
        if asked.get((point, side)) or by.get((point, side))
    )


def released(answers: Iterable[SurveyAnswer], today: date) -> list[SurveyAnswer]:
    """Those that are counted, in groups of five by the day on which they were first given.

    A group waits while one of its answers is of today, also one that was given anew; it is left out for as long as one
    of them is taken back. No other answer moves up into it: else whoever takes her own back, and compares, reads the
    one that came after.
    """
    places = sorted(answers, key=_place)
    groups = (places[n : n + FEWEST_IN_A_CELL] for n in range(0, len(places), FEWEST_IN_A_CELL))
    return [each for group in groups if _is_whole(group, today) for each in group]


def _place(answer: SurveyAnswer) -> tuple[date, bytes]:
    """Of one day in an order that says nothing of who they are from."""
    return answer.since, hashlib.sha256(answer.id.encode()).digest()


def _is_whole(group: Collection[SurveyAnswer], today: date) -> bool:
    return len(group) == FEWEST_IN_A_CELL and all(each.on < today and not each.withdrawn for each in group)


def words_told(answers: Collection[SurveyAnswer], today: date) -> dict[SurveyPoint, tuple[str, ...]]:
    """By point the words that members gave to the managers, in an order that says nothing of who wrote them.

    Only of answers that `released` gives, both sides together: five more come at once, or none.
    """
    found = {}
    for point in SurveyPoint:
        told = [
            each.words
            for each in released((each for each in answers if each.point is point), today)
            if each.for_managers and each.words
        ]
        found[point] = tuple(sorted(told, key=lambda words: hashlib.sha256(words.encode()).digest()))
    return {point: told for point, told in found.items() if told}


def _figures(
    point: SurveyPoint, side: Side, answers: Collection[SurveyAnswer], asked: int, today: date
) -> PointFigures:
    counted = released(answers, today)
    answered = sum(each.since < today and not each.withdrawn for each in answers)
    return PointFigures(
        point=point,
        side=side,
        response=share(answered, max(asked, answered)),
        counted=len(counted),
        questions=tuple(
            _question(each, counted) for each in every_question_of(point, side) if _rated(each, counted)
        ),
        remark="" if counted else TOO_FEW,
    )


def _rated(question: Question, answers: Iterable[SurveyAnswer]) -> bool:
    """Whether it was asked here at all: a programme of mentors has no figures of sponsors."""
    return any(question.id in each.ratings for each in answers)


def _question(question: Question, answers: Sequence[SurveyAnswer]) -> QuestionFigures:
    ratings = [each.ratings[question.id] for each in answers if question.id in each.ratings]
    agree = share_in_fives(sum(rating >= AGREES_FROM for rating in ratings), len(ratings))
    return QuestionFigures(
        id=question.id,
        text=question.text,
        median=float(median(ratings)) if agree else None,
        agree=agree,
        interval=agree.interval if agree else None,
    )

"""Questions that show whether a guide was understood: asked without the answers, told with a reason for each."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.asking import Asker
from copilot.errors import BadInput, Conflict
from copilot.services.learning.reading import Reading
from copilot.services.learning.shelf import Shelf
from copilot.services.learning.standing import keep_step
from copilot.services.learning.told import (
    AnswerTold,
    Checked,
    OptionAsked,
    OptionTold,
    QuestionAsked,
    QuestionsTold,
)
from copilot.services.policy import Action
from knowledge.exercises import Exercise, Option, Question
from knowledge.shipped import Shipped


class Checking(Reading):
    """The verbs of who checks what she understood."""

    def questions(self, asker: Asker, guide: str) -> QuestionsTold:
        """A guide's questions under their version, without what is right; NotFound where it has none."""
        self._policy.require(asker, Action.GUIDES_READ)
        shelf = self._shelf()
        exercise = shelf.exercise(guide)
        return QuestionsTold(
            guide=guide,
            title=shelf.guide(guide).title,
            version=exercise.version,
            questions=tuple(_asked(each) for each in exercise.questions),
        )

    def check(self, asker: Asker, guide: str, version: str, chosen: Sequence[int]) -> Checked:
        """Say of each answer whether it is right, and why. The guide is understood once all are right in one go.

        Args:
            asker: who answers; as often as she likes.
            guide: whose questions.
            version: that of the questions she saw. Conflict where they are others now: what she did stays. Empty: those
                she answered last, or, where she never did, those of today: nobody knows what she saw.
            chosen: the number of an option for each question, from 1, in the order in which they were asked.
        """
        member, shelf = self._member(asker), self._shelf()
        exercise = shelf.exercise(guide)
        version = version or self._answered_last(member, guide) or exercise.version
        _check_version(exercise, version)
        places = _places(exercise, chosen)
        right = sum(question.right == place for question, place in _answered(exercise, places))
        now = self._clock.now()
        with self._units() as unit:
            kept = self._kept(unit, member, guide)
            checked = kept.checked or (now if right == len(places) else None)
            done = kept.changed(questions=version, chosen=places, right=right, checked=checked)
            moved = keep_step(unit, shelf, done, track="", now=now)
            unit.commit()
        return Checked(
            guide=guide,
            title=shelf.guide(guide).title,
            version=version,
            understood=right == len(places),
            right=right,
            of=len(places),
            answers=_told(shelf, exercise, places),
            moved=moved,
        )

    def _answered_last(self, member: str, guide: str) -> str:
        """The version of this guide's questions that she answered last; empty where she never did."""
        with self._units.reading() as unit:
            return self._kept(unit, member, guide).questions


def _asked(question: Question) -> QuestionAsked:
    options = tuple(OptionAsked(n=n, say=option.say) for n, option in enumerate(question.options, start=1))
    return QuestionAsked(id=question.id, ask=question.ask, options=options)


def _check_version(exercise: Exercise, version: str) -> None:
    if version != exercise.version:
        raise Conflict(
            "These questions have changed since you saw them. What you did before is kept.",
            place="version",
            cure="Look at the questions again, and answer those of today, with the version that stands there.",
            detail={"version": exercise.version},
        )


def _places(exercise: Exercise, chosen: Sequence[int]) -> tuple[int, ...]:
    """The places of the options, from 0; BadInput where there is not one for each question, or one there isn't."""
    asked = len(exercise.questions)
    if len(chosen) != asked:
        raise BadInput(
            f"There are {asked} questions, and {len(chosen)} answer{'' if len(chosen) == 1 else 's'}.",
            place="answers",
            cure="Give one number for each question, such as 1,3,2.",
        )
    for n, (question, number) in enumerate(zip(exercise.questions, chosen, strict=True), start=1):
        if not 1 <= number <= len(question.options):
            raise BadInput(
                f"Question {n} has no option {number}.",
                place="answers",
                cure=f"Choose 1 to {len(question.options)}.",
            )
    return tuple(number - 1 for number in chosen)


def _answered(exercise: Exercise, places: tuple[int, ...]) -> list[tuple[Question, int]]:
    return list(zip(exercise.questions, places, strict=True))


def _told(shelf: Shelf, exercise: Exercise, places: tuple[int, ...]) -> tuple[AnswerTold, ...]:
    guide = shelf.guide(exercise.guide)
    return tuple(
        _answer_told(guide, question, place, n)
        for n, (question, place) in enumerate(_answered(exercise, places), start=1)
    )


def _answer_told(guide: Shipped, question: Question, place: int, n: int) -> AnswerTold:
    return AnswerTold(
        id=question.id,
        ask=question.ask,
        right=place == question.right,
        chosen=_option(question.options, place),
        answer=_option(question.options, question.right),
        citation=guide.cite(question.passage, n),
    )


def _option(options: Sequence[Option], place: int) -> OptionTold:
    return OptionTold(n=place + 1, say=options[place].say, why=options[place].why)

"""Short surveys at set points: each side answers for herself, and the programme reads numbers of five and more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.records import Value
from copilot.domain.relationships import Relationship
from copilot.domain.surveys import SurveyAnswer, SurveyPoint, survey_id
from copilot.domain.wording import day_in_words
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy
from copilot.services.surveys.due import OpenSurvey, asked_in, open_surveys
from copilot.services.surveys.figures import PointFigures, aggregated, words_told
from copilot.services.surveys.questions import (
    HIGHEST,
    LOWEST,
    QUESTIONS,
    Question,
    point_of,
    questions_for,
)
from copilot.services.surveys.windows import closing_days, windows_of


class SurveyToAnswer(Value):
    """A survey that is open for the asker: what is asked, until when, and what she has answered so far."""

    survey: OpenSurvey
    questions: tuple[Question, ...]
    answer: SurveyAnswer | None


class OwnAnswer(Value):
    """An answer of the asker's own, with what was asked. `open_until` is None where it can't be changed any more."""

    answer: SurveyAnswer
    questions: tuple[Question, ...]
    open_until: date | None


class Results(Value):
    """What is read of a programme's answers. `words` by point, for its managers alone; empty for everybody else."""

    programme: str
    on: date
    points: tuple[PointFigures, ...]
    words: dict[SurveyPoint, tuple[str, ...]] = Field(default={})


class SurveysService:
    """What the two sides say at the start, in the middle and at the end."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def open_for(self, asker: Asker) -> list[SurveyToAnswer]:
        """The surveys that wait for her, and those she may still change; what closes first before others."""
        self._policy.require(asker, Action.SURVEYS, owners={asker.member})
        with self._units.reading() as unit:
            return [_to_answer(unit, each) for each in open_surveys(unit, asker.member, self._today())]

    def show(self, asker: Asker, relationship_id: str, point: SurveyPoint | str) -> SurveyToAnswer:
        """One survey that is open for her. NotFound for somebody else's; Conflict where it is not open, and why."""
        point = point_of(point)
        with self._units.reading() as unit:
            return _to_answer(unit, self._open(unit, asker, relationship_id, point))

    def mine(self, asker: Asker) -> list[OwnAnswer]:
        """What she has answered, the newest first; what she answered in a relationship that is over too."""
        self._policy.require(asker, Action.SURVEYS, owners={asker.member})
        with self._units.reading() as unit:
            still = {each.id: each for each in open_surveys(unit, asker.member, self._today())}
            answers = unit.survey_answers.all(member=asker.member, withdrawn=False)
        answers.sort(key=lambda each: (each.on, each.id), reverse=True)
        return [
            OwnAnswer(
                answer=each,
                questions=tuple(QUESTIONS[id_] for id_ in each.ratings if id_ in QUESTIONS),
                open_until=still[each.id].until if each.id in still else None,
            )
            for each in answers
        ]

    def answer(
        self,
        asker: Asker,
        relationship_id: str,
        point: SurveyPoint | str,
        ratings: Mapping[str, int],
        *,
        words: str = "",
        for_managers: bool = False,
    ) -> SurveyAnswer:
        """Answer, or answer again while it is open: the second answer takes the first one's place.

        Args:
            asker: one of those in the relationship.
            relationship_id: of which.
            point: start, middle or end.
            ratings: question → 1 to 5; what is left out is not rated.
            words: in her own words; hers alone, unless
            for_managers: the managers of the programme may read them, without her name.

        Raises:
            NotFound: she is not in such a relationship.
            Conflict: the survey is not open (any more), or she answered it elsewhere at the same moment.
            BadInput: a question that isn't asked here, a rating that isn't 1 to 5, nothing rated at all.
        """
        point = point_of(point)
        with self._units() as unit:
            survey = self._open(unit, asker, relationship_id, point)
            said = words.strip()
            answer = made(
                SurveyAnswer, id=survey.id, relationship=survey.relationship, programme=survey.programme,
                member=survey.member, side=survey.side, point=survey.point, on=self._today(),
                first_on=self._today(), ratings=_checked(ratings, survey), words=said,
                for_managers=for_managers and _readable(said, survey),
            )  # fmt: skip
            kept = _keep(unit, answer)
            unit.commit()
        return kept

    def withdraw(self, asker: Asker, relationship_id: str, point: SurveyPoint | str) -> SurveyAnswer:
        """Take her answer back, whenever she likes: ratings and words are gone, and counted no more.

        What it was is returned. Its place stays, empty: if the next answer moved up into it, whoever takes hers back
        could read that one from the figures before and after.
        """
        point = point_of(point)
        self._policy.require(asker, Action.SURVEYS, owners={asker.member})
        with self._units() as unit:
            answer = unit.survey_answers.find(survey_id(relationship_id, point, asker.member))
            if answer is None or answer.withdrawn:
                raise NotFound(
                    "You have not answered this survey.",
                    place=relationship_id,
                    cure="`surveys list` shows what you answered.",
                )
            unit.survey_answers.save(
                answer.changed(
                    on=answer.since, ratings={}, words="", for_managers=False, first_on=answer.since,
                    withdrawn=True,
                )
            )  # fmt: skip
            unit.commit()
        return answer

    def results(self, asker: Asker, programme_id: str) -> Results:
        """What the two sides of a programme said, in numbers; with no programme, of relationships outside any.

        The words only for the managers of this programme, and only those that were written for them: an admin and the
        operator read none.
        """
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme_id)
        today = self._today()
        with self._units.reading() as unit:
            if programme_id:
                unit.programmes.get(programme_id)
            answers = unit.survey_answers.all(programme=programme_id)
            asked = asked_in(unit, programme_id, today)
        reads = not asker.operator and programme_id in asker.manages
        return Results(
            programme=programme_id,
            on=today,
            points=aggregated(answers, asked, today),
            words=words_told(answers, today) if reads else {},
        )

    def _open(self, unit: UnitOfWork, asker: Asker, relationship_id: str, point: SurveyPoint) -> OpenSurvey:
        self._policy.require(asker, Action.SURVEYS, owners={asker.member})
        relationship = unit.relationships.find(relationship_id)
        if relationship is None or asker.member not in relationship.members:
            raise NotFound(
                f"There is no relationship “{relationship_id}” of yours.",
                place=relationship_id,
                cure="`surveys list` shows the surveys that are open for you.",
            )
        for each in open_surveys(unit, asker.member, self._today()):
            if (each.relationship, each.point) == (relationship_id, point):
                return each
        raise _not_open(unit, relationship, point, self._today())

    def _today(self) -> date:
        return self._clock.now().date()


def _to_answer(unit: UnitOfWork, survey: OpenSurvey) -> SurveyToAnswer:
    answer = unit.survey_answers.find(survey.id)
    return SurveyToAnswer(
        survey=survey,
        questions=questions_for(survey.role, survey.point, survey.side),
        answer=None if answer is None or answer.withdrawn else answer,
    )


def _keep(unit: UnitOfWork, answer: SurveyAnswer) -> SurveyAnswer:
    """In the place of the one before, also of one she took back.

    Conflict where another process was quicker, whichever way it is noticed.
    """
    before = unit.survey_answers.find(answer.id)
    try:
        if before:
            return unit.survey_answers.save(answer.changed(revision=before.revision, first_on=before.since))
        unit.survey_answers.add(answer)
    except Conflict as fault:
        raise Conflict(
            "You have answered this survey elsewhere at the same moment.",
            place=answer.relationship,
            cure="Look at what is kept; answer again if it is not what you meant.",
        ) from fault
    return answer


def _checked(ratings: Mapping[str, int], survey: OpenSurvey) -> dict[str, int]:
    """The ratings; BadInput names the question that is wrong."""
    asked = [each.id for each in questions_for(survey.role, survey.point, survey.side)]
    for question, rating in ratings.items():
        if question not in asked:
            raise BadInput(
                f"“{question[:60]}” is not asked here.",
                place=question[:60],
                cure=f"Asked are: {', '.join(asked)}.",
            )
        if not isinstance(rating, int) or isinstance(rating, bool) or not LOWEST <= rating <= HIGHEST:
            raise BadInput(
                f"“{question}” is rated {rating}; a rating is a whole number.",
                place=question,
                cure=f"Give {LOWEST} to {HIGHEST}, or leave the question out.",
            )
    if not ratings:
        raise BadInput(
            "Nothing is rated yet.",
            place=asked[0],
            cure=f"Rate at least one question, such as “{QUESTIONS[asked[0]].text}”",
        )
    return dict(ratings)


def _readable(words: str, survey: OpenSurvey) -> bool:
    """Whether there are words that managers could read; BadInput where there would be nobody to read them."""
    if words and not survey.programme:
        raise BadInput(
            "This relationship belongs to no programme: nobody would read your words.",
            place="for_managers",
            cure="Keep them for yourself, or tell somebody you trust.",
        )
    return bool(words)


def _not_open(unit: UnitOfWork, relationship: Relationship, point: SurveyPoint, today: date) -> Conflict:
    programme = unit.programmes.find(relationship.programme) if relationship.programme else None
    closed_on = closing_days(unit, {relationship.id}).get(relationship.id)
    found = windows_of(relationship, programme, closed_on)
    window = next((each for each in found if each.point is point), None)
    message, cure = "Nobody is asked this survey here.", "`surveys list` shows those that are open for you."
    if window and window.until < today:
        message = f"This survey closed on {day_in_words(window.until)}."
        cure = "What you answered before then stays counted; `surveys withdraw` takes it back."
    elif window and window.opens > today:
        message, cure = f"This survey opens on {day_in_words(window.opens)}.", "Come back then."
    elif window and relationship.state == "paused":
        message, cure = "The relationship is paused, and so are its surveys.", "Answer once it goes on."
    elif point is SurveyPoint.END and relationship.state != "closed":
        message, cure = "This survey opens when the relationship has closed.", "Come back then."
    elif relationship.state == "closed":
        message, cure = "The relationship has closed.", "Its last survey is the one at the end."
    return Conflict(message, place=relationship.id, cure=cure)

"""Readiness: she rates herself before a first match, for herself alone."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.asking import Asker
from copilot.domain.learning import Readiness
from copilot.domain.records import new_id
from copilot.errors import BadInput, NotFound
from copilot.services.learning.feeling import NOTE, rated
from copilot.services.learning.practising import Practising
from copilot.services.learning.told import Rated, ReadinessTold, SentenceAsked
from copilot.services.policy import Action
from knowledge.readiness import HIGHEST, LOWEST, SCALE, Questionnaire


class Rating(Practising):
    """The verbs of who looks at herself."""

    def readiness(self, asker: Asker, role: str = "mentor") -> ReadinessTold:
        """The sentences to rate for a role, and how she rated herself before, newest first."""
        self._policy.require(asker, Action.GUIDES_READ)
        shelf = self._shelf()
        asked = shelf.questionnaire(role)
        with self._units.reading() as unit:
            before = unit.readiness.all(member=asker.member, role=role) if asker.member else []
        before = sorted(before, key=lambda each: (each.at, each.id), reverse=True)
        return ReadinessTold(
            role=role,
            about=asked.about,
            note=NOTE,
            scale=SCALE,
            questions=tuple(
                SentenceAsked(key=each.key, area=area.title, say=each.say)
                for area in asked.areas
                for each in area.questions
            ),
            history=tuple(rated(shelf, asked, each) for each in before),
        )

    def rate(self, asker: Asker, role: str, ratings: Mapping[str, int]) -> Rated:
        """Keep how she rates herself, every sentence from 1 to 7; what she said before stays beside it.

        Raises BadInput naming the sentences that are missing, that there aren't, or whose number is none of these.
        """
        member, shelf = self._member(asker), self._shelf()
        asked = shelf.questionnaire(role)
        _check_ratings(asked, ratings)
        record = Readiness(
            id=new_id("rd"),
            member=member,
            role=asked.role,
            ratings={key: ratings[key] for key in asked.keys},
            at=self._clock.now(),
        )
        with self._units() as unit:
            if unit.members.find(member) is None:
                raise NotFound(
                    f"There is no member “{member}” any more.", place=member, cure="Nothing was kept of this."
                )
            unit.readiness.add(record)
            unit.commit()
        return rated(shelf, asked, record)


def _check_ratings(asked: Questionnaire, ratings: Mapping[str, int]) -> None:
    unknown = sorted(set(ratings) - set(asked.keys))
    missing = [key for key in asked.keys if key not in ratings]
    wrong = [
        key for key in asked.keys if key in ratings and not (_is_whole(ratings[key]) and _fits(ratings[key]))
    ]
    for keys, said, cure in (
        (unknown, "There is no sentence {}.", f"The sentences for a {asked.role} are shown with their keys."),
        (missing, "Not yet rated: {}.", "Rate every sentence; where you have no occasion to recall, 4 will do."),
        (wrong, f"Give whole numbers from {LOWEST} to {HIGHEST}: mend {{}}.", "1 is not yet, 7 is at ease."),
    ):  # fmt: skip
        if keys:
            raise BadInput(said.format(", ".join(key[:40] for key in keys)), place="ratings", cure=cure)


def _is_whole(rating: object) -> bool:
    return isinstance(rating, int) and not isinstance(rating, bool)


def _fits(rating: int) -> bool:
    return LOWEST <= rating <= HIGHEST

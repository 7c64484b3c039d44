"""Scenarios to answer in one's own words, with what was found and what was left out; never a grade."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.learning import PracticeAnswer
from copilot.domain.records import new_id
from copilot.errors import Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.learning.checking import Checking
from copilot.services.learning.commenting import Commentary, refuse_what_cannot_be_read
from copilot.services.learning.standing import keep_step
from copilot.services.learning.told import PointTold, Practised, ScenarioTold
from copilot.services.policy import Action
from copilot.services.signposting import HEAVY
from knowledge.exercises import Scenario
from knowledge.shipped import Shipped

MOST_KEPT = 50  # answers of a member to one guide's scenario


class Practising(Checking):
    """The verbs of who practises."""

    def scenario(self, asker: Asker, guide: str) -> ScenarioTold:
        """A guide's scenario and its task, without what is looked for; NotFound where it has none."""
        self._policy.require(asker, Action.GUIDES_READ)
        shelf = self._shelf()
        scenario = shelf.exercise(guide).scenario
        return ScenarioTold(
            guide=guide,
            title=shelf.guide(guide).title,
            scenario=scenario.id,
            version=scenario.version,
            situation=scenario.situation,
            task=scenario.task,
        )

    def practise(self, asker: Asker, guide: str, text: str) -> Practised:
        """Keep her answer to a guide's scenario, and tell what it does and leaves out.

        Where her words speak of something heavy, the signpost comes first. BadInput where the answer is empty or
        longer than 4,000 characters; Conflict where she keeps fifty answers to this scenario already.
        """
        member, shelf = self._member(asker), self._shelf()
        scenario, shipped = shelf.exercise(guide).scenario, shelf.guide(guide)
        refuse_what_cannot_be_read(text)
        with self._units.reading() as unit:
            _check_room(unit, member, guide)
        # Hearing and comparing take a moment: nobody waits for the records meanwhile.
        post = self._signposts().for_text(text, HEAVY)
        commentary = self._commentator.comment(scenario, text)
        now = self._clock.now()
        with self._units() as unit:
            kept = self._kept(unit, member, guide)
            _check_room(unit, member, guide)
            answer = PracticeAnswer(
                id=new_id("pa"), member=member, guide=guide, scenario=scenario.id, text=text,
                met=commentary.met, at=now,
            )  # fmt: skip
            unit.practice_answers.add(answer)
            done = kept.changed(practised=kept.practised or now)
            moved = keep_step(unit, shelf, done, track="", now=now)
            unit.commit()
        return Practised(
            id=answer.id,
            guide=guide,
            title=shipped.title,
            signpost=post.text if post else "",
            judged=commentary.judged,
            told=commentary.told,
            points=_points(commentary, scenario, shipped),
            moved=moved,
        )

    def answers(self, asker: Asker, guide: str = "") -> list[PracticeAnswer]:
        """Her answers, the newest first; those to one guide's scenario where it is named."""
        member = self._member(asker)
        with self._units.reading() as unit:
            kept = unit.practice_answers.all(member=member)
        wanted = [each for each in kept if guide in ("", each.guide)]
        return sorted(wanted, key=lambda each: (each.at, each.id), reverse=True)

    def forget(self, asker: Asker, answer_id: str) -> PracticeAnswer:
        """Forget one of her answers; NotFound for everybody else, whether it is there or not."""
        member = self._member(asker)
        with self._units() as unit:
            answer = unit.practice_answers.find(answer_id)
            if answer is None or answer.member != member:
                raise NotFound(
                    "There is no such answer of yours.",
                    place=answer_id,
                    cure="Choose one from the list of yours.",
                )
            unit.practice_answers.remove(answer_id)
            unit.commit()
        return answer


def _check_room(unit: UnitOfWork, member: str, guide: str) -> None:
    if unit.practice_answers.count(member=member, guide=guide) >= MOST_KEPT:
        raise Conflict(
            f"You keep {MOST_KEPT} answers to this scenario, which is the most.",
            place=guide,
            cure="Forget one of them, then try again.",
        )


def _points(commentary: Commentary, scenario: Scenario, guide: Shipped) -> tuple[PointTold, ...]:
    passages = {point.id: point.passage for point in scenario.points}
    return tuple(
        PointTold(
            id=each.id,
            point=each.point,
            state=each.state,
            words=each.words,
            say=each.say,
            hint=each.hint,
            citation=None if each.state == "met" else guide.cite(passages[each.id], n),
        )
        for n, each in enumerate(commentary.points, start=1)
    )

"""Which objective something may serve: offered with a confidence, taken or refused by a person."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.objectives import Objective
from copilot.domain.records import Value
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.objectives.judging import THRESHOLD, Thing
from copilot.services.objectives.linking import Linked, Linking
from copilot.services.objectives.things import Linkable, is_overdue, kind_of, objective_in
from copilot.services.policy import Action

_IN_WORDS = ((0.85, "very likely"), (0.7, "likely"), (0.0, "more likely than not"))


class Suggestion(Value):
    """That something may serve an objective. `confidence`: the probability that it does, 0 to 1, calibrated."""

    kind: str
    record: str
    title: str
    objective: str
    objective_title: str
    confidence: float = Field(ge=0, le=1)

    @property
    def in_words(self) -> str:
        """The confidence as people say it."""
        return next(words for least, words in _IN_WORDS if self.confidence >= least)


class _Seen(Value):
    """What was read before the encoder is asked: no transaction is open while it computes."""

    things: tuple[Thing, ...]
    objectives: tuple[Objective, ...]
    refused: frozenset[tuple[str, str, str]]


class Suggesting(Linking):
    """Suggests links. What is below the threshold serves none of them, as far as the encoder can tell."""

    def suggest(self, asker: Asker) -> list[Suggestion]:
        """For the asker's own open goals, and for the programmes, coming events and active matches that she may link.

        A match is judged by the claims of its rationale, which its manager may read. Nothing is suggested with an
        objective that is settled or overdue, nor for what has a link already, nor what was refused. The surest first;
        then by kind and id.
        """
        self._policy.require(asker, Action.OBJECTIVES_READ)
        now = self._clock.now()
        with self._units.reading() as unit:
            seen = _seen(unit, Linkable(unit, self._policy, asker).things(now), now.date())
        found = self._judged(seen)
        return sorted(found, key=lambda one: (-one.confidence, one.kind, one.record))

    def confirm(self, asker: Asker, objective_id: str, kind: str, record: str) -> Linked:
        """Take a suggestion; the link keeps its confidence. Conflict where this isn't suggested."""
        found = self._suggested(asker, objective_id, kind_of(kind), record)
        return self._linked(asker, objective_id, kind, record, found.confidence, verb="confirm")

    def refuse(self, asker: Asker, objective_id: str, kind: str, record: str) -> Linked:
        """Turn a suggestion down; it isn't suggested again. Conflict where this isn't suggested."""
        found = self._suggested(asker, objective_id, kind_of(kind), record)
        return self._refused(asker, objective_id, kind, record, found.confidence)

    def _suggested(self, asker: Asker, objective_id: str, kind: str, record: str) -> Suggestion:
        with self._units.reading() as unit:
            objective_in(unit, objective_id)
            linkable = Linkable(unit, self._policy, asker)
            record = linkable.goal(record).id if kind == "goal" else linkable.record(kind, record)
            now = self._clock.now()
            things = [one for one in linkable.things(now) if (one.kind, one.record) == (kind, record)]
            seen = _seen(unit, things, now.date())
        for found in self._judged(seen):
            if found.objective == objective_id:
                return found
        raise Conflict(
            "This isn't suggested, or no longer.",
            place=f"{objective_id} {record}"[:200],
            cure="`objectives suggest` shows what is; `objectives link` links without a suggestion.",
        )

    def _judged(self, seen: _Seen) -> list[Suggestion]:
        judge = self._nearness.judge
        titles = {each.id: each.title for each in seen.objectives}
        nearest = self._nearness.nearest(seen.things, seen.objectives, seen.refused)
        return [
            Suggestion(
                kind=thing.kind, record=thing.record, title=thing.title, objective=best.objective,
                objective_title=titles[best.objective], confidence=round(confidence, 3),
            )
            for thing, best in zip(seen.things, nearest, strict=True)
            if best is not None and (confidence := judge.confidence(best)) >= THRESHOLD
        ]  # fmt: skip


def _seen(unit: UnitOfWork, things: list[Thing], today: date) -> _Seen:
    links = unit.objective_links.all(record={thing.record for thing in things}) if things else []
    placed = {(each.kind.value, each.record) for each in links if each.state == "confirmed"}
    refused = {(each.objective, each.kind.value, each.record) for each in links if each.state == "refused"}
    goals = unit.goals.all(id={thing.record for thing in things if thing.kind == "goal"})
    refused |= {(each, "goal", goal.id) for goal in goals for each in goal.refused_objectives}
    return _Seen(
        things=tuple(one for one in things if (one.kind, one.record) not in placed),
        objectives=tuple(each for each in unit.objectives.all(state="open") if not is_overdue(each, today)),
        refused=frozenset(refused),
    )

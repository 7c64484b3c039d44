"""Objectives of the community: kept by admins, read by everybody, served by what people do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from copilot.domain.asking import Asker
from copilot.domain.objectives import Objective, ObjectiveState
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.making import made
from copilot.services.objectives.reading import check_dates, check_id, number, read_key_results
from copilot.services.objectives.serving import Serving, Standing, in_order, standing
from copilot.services.objectives.things import objective_in
from copilot.services.policy import Action

STATES: tuple[ObjectiveState, ...] = ("open", "reached", "dropped")


class ObjectivesService(Serving):
    """What the community wants to reach, how far it is, and what serves it."""

    def add(
        self,
        asker: Asker,
        title: str,
        *,
        objective_id: str = "",
        why: str = "",
        key_results: Sequence[str] = (),
        owner: str = "",
        starts: date | None = None,
        ends: date | None = None,
    ) -> Standing:
        """Keep a new objective.

        Args:
            asker: an admin, or the operator.
            title: what the community wants to reach.
            objective_id: a short id; one is made where none is given.
            why: why it matters.
            key_results: how one can tell, each such as “New maintainers: 2 -> 8 people”.
            owner: the member who sees to it.
            starts, ends: its days.

        Raises:
            Conflict: the id is taken, or an open objective has the same title.
            NotFound: the owner is nobody's id.
            BadInput: dates, numbers or texts that can't be.
        """
        self._policy.require(asker, Action.OBJECTIVES_WRITE)
        if objective_id:
            check_id(objective_id)
        check_dates(starts, ends)
        new = made(
            Objective,
            id=objective_id or new_id("ob"),
            title=title.strip(),
            why=why.strip(),
            key_results=read_key_results(key_results),
            owner=owner,
            starts=starts,
            ends=ends,
        )
        with self._units() as unit:
            if unit.objectives.find(new.id):
                raise Conflict(
                    f"There is an objective “{new.id}” already.", place="id", cure="Choose another id."
                )
            _check_owner(unit, new.owner)
            _check_words(unit, new)
            unit.objectives.add(new)
            unit.audit_log.add(self._entry(asker, "add", new.id))
            unit.commit()
        return standing(new, self._clock.now().date())

    def update(
        self,
        asker: Asker,
        objective_id: str,
        *,
        title: str | None = None,
        why: str | None = None,
        key_results: Sequence[str] | None = None,
        owner: str | None = None,
        starts: date | Literal[""] | None = None,
        ends: date | Literal[""] | None = None,
    ) -> Standing:
        """Change what is given; None leaves it, and an empty day takes the day away.

        A key result that keeps its words keeps where it stands, if that was ever measured.
        """
        self._policy.require(asker, Action.OBJECTIVES_WRITE)
        with self._units() as unit:
            found = objective_in(unit, objective_id)
            given: dict[str, Any] = {"why": why, "owner": owner}
            given["title"] = None if title is None else title.strip()
            if key_results is not None:
                given["key_results"] = read_key_results(key_results, found.key_results)
            changes = {name: value for name, value in given.items() if value is not None}
            changes |= {
                name: day or None for name, day in (("starts", starts), ("ends", ends)) if day is not None
            }
            check_dates(changes.get("starts", found.starts), changes.get("ends", found.ends))
            changed = made(Objective, **{**dict(found), **changes})
            if changed.owner != found.owner:
                _check_owner(unit, changed.owner)
            _check_words(unit, changed)
            return self._saved(unit, asker, changed, "update")

    def key_result(self, asker: Asker, objective_id: str, which: int, now: float | str) -> Standing:
        """Say where a key result stands: the `which`th, from 1 on. Whether it is reached, a person settles."""
        self._policy.require(asker, Action.OBJECTIVES_WRITE)
        value = number(now, "now")
        with self._units() as unit:
            found = objective_in(unit, objective_id)
            if not 1 <= which <= len(found.key_results):
                raise NotFound(
                    f"This objective has no key result number {which}.",
                    place=objective_id,
                    cure=f"It has {len(found.key_results)}; `objectives show` numbers them.",
                )
            results = [
                each.model_copy(update={"now": value}) if n == which else each
                for n, each in enumerate(found.key_results, start=1)
            ]
            return self._saved(unit, asker, found.changed(key_results=tuple(results)), "measure")

    def settle(self, asker: Asker, objective_id: str, state: str) -> Standing:
        """Say that an objective is reached, dropped, or open again; what serves it stays linked."""
        self._policy.require(asker, Action.OBJECTIVES_WRITE)
        _check_state(state)
        with self._units() as unit:
            found = objective_in(unit, objective_id)
            if found.state == state:
                raise Conflict(
                    f"This objective is {state} already.", place=objective_id, cure="Leave it as it is."
                )
            changed = found.changed(state=state)
            _check_words(unit, changed)
            return self._saved(unit, asker, changed, "settle")

    def every(self, asker: Asker, state: str = "") -> list[Standing]:
        """The objectives, all or those of a state: the open ones first, those that end first before others."""
        self._policy.require(asker, Action.OBJECTIVES_READ)
        if state:
            _check_state(state)
        with self._units.reading() as unit:
            found = unit.objectives.all(state=state) if state else unit.objectives.all()
        today = self._clock.now().date()
        return [standing(each, today) for each in in_order(found)]

    def _saved(self, unit: UnitOfWork, asker: Asker, objective: Objective, verb: str) -> Standing:
        kept = unit.objectives.save(objective)
        unit.audit_log.add(self._entry(asker, verb, kept.id))
        unit.commit()
        return standing(kept, self._clock.now().date())


def _check_state(state: str) -> None:
    if state not in STATES:
        raise BadInput(
            f"An objective can't be “{state[:40]}”.", place="state", cure=f"Choose from {', '.join(STATES)}."
        )


def _check_owner(unit: UnitOfWork, owner: str) -> None:
    """Asked where an owner is given: one who has left stays named as she is until somebody takes her place."""
    if owner and unit.members.find(owner) is None:
        raise NotFound(f"Nobody has the id {owner}.", place="owner", cure="`members list` shows the ids.")


def _check_words(unit: UnitOfWork, objective: Objective) -> None:
    """No two open objectives have the same words: a plan names them by these."""
    same = [
        each.id
        for each in unit.objectives.all(state="open")
        if each.id != objective.id and each.title.casefold() == objective.title.casefold()
    ]
    if same and objective.state == "open":
        raise Conflict(
            "There is an open objective in these very words.", place=same[0], cure="Change that one instead."
        )

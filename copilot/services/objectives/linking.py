"""Links between objectives and what serves them: goals by their owner, all else by managers and admins."""

from __future__ import annotations

from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.objectives import Objective, ObjectiveLink, Served
from copilot.domain.records import Value, new_id
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, Encoder, UnitOfWork, UnitsOfWork
from copilot.services.objectives.judging import Nearness
from copilot.services.objectives.things import GOAL, Linkable, is_overdue, kind_of, objective_in
from copilot.services.policy import Action, Policy


class Linked(Value):
    """A link as its maker may see it.

    `state`: confirmed, refused, or none after it was taken back. `note` is a word on it, such as that the objective
    is overdue; mostly empty.
    """

    objective: str
    kind: str
    record: str
    state: str
    confidence: float | None = None
    note: str = ""


class Linking:
    """Says what serves an objective, and takes that back."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock, encoder: Encoder) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._nearness = Nearness(encoder)

    def link(self, asker: Asker, objective_id: str, kind: str, record: str) -> Linked:
        """Say that something serves an objective.

        Args:
            asker: whose goal it is; else a manager of its programme, or an admin.
            objective_id: an open objective.
            kind: goal, programme, event or match.
            record: its id; of a match, that of its relationship will do.

        Raises:
            NotFound: there is no such thing that the asker may link, or no such objective.
            Conflict: the objective is settled, or the two are linked already.
        """
        return self._linked(asker, objective_id, kind_of(kind), record, None, verb="link")

    def unlink(self, asker: Asker, objective_id: str, kind: str, record: str) -> Linked:
        """Take a link back. It may be suggested again. NotFound where the two aren't linked."""
        kind_of(kind)
        with self._units() as unit:
            linkable = Linkable(unit, self._policy, asker)
            if kind == GOAL:
                self._clear_goal(unit, linkable, objective_id, record)
            else:
                record = linkable.record(kind, record)
                link = unit.objective_links.find(link_id(objective_id, kind, record))
                if link is None or link.state != "confirmed":
                    raise _not_linked(objective_id, record)
                unit.objective_links.remove(link.id)
                unit.audit_log.add(self._entry(asker, "unlink", objective_id, kind=kind, record=record))
            unit.commit()
        return Linked(objective=objective_id, kind=kind, record=record, state="none")

    def links(self, asker: Asker, objective_id: str = "") -> list[Linked]:
        """The links that the asker may take back: of her own goals, and of what she may link. By objective and kind."""
        self._policy.require(asker, Action.OBJECTIVES_READ)
        with self._units.reading() as unit:
            linkable = Linkable(unit, self._policy, asker)
            own = unit.goals.all(member=asker.member) if asker.member else []
            known = {each.id for each in unit.objectives.all()}
            found = [
                Linked(objective=goal.objective, kind=GOAL, record=goal.id, state="confirmed")
                for goal in own
                if goal.objective in known
            ] + [
                Linked.model_validate(each.model_dump(include=set(Linked.model_fields) - {"note"}))
                for each in unit.objective_links.all(state="confirmed")
                if linkable.may(each.kind, each.record)
            ]
        wanted = [each for each in found if not objective_id or each.objective == objective_id]
        return sorted(wanted, key=lambda each: (each.objective, each.kind, each.record))

    def _linked(
        self, asker: Asker, objective_id: str, kind: str, record: str, confidence: float | None, verb: str
    ) -> Linked:
        self._policy.require(asker, Action.OBJECTIVES_READ)
        today = self._clock.now().date()
        with self._units() as unit:
            linkable = Linkable(unit, self._policy, asker)
            if kind == GOAL:
                self._serve_by_goal(unit, linkable, objective_id, record)
            else:
                record = linkable.record(kind, record)
                _check_open(objective_in(unit, objective_id))
                link = self._new(asker, objective_id, kind, record, "confirmed", confidence)
                self._keep(unit, link)
                unit.audit_log.add(self._entry(asker, verb, objective_id, kind=kind, record=record))
            note = _late(objective_in(unit, objective_id), today)
            unit.commit()
        return Linked(
            objective=objective_id,
            kind=kind,
            record=record,
            state="confirmed",
            confidence=confidence,
            note=note,
        )

    def _refused(
        self, asker: Asker, objective_id: str, kind: str, record: str, confidence: float | None
    ) -> Linked:
        with self._units() as unit:
            linkable = Linkable(unit, self._policy, asker)
            if kind == GOAL:
                goal = linkable.goal(record)
                refused = dict.fromkeys((*goal.refused_objectives, objective_id))
                unit.goals.save(goal.changed(refused_objectives=tuple(refused)))
            else:
                record = linkable.record(kind, record)
                self._keep(unit, self._new(asker, objective_id, kind, record, "refused", confidence))
                unit.audit_log.add(self._entry(asker, "refuse", objective_id, kind=kind, record=record))
            unit.commit()
        return Linked(
            objective=objective_id, kind=kind, record=record, state="refused", confidence=confidence
        )

    def _serve_by_goal(self, unit: UnitOfWork, linkable: Linkable, objective_id: str, goal_id: str) -> None:
        """Hers alone to say, and nobody's to read in a log."""
        goal = linkable.goal(goal_id)
        _check_open(objective_in(unit, objective_id))
        if goal.objective == objective_id:
            raise _linked_already(objective_id, goal_id)
        others = tuple(each for each in goal.refused_objectives if each != objective_id)
        unit.goals.save(goal.changed(objective=objective_id, refused_objectives=others))

    def _clear_goal(self, unit: UnitOfWork, linkable: Linkable, objective_id: str, goal_id: str) -> None:
        goal = linkable.goal(goal_id)
        if not goal.objective or goal.objective != objective_id:
            raise _not_linked(objective_id, goal_id)
        unit.goals.save(goal.changed(objective=""))

    def _keep(self, unit: UnitOfWork, link: ObjectiveLink) -> None:
        known = unit.objective_links.find(link.id)
        if known is None:
            unit.objective_links.add(link)
        elif known.state == link.state:
            raise _linked_already(link.objective, link.record)
        else:
            unit.objective_links.save(link.changed(revision=known.revision))

    def _new(
        self, asker: Asker, objective: str, kind: str, record: str, state: str, confidence: float | None
    ) -> ObjectiveLink:
        return ObjectiveLink.model_validate(
            {
                "id": link_id(objective, kind, record), "objective": objective, "kind": Served(kind),
                "record": record, "state": state, "confidence": confidence, "by": asker.name_in_log,
                "at": self._clock.now(),
            }
        )  # fmt: skip

    def _entry(self, asker: Asker, verb: str, objective: str, **detail: str) -> AuditEntry:
        """Ids only: what people wrote stays in the record."""
        return AuditEntry(
            id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind="objective",
            record=objective, detail=detail,
        )  # fmt: skip


def link_id(objective: str, kind: str, record: str) -> str:
    """One link at most for the same two."""
    return f"{objective}:{kind}:{record}"


def _check_open(objective: Objective) -> None:
    if objective.state != "open":
        raise Conflict(
            f"This objective is {objective.state}.",
            place=objective.id,
            cure="Link it with one that is open, or ask an admin to open it again.",
        )


def _late(objective: Objective, today: date) -> str:
    """Said, not refused: what is linked afterwards may have served all along."""
    if not is_overdue(objective, today):
        return ""
    return f"This objective should have been reached by {objective.ends}; nobody has settled it yet."


def _linked_already(objective: str, record: str) -> Conflict:
    return Conflict("That was said already.", place=f"{objective} {record}", cure="Leave it as it is.")


def _not_linked(objective: str, record: str) -> NotFound:
    return NotFound(
        "These two are not linked.",
        place=f"{objective} {record}"[:200],
        cure="`objectives show` names what serves an objective.",
    )

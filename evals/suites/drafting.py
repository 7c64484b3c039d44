"""Makes drafts of the sample community as the service does, and keeps what the checks look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from copilot.app import Copilot
from copilot.domain.drafts import DraftKind
from copilot.domain.members import Member
from copilot.domain.relationships import Relationship
from copilot.ports import UnitOfWork
from copilot.services.drafting.facts import (
    AgendaFacts,
    BriefFacts,
    CharterFacts,
    GoalPlanFacts,
    RecognitionFacts,
)
from copilot.services.drafting.facts.agenda import AgendaAsked
from copilot.services.drafting.facts.brief import BriefAsked
from copilot.services.drafting.material import Gathered, Material

T = TypeVar("T")


class Drafter:
    """Gathers facts and lets the embedded writer fill the form once: no repair, nothing held back."""

    def __init__(self, copilot: Copilot) -> None:
        self._copilot = copilot
        self._today = copilot.clock.now().date()
        parts = copilot.library, copilot.policy, copilot.encoder
        self._goal_plans, self._agendas = GoalPlanFacts(*parts), AgendaFacts(*parts)
        self._recognitions = RecognitionFacts(copilot.policy)
        self._briefs = BriefFacts(*parts)
        self._charters = CharterFacts(copilot.library, copilot.encoder)

    def first_try(self, kind: DraftKind, subject: Mapping[str, Any]) -> Material:
        """The first form for whoever stands at `share` (0 to 1) when all are ordered by how much is known."""
        gather = {
            DraftKind.GOAL_PLAN: self._goal_plan,
            DraftKind.AGENDA: self._agenda,
            DraftKind.RECOGNITION: self._recognition,
            DraftKind.CHARTER: self._charter,
            DraftKind.BRIEF: self._brief,
        }[kind]
        with self._copilot.units() as unit:
            gathered, people = gather(unit, subject)
            names = {member.id: member.name for member in unit.members.all()}
        gathered = self._with_passages(kind, gathered)
        form = self._copilot.embedded.write(kind, gathered.brief)
        return Material(kind, form, gathered, names, frozenset(people))

    def _with_passages(self, kind: DraftKind, gathered: Gathered) -> Gathered:
        """Outside the unit of work, as the service does it."""
        reading: dict[DraftKind, Callable[[Gathered], Gathered]] = {
            DraftKind.GOAL_PLAN: self._goal_plans.with_passages,
            DraftKind.AGENDA: self._agendas.with_passages,
            DraftKind.CHARTER: self._charters.with_passages,
            DraftKind.BRIEF: self._briefs.with_passages,
        }
        return reading[kind](gathered) if kind in reading else gathered

    def _goal_plan(self, unit: UnitOfWork, subject: Mapping[str, Any]) -> tuple[Gathered, Sequence[str]]:
        with_goals = [each for each in unit.members.all() if each.profile.goals]
        member = at_share(with_goals, subject["share"], _words_of_profile)
        asker = self._copilot.askers.identify(member.id)
        return self._goal_plans.gather(unit, asker, member, self._today), [member.id]

    def _agenda(self, unit: UnitOfWork, subject: Mapping[str, Any]) -> tuple[Gathered, Sequence[str]]:
        def history(relationship: Relationship) -> int:
            kept = (unit.sessions, unit.notes, unit.actions)
            return sum(each.count(relationship=relationship.id) for each in kept)

        relationship = at_share(unit.relationships.all(state="active"), subject["share"], history)
        asked = AgendaAsked(relationship, subject["minutes"], subject["topic"], self._today)
        asker = self._copilot.askers.identify(relationship.seeker)
        return self._agendas.gather(unit, asker, asked), relationship.members

    def _recognition(self, unit: UnitOfWork, subject: Mapping[str, Any]) -> tuple[Gathered, Sequence[str]]:
        words: dict[str, int] = {}
        for moment in unit.moments.all():
            told = len(f"{moment.situation} {moment.behaviour} {moment.impact}".split())
            words[moment.member] = words.get(moment.member, 0) + told
        member = unit.members.get(at_share(sorted(words), subject["share"], words.__getitem__))
        asker = self._copilot.askers.identify(member.id)
        gathered = self._recognitions.gather(unit, asker, member, subject["tone"], self._today)
        return gathered, [member.id]

    def _charter(self, unit: UnitOfWork, subject: Mapping[str, Any]) -> tuple[Gathered, Sequence[str]]:
        """For somebody in the role; everybody's is the same but for the programme."""
        member = at_share(unit.members.all(), subject["share"], _words_of_profile)
        programme = unit.programmes.all()[0] if subject["programme"] else None
        return self._charters.gather(unit, subject["role"], member.name, programme, self._today), [member.id]

    def _brief(self, unit: UnitOfWork, subject: Mapping[str, Any]) -> tuple[Gathered, Sequence[str]]:
        with_experience = [each for each in unit.members.all() if each.profile.experience]
        member = at_share(with_experience, subject["share"], _words_of_profile)
        asker = self._copilot.askers.identify(member.id)
        asked = BriefAsked(member, member.name, self._today, subject["aim"])
        return self._briefs.gather(unit, asker, asked), [member.id]


def at_share(items: Sequence[T], share: float, size: Callable[[T], int]) -> T:
    """The one at a share (0 first, 1 last) of the items ordered by size; equal sizes keep their order."""
    ordered = sorted(items, key=size)
    return ordered[round(share * (len(ordered) - 1))]


def _words_of_profile(member: Member) -> int:
    profile = member.profile
    return len(" ".join((*profile.goals, *profile.experience, profile.headline)).split())

"""Facts for an agreement: shared goals, what both say of how they work, the programme's dates, the hours there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.briefs import Brief, GoalTold, SaidOfSelf
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.domain.relationships import Relationship
from copilot.domain.wording import first_name
from copilot.ports import Encoder, Library, UnitOfWork
from copilot.services.drafting.facts.charter import frame
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.people import names_of, others_in
from copilot.services.drafting.facts.reading import Reading
from copilot.services.drafting.facts.templates import agreed_cadence, wordings
from copilot.services.drafting.facts.time_frame import hours_a_month, time_frame
from copilot.services.drafting.material import Gathered
from copilot.services.matching.scores.hours import hours_in_common
from copilot.services.policy import Action, Policy

MOST_GOALS = 3
MOST_PASSAGES = 1
LOOKED_UP = (
    "what to agree on in a first mentoring meeting: how often you meet, what stays confidential, feedback"
)
FROM_HER_PROFILE = (
    "It quotes goals of your profile, which the others can't see yet: take out what they shouldn't read."
)
CADENCES = ((8.0, 1, 60), (4.0, 2, 60), (3.0, 2, 45), (2.0, 4, 60), (1.0, 4, 45))
"""From so many hours a month on: weeks between two meetings, and their minutes. Half of the time is for meeting."""
SHORTEST_CADENCE = (4, 30)

Field = Literal["working_style", "hours_per_month", "time_zone", "languages"]


@dataclass(frozen=True)
class AgreementAsked:
    """Which relationship an agreement is for."""

    relationship: Relationship
    today: date


class AgreementFacts:
    """Gathers what an agreement may be made from; all of it is for both to read."""

    def __init__(self, library: Library, policy: Policy, encoder: Encoder | None = None) -> None:
        self._reading = Reading(library, encoder)
        self._policy = policy

    def gather(self, unit: UnitOfWork, asker: Asker, asked: AgreementAsked) -> Gathered:
        """A brief of one relationship without passages yet."""
        relationship, numbering = asked.relationship, Numbering()
        names = names_of(unit, relationship)
        members = [one for one in map(unit.members.find, relationship.members) if one]
        goals, remark = self._goals(unit, asker, relationship, numbering)
        programme = unit.programmes.find(relationship.programme) if relationship.programme else None
        starts, ends = time_frame(programme, asked.today)
        hours = min(
            (hours_a_month(one.profile.hours_per_month) for one in members), default=hours_a_month(None)
        )
        weeks, minutes = agreed_cadence(programme, cadence(hours), relationship.started)
        brief = Brief(
            about=names[relationship.seeker], partner=others_in(relationship, names), today=asked.today,
            starts=starts, ends=ends, people=tuple(names.values()), role=relationship.role.value,
            circle=relationship.role is MatchRole.CIRCLE, hours_per_month=hours, weeks_between=weeks,
            minutes=minutes, hours_in_common=_in_common(members, asked.today), goals=goals,
            wordings=wordings(programme, numbering),
            selves=tuple(self._selves(asker, relationship, members, names, numbering)),
            programme=frame(programme, numbering) if programme else (),
        )  # fmt: skip
        inputs = {"programme": programme.id} if programme else {}
        return Gathered(
            brief,
            numbering.citations,
            numbering.texts,
            hidden=self._hidden(unit, asker, relationship),
            inputs=inputs,
            remark=remark,
        )

    def with_passages(self, gathered: Gathered) -> Gathered:
        """The same with a passage on agreements. It searches the guides, so no unit of work may be open."""
        numbering = Numbering.after(gathered)
        found = self._reading.passages(LOOKED_UP, numbering, MOST_PASSAGES)
        brief = gathered.brief.model_copy(update={"passages": tuple(found)})
        return replace(gathered, brief=brief, citations=numbering.citations, texts=numbering.texts)

    def _goals(
        self, unit: UnitOfWork, asker: Asker, relationship: Relationship, numbering: Numbering
    ) -> tuple[tuple[GoalTold, ...], str]:
        """Goals the relationship shares; those of the seeker's profile only where she asks for it herself."""
        shared = []
        if self._policy.allows(asker, Action.RELATIONSHIP_READ, owners=relationship.members):
            shared = unit.goals.all(relationship=relationship.id, state="open")[:MOST_GOALS]
        sources = [numbering.record("goal", goal.id, "title", goal.title, "goal") for goal in shared]
        seeker = unit.members.find(relationship.seeker)
        hers = not shared and seeker is not None and asker.member == seeker.id
        if hers and seeker:
            texts = seeker.profile.goals[:MOST_GOALS]
            sources = [numbering.profile(seeker.id, f"goals[{n}]", text) for n, text in enumerate(texts)]
        goals = tuple(GoalTold(words=source) for source in sources if source)
        return goals, FROM_HER_PROFILE if hers and goals else ""

    def _hidden(self, unit: UnitOfWork, asker: Asker, relationship: Relationship) -> tuple[str, ...]:
        """Notes that one of its readers may not see: private ones, and all where the asker sees none."""
        inside = self._policy.allows(asker, Action.NOTES_READ, owners=relationship.members)
        notes = unit.notes.all(relationship=relationship.id)
        return tuple(note.text for note in notes if note.visibility == "private" or not inside)

    def _selves(
        self, asker: Asker, relationship: Relationship, members: list[Member],
        names: Mapping[str, str], numbering: Numbering,
    ) -> Iterator[SaidOfSelf]:  # fmt: skip
        """What each said of how they work: partners see it of each other."""
        partner = self._policy.allows(asker, Action.PARTNER_READ, owners=relationship.members)
        for member in members:
            if partner or self._policy.allows(
                asker, Action.PROFILE_READ, owners={member.id}, programme=relationship.programme
            ):
                yield from _self(member, names[member.id], numbering)


def cadence(hours: float) -> tuple[int, int]:
    """Weeks between two meetings and their minutes, for the hours a month of whoever has fewer."""
    fitting = ((weeks, minutes) for least, weeks, minutes in CADENCES if hours >= least)
    return next(fitting, SHORTEST_CADENCE)


def _self(member: Member, name: str, numbering: Numbering) -> Iterator[SaidOfSelf]:
    profile, first = member.profile, first_name(name)
    hours = "" if profile.hours_per_month is None else f"{profile.hours_per_month:g}"
    told: tuple[tuple[Field, str, str], ...] = (
        ("hours_per_month", hours, f"{first} has hours a month"),
        ("time_zone", profile.time_zone, f"the time zone of {first}"),
        ("languages", ", ".join(profile.languages), f"{first} speaks"),
        ("working_style", profile.working_style, f"the working style of {first}"),
    )
    for field, text, label in told:
        source = numbering.profile(member.id, field, text, label) if text else None
        if source:
            yield SaidOfSelf(who=name, field=field, words=source)


def _in_common(members: list[Member], on: date) -> float | None:
    """The fewest working hours a day that two of them share; None where a time zone is unknown."""
    zones = [member.profile.time_zone for member in members]
    if len(zones) < 2 or not all(zones):
        return None
    return float(hours_in_common(zones, zones, on).min())

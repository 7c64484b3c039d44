"""Facts for an agenda: where the relationship stands, what was promised, and the notes this asker may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from copilot.domain.asking import Asker
from copilot.domain.briefs import Brief, GoalTold, OpenAction, Source
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Note, Relationship, Session
from copilot.domain.wording import day_in_words
from copilot.ports import Encoder, Library, UnitOfWork
from copilot.services.circles.records import chair_first, present
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.people import names_of, note_label, others_in
from copilot.services.drafting.facts.reading import Reading
from copilot.services.drafting.facts.standing import LOOKED_UP, is_stuck, stage_on, where_it_stands
from copilot.services.drafting.facts.templates import session_parts
from copilot.services.drafting.facts.time_frame import time_frame
from copilot.services.drafting.material import Gathered
from copilot.services.policy import Action, Policy

MOST_NOTES = 2
MOST_GOALS = 2
MOST_ACTIONS = 12


@dataclass(frozen=True)
class AgendaAsked:
    """What an agenda was asked for. `for_pair` is false where only the asker will see it."""

    relationship: Relationship
    minutes: int
    topic: str
    today: date
    for_pair: bool = True


class AgendaFacts:
    """Gathers what an agenda may be made from; each thing only where the policy lets this asker see it."""

    def __init__(self, library: Library, policy: Policy, encoder: Encoder | None = None) -> None:
        self._reading = Reading(library, encoder)
        self._policy = policy

    def gather(self, unit: UnitOfWork, asker: Asker, asked: AgendaAsked) -> Gathered:
        """A brief of one session without passages yet. Those who see status only get stage and dates."""
        relationship, numbering = asked.relationship, Numbering()
        names = names_of(unit, relationship)
        inside = self._policy.allows(asker, Action.RELATIONSHIP_READ, owners=relationship.members)
        held = sorted(
            unit.sessions.all(relationship=relationship.id, state="held"), key=lambda one: (one.at, one.id)
        )
        goals = self._goals(unit, asker, asked, numbering) if inside else []
        last = _last_met(held, inside, numbering)
        notes = self._notes(unit, asker, asked, numbering) if inside else []
        actions = _actions(unit, relationship, names, numbering) if inside else []
        programme = unit.programmes.find(relationship.programme) if relationship.programme else None
        starts, ends = time_frame(programme, asked.today)
        stage = stage_on(asked.today, relationship.stage, programme)
        stuck = is_stuck([action.due for action in actions], held, asked.today)
        brief = Brief(
            about=names[relationship.seeker], partner=others_in(relationship, names), today=asked.today,
            starts=starts, ends=ends, minutes=asked.minutes, topic=asked.topic, stage=stage,
            sessions_held=len(held), last_met=last, stuck=stuck, circle=relationship.role is MatchRole.CIRCLE,
            goals=tuple(goals), notes=tuple(notes), actions=tuple(actions), people=_people(unit, relationship, names),
            turns=_turns(unit, asked, names) if inside else (), theme=_theme(unit, relationship) if inside else "",
            parts=session_parts(programme, numbering),
        )  # fmt: skip
        hidden = self._hidden(unit, asker, asked, inside)
        return Gathered(
            brief,
            numbering.citations,
            numbering.texts,
            hidden=hidden,
            inputs=_planned(unit, relationship, asked.today),
        )

    def with_passages(self, gathered: Gathered) -> Gathered:
        """The same with a passage to use. It searches the guides, so no unit of work may be open."""
        numbering = Numbering.after(gathered)
        brief = gathered.brief.model_copy(
            update={"passages": tuple(self._passages(gathered.brief, numbering))}
        )
        return replace(gathered, brief=brief, citations=numbering.citations, texts=numbering.texts)

    def _goals(
        self, unit: UnitOfWork, asker: Asker, asked: AgendaAsked, numbering: Numbering
    ) -> list[GoalTold]:
        """Goals shared with the relationship; the seeker's profile only where no partner will read it."""
        shared = unit.goals.all(relationship=asked.relationship.id, state="open")[:MOST_GOALS]
        sources = [numbering.record("goal", goal.id, "title", goal.title, "goal") for goal in shared]
        seeker = None if shared or asked.for_pair else unit.members.find(asked.relationship.seeker)
        if seeker and self._policy.allows(asker, Action.PROFILE_READ, owners={seeker.id}):
            texts = seeker.profile.goals[:MOST_GOALS]
            sources = [numbering.profile(seeker.id, f"goals[{n}]", text) for n, text in enumerate(texts)]
        return [GoalTold(words=source) for source in sources if source is not None]

    def _notes(
        self, unit: UnitOfWork, asker: Asker, asked: AgendaAsked, numbering: Numbering
    ) -> list[Source]:
        notes = unit.notes.all(relationship=asked.relationship.id)
        seen = [note for note in notes if self._may_use(asker, note, asked)]
        latest = sorted(seen, key=lambda note: (note.at, note.id))[-MOST_NOTES:]
        sources = [
            numbering.record("note", note.id, "text", note.text, note_label(unit, note))
            for note in reversed(latest)
        ]
        return [source for source in sources if source is not None]

    def _may_use(self, asker: Asker, note: Note, asked: AgendaAsked) -> bool:
        if note.visibility == "shared":
            return self._policy.allows(asker, Action.NOTES_READ, owners=asked.relationship.members)
        return not asked.for_pair and self._policy.allows(asker, Action.NOTES_READ, owners={note.author})

    def _hidden(self, unit: UnitOfWork, asker: Asker, asked: AgendaAsked, inside: bool) -> tuple[str, ...]:
        notes = unit.notes.all(relationship=asked.relationship.id)
        kept_out = [note for note in notes if not (inside and self._may_use(asker, note, asked))]
        return tuple(note.text for note in kept_out)

    def _passages(self, brief: Brief, numbering: Numbering) -> list[Source]:
        where = "circle" if brief.circle else where_it_stands(brief.stage, brief.sessions_held, brief.stuck)
        goal = brief.goals[0].words.text if brief.goals and where == "middle" else ""
        wanted = brief.topic or goal or LOOKED_UP[where]
        return self._reading.passages(wanted, numbering) or self._reading.passages(
            LOOKED_UP[where], numbering
        )


def _people(unit: UnitOfWork, relationship: Relationship, names: Mapping[str, str]) -> tuple[str, ...]:
    """Everybody; of a circle those who are still there, since each of them is to speak."""
    circle = relationship.role is MatchRole.CIRCLE
    here = present(unit, relationship.members) if circle else relationship.members
    return tuple(names[each] for each in here)


def _turns(unit: UnitOfWork, asked: AgendaAsked, names: Mapping[str, str]) -> tuple[str, ...]:
    """Of a circle everybody in turn, whoever chairs the next meeting first."""
    morning = datetime.combine(asked.today, time(tzinfo=UTC))
    return tuple(names[each] for each in chair_first(unit, asked.relationship, morning))


def _theme(unit: UnitOfWork, relationship: Relationship) -> str:
    """As somebody set it: words that the matching found in a profile are not put into a title."""
    circle = unit.circles.find(relationship.id)
    return circle.theme if circle else ""


def _actions(
    unit: UnitOfWork, relationship: Relationship, names: Mapping[str, str], numbering: Numbering
) -> list[OpenAction]:
    items = unit.actions.all(relationship=relationship.id, done=False)
    ordered = sorted(items, key=lambda item: (item.due or date.max, item.id))[:MOST_ACTIONS]
    read = [
        (item, numbering.record("action", item.id, "text", item.text, "open action item")) for item in ordered
    ]
    return [
        OpenAction(source=source, owner=names.get(item.owner, "somebody else"), due=item.due)
        for item, source in read
        if source
    ]


def _last_met(held: list[Session], inside: bool, numbering: Numbering) -> Source | None:
    if not held:
        return None
    last = held[-1]
    label = f"session of {day_in_words(last.at.date())}"
    topic = (
        numbering.record("session", last.id, "topic", last.topic, label) if inside and last.topic else None
    )
    return topic or numbering.record("session", last.id, "at", last.at.date().isoformat(), label)


def _planned(unit: UnitOfWork, relationship: Relationship, today: date) -> dict[str, str]:
    """When the next session is planned, for the calendar."""
    every = unit.sessions.all(relationship=relationship.id, state="planned")
    ahead = [one.at for one in every if one.at.date() >= today]
    return {"session_at": min(ahead).isoformat()} if ahead else {}

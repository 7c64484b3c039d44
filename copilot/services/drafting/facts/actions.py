"""Facts for action items: the notes of one session that this asker may use, or the text she hands in, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.briefs import Brief, NoteLine
from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Note, Relationship, Session
from copilot.ports import UnitOfWork
from copilot.services.drafting.facts.note_lines import lines_of
from copilot.services.drafting.facts.numbering import Numbering, RecordKind
from copilot.services.drafting.facts.people import name_of, names_of, note_label, others_in
from copilot.services.drafting.material import Gathered
from copilot.services.policy import Action, Policy

QUESTIONS = (
    "What did each of you say you would do, and by when?",
    "Is there something one of you expects of the other that nobody said aloud?",
)


@dataclass(frozen=True)
class ActionsAsked:
    """Whose promises are looked for. `text` is read in place of the notes; with `mine` only the asker will see it."""

    session: Session
    relationship: Relationship
    today: date
    text: str = ""
    mine: bool = False


class ActionsFacts:
    """Gathers the lines that a promise may stand in."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def gather(self, unit: UnitOfWork, asker: Asker, asked: ActionsAsked) -> Gathered:
        """A brief of the notes of one session. Raises nothing where there are none: it has questions then."""
        relationship, numbering = asked.relationship, Numbering()
        names = names_of(unit, relationship)
        every = unit.notes.all(relationship=relationship.id)
        used = [] if asked.text else [note for note in every if self._may_use(asker, note, asked)]
        lines = [line for note in used for line in self._of_note(unit, note, numbering)]
        if asked.text:
            lines += _handed_in(asked, names.get(asker.member, ""), numbering)
        brief = Brief(
            about=names[relationship.seeker], partner=others_in(relationship, names), today=asked.today,
            starts=asked.today, ends=asked.today, people=tuple(names.values()), role=relationship.role.value,
            circle=relationship.role is MatchRole.CIRCLE, held_on=asked.session.at.date(),
            next_session=next_session(unit, asked.session), lines=tuple(lines),
        )  # fmt: skip
        return Gathered(
            brief,
            numbering.citations,
            numbering.texts,
            hidden=tuple(
                note.text for note in every if note not in used and not _is_known(asker, note, asked)
            ),
            questions=() if lines else QUESTIONS,
            inputs={"session": asked.session.id},
        )

    def _may_use(self, asker: Asker, note: Note, asked: ActionsAsked) -> bool:
        if note.session != asked.session.id:
            return False
        if note.visibility == "shared":
            return self._policy.allows(asker, Action.NOTES_READ, owners=asked.relationship.members)
        return asked.mine and self._policy.allows(asker, Action.NOTES_READ, owners={note.author})

    def _of_note(self, unit: UnitOfWork, note: Note, numbering: Numbering) -> Iterator[NoteLine]:
        label = note_label(unit, note)
        yield from _lines(note.text, name_of(unit, note.author), ("note", note.id, "text", label), numbering)


def _is_known(asker: Asker, note: Note, asked: ActionsAsked) -> bool:
    """Whether whoever reads the draft reads this note anyway."""
    return note.visibility == "shared" or (asked.mine and note.author == asker.member)


def _handed_in(asked: ActionsAsked, author: str, numbering: Numbering) -> list[NoteLine]:
    """Text that no record holds is cited as what was handed in for the session."""
    where: tuple[RecordKind, str, str, str] = ("session", asked.session.id, "handed in", "notes handed in")
    return list(_lines(asked.text, author, where, numbering))


def _lines(
    text: str, author: str, where: tuple[RecordKind, str, str, str], numbering: Numbering
) -> Iterator[NoteLine]:
    kind, record, field, label = where
    for line in lines_of(text):
        source = numbering.record(kind, record, field, line.text, label)
        if source:
            yield NoteLine(words=source, author=author, note=record, mark=line.mark)


def next_session(unit: UnitOfWork, session: Session) -> date | None:
    """The day of the planned session that comes after this one."""
    planned = unit.sessions.all(relationship=session.relationship, state="planned")
    later = [one.at.date() for one in planned if one.at > session.at]
    return min(later, default=None)

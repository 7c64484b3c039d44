"""Everything that is kept of a member, gathered kind by kind from one reading of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from copilot.domain.chat import Conversation, Turn
from copilot.domain.drafts import Draft
from copilot.domain.matches import Match
from copilot.domain.members import Member
from copilot.domain.relationships import Relationship
from copilot.domain.verdicts import KeptVerdict
from copilot.ports import UnitOfWork

Entries = list[dict[str, Any]]


class Gathering:
    """What is known of one member, as she may read it.

    Args:
        unit: one reading, so that all of it is of one moment.
        member: of whom.
        matches: those she may see, in her version.
        conversations: hers with their turns.
        embedded: her texts as matching compares them.
    """

    def __init__(
        self,
        unit: UnitOfWork,
        member: Member,
        matches: Iterable[Match],
        conversations: Iterable[tuple[Conversation, list[Turn]]],
        embedded: Entries,
    ) -> None:
        self._unit, self._member, self._her = unit, member, member.id
        self._matches, self._conversations, self._embedded = list(matches), list(conversations), embedded
        self._ours = [one for one in unit.relationships.mentioning([member.id]) if member.id in one.members]
        self._drafts = [one for one in unit.drafts.mentioning([member.id]) if self._concerns(one)]

    def entries(self, kind: str) -> Entries:
        """All of one kind; the same words as `KINDS` name."""
        kinds: dict[str, Callable[[], Entries]] = {
            "profile": lambda: [_plain(self._member)], "account": self._account, "programmes": self._programmes,
            "declared_groups": lambda: _every(self._unit.declared_groups.all(member=self._her)),
            "goals": lambda: _every(self._unit.goals.all(member=self._her)), "drafts": self._drafts_told,
            "relationships": lambda: [self._relationship(one) for one in self._ours],
            "agreements": self._agreements, "sessions": self._sessions, "notes": self._notes,
            "action_items": self._action_items,
            "feedback": lambda: _every(self._unit.feedback.all(by=self._her)), "moments": self._moments,
            "matches": lambda: _every(self._matches), "choices": self._choices, "verdicts": self._verdicts,
            "pauses": lambda: _every(_found(self._unit.pauses.find(self._her))),
            "conversations": self._talks, "token_counts": self._tokens, "log": self._log,
            "index": lambda: self._embedded,
        }  # fmt: skip
        told: Entries = to_jsonable_python(kinds[kind]())
        return told

    def _concerns(self, draft: Draft) -> bool:
        return self._her in draft.owners or draft.about == self._her or draft.made_by == self._her

    def _account(self) -> Entries:
        """When it was made, and where somebody is signed in; nothing secret."""
        accounts = _found(self._unit.accounts.find(self._her))
        signed_in = [
            {"signed_in": one.started, "seen": one.seen} for one in self._unit.signed_in.all(member=self._her)
        ]
        return [
            {"created": one.created, "chosen": one.chosen, "locked": one.locked} for one in accounts
        ] + signed_in

    def _programmes(self) -> Entries:
        enrolled = _every(self._unit.enrolments.all(member=self._her))
        managed = [one for one in self._unit.programmes.mentioning([self._her]) if self._her in one.managers]
        return [*enrolled, *({"programme": one.id, "state": "you manage it"} for one in managed)]

    def _drafts_told(self) -> Entries:
        return [
            _plain(one)
            if self._her in one.owners
            else {"kind": one.kind, "state": one.state, "created": one.created, "about": self._her}
            for one in self._drafts
        ]

    def _relationship(self, one: Relationship) -> dict[str, Any]:
        told = _plain(one)
        told.pop("agreement")
        return told

    def _agreements(self) -> Entries:
        return [
            {"relationship": one.id, **_plain(one.agreement)}
            for one in self._ours
            if one.agreement is not None
        ]

    def _sessions(self) -> Entries:
        """With her own rating of each, not the other side's."""
        sessions = self._unit.sessions.all(relationship={one.id for one in self._ours})
        return [_plain(one) | {"ratings": _own(one.ratings, self._her)} for one in sessions]

    def _notes(self) -> Entries:
        notes = self._unit.notes.all(relationship={one.id for one in self._ours})
        own = {note.id: note for note in self._unit.notes.all(author=self._her)}
        shared = {note.id: note for note in notes if note.visibility == "shared"}
        return _every((own | shared).values())

    def _action_items(self) -> Entries:
        ours = self._unit.actions.all(relationship={one.id for one in self._ours})
        own = self._unit.actions.all(owner=self._her)
        return _every({one.id: one for one in (*ours, *own)}.values())

    def _moments(self) -> Entries:
        about, logged = self._unit.moments.all(member=self._her), self._unit.moments.all(by=self._her)
        return _every({one.id: one for one in (*about, *logged)}.values())

    def _choices(self) -> Entries:
        """Whom she ranked; who ranked her is theirs."""
        return _every(
            (*self._unit.choices.all(member=self._her), *self._unit.nominations.all(member=self._her))
        )

    def _verdicts(self) -> Entries:
        sought = [_verdict(one, "seeker") for one in self._unit.verdicts.all(seeker=self._her)]
        return sought + [_verdict(one, "partner") for one in self._unit.verdicts.all(partner=self._her)]

    def _talks(self) -> Entries:
        return [
            {**_plain(conversation), "turns": _every(turns)} for conversation, turns in self._conversations
        ]

    def _tokens(self) -> Entries:
        used = [one for one in self._drafts if self._her in (one.made_by, one.about) and one.usage.tokens]
        return [{"draft": one.id, **_plain(one.usage)} for one in used]

    def _log(self) -> Entries:
        """What she did, and what was done with her record; by whom is told of her own lines only."""
        own = [_plain(one) for one in self._unit.audit_log.all(by=self._her)]
        about = [one for one in self._unit.audit_log.all(record=self._her) if one.by != self._her]
        return own + [
            {"at": one.at, "verb": one.verb, "kind": one.kind, "record": one.record} for one in about
        ]


def _verdict(kept: KeptVerdict, side: str) -> dict[str, Any]:
    """What was said of a pair: the words are the partner's, so they are told to her alone."""
    words = {"words": kept.words} if side == "partner" else {}
    return {"side": side, "fit": kept.fit, "reader": kept.reader, "at": kept.at, **words}


def _own(ratings: dict[str, int], her: str) -> dict[str, int]:
    return {member: rating for member, rating in ratings.items() if member == her}


def _found(record: Any) -> list[Any]:
    return [] if record is None else [record]


def _every(records: Iterable[BaseModel]) -> Entries:
    return [_plain(record) for record in records]


def _plain(record: BaseModel) -> dict[str, Any]:
    told = record.model_dump(mode="json", by_alias=True)
    told.pop("revision", None)
    return told

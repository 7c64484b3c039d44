"""Everything that is kept of a member, gathered kind by kind from one reading of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from copilot.domain.asking import Asker
from copilot.domain.chat import Conversation, Turn
from copilot.domain.drafts import Draft
from copilot.domain.matches import Match
from copilot.domain.members import Member
from copilot.domain.relationships import Relationship
from copilot.domain.spaces import Post
from copilot.domain.sponsorship import SpeakingConsent
from copilot.domain.verdicts import KeptVerdict
from copilot.ports import UnitOfWork
from copilot.services.consents.ledger import in_ledger
from copilot.services.opportunities_told import state_for
from copilot.services.spaces.belonging import places_of
from copilot.services.spaces.stories import from_afar
from copilot.services.spaces.visible import ABOUT_PEOPLE, as_seen
from copilot.services.sponsorship.speaking import live_consents

Entries = list[dict[str, Any]]


class Gathering:
    """What is known of one member, as she may read it.

    Args:
        unit: one reading, so that all of it is of one moment.
        member: of whom.
        matches: those she may see, in her version.
        conversations: hers with their turns.
        embedded: her texts as matching compares them.
        today: the day it is read.
    """

    def __init__(
        self,
        unit: UnitOfWork,
        member: Member,
        matches: Iterable[Match],
        conversations: Iterable[tuple[Conversation, list[Turn]]],
        embedded: Entries,
        today: date,
    ) -> None:
        self._unit, self._member, self._her = unit, member, member.id
        self._matches, self._conversations, self._embedded = list(matches), list(conversations), embedded
        self._today = today
        self._ours = [one for one in unit.relationships.mentioning([member.id]) if member.id in one.members]
        self._drafts = [one for one in unit.drafts.mentioning([member.id]) if self._concerns(one)]

    def entries(self, kind: str) -> Entries:
        """All of one kind; the same words as `KINDS` name."""
        kinds: dict[str, Callable[[], Entries]] = {
            "profile": lambda: [_plain(self._member)], "account": self._account, "programmes": self._programmes,
            "declared_groups": lambda: _every(self._unit.declared_groups.all(member=self._her)),
            "consents": lambda: _every(in_ledger(self._unit, self._her)),
            "goals": lambda: _every(self._unit.goals.all(member=self._her)), "drafts": self._drafts_told,
            "relationships": lambda: [self._relationship(one) for one in self._ours],
            "agreements": self._agreements, "sessions": self._sessions, "notes": self._notes,
            "action_items": self._action_items,
            "feedback": lambda: _every(self._unit.feedback.all(by=self._her)), "moments": self._moments,
            "matches": lambda: _every(self._matches), "choices": self._choices, "verdicts": self._verdicts,
            "pauses": lambda: _every(_found(self._unit.pauses.find(self._her))),
            "closing_reviews": lambda: _every(self._unit.closing_reviews.all(member=self._her)),
            "help_requests": self._help_requests,
            "events": self._events, "calendar_feeds": self._feeds, "personal_tokens": self._personal_tokens,
            "spaces": lambda: _every(self._unit.space_members.all(member=self._her)),
            "posts": self._posts, "pointers": self._pointers,
            "playbook_offers": lambda: _every(self._unit.playbook_offers.all(by=self._her)),
            "learning": self._learning, "circle_meetings": self._circle_meetings, "sponsorship": self._sponsorship,
            "badges": lambda: _every(self._unit.badges.all(member=self._her)),
            "leaderboard": lambda: _every(_found(self._unit.leaderboard_choices.find(self._her))),
            "surveys": lambda: _every(self._unit.survey_answers.all(member=self._her)), "nudges": self._nudges,
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
        linked = [
            {"linked": one.linked, "issuer": one.issuer, "roles_from_there": sorted(one.roles)}
            for one in self._unit.identity_links.all(member=self._her)
        ]
        signed_in = [
            {"signed_in": one.started, "seen": one.seen} for one in self._unit.signed_in.all(member=self._her)
        ]
        kept = [{"created": one.created, "chosen": one.chosen, "locked": one.locked} for one in accounts]
        return [*kept, *linked, *signed_in]

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

    def _help_requests(self) -> Entries:
        """Hers, and of others' what she offered, without what they asked; the thanks where she helped."""
        offered = [
            {
                "request": one.id,
                "state": one.state,
                "offered": _plain(offer),
                "thanks": one.thanks if one.helper == self._her else "",
            }
            for one in self._unit.help_requests.mentioning([self._her])
            if (offer := one.offer_of(self._her)) is not None
        ]
        return _every(self._unit.help_requests.all(member=self._her)) + offered

    def _events(self) -> Entries:
        unit, her = self._unit, self._her
        hosted = [one for one in unit.events.mentioning([her]) if her in one.hosts or her in one.speakers]
        said = (*unit.event_questions.all(by=her), *unit.event_feedback.all(by=her))
        return _every((*hosted, *unit.registrations.all(member=her), *said))

    def _feeds(self) -> Entries:
        return [{"created": feed.created} for feed in self._unit.calendar_feeds.all(member=self._her)]

    def _personal_tokens(self) -> Entries:
        tokens = _every(self._unit.personal_tokens.all(member=self._her))
        return [{name: said for name, said in one.items() if name != "secret_hash"} for one in tokens]

    def _posts(self) -> Entries:
        about = [post for post in self._unit.posts.mentioning([self._her]) if self._her in post.about]
        own = self._unit.posts.all(author=self._her)
        every = {post.id: post for post in (*own, *about)}.values()
        return _every(self._as_she_sees(post) for post in every)

    def _as_she_sees(self, post: Post) -> Post:
        """As her page shows it: without words that were removed, and of a story from elsewhere without its space."""
        seen = as_seen(post, self._her)
        return from_afar(seen, self._spaces) if post.kind in ABOUT_PEOPLE else seen

    @cached_property
    def _spaces(self) -> frozenset[str]:
        places = places_of(self._unit, Asker(member=self._her), self._today)
        return frozenset(place.id for place in places)

    def _pointers(self) -> Entries:
        """What she answered stands with her own; of whom she pointed somewhere, only who said she is interested."""
        to_her = self._unit.pointers.all(member=self._her)
        by_her = [
            one.changed(state=state_for(one, self._her)) for one in self._unit.pointers.all(by=self._her)
        ]
        return _every({one.id: one for one in (*to_her, *by_her)}.values())

    def _learning(self) -> Entries:
        unit, her = self._unit, self._her
        return _every(
            (
                *unit.guide_progress.all(member=her),
                *unit.track_progress.all(member=her),
                *unit.practice_answers.all(member=her),
                *unit.readiness.all(member=her),
            )
        )

    def _circle_meetings(self) -> Entries:
        return _every(self._unit.circle_meetings.all(circle={one.id for one in self._ours}))

    def _sponsorship(self) -> Entries:
        """On either side of it. What she as a sponsor may say no more, she doesn't read here either."""
        unit = self._unit
        both = [
            one
            for kept in (unit.pledges, unit.advocacy)
            for one in (*kept.all(member=self._her), *kept.all(sponsor=self._her))
        ]
        told = _every({(type(one).__name__, one.id): one for one in both}.values())
        hers = unit.speaking_consents.all(member=self._her)
        return told + _every((*hers, *self._consents_to_her()))

    def _consents_to_her(self) -> list[SpeakingConsent]:
        """Those given to her as a sponsor: of one that holds no more its days, without its sentences and rooms."""
        holding = {
            one.id for each in self._ours for one in live_consents(self._unit, each, [self._her], self._today)
        }
        return [
            one if one.id in holding else one.changed(may_say=(), rooms=())
            for one in self._unit.speaking_consents.all(sponsor=self._her)
        ]

    def _nudges(self) -> Entries:
        """How she is nudged, and what was sent or is on its way; of secrets only that there is one."""
        settings = [
            _plain(one) | {"webhook": "kept, not shown" if one.webhook else ""}
            for one in _found(self._unit.nudge_settings.find(self._her))
        ]
        sent = [_plain(one) for one in self._unit.outgoing_nudges.all(member=self._her)]
        return settings + [{key: one[key] for key in one if key != "stop_hash"} for one in sent]

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

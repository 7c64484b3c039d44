"""Agreements: what was offered, who has signed, and how it goes against what was agreed."""

from __future__ import annotations

import re
from datetime import date, datetime

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.days_said import Reckoning, day_said
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value, new_id
from copilot.domain.relationships import Agreement, Relationship, Signature
from copilot.domain.wording import NUMBER_WORDS, day_in_words
from copilot.errors import Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.known_relationships import known_relationship
from copilot.services.policy import Action, Policy

_EVERY = re.compile(
    r"\b(?:(?P<unit>weekly|fortnightly|monthly)|(?:once|twice)?\s*(?:every|each|a)\s+(?:(?P<count>\d{1,2}|other|[a-z]+)\s+)?"
    r"(?P<what>week|fortnight|month)s?)\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"\b(?:look at (?:this|it|the)(?: agreement)?(?: again)?|review)\b(?P<when>[^\n.]*)", re.I
)
_MEETING = re.compile(r"[^.\n]*\b(?:meet|meeting|session)\w*\b[^.\n]*", re.IGNORECASE)


class Terms(Value):
    """What of an agreement can be counted, read from the text as it was signed: None where it names none.

    `weeks` lie between two meetings, `review` is the day to look at it again.
    """

    weeks: int | None = None
    review: date | None = None


class AgreementStatus(Value):
    """What those outside may know: whether one was offered, and who has signed."""

    relationship: str
    offered: bool
    signed: dict[str, bool]
    in_force: bool


class Progress(Value):
    """How it goes since both have signed: meetings held and expected by now, what lies open, days to the review."""

    since: date
    held: int
    expected: int | None
    open_actions: int
    late_actions: int
    days_to_review: int | None


class AgreementStanding(Value):
    """What the members of a relationship see. `signed` has the time, or None, for each of them."""

    relationship: str
    offered: bool
    signed: dict[str, datetime | None]
    in_force: bool
    draft: str = ""
    text: str = ""
    review: date | None = None
    progress: Progress | None = None
    words: tuple[str, ...] = Field((), description="the same, a sentence each")


class AgreementsService:
    """Shows and signs agreements; a draft that was approved brings one here."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def show(self, asker: Asker, relationship_id: str) -> AgreementStanding | AgreementStatus:
        """Text, signatures and progress for those of the relationship; for others who may know it, who has signed."""
        with self._units.reading() as unit:
            relationship = known_relationship(unit, self._policy, asker, relationship_id)
            if self._policy.allows(asker, Action.RELATIONSHIP_READ, owners=relationship.members):
                return self._standing(unit, relationship)
        return _status(relationship)

    def sign(self, asker: Asker, relationship_id: str, draft: str = "") -> AgreementStanding:
        """Sign for oneself; signing twice changes nothing.

        Args:
            asker: who signs.
            relationship_id: whose agreement.
            draft: the id of the draft whose text was read; Conflict where another one was offered since.
        """
        with self._units() as unit:
            relationship = known_relationship(unit, self._policy, asker, relationship_id)
            self._policy.require(asker, Action.RELATIONSHIP_WRITE, owners=relationship.members)
            agreement = _to_sign(relationship, draft)
            if asker.member not in _signers(agreement):
                signed = Signature(member=asker.member, at=self._clock.now())
                agreement = agreement.model_copy(update={"signatures": (*agreement.signatures, signed)})
                relationship = unit.relationships.save(relationship.changed(agreement=agreement))
                unit.audit_log.add(self._entry(asker, relationship_id))
                unit.commit()
            return self._standing(unit, relationship)

    def _standing(self, unit: UnitOfWork, relationship: Relationship) -> AgreementStanding:
        agreement = relationship.agreement
        times = {one.member: one.at for one in agreement.signatures} if agreement else {}
        signed = {member: times.get(member) for member in relationship.members}
        terms = agreed_terms(agreement.text, relationship.started) if agreement else Terms()
        in_force = bool(agreement) and all(signed.values())
        progress = self._progress(unit, relationship, terms, max(times.values())) if in_force else None
        return AgreementStanding(
            relationship=relationship.id, offered=agreement is not None, signed=signed, in_force=in_force,
            draft=agreement.draft if agreement else "", text=agreement.text if agreement else "",
            review=terms.review, progress=progress, words=tuple(_in_words(progress, terms)) if progress else (),
        )  # fmt: skip

    def _progress(
        self, unit: UnitOfWork, relationship: Relationship, terms: Terms, signed: datetime
    ) -> Progress:
        today, since = self._clock.now().date(), signed.date()
        held = unit.sessions.all(relationship=relationship.id, state="held")
        items = unit.actions.all(relationship=relationship.id, done=False)
        return Progress(
            since=since,
            held=sum(1 for one in held if one.at.date() >= since),
            expected=(today - since).days // (7 * terms.weeks) if terms.weeks else None,
            open_actions=len(items),
            late_actions=sum(1 for one in items if one.due and one.due < today),
            days_to_review=(terms.review - today).days if terms.review else None,
        )

    def _entry(self, asker: Asker, relationship: str) -> AuditEntry:
        return AuditEntry(
            id=new_id("l"), at=self._clock.now(), by=asker.name_in_log, verb="sign", kind="relationship",
            record=relationship,
        )  # fmt: skip


def agreed_terms(text: str, on: date) -> Terms:
    """The rhythm and the day of review that a text names; days without a year count from `on`."""
    joined = _joined(text)
    review = _REVIEW.search(joined)
    found = day_said(review["when"], Reckoning(on)) if review else None
    return Terms(weeks=_rhythm(joined), review=found.day if found else None)


def agreed_weeks(text: str) -> int | None:
    """The rhythm alone, in weeks between two meetings; None where the text names none."""
    return _rhythm(_joined(text))


def _joined(text: str) -> str:
    plain = re.sub(r"[*_\\]", "", text).replace(" \n", "\n")
    return re.sub(r"(?<![.\n])\n(?=\w)", " ", plain)


def _rhythm(joined: str) -> int | None:
    rhythms = (_EVERY.search(line.group()) for line in _MEETING.finditer(joined))
    rhythm = next((one for one in rhythms if one), None)
    return _weeks(rhythm) if rhythm else None


def _weeks(rhythm: re.Match[str]) -> int:
    unit = (rhythm["unit"] or rhythm["what"]).lower()
    size = 4 if unit.startswith("month") else 2 if unit.startswith("fortnight") else 1
    count = (rhythm["count"] or "1").lower()
    number = 2 if count == "other" else int(count if count.isdigit() else NUMBER_WORDS.get(count, "1"))
    return max(size * number // (2 if rhythm.group().lower().startswith("twice") else 1), 1)


def _to_sign(relationship: Relationship, draft: str) -> Agreement:
    place = f"relationship {relationship.id}"
    if relationship.state == "closed":
        raise Conflict("This relationship is closed.", place=place, cure="Start a new one to agree anew.")
    agreement = relationship.agreement
    if agreement is None:
        raise Conflict(
            "There is no agreement to sign yet.",
            place=place,
            cure="Draft one with `draft agreement`, and approve it.",
        )
    if draft and draft != agreement.draft:
        raise Conflict(
            "Another text was offered since you read this one, and signatures began anew.",
            place=place,
            cure="Read it with `agreements show`, then sign.",
        )
    return agreement


def _status(relationship: Relationship) -> AgreementStatus:
    signers = _signers(relationship.agreement)
    signed = {member: member in signers for member in relationship.members}
    return AgreementStatus(
        relationship=relationship.id, offered=relationship.agreement is not None, signed=signed,
        in_force=all(signed.values()),
    )  # fmt: skip


def _signers(agreement: Agreement | None) -> set[str]:
    return {one.member for one in agreement.signatures} if agreement else set()


def _in_words(progress: Progress, terms: Terms) -> list[str]:
    """Plain sentences for the two; what can't be counted is said, not guessed."""
    since = day_in_words(progress.since)
    met = f"{_counted(progress.held, 'meeting')} since {since}"
    rhythm = (
        f"{met}; the rhythm you agreed on makes {progress.expected} by now."
        if progress.expected is not None
        else f"{met}. The agreement names no rhythm that could be counted."
    )
    late = f", {progress.late_actions} of them late" if progress.late_actions else ""
    sentences = [rhythm, f"{_counted(progress.open_actions, 'open action item')}{late}."]
    if terms.review and progress.days_to_review is not None:
        left = progress.days_to_review
        when = f"in {_counted(left, 'day')}" if left > 0 else "due" if left == 0 else "overdue"
        sentences.append(f"Looking at it again is {when}: {day_in_words(terms.review)}.")
    return sentences


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"

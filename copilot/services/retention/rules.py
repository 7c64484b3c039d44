"""For each kind of records, which are old enough to go and in nobody's use, and how they go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from copilot.domain.audit_chain import DELETION_TO_BE_FINISHED, THE_LOG
from copilot.domain.retention import Keep
from copilot.ports import UnitOfWork
from copilot.services.surveys.windows import closing_days

LOG_IS_READ_AGAIN = frozenset({"match", "run", "batch", "choice", "nomination", "programme"})
"""Kinds of lines that undoing, reviewing and the audit of fairness go back to."""
SETTLED = ("sent", "unsure", "failed", "dropped")


class Moment(NamedTuple):
    """What is from before `before` is old; it is `now`."""

    before: datetime
    now: datetime


class Rule(NamedTuple):
    """Which records go, by id, and how one of them goes."""

    old: Callable[[UnitOfWork, Moment], list[str]]
    let_go: Callable[[UnitOfWork, str], None]


def _notes(unit: UnitOfWork, at: Moment) -> list[str]:
    closed = {one.id for one in unit.relationships.all(state="closed")}
    days = closing_days(unit, closed) if closed else {}
    over = {each for each, on in days.items() if each in closed and on < at.before.date()}
    notes = [note for note in unit.notes.all(relationship=over) if note.at < at.before] if over else []
    quoted = _quoted(unit, over) if notes else set()
    return [note.id for note in notes if note.id not in quoted]


def _quoted(unit: UnitOfWork, relationships: Collection[str]) -> set[str]:
    """What drafts of these relationships rest on: without a source there would be no claim."""
    drafts = unit.drafts.all(relationship=set(relationships))
    standing = (one for one in drafts if one.state != "discarded")
    return {getattr(cited, "record", "") for one in standing for cited in one.citations}


def _requests(unit: UnitOfWork, at: Moment) -> list[str]:
    today = at.now.date()
    as_today = [one.as_of(today) for one in unit.help_requests.all()]
    over = [one for one in as_today if one.state not in ("open", "taken")]
    return [one.id for one in over if one.closed is not None and one.closed < at.before]


def _drafts(unit: UnitOfWork, at: Moment) -> list[str]:
    away = unit.drafts.all(state="discarded")
    logged = unit.audit_log.values("record", "at", kind="draft", verb="discard") if away else []
    since = {record: max(when for one, when in logged if one == record) for record, _ in logged}
    used = {agenda for (agenda,) in unit.sessions.values("agenda")} if away else set()
    used |= {one.agreement.draft for one in unit.relationships.all() if one.agreement} if away else set()
    return [one.id for one in away if since.get(one.id, one.created) < at.before and one.id not in used]


def _nudges(unit: UnitOfWork, at: Moment) -> list[str]:
    rows = unit.outgoing_nudges.values("id", "settled", "until", state=SETTLED)
    # What is of use still would be found due again, and sent once more.
    return [each for each, settled, until in rows if settled and settled < at.before and until < at.now]


def _deliveries(unit: UnitOfWork, at: Moment) -> list[str]:
    settled = [one for one in unit.deliveries.all(state=("sent", "failed")) if one.next_try < at.before]
    webhooks = {one.id for one in unit.webhooks.all()}
    posts = {one.id for one in unit.posts.all(id={each.post for each in settled}) if not one.removed}
    return [one.id for one in settled if not (one.webhook in webhooks and one.post in posts)]


def _tries(unit: UnitOfWork, at: Moment) -> list[str]:
    waits = (one for one in unit.tries.all() if one.latest < at.before)
    return [one.id for one in waits if one.closed_until is None or one.closed_until < at.now]


def _invitations(unit: UnitOfWork, at: Moment) -> list[str]:
    return [one.id for one in unit.invitations.all() if one.expires < at.before]


def _survey_words(unit: UnitOfWork, at: Moment) -> list[str]:
    written = [one for one in unit.survey_answers.all(withdrawn=False) if one.words]
    return [one.id for one in written if one.on < at.before.date()]


def _without_words(unit: UnitOfWork, answer: str) -> None:
    kept = unit.survey_answers.get(answer)
    unit.survey_answers.save(kept.changed(words="", for_managers=False))


def _event_questions(unit: UnitOfWork, at: Moment) -> list[str]:
    over = {one.id for one in unit.events.all() if one.ends < at.before}
    asked = unit.event_questions.all(event=over) if over else []
    return [one.id for one in asked if one.at < at.before]


def old_lines(unit: UnitOfWork, at: Moment) -> list[str]:
    """Lines of the log that nothing goes back to."""
    rows = unit.audit_log.values("id", "at", "kind", "verb", "record")
    return [each for each, when, *what in rows if when < at.before and not _is_read_again(*what)]


def _is_read_again(kind: str, verb: str, record: str) -> bool:
    """Deletions are applied again to a backup that is restored, and explain what they rewrote."""
    about_itself = record in (THE_LOG, DELETION_TO_BE_FINISHED)
    lasting = {("member", "delete"), ("relationship", "close")}
    return kind in LOG_IS_READ_AGAIN or about_itself or (kind, verb) in lasting


RULES: Mapping[Keep, Rule] = {
    Keep.NOTES: Rule(_notes, lambda unit, each: unit.notes.remove(each)),
    Keep.REQUESTS: Rule(_requests, lambda unit, each: unit.help_requests.remove(each)),
    Keep.DRAFTS: Rule(_drafts, lambda unit, each: unit.drafts.remove(each)),
    Keep.NUDGES: Rule(_nudges, lambda unit, each: unit.outgoing_nudges.remove(each)),
    Keep.DELIVERIES: Rule(_deliveries, lambda unit, each: unit.deliveries.remove(each)),
    Keep.TRIES: Rule(_tries, lambda unit, each: unit.tries.remove(each)),
    Keep.INVITATIONS: Rule(_invitations, lambda unit, each: unit.invitations.remove(each)),
    Keep.SURVEY_WORDS: Rule(_survey_words, _without_words),
    Keep.EVENT_QUESTIONS: Rule(_event_questions, lambda unit, each: unit.event_questions.remove(each)),
}

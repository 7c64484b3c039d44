"""Repositories over SQLAlchemy, and the transaction that holds them together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.engine import Transaction

from copilot.domain.accounts import Account, Invitation, SignedIn, Tries
from copilot.domain.changes import Changes
from copilot.domain.chat import Turn
from copilot.domain.choices import Choice, Nomination
from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.consents import Consent
from copilot.domain.drafts import Draft
from copilot.domain.elsewhere import BegunSignIn, IdentityLink, SpentLogout
from copilot.domain.events import CalendarFeed, Event, EventFeedback, EventQuestion, Registration, Series
from copilot.domain.help_requests import HelpRequest
from copilot.domain.learning import GuideProgress, PracticeAnswer, Readiness, TrackProgress
from copilot.domain.matches import AuditEntry, Match, MatchRun
from copilot.domain.members import DeclaredGroup, Member
from copilot.domain.nudges import NudgeSettings, OutgoingNudge
from copilot.domain.objectives import Objective, ObjectiveLink
from copilot.domain.pauses import Pause
from copilot.domain.playbook import Chapter, PlaybookOffer
from copilot.domain.programmes import ClosingReview, Cohort, Enrolment, Programme
from copilot.domain.recognition import Badge, BadgeStatus, LeaderboardChoice
from copilot.domain.records import Record
from copilot.domain.relationships import ActionItem, Feedback, Goal, Moment, Note, Relationship, Session
from copilot.domain.spaces import Delivery, Pointer, Post, Space, SpaceMember, Webhook
from copilot.domain.sponsorship import Advocacy, Pledge, SpeakingConsent
from copilot.domain.surveys import SurveyAnswer
from copilot.domain.tokens import PersonalToken
from copilot.domain.verdicts import KeptVerdict
from copilot.errors import Conflict, NotFound
from copilot.ports import Between
from copilot.stores import care_schema, community_schema, growth_schema, privacy_schema, schema
from copilot.stores.audit_links import SqlLinks
from copilot.stores.chained_log import ChainedLog
from copilot.stores.chats_of_members import forget_conversations, rewrite_conversations
from copilot.stores.confidential import ConfidentialWords
from copilot.stores.database import WRITING
from copilot.stores.journal import Journal
from copilot.stores.mentions import mentions, some_at_a_time
from copilot.stores.witnessed import witness

R = TypeVar("R", bound=Record)
MANY = 500
"""Ids in one query."""


def as_row(record: Record) -> dict[str, Any]:
    """Column values of a record: dates stay dates, sets become sorted lists, nested values become JSON."""
    row = record.model_dump(mode="json")
    for field in row:
        value = getattr(record, field)
        if isinstance(value, (date, datetime)):
            row[field] = value
        elif isinstance(value, frozenset):
            row[field] = sorted(row[field])
    return row


class SqlRepository(Generic[R]):
    """The records of one table."""

    def __init__(self, connection: Connection, table: Table, model: type[R]) -> None:
        self._connection = connection
        self._journal = Journal(connection)
        self._table = table
        self._model = model
        self._words = ConfidentialWords(connection, table)

    def get(self, record_id: str) -> R:
        """The record; NotFound where there is none."""
        record = self.find(record_id)
        if record is None:
            raise self._not_found(record_id)
        return record

    def find(self, record_id: str) -> R | None:
        """The record, or None."""
        query = select(self._table).where(self._table.c.id == record_id)
        row = self._connection.execute(query).mappings().first()
        return self._model.model_validate(self._words.opened(row, one=True)) if row else None

    def all(self, **equals: object) -> list[R]:
        """Records whose columns equal, sorted by id; a collection means any of its values."""
        query = select(self._table).where(*self._conditions(equals)).order_by(self._table.c.id)
        rows = self._connection.execute(query).mappings().all()
        # SQLite sorts ids by bytes and PostgreSQL by the collation: one order for both.
        return sorted(map(self._record, rows), key=lambda record: record.id)

    def count(self, **equals: object) -> int:
        """How many records `all` would return."""
        query = select(func.count()).select_from(self._table).where(*self._conditions(equals))
        return int(self._connection.execute(query).scalar_one())

    def values(self, *fields: str, **equals: object) -> list[tuple[Any, ...]]:
        """Of each such record only these fields, in the order named; the rows in no order."""
        sealed = not set(fields).isdisjoint(self._words.columns)
        columns = [self._table.c[field] for field in dict.fromkeys((*fields, "id") if sealed else fields)]
        rows = self._connection.execute(select(*columns).where(*self._conditions(equals)))
        if not sealed:
            return [tuple(row) for row in rows]
        opened = map(self._words.opened, rows.mappings())
        return [tuple(row[field] for field in fields) for row in opened]

    def add(self, *records: R) -> None:
        """Keep new records; Conflict where an id is taken."""
        if records:
            rows = [self._words.sealed(as_row(record)) for record in records]
            self._connection.execute(insert(self._table), rows)
            self._journal.note(self._table.name, [record.id for record in records])

    def save(self, record: R) -> R:
        """Replace the record; Conflict where it was changed since it was read."""
        kept = record.changed(revision=record.revision + 1)
        same = (self._table.c.id == record.id) & (self._table.c.revision == record.revision)
        row = self._words.changed(as_row(kept))
        result = self._connection.execute(update(self._table).where(same).values(row))
        if result.rowcount == 0:
            self.get(record.id)
            raise Conflict(
                "Somebody else changed this in the meantime.",
                place=f"{self._table.name} {record.id}",
                cure="Look again and repeat it.",
            )
        self._journal.note(self._table.name, [record.id])
        return kept

    def remove(self, record_id: str) -> None:
        """Forget the record; NotFound where there is none."""
        result = self._connection.execute(delete(self._table).where(self._table.c.id == record_id))
        if result.rowcount == 0:
            raise self._not_found(record_id)
        self._journal.note_removed(self._table.name, record_id)

    def mentioning(self, words: Collection[str]) -> list[R]:
        """Records in which one of these stands anywhere, in whatever case (of A to Z), sorted by id."""
        found: dict[str, R] = {}
        for some in some_at_a_time(words):
            rows = self._connection.execute(select(self._table).where(mentions(self._table, some))).mappings()
            found |= {row["id"]: self._record(row) for row in rows}
        hidden = sorted(self._words.mentioning(words) - set(found))
        for start in range(0, len(hidden), MANY):
            found |= {record.id: record for record in self.all(id=hidden[start : start + MANY])}
        return [found[id_] for id_ in sorted(found)]

    def _record(self, row: Mapping[Any, Any]) -> R:
        return self._model.model_validate(self._words.opened(row))

    def _conditions(self, equals: dict[str, object]) -> list[ColumnElement[bool]]:
        hidden = set(equals).intersection(self._words.columns)
        if hidden:
            raise ValueError(f"Confidential words can't be compared in the database: {sorted(hidden)}")
        return [_condition(self._table.c[field], value) for field, value in equals.items()]

    def _not_found(self, record_id: str) -> NotFound:
        return NotFound(
            f"There is no “{record_id}” among the {self._table.name.replace('_', ' ')}.",
            place=record_id,
            cure="Check the id; the list command shows those you may see.",
        )


def _condition(column: Column[Any], value: object) -> ColumnElement[bool]:
    if isinstance(value, Between):
        return (column >= value.least) & (column < value.below)
    return column.in_(list(value)) if isinstance(value, (list, tuple, set, frozenset)) else column == value


class SqlUnitOfWork:
    """One transaction over all repositories; leaving it without `commit` rolls back."""

    def __init__(self, engine: Engine, *, writing: bool) -> None:
        self._engine = engine.execution_options(**WRITING) if writing else engine

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            connection = stack.enter_context(self._engine.connect())
            self._transaction: Transaction = connection.begin()
            self._open_repositories(connection)
            # Where beginning fails, the connection goes back to the pool; else it is ours until we leave.
            self._leaving = stack.pop_all()
        return self

    def changed_since(self, mark: int) -> Changes:
        """What was added, saved or removed since that mark; 0 asks from the beginning."""
        return self._journal.since(mark)

    def forget_conversations(self, owner: str) -> int:
        """Delete a member's conversations with everything said in them; how many there were."""
        return forget_conversations(self._connection, owner)

    def rewrite_conversations(self, words: Collection[str], rewritten: Callable[[Turn], Turn]) -> int:
        """Put the turns of conversations in which one of these words stands through `rewritten`."""
        return rewrite_conversations(self._connection, words, rewritten)

    def _open_repositories(self, connection: Connection) -> None:
        self._connection, self._journal = connection, Journal(connection)
        self.accounts = SqlRepository(connection, schema.accounts, Account)
        self.invitations = SqlRepository(connection, schema.invitations, Invitation)
        self.signed_in = SqlRepository(connection, schema.signed_in, SignedIn)
        self.tries = SqlRepository(connection, schema.tries, Tries)
        self.identity_links = SqlRepository(connection, schema.identity_links, IdentityLink)
        self.begun_sign_ins = SqlRepository(connection, schema.begun_sign_ins, BegunSignIn)
        self.spent_logouts = SqlRepository(connection, schema.spent_logouts, SpentLogout)
        self.personal_tokens = SqlRepository(connection, schema.personal_tokens, PersonalToken)
        self.members = SqlRepository(connection, schema.members, Member)
        self.programmes = SqlRepository(connection, schema.programmes, Programme)
        self.enrolments = SqlRepository(connection, schema.enrolments, Enrolment)
        self.matches = SqlRepository(connection, schema.matches, Match)
        self.runs = SqlRepository(connection, schema.runs, MatchRun)
        self.choices = SqlRepository(connection, schema.choices, Choice)
        self.nominations = SqlRepository(connection, schema.nominations, Nomination)
        self.verdicts = SqlRepository(connection, schema.verdicts, KeptVerdict)
        self.relationships = SqlRepository(connection, schema.relationships, Relationship)
        self.sessions = SqlRepository(connection, schema.sessions, Session)
        self.notes = SqlRepository(connection, schema.notes, Note)
        self.actions = SqlRepository(connection, schema.actions, ActionItem)
        self.goals = SqlRepository(connection, schema.goals, Goal)
        self.moments = SqlRepository(connection, schema.moments, Moment)
        self.feedback = SqlRepository(connection, schema.feedback, Feedback)
        self.pauses = SqlRepository(connection, schema.pauses, Pause)
        self.declared_groups = SqlRepository(connection, schema.declared_groups, DeclaredGroup)
        self.drafts = SqlRepository(connection, schema.drafts, Draft)
        self.cohorts = SqlRepository(connection, community_schema.cohorts, Cohort)
        self.closing_reviews = SqlRepository(connection, community_schema.closing_reviews, ClosingReview)
        self.help_requests = SqlRepository(connection, community_schema.help_requests, HelpRequest)
        self.events = SqlRepository(connection, community_schema.events, Event)
        self.series = SqlRepository(connection, community_schema.series, Series)
        self.registrations = SqlRepository(connection, community_schema.registrations, Registration)
        self.event_questions = SqlRepository(connection, community_schema.event_questions, EventQuestion)
        self.event_feedback = SqlRepository(connection, community_schema.event_feedback, EventFeedback)
        self.calendar_feeds = SqlRepository(connection, community_schema.calendar_feeds, CalendarFeed)
        self.spaces = SqlRepository(connection, community_schema.spaces, Space)
        self.space_members = SqlRepository(connection, community_schema.space_members, SpaceMember)
        self.posts = SqlRepository(connection, community_schema.posts, Post)
        self.pointers = SqlRepository(connection, community_schema.pointers, Pointer)
        self.webhooks = SqlRepository(connection, community_schema.webhooks, Webhook)
        self.deliveries = SqlRepository(connection, community_schema.deliveries, Delivery)
        self.objectives = SqlRepository(connection, community_schema.objectives, Objective)
        self.objective_links = SqlRepository(connection, community_schema.objective_links, ObjectiveLink)
        self.chapters = SqlRepository(connection, community_schema.chapters, Chapter)
        self.playbook_offers = SqlRepository(connection, community_schema.playbook_offers, PlaybookOffer)
        self.guide_progress = SqlRepository(connection, growth_schema.guide_progress, GuideProgress)
        self.track_progress = SqlRepository(connection, growth_schema.track_progress, TrackProgress)
        self.practice_answers = SqlRepository(connection, growth_schema.practice_answers, PracticeAnswer)
        self.readiness = SqlRepository(connection, growth_schema.readiness, Readiness)
        self.circles = SqlRepository(connection, growth_schema.circles, Circle)
        self.circle_meetings = SqlRepository(connection, growth_schema.circle_meetings, CircleMeeting)
        self.pledges = SqlRepository(connection, growth_schema.pledges, Pledge)
        self.advocacy = SqlRepository(connection, growth_schema.advocacy, Advocacy)
        self.speaking_consents = SqlRepository(connection, growth_schema.speaking_consents, SpeakingConsent)
        self.badges = SqlRepository(connection, growth_schema.badges, Badge)
        self.badge_statuses = SqlRepository(connection, growth_schema.badge_statuses, BadgeStatus)
        self.leaderboard_choices = SqlRepository(
            connection, growth_schema.leaderboard_choices, LeaderboardChoice
        )
        self.survey_answers = SqlRepository(connection, care_schema.survey_answers, SurveyAnswer)
        self.nudge_settings = SqlRepository(connection, care_schema.nudge_settings, NudgeSettings)
        self.outgoing_nudges = SqlRepository(connection, care_schema.outgoing_nudges, OutgoingNudge)
        lines = SqlRepository(connection, schema.audit_log, AuditEntry)
        self.audit_log = ChainedLog(lines, SqlLinks(connection))
        self.consents = SqlRepository(connection, privacy_schema.consents, Consent)
        witness(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._transaction.is_active:
            self._transaction.rollback()
        self._leaving.close()

    def commit(self) -> None:
        """Make the changes last."""
        self._transaction.commit()


class SqlUnitsOfWork:
    """Gives units of work over one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self) -> SqlUnitOfWork:
        """A transaction that may write, begun when it is entered."""
        return SqlUnitOfWork(self._engine, writing=True)

    def reading(self) -> SqlUnitOfWork:
        """A transaction that only reads: it waits for nobody, and nobody waits for it."""
        return SqlUnitOfWork(self._engine, writing=False)

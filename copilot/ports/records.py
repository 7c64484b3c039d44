"""The records, and the transaction that holds them together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from copilot.domain.accounts import Account, Invitation, SignedIn, Tries
from copilot.domain.audit_chain import Head, Link
from copilot.domain.changes import Changes
from copilot.domain.chat import Turn
from copilot.domain.choices import Choice, Nomination
from copilot.domain.circles import Circle, CircleMeeting
from copilot.domain.consents import Consent
from copilot.domain.drafts import Draft
from copilot.domain.elsewhere import BegunSignIn, IdentityLink, SpentLogout
from copilot.domain.events import CalendarFeed, EventFeedback, EventQuestion, Registration, Series
from copilot.domain.events import Event as CommunityEvent
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

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Between:
    """Given instead of a value: days or times from `least` on and before `below`, for instance those of a quarter.

    Both are times with a zone where the column holds such.
    """

    least: date
    below: date


class Repository(Protocol[R]):
    """The records of one aggregate. `equals` compares columns, for instance `all(seeker="m3", state="proposed")`.

    A list or set means any of these, `Between` a span of time.
    """

    def get(self, record_id: str) -> R:
        """The record; NotFound where there is none."""
        ...

    def find(self, record_id: str) -> R | None:
        """The record, or None."""
        ...

    def all(self, **equals: object) -> list[R]:
        """Records whose columns equal, sorted by id."""
        ...

    def count(self, **equals: object) -> int:
        """How many `all` would return."""
        ...

    def values(self, *fields: str, **equals: object) -> list[tuple[Any, ...]]:
        """Of each record that `all` would return only these fields, in the order named; the rows in no order.

        For whoever counts many records: no model is built and checked for each. Nested values are as JSON has them.
        """
        ...

    def add(self, *records: R) -> None:
        """Keep new records; Conflict where an id is taken."""
        ...

    def save(self, record: R) -> R:
        """Replace a record and count its revision up; Conflict where it changed since it was read."""
        ...

    def remove(self, record_id: str) -> None:
        """Forget a record; NotFound where there is none."""
        ...

    def mentioning(self, words: Collection[str]) -> list[R]:
        """Records in which one of these stands anywhere, in whatever case (of A to Z), sorted by id; none for none."""
        ...


class AuditLog(Repository[AuditEntry], Protocol):
    """The audit log. Whatever is written becomes a link of its chain; see `copilot.domain.audit_chain`.

    `save` is for deletions of members alone, `remove` for notes to ourselves; lines are never removed, only pruned.
    """

    def prune(self, old: Collection[str], checkpoint: AuditEntry) -> int:
        """Let the words of old lines go; their links stay. `checkpoint` is told which went, and the head then.

        How many went: lines that are not what was written stay.
        """
        ...

    def head(self) -> Head:
        """Where the chain ends."""
        ...

    def hash_at(self, seq: int) -> str:
        """The hash of the link with this number; empty where there is none."""
        ...

    def chained(self) -> Iterator[tuple[Link, Mapping[str, Any] | None]]:
        """Every link with the line it stands for (None where it is gone, empty where it can't be read), in order."""
        ...

    def amended(self) -> list[tuple[Link, Mapping[str, Any] | None]]:
        """The same of the links that speak of earlier ones, and of checkpoints."""
        ...

    def strays(self) -> list[str]:
        """Ids of lines that are in no link."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` leaves everything as it was."""

    @property
    def accounts(self) -> Repository[Account]: ...

    @property
    def invitations(self) -> Repository[Invitation]: ...

    @property
    def signed_in(self) -> Repository[SignedIn]: ...

    @property
    def tries(self) -> Repository[Tries]: ...

    @property
    def identity_links(self) -> Repository[IdentityLink]: ...

    @property
    def begun_sign_ins(self) -> Repository[BegunSignIn]: ...

    @property
    def spent_logouts(self) -> Repository[SpentLogout]: ...

    @property
    def personal_tokens(self) -> Repository[PersonalToken]: ...

    @property
    def members(self) -> Repository[Member]: ...

    @property
    def programmes(self) -> Repository[Programme]: ...

    @property
    def enrolments(self) -> Repository[Enrolment]: ...

    @property
    def matches(self) -> Repository[Match]: ...

    @property
    def runs(self) -> Repository[MatchRun]: ...

    @property
    def choices(self) -> Repository[Choice]: ...

    @property
    def nominations(self) -> Repository[Nomination]: ...

    @property
    def verdicts(self) -> Repository[KeptVerdict]: ...

    @property
    def relationships(self) -> Repository[Relationship]: ...

    @property
    def sessions(self) -> Repository[Session]: ...

    @property
    def notes(self) -> Repository[Note]: ...

    @property
    def actions(self) -> Repository[ActionItem]: ...

    @property
    def goals(self) -> Repository[Goal]: ...

    @property
    def moments(self) -> Repository[Moment]: ...

    @property
    def feedback(self) -> Repository[Feedback]: ...

    @property
    def pauses(self) -> Repository[Pause]: ...

    @property
    def declared_groups(self) -> Repository[DeclaredGroup]: ...

    @property
    def drafts(self) -> Repository[Draft]: ...

    @property
    def cohorts(self) -> Repository[Cohort]: ...

    @property
    def closing_reviews(self) -> Repository[ClosingReview]: ...

    @property
    def help_requests(self) -> Repository[HelpRequest]: ...

    @property
    def events(self) -> Repository[CommunityEvent]: ...

    @property
    def series(self) -> Repository[Series]: ...

    @property
    def registrations(self) -> Repository[Registration]: ...

    @property
    def event_questions(self) -> Repository[EventQuestion]: ...

    @property
    def event_feedback(self) -> Repository[EventFeedback]: ...

    @property
    def calendar_feeds(self) -> Repository[CalendarFeed]: ...

    @property
    def spaces(self) -> Repository[Space]: ...

    @property
    def space_members(self) -> Repository[SpaceMember]: ...

    @property
    def posts(self) -> Repository[Post]: ...

    @property
    def pointers(self) -> Repository[Pointer]: ...

    @property
    def webhooks(self) -> Repository[Webhook]: ...

    @property
    def deliveries(self) -> Repository[Delivery]: ...

    @property
    def objectives(self) -> Repository[Objective]: ...

    @property
    def objective_links(self) -> Repository[ObjectiveLink]: ...

    @property
    def chapters(self) -> Repository[Chapter]: ...

    @property
    def playbook_offers(self) -> Repository[PlaybookOffer]: ...

    @property
    def guide_progress(self) -> Repository[GuideProgress]: ...

    @property
    def track_progress(self) -> Repository[TrackProgress]: ...

    @property
    def practice_answers(self) -> Repository[PracticeAnswer]: ...

    @property
    def readiness(self) -> Repository[Readiness]: ...

    @property
    def circles(self) -> Repository[Circle]: ...

    @property
    def circle_meetings(self) -> Repository[CircleMeeting]: ...

    @property
    def pledges(self) -> Repository[Pledge]: ...

    @property
    def advocacy(self) -> Repository[Advocacy]: ...

    @property
    def speaking_consents(self) -> Repository[SpeakingConsent]: ...

    @property
    def badges(self) -> Repository[Badge]: ...

    @property
    def badge_statuses(self) -> Repository[BadgeStatus]: ...

    @property
    def leaderboard_choices(self) -> Repository[LeaderboardChoice]: ...

    @property
    def survey_answers(self) -> Repository[SurveyAnswer]: ...

    @property
    def nudge_settings(self) -> Repository[NudgeSettings]: ...

    @property
    def outgoing_nudges(self) -> Repository[OutgoingNudge]: ...

    @property
    def consents(self) -> Repository[Consent]: ...

    @property
    def audit_log(self) -> AuditLog: ...

    def changed_since(self, mark: int) -> Changes:
        """What matching reads and was added, saved or removed since that mark; 0 asks from the beginning."""
        ...

    def forget_conversations(self, owner: str) -> int:
        """Delete a member's conversations with everything said in them; how many there were."""
        ...

    def rewrite_conversations(self, words: Collection[str], rewritten: Callable[[Turn], Turn]) -> int:
        """Put the turns of conversations in which one of these words stands through `rewritten`; how many changed."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make the changes last."""
        ...


class UnitsOfWork(Protocol):
    """Gives units of work. Those that may write come one after the other; what one of them read stays true."""

    def __call__(self) -> UnitOfWork:
        """A unit that may write. Keep it short: nothing that takes long happens inside."""
        ...

    def reading(self) -> UnitOfWork:
        """A unit that only reads; it waits for nobody, and nobody waits for it."""
        ...

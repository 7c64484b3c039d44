"""What the chapters read of a community: states, dates and counts; of posts, notes and goals never a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from copilot.domain.choices import Choice
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.events import Event, EventFeedback, Registration
from copilot.domain.help_requests import HelpRequest
from copilot.domain.matches import AuditEntry, Match, MatchRole, MatchRun
from copilot.domain.members import Member, Role
from copilot.domain.objectives import Objective, ObjectiveLink
from copilot.domain.programmes import Cohort, Enrolment, Programme
from copilot.domain.relationships import Feedback, Goal, Moment, Relationship, Session
from copilot.domain.spaces import Post, Space
from copilot.domain.sponsorship import Advocacy, Pledge
from copilot.ports import UnitOfWork
from copilot.services.auditing.declaring import how_many_declared
from copilot.services.matching.scores.weights import MatchingWeights

YEAR, QUARTER, MONTH = timedelta(days=365), timedelta(days=90), timedelta(days=30)
OF_A_COMMUNITY = frozenset({Role.ADMIN, Role.MANAGER})
"""Whose approved charters count as the community's: anybody may draft one for herself."""


@dataclass(frozen=True)
class Community:
    """Records at one moment. `guides` and `tracks` are how many there are; `weights` are the settings of matching."""

    now: datetime
    members: Sequence[Member]
    programmes: Sequence[Programme]
    cohorts: Sequence[Cohort]
    enrolments: Sequence[Enrolment]
    relationships: Sequence[Relationship]
    sessions: Sequence[Session]
    goals: Sequence[Goal]
    moments: Sequence[Moment]
    feedback: Sequence[Feedback]
    drafts: Sequence[Draft]
    matches: Sequence[Match]
    runs: Sequence[MatchRun]
    choices: Sequence[Choice]
    audits: Sequence[AuditEntry]
    declared: int
    spaces: Sequence[Space]
    posts: Sequence[Post]
    events: Sequence[Event]
    registrations: Sequence[Registration]
    event_feedback: Sequence[EventFeedback]
    requests: Sequence[HelpRequest]
    objectives: Sequence[Objective]
    links: Sequence[ObjectiveLink]
    guides: int
    tracks: int
    weights: MatchingWeights
    pledges: Sequence[Pledge] = ()
    advocacy: Sequence[Advocacy] = ()

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    @cached_property
    def active(self) -> list[Relationship]:
        """Relationships under way."""
        return [each for each in self.relationships if each.state == "active"]

    def active_in(self, *roles: MatchRole) -> list[Relationship]:
        """Those under way in which the partner is one of these."""
        return [each for each in self.active if each.role in roles]

    @cached_property
    def running(self) -> list[Programme]:
        """Programmes under way today."""
        return [
            each for each in self.programmes if each.starts <= self.today <= each.ends and not each.closed
        ]

    @cached_property
    def charters(self) -> list[Draft]:
        """Approved by somebody who speaks for the community."""
        keepers = {each.id for each in self.members if each.roles & OF_A_COMMUNITY} | {"operator"}
        own = [each for each in self.drafts if each.kind is DraftKind.CHARTER and each.state == "approved"]
        return [each for each in own if each.made_by in keepers]

    @cached_property
    def held(self) -> list[Session]:
        """Sessions that took place."""
        return [each for each in self.sessions if each.state == "held"]

    def events_within(self, back: timedelta) -> list[Event]:
        """Events held within that time, and those that are planned."""
        since = self.now - back
        return [each for each in self.events if each.state != "cancelled" and each.starts >= since]


def read(unit: UnitOfWork, now: datetime, *, guides: int, tracks: int, weights: MatchingWeights) -> Community:
    """The community as it is; one reading unit, nothing slow."""
    shared = [goal for goal in unit.goals.all() if goal.relationship]
    return Community(
        now, unit.members.all(), unit.programmes.all(), unit.cohorts.all(), unit.enrolments.all(),
        unit.relationships.all(), unit.sessions.all(), shared, unit.moments.all(), unit.feedback.all(),
        unit.drafts.all(kind=[DraftKind.CHARTER, DraftKind.RECOGNITION, DraftKind.BRIEF]), unit.matches.all(),
        unit.runs.all(), unit.choices.all(), [each for each in unit.audit_log.all(kind="run") if each.verb == "audit"],
        how_many_declared(unit), unit.spaces.all(), unit.posts.all(), unit.events.all(), unit.registrations.all(),
        unit.event_feedback.all(), unit.help_requests.all(), unit.objectives.all(), unit.objective_links.all(),
        guides, tracks, weights, pledges=unit.pledges.all(), advocacy=unit.advocacy.all(),
    )  # fmt: skip

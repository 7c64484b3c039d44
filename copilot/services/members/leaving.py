"""What goes with a member who leaves, and what stays for others without her: the contract's “Deleting”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from copilot.domain.choices import Choice
from copilot.domain.drafts import Draft
from copilot.domain.events import Event
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.programmes import Programme
from copilot.domain.relationships import Relationship, Session
from copilot.ports import Repository, UnitOfWork
from copilot.services.members.hers import Hers, each_once
from copilot.services.members.masking import Mask
from copilot.services.members.without_her import (
    circle_without,
    without_alternative,
    without_helper,
    without_member,
)

LEFT = "One of the two has left the community."


class Leaving:
    """One member taken out of all records, inside one transaction.

    Args:
        unit: the transaction; nothing is committed here.
        member: who leaves.
        stand_in: the opaque id that stands for hers where others keep something.
        now: sessions planned for later are cancelled.
    """

    def __init__(self, unit: UnitOfWork, member: Member, stand_in: str, now: datetime) -> None:
        self._unit, self._member, self._stand_in, self._now = unit, member, stand_in, now
        self._names = {each.id: each.name for each in unit.members.all()}
        self._gone: set[str] = set()
        self.removed: Counter[str] = Counter()
        """Kind → how many records went."""
        self.without_manager: list[str] = []
        """Programmes that nobody manages any more."""
        self.without_host: list[str] = []
        """Events ahead that nobody of the community hosts any more."""

    def do(self) -> None:
        """Take out what is hers, and her out of the rest."""
        self._remove_own()
        self._remove_drafts()
        self._leave_relationships()
        self._leave_lists()
        self.removed["conversations"] = self._unit.forget_conversations(self._member.id)
        self._remove("members", self._unit.members, [self._member])
        mask = self._mask()
        self._unit.rewrite_conversations({*mask.words, *self._gone}, mask.turn)
        self._mask_the_rest(mask)

    def _remove_own(self) -> None:
        for kind, repository, records in Hers(self._unit, self._member.id).every():
            self._remove(kind, repository, records)

    def _remove_drafts(self) -> None:
        """Those she had made or that are about her, and those that quote her: without a source there is no claim."""
        unit, her, mask = self._unit, self._member.id, self._mask()
        ours = {one.id for one in unit.relationships.mentioning([her]) if her in one.members}

        def goes(draft: Draft) -> bool:
            about = draft.about == her or draft.made_by == her or her in draft.owners
            return about or draft.relationship in ours or mask.rests_on_her(draft.citations)

        drafts = each_once(unit.drafts.mentioning({her, *self._gone}), unit.drafts.all(relationship=ours))
        self._remove("drafts", unit.drafts, [draft for draft in drafts if goes(draft)])

    def _leave_relationships(self) -> None:
        for relationship in self._unit.relationships.mentioning([self._member.id]):
            if self._member.id in relationship.members:
                if relationship.agreement is not None:
                    self.removed["agreements"] += 1
                self._unit.relationships.save(self._left(relationship))
                for session in self._unit.sessions.all(relationship=relationship.id):
                    self._leave_session(session, of_two=len(relationship.members) == 2)

    def _left(self, relationship: Relationship) -> Relationship:
        """For the other side it stays, with an opaque id; a circle of several goes on, two people's has ended."""
        members = tuple(self._stand_in if m == self._member.id else m for m in relationship.members)
        ended = {"state": "closed", "reason": LEFT} if len(members) == 2 else {}
        match = "" if relationship.match in self._gone else relationship.match
        return relationship.changed(members=members, match=match, agreement=None, **ended)

    def _leave_session(self, session: Session, *, of_two: bool) -> None:
        """Dates stay; nobody knows who found the words of a topic, so it goes where one of two people may have."""
        ratings = {member: n for member, n in session.ratings.items() if member != self._member.id}
        changed = session.changed(
            ratings=ratings, agenda="" if session.agenda in self._gone else session.agenda
        )
        if of_two:
            later = session.state == "planned" and session.at > self._now
            changed = changed.changed(topic="", state="cancelled" if later else session.state)
        if changed != session:
            self._unit.sessions.save(changed)

    def _leave_lists(self) -> None:
        unit, her = self._unit, self._member.id
        for member in unit.members.mentioning([her]):
            if member.id != her and (member.line_manager_id == her or her in member.vetoes):
                boss = "" if member.line_manager_id == her else member.line_manager_id
                unit.members.save(member.changed(line_manager_id=boss, vetoes=member.vetoes - {her}))
        for choice in unit.choices.mentioning([her]):
            self._leave_choice(choice)
        for programme in unit.programmes.mentioning([her]):
            self._leave_programme(programme)
        for event in unit.events.mentioning([her]):
            self._leave_event(event)
        for asked in unit.help_requests.mentioning([her]):
            _save_if_changed(unit.help_requests, asked, without_helper(asked, her))
        self._leave_matches()

    def _leave_matches(self) -> None:
        unit, her = self._unit, self._member.id
        for match in unit.matches.mentioning([her]):
            left = circle_without(match, her) if her in match.people else without_alternative(match, her)
            _save_if_changed(unit.matches, match, left)
        for run in unit.runs.mentioning({her, *self._gone}):
            _save_if_changed(unit.runs, run, without_member(run, her, self._gone))

    def _leave_choice(self, choice: Choice) -> None:
        if self._member.id not in choice.ranked:
            return
        others = tuple(each for each in choice.ranked if each != self._member.id)
        if others:
            self._unit.choices.save(choice.changed(ranked=others))
        else:
            self._unit.choices.remove(choice.id)

    def _leave_programme(self, programme: Programme) -> None:
        if self._member.id in programme.managers:
            others = programme.managers - {self._member.id}
            self._unit.programmes.save(programme.changed(managers=others))
            if not others:
                self.without_manager.append(programme.id)

    def _leave_event(self, event: Event) -> None:
        """Her id among its hosts becomes the opaque one, as everywhere; whom that leaves with it has to be told."""
        ahead = event.state == "planned" and event.ends > self._now
        others = (event.hosts - {self._member.id}).intersection(self._names)
        if ahead and self._member.id in event.hosts and not others:
            self.without_host.append(event.id)

    def _mask_the_rest(self, mask: Mask) -> None:
        """Whatever else names her: in others' words, in the log, in what a new kind of record may hold."""
        for repository in _every(self._unit):
            for record in repository.mentioning(mask.words):
                _save_if_changed(repository, record, self._masked(mask, record))

    def _masked(self, mask: Mask, record: Any) -> Any:
        if isinstance(record, AuditEntry) and record.by == self._member.id:
            record = record.changed(reason="")
        return mask.record(record)

    def _mask(self) -> Mask:
        return Mask(self._member, self._stand_in, self._names, self._gone)

    def _remove(self, kind: str, repository: Repository[Any], records: Iterable[Any]) -> None:
        for record in records:
            repository.remove(record.id)
            self._gone.add(record.id)
            self.removed[kind] += 1


def _every(unit: UnitOfWork) -> tuple[Repository[Any], ...]:
    return (
        unit.accounts, unit.invitations, unit.signed_in, unit.tries, unit.personal_tokens, unit.pauses,
        unit.identity_links, unit.begun_sign_ins, unit.spent_logouts,
        unit.members, unit.programmes, unit.enrolments, unit.matches, unit.runs, unit.choices, unit.nominations,
        unit.verdicts, unit.relationships, unit.sessions, unit.notes, unit.actions, unit.goals, unit.moments,
        unit.feedback, unit.declared_groups, unit.drafts, unit.consents, unit.audit_log,
        unit.cohorts, unit.closing_reviews, unit.help_requests,
        unit.events, unit.series, unit.registrations, unit.event_questions, unit.event_feedback, unit.calendar_feeds,
        unit.spaces, unit.space_members, unit.posts, unit.pointers, unit.webhooks, unit.deliveries,
        unit.objectives, unit.objective_links, unit.chapters, unit.playbook_offers,
        unit.guide_progress, unit.track_progress, unit.practice_answers, unit.readiness, unit.circles,
        unit.circle_meetings, unit.pledges, unit.advocacy, unit.speaking_consents, unit.badges,
        unit.badge_statuses, unit.leaderboard_choices, unit.survey_answers, unit.nudge_settings, unit.outgoing_nudges,
    )  # fmt: skip


def _save_if_changed(repository: Repository[Any], before: Any, after: Any) -> None:
    if after != before:
        repository.save(after)

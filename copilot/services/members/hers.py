"""What of the records is a member's own, and goes with her."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from copilot.domain.circles import Circle
from copilot.domain.matches import Match
from copilot.ports import Repository, UnitOfWork
from copilot.services.members.without_her import goes_on_without

Kept = list[tuple[str, Repository[Any], Iterable[Any]]]
"""Kind, where it is kept, which of it."""


class Hers:
    """Her own records, found before anything is changed.

    Args:
        unit: the transaction.
        her: the member's id.
    """

    def __init__(self, unit: UnitOfWork, her: str) -> None:
        self._unit, self._her = unit, her

    def every(self) -> Kept:
        """All of it, kind by kind, in the order in which it goes."""
        return [*self._of_her_own(), *self._at_events(), *self._in_spaces(), *self._growth(), *self._care()]

    def _of_her_own(self) -> Kept:
        unit, her = self._unit, self._her
        return [
            ("accounts", unit.accounts, _found(unit.accounts, her)),
            ("invitations", unit.invitations, unit.invitations.all(member=her)),
            ("signed_in", unit.signed_in, unit.signed_in.all(member=her)),
            ("identity_links", unit.identity_links, unit.identity_links.all(member=her)),
            ("personal_tokens", unit.personal_tokens, unit.personal_tokens.all(member=her)),
            ("pauses", unit.pauses, _found(unit.pauses, her)),
            ("enrolments", unit.enrolments, unit.enrolments.all(member=her)),
            ("declared_groups", unit.declared_groups, unit.declared_groups.all(member=her)),
            ("choices", unit.choices, unit.choices.all(member=her)),
            ("nominations", unit.nominations, unit.nominations.all(member=her)),
            ("goals", unit.goals, unit.goals.all(member=her)),
            ("notes", unit.notes, unit.notes.all(author=her)),
            ("actions", unit.actions, unit.actions.all(owner=her)),
            ("feedback", unit.feedback, unit.feedback.all(by=her)),
            ("moments", unit.moments, each_once(unit.moments.all(member=her), unit.moments.all(by=her))),
            ("verdicts", unit.verdicts, each_once(unit.verdicts.all(seeker=her), unit.verdicts.all(partner=her))),
            ("matches", unit.matches, self._matches_that_go()),
            ("closing_reviews", unit.closing_reviews, unit.closing_reviews.all(member=her)),
            ("help_requests", unit.help_requests, unit.help_requests.all(member=her)),
        ]  # fmt: skip

    def _matches_that_go(self) -> list[Match]:
        """A circle at work goes on without her, and the next run must still see that its people are seated."""
        hers = [one for one in self._unit.matches.mentioning([self._her]) if self._her in one.people]
        return [one for one in hers if not goes_on_without(one)]

    def _at_events(self) -> Kept:
        unit, her = self._unit, self._her
        return [
            ("registrations", unit.registrations, unit.registrations.all(member=her)),
            ("event_questions", unit.event_questions, unit.event_questions.all(by=her)),
            ("event_feedback", unit.event_feedback, unit.event_feedback.all(by=her)),
            ("calendar_feeds", unit.calendar_feeds, unit.calendar_feeds.all(member=her)),
        ]

    def _growth(self) -> Kept:
        """What she learned, promised, agreed to and was given. What she did for others stays theirs, without her id."""
        unit, her = self._unit, self._her
        return [
            ("guide_progress", unit.guide_progress, unit.guide_progress.all(member=her)),
            ("track_progress", unit.track_progress, unit.track_progress.all(member=her)),
            ("practice_answers", unit.practice_answers, unit.practice_answers.all(member=her)),
            ("readiness", unit.readiness, unit.readiness.all(member=her)),
            (
                "pledges",
                unit.pledges,
                each_once(unit.pledges.all(member=her), unit.pledges.all(sponsor=her)),
            ),
            ("advocacy", unit.advocacy, unit.advocacy.all(member=her)),
            (
                "speaking_consents",
                unit.speaking_consents,
                each_once(unit.speaking_consents.all(member=her), unit.speaking_consents.all(sponsor=her)),
            ),
            ("badges", unit.badges, unit.badges.all(member=her)),
            ("circles", unit.circles, self._circles_that_never_began()),
            ("leaderboard_choices", unit.leaderboard_choices, _found(unit.leaderboard_choices, her)),
        ]

    def _care(self) -> Kept:
        """What she answered, how she is nudged, and what is on its way to her."""
        unit, her = self._unit, self._her
        return [
            ("survey_answers", unit.survey_answers, unit.survey_answers.all(member=her)),
            ("nudge_settings", unit.nudge_settings, _found(unit.nudge_settings, her)),
            ("outgoing_nudges", unit.outgoing_nudges, unit.outgoing_nudges.all(member=her)),
            ("consents", unit.consents, unit.consents.all(member=her)),
        ]

    def _circles_that_never_began(self) -> list[Circle]:
        """A theme stands under the id of the match until everybody has said yes."""
        waiting = [self._unit.circles.find(match.id) for match in self._matches_that_go()]
        return [each for each in waiting if each is not None]

    def _in_spaces(self) -> Kept:
        """Her words, stories of her, her webhooks. What others answered stays and says that it answers what is gone."""
        unit, her = self._unit, self._her
        told = [post for post in unit.posts.mentioning([her]) if her in post.about]
        posts = each_once(unit.posts.all(author=her), told)
        pointed = unit.pointers.all(post={post.id for post in posts})
        pointers = each_once(unit.pointers.all(member=her), unit.pointers.all(by=her), pointed)
        offers = [one for one in unit.playbook_offers.all(by=her) if one.state != "taken"]
        webhooks = unit.webhooks.all(by=her)
        deliveries = each_once(
            unit.deliveries.all(post={post.id for post in posts}),
            unit.deliveries.all(webhook={webhook.id for webhook in webhooks}),
        )
        return [
            ("deliveries", unit.deliveries, deliveries),
            ("webhooks", unit.webhooks, webhooks),
            ("pointers", unit.pointers, pointers),
            ("posts", unit.posts, posts),
            ("space_members", unit.space_members, unit.space_members.all(member=her)),
            ("playbook_offers", unit.playbook_offers, offers),
        ]


def _found(repository: Repository[Any], record_id: str) -> list[Any]:
    record = repository.find(record_id)
    return [] if record is None else [record]


def each_once(*groups: Iterable[Any]) -> list[Any]:
    """Records of several groups, none twice."""
    return list({record.id: record for group in groups for record in group}.values())

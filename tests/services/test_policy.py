"""The contract's table, line by line."""

from __future__ import annotations

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.errors import NotAllowed
from copilot.services.policy import Action, Policy

MENTEE = Asker(member="m1", roles=frozenset({Role.MENTEE}))
MANAGER = Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ADMIN = Asker(member="m4", roles=frozenset({Role.ADMIN}))
NOBODY = Asker()
EVERYBODY = (MENTEE, MANAGER, ADMIN, OPERATOR)

OWN = {Action.PARTNER_READ, Action.PROFILE_READ,
       Action.PROFILE_WRITE, Action.GOALS_READ, Action.GOALS_WRITE, Action.DRAFT_MAKE,
       Action.DRAFT_READ, Action.DRAFT_WRITE, Action.CHAT_READ, Action.NOTES_READ, Action.NOTES_WRITE,
       Action.RELATIONSHIP_READ, Action.RELATIONSHIP_WRITE, Action.RELATIONSHIP_STATUS, Action.MOMENTS_READ,
       Action.RELATIONSHIP_DATES, Action.MOMENTS_AGREE,
       Action.SUGGESTIONS_READ, Action.CHOICES_READ, Action.CHOICES_WRITE, Action.MATCH_ACCEPT,
       Action.ANALYTICS_READ, Action.ACCOUNT_WRITE, Action.ENROLMENT_WRITE, Action.REVIEW_WRITE,
       Action.REQUESTS_WRITE, Action.EVENT_RUN, Action.EVENT_TAKE_PART, Action.FEED_WRITE, Action.CALENDAR_READ,
       Action.SPACE_READ, Action.SPACE_WRITE, Action.SPACE_KEEP, Action.POST_AGREE,
       Action.WEBHOOKS_WRITE,
       Action.LEARNING, Action.SPONSORSHIP_READ, Action.SPONSORSHIP_WRITE, Action.SPONSORSHIP_AGREE,
       Action.BADGES_OWN, Action.LEADERBOARD_CHOOSE, Action.SURVEYS, Action.NUDGES_OWN,
       Action.TOKENS_WRITE, Action.CONSENTS_OWN}  # fmt: skip
EVERYONES = {Action.GUIDES_READ, Action.MOMENTS_ADD, Action.PROGRAMMES_READ, Action.INTRODUCTIONS_READ,
             Action.REQUESTS_READ, Action.EVENTS_READ, Action.BOARD_READ, Action.OBJECTIVES_READ,
             Action.PLAYBOOK_READ, Action.STORIES_READ,
             Action.BADGES_READ, Action.LEADERBOARD_READ}  # fmt: skip
A_MEMBERS = {Action.REQUESTS_HELP, Action.EVENTS_ADD, Action.SPACES_OPEN, Action.BOARD_WRITE,
             Action.PLAYBOOK_OFFER}  # fmt: skip
"""What every member may, and what needs a person behind it: the operator may not."""
OF_HER_PROGRAMME = {Action.PROFILE_READ, Action.MEMBERS_LIST, Action.RELATIONSHIP_STATUS, Action.SUGGESTIONS_READ,
                    Action.RELATIONSHIP_DATES,
                    Action.CHOICES_READ, Action.CHOICES_WRITE, Action.MATCHES_READ, Action.MATCHES_REVIEW,
                    Action.ANALYTICS_READ, Action.AUDIT_READ,
                    Action.SETTINGS_WRITE, Action.PROGRAMMES_WRITE, Action.EVENT_RUN, Action.SPACE_READ,
                    Action.SPACE_WRITE, Action.SPACE_KEEP, Action.WEBHOOKS_WRITE,
                    Action.OBJECTIVES_LINK, Action.CIRCLES_MAKE, Action.BADGES_GIVE}  # fmt: skip
OF_THE_COMMUNITY = {Action.MEMBERS_LIST, Action.MEMBERS_WRITE, Action.RELATIONSHIP_STATUS, Action.ANALYTICS_READ,
                    Action.AUDIT_READ, Action.GUIDES_WRITE, Action.PROGRAMMES_WRITE, Action.MEMBERS_ENROL,
                    Action.ACCOUNTS_WRITE,
                    Action.MANAGERS_WRITE,
                    Action.SETTINGS_WRITE, Action.ROLES_WRITE, Action.LOG_READ, Action.EVENT_RUN,
                    Action.TOPICS_OPEN, Action.OBJECTIVES_WRITE, Action.OBJECTIVES_LINK,
                    Action.PLAYBOOK_WRITE, Action.CIRCLES_MAKE, Action.BADGES_GIVE, Action.NUDGES_SEND,
                    Action.RESEARCH_EXPORT}  # fmt: skip
WRITTEN_TOGETHER = {Action.SPACE_READ, Action.SPACE_WRITE, Action.SPACE_KEEP}
"""What people say to each other in a space of a programme is for those in it and its managers, not for the machine's
keeper."""
THEIR_DAYS = {Action.RELATIONSHIP_DATES}
"""Of a relationship a manager sees status and dates, an admin and the operator the status only."""

policy = Policy()


@pytest.mark.parametrize("action", Action)
def test_a_member_may_do_what_is_hers_and_nothing_of_somebody_else(action: Action) -> None:
    assert policy.allows(MENTEE, action, owners={"m1"}) == (action in OWN | EVERYONES | A_MEMBERS)
    assert policy.allows(MENTEE, action, owners={"m2"}, programme="p1") == (action in EVERYONES | A_MEMBERS)


@pytest.mark.parametrize("action", Action)
def test_a_manager_may_review_her_programme_and_no_other(action: Action) -> None:
    assert policy.allows(MANAGER, action, owners={"m1"}, programme="p1") == (
        action in OF_HER_PROGRAMME | EVERYONES | A_MEMBERS
    )
    assert policy.allows(MANAGER, action, owners={"m1"}, programme="p2") == (action in EVERYONES | A_MEMBERS)
    assert policy.allows(MANAGER, action, owners={"m1"}) == (action in EVERYONES | A_MEMBERS)


@pytest.mark.parametrize("action", Action)
def test_an_admin_keeps_the_house_and_reads_nobodys_profile(action: Action) -> None:
    assert policy.allows(ADMIN, action, owners={"m1"}, programme="p1") == (
        action in OF_THE_COMMUNITY | EVERYONES | A_MEMBERS
    )


@pytest.mark.parametrize("action", [Action.NOTES_READ, Action.NOTES_WRITE, Action.CHAT_READ, Action.RELATIONSHIP_READ,
                                    Action.GOALS_READ, Action.PROFILE_WRITE, Action.MATCH_ACCEPT])  # fmt: skip
def test_notes_chats_and_shared_things_are_closed_to_manager_admin_and_operator(action: Action) -> None:
    for asker in (MANAGER, ADMIN, OPERATOR):
        assert not policy.allows(asker, action, owners={"m1", "m2"}, programme="p1")


@pytest.mark.parametrize(
    "action", sorted((OF_HER_PROGRAMME | OF_THE_COMMUNITY) - WRITTEN_TOGETHER - THEIR_DAYS)
)
def test_the_operator_may_what_an_admin_and_every_manager_may(action: Action) -> None:
    assert policy.allows(OPERATOR, action, owners={"m1"}, programme="p2")


@pytest.mark.parametrize("action", sorted(WRITTEN_TOGETHER | THEIR_DAYS | A_MEMBERS))
def test_the_operator_is_nobodys_helper_host_or_author_and_reads_no_space(action: Action) -> None:
    assert not policy.allows(OPERATOR, action, owners={"m1"}, programme="p1")


def test_only_the_operator_copies_the_home() -> None:
    allowed = [asker for asker in EVERYBODY if policy.allows(asker, Action.HOME_COPY, programme="p1")]
    assert allowed == [OPERATOR]


@pytest.mark.parametrize("action", Action)
def test_nobody_may_nothing(action: Action) -> None:
    assert not policy.allows(NOBODY, action, owners={""}, programme="")


def test_a_refusal_says_who_may_not_do_what_and_whom_to_ask() -> None:
    with pytest.raises(NotAllowed) as refusal:
        policy.require(MENTEE, Action.NOTES_READ, owners={"m2"})
    assert "m1 may not read these notes" in str(refusal.value)
    assert refusal.value.cure

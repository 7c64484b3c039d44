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
       Action.MOMENTS_AGREE,
       Action.SUGGESTIONS_READ, Action.CHOICES_READ, Action.CHOICES_WRITE, Action.MATCH_ACCEPT,
       Action.ANALYTICS_READ, Action.ACCOUNT_WRITE}  # fmt: skip
EVERYONES = {Action.GUIDES_READ, Action.MOMENTS_ADD, Action.PROGRAMMES_READ, Action.INTRODUCTIONS_READ}
OF_HER_PROGRAMME = {Action.PROFILE_READ, Action.MEMBERS_LIST, Action.RELATIONSHIP_STATUS, Action.SUGGESTIONS_READ,
                    Action.CHOICES_READ, Action.CHOICES_WRITE, Action.MATCHES_READ, Action.MATCHES_REVIEW,
                    Action.ANALYTICS_READ, Action.AUDIT_READ,
                    Action.SETTINGS_WRITE, Action.PROGRAMMES_WRITE}  # fmt: skip
OF_THE_COMMUNITY = {Action.MEMBERS_LIST, Action.MEMBERS_WRITE, Action.RELATIONSHIP_STATUS, Action.ANALYTICS_READ,
                    Action.AUDIT_READ, Action.GUIDES_WRITE, Action.PROGRAMMES_WRITE, Action.MEMBERS_ENROL,
                    Action.ACCOUNTS_WRITE,
                    Action.MANAGERS_WRITE,
                    Action.SETTINGS_WRITE, Action.ROLES_WRITE, Action.LOG_READ}  # fmt: skip

policy = Policy()


@pytest.mark.parametrize("action", Action)
def test_a_member_may_do_what_is_hers_and_nothing_of_somebody_else(action: Action) -> None:
    assert policy.allows(MENTEE, action, owners={"m1"}) == (action in OWN | EVERYONES)
    assert policy.allows(MENTEE, action, owners={"m2"}, programme="p1") == (action in EVERYONES)


@pytest.mark.parametrize("action", Action)
def test_a_manager_may_review_her_programme_and_no_other(action: Action) -> None:
    assert policy.allows(MANAGER, action, owners={"m1"}, programme="p1") == (
        action in OF_HER_PROGRAMME | EVERYONES
    )
    assert policy.allows(MANAGER, action, owners={"m1"}, programme="p2") == (action in EVERYONES)
    assert policy.allows(MANAGER, action, owners={"m1"}) == (action in EVERYONES)


@pytest.mark.parametrize("action", Action)
def test_an_admin_keeps_the_house_and_reads_nobodys_profile(action: Action) -> None:
    assert policy.allows(ADMIN, action, owners={"m1"}, programme="p1") == (
        action in OF_THE_COMMUNITY | EVERYONES
    )


@pytest.mark.parametrize("action", [Action.NOTES_READ, Action.NOTES_WRITE, Action.CHAT_READ, Action.RELATIONSHIP_READ,
                                    Action.GOALS_READ, Action.PROFILE_WRITE, Action.MATCH_ACCEPT])  # fmt: skip
def test_notes_chats_and_shared_things_are_closed_to_manager_admin_and_operator(action: Action) -> None:
    for asker in (MANAGER, ADMIN, OPERATOR):
        assert not policy.allows(asker, action, owners={"m1", "m2"}, programme="p1")


@pytest.mark.parametrize("action", sorted(OF_HER_PROGRAMME | OF_THE_COMMUNITY))
def test_the_operator_may_what_an_admin_and_every_manager_may(action: Action) -> None:
    assert policy.allows(OPERATOR, action, owners={"m1"}, programme="p2")


@pytest.mark.parametrize("action", Action)
def test_nobody_may_nothing(action: Action) -> None:
    assert not policy.allows(NOBODY, action, owners={""}, programme="")


def test_a_refusal_says_who_may_not_do_what_and_whom_to_ask() -> None:
    with pytest.raises(NotAllowed) as refusal:
        policy.require(MENTEE, Action.NOTES_READ, owners={"m2"})
    assert "m1 may not read these notes" in str(refusal.value)
    assert refusal.value.cure

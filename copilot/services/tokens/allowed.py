"""What a token may be used for. Every action has a line here; what isn't told, and what is new, is closed to tokens.

A token never does more than its member may: the policy asks this table and its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.tokens import TokenScope, with_implied
from copilot.services.policy import Action

_ASK = frozenset({TokenScope.ASK})
_READ = frozenset({TokenScope.READ})
_WRITE = frozenset({TokenScope.WRITE})
_CHAT = frozenset({TokenScope.CHAT})
_MANAGE = frozenset({TokenScope.MANAGE})
_DECIDE = frozenset({TokenScope.MANAGE, TokenScope.WRITE})

OPEN: Mapping[Action, frozenset[TokenScope]] = {
    Action.GUIDES_READ: _ASK,
    **dict.fromkeys(
        (
            Action.PROFILE_READ, Action.PARTNER_READ, Action.INTRODUCTIONS_READ, Action.GOALS_READ, Action.DRAFT_READ,
            Action.NOTES_READ, Action.RELATIONSHIP_READ, Action.RELATIONSHIP_STATUS, Action.RELATIONSHIP_DATES,
            Action.MOMENTS_READ, Action.SUGGESTIONS_READ, Action.CHOICES_READ, Action.PROGRAMMES_READ,
            Action.REQUESTS_READ,
            Action.EVENTS_READ, Action.CALENDAR_READ, Action.SPACE_READ, Action.BOARD_READ, Action.STORIES_READ,
            Action.OBJECTIVES_READ, Action.PLAYBOOK_READ, Action.LEARNING, Action.SPONSORSHIP_READ,
            Action.BADGES_READ, Action.LEADERBOARD_READ, Action.NUDGES_OWN,
        ),
        _READ,
    ),
    **dict.fromkeys(
        (
            Action.PROFILE_WRITE, Action.GOALS_WRITE, Action.DRAFT_MAKE, Action.DRAFT_WRITE, Action.NOTES_WRITE,
            Action.RELATIONSHIP_WRITE, Action.MOMENTS_ADD, Action.MATCH_ACCEPT, Action.EVENT_TAKE_PART,
            Action.SPACE_WRITE, Action.REQUESTS_WRITE, Action.REQUESTS_HELP,
        ),
        _WRITE,
    ),
    Action.CHAT_READ: _CHAT,
    **dict.fromkeys((Action.MATCHES_READ, Action.ANALYTICS_READ, Action.MEMBERS_LIST), _MANAGE),
    Action.MATCHES_REVIEW: _DECIDE,
}  # fmt: skip
"""All the scopes that each action takes."""

CLOSED = frozenset(
    {
        # Whoever finds a token must not be able to make more of them, let others in, or shut her out.
        Action.TOKENS_WRITE, Action.ACCOUNT_WRITE, Action.ACCOUNTS_WRITE, Action.ROLES_WRITE, Action.FEED_WRITE,
        Action.WEBHOOKS_WRITE,
        # What is done once by somebody who looks at what she does.
        Action.MEMBERS_WRITE, Action.MEMBERS_ENROL, Action.MANAGERS_WRITE, Action.SETTINGS_WRITE,
        Action.PROGRAMMES_WRITE, Action.ENROLMENT_WRITE, Action.REVIEW_WRITE, Action.GUIDES_WRITE,
        Action.OBJECTIVES_WRITE, Action.OBJECTIVES_LINK, Action.PLAYBOOK_WRITE, Action.PLAYBOOK_OFFER,
        Action.CIRCLES_MAKE, Action.NUDGES_SEND, Action.EVENTS_ADD, Action.EVENT_RUN, Action.SPACES_OPEN,
        Action.SPACE_KEEP, Action.TOPICS_OPEN, Action.BOARD_WRITE, Action.CHOICES_WRITE, Action.SPONSORSHIP_WRITE,
        Action.BADGES_OWN, Action.BADGES_GIVE,
        # What somebody agrees to, she says herself.
        Action.MOMENTS_AGREE, Action.POST_AGREE, Action.SPONSORSHIP_AGREE, Action.LEADERBOARD_CHOOSE,
        Action.SURVEYS,
        Action.CONSENTS_OWN,
        # What is told of many at once stays in the house.
        Action.LOG_READ, Action.AUDIT_READ, Action.RESEARCH_EXPORT,
        Action.HOME_COPY,
    }
)  # fmt: skip
"""What no token does, whatever its scopes."""


def actions_of(scopes: frozenset[TokenScope]) -> frozenset[str]:
    """What a token with these scopes may be used for, as far as its member may it at all."""
    held = with_implied(scopes)
    return frozenset(action for action, needed in OPEN.items() if needed <= held)

"""Who may do what: the contract's table, in one place. What is not in the table is a no."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from copilot.domain.asking import OPERATOR_ID, Asker
from copilot.domain.members import Role
from copilot.errors import NotAllowed


class Action(StrEnum):
    """Everything a service can be asked to do, grouped as the contract's columns."""

    PROFILE_READ = "read this profile"
    PARTNER_READ = "see whom they are matched with"
    PROFILE_WRITE = "change this profile"
    INTRODUCTIONS_READ = "be told this name"
    MEMBERS_LIST = "see who takes part"
    MEMBERS_WRITE = "import or delete members"
    GOALS_READ = "read these goals"
    GOALS_WRITE = "change these goals"
    DRAFT_MAKE = "have this drafted"
    DRAFT_READ = "read this draft"
    DRAFT_WRITE = "change this draft"
    CHAT_READ = "read this conversation"
    NOTES_READ = "read these notes"
    NOTES_WRITE = "write notes here"
    RELATIONSHIP_READ = "see what this relationship shares"
    RELATIONSHIP_WRITE = "change this relationship"
    RELATIONSHIP_STATUS = "see the status of this relationship"
    RELATIONSHIP_DATES = "see when these people met"
    MOMENTS_ADD = "log a moment"
    MOMENTS_READ = "read these moments"
    MOMENTS_AGREE = "agree that others read this moment"
    SUGGESTIONS_READ = "see these suggestions"
    CHOICES_READ = "see whom they ranked"
    CHOICES_WRITE = "choose for this member"
    MATCHES_READ = "see proposed matches"
    MATCHES_REVIEW = "decide on matches"
    MATCH_ACCEPT = "accept this match"
    ANALYTICS_READ = "see analytics"
    AUDIT_READ = "see the audit"
    GUIDES_READ = "read the guides"
    GUIDES_WRITE = "change the guides"
    PROGRAMMES_READ = "see programmes"
    PROGRAMMES_WRITE = "change programmes"
    MEMBERS_ENROL = "enrol members"
    MANAGERS_WRITE = "say who manages a programme"
    ENROLMENT_WRITE = "take part, pause or leave in somebody's name"
    REVIEW_WRITE = "review this programme"
    REQUESTS_READ = "see who asks for a hand"
    REQUESTS_WRITE = "change this request"
    REQUESTS_HELP = "offer a hand"
    EVENTS_READ = "see events"
    EVENTS_ADD = "invite to an event"
    EVENT_RUN = "run this event"
    EVENT_TAKE_PART = "register in somebody's name"
    CALENDAR_READ = "read this calendar"
    FEED_WRITE = "make a calendar address for this member"
    SPACE_READ = "read this space"
    SPACE_WRITE = "write in this space"
    SPACE_KEEP = "keep this space in order"
    SPACES_OPEN = "open an interest group"
    TOPICS_OPEN = "open a topic for everybody"
    BOARD_READ = "see the board of opportunities"
    BOARD_WRITE = "post an opportunity or point to one"
    POST_AGREE = "agree to a story of this member"
    STORIES_READ = "read the community's stories"
    WEBHOOKS_WRITE = "send posts of this space elsewhere"
    OBJECTIVES_READ = "see the community's objectives"
    OBJECTIVES_WRITE = "change the community's objectives"
    OBJECTIVES_LINK = "say what this serves"
    PLAYBOOK_READ = "read the playbook"
    PLAYBOOK_OFFER = "offer something to the playbook"
    PLAYBOOK_WRITE = "change the playbook"
    LEARNING = "see or change what this member learns"
    CIRCLES_MAKE = "bring circles together, split or merge them"
    SPONSORSHIP_READ = "see what was pledged and done here"
    SPONSORSHIP_WRITE = "pledge, or say what was done"
    SPONSORSHIP_AGREE = "say what may be said of this member"
    BADGES_READ = "see badges that are shown, and check one"
    BADGES_OWN = "take, decline or show this badge"
    BADGES_GIVE = "offer a badge, or revoke it"
    LEADERBOARD_READ = "see the leaderboard"
    LEADERBOARD_CHOOSE = "say whether this member stands on the leaderboard"
    SURVEYS = "answer a survey in this member's name"
    NUDGES_OWN = "say how this member is nudged"
    CONSENTS_OWN = "read what this member agreed to, and take it back"
    NUDGES_SEND = "send nudges"
    RESEARCH_EXPORT = "export for research"
    SETTINGS_WRITE = "change settings"
    HOME_COPY = "back this home up, restore or move it"
    ACCOUNT_WRITE = "change how this member signs in"
    ACCOUNTS_WRITE = "invite people to sign in, or keep them out"
    ROLES_WRITE = "give and take roles"
    LOG_READ = "read the audit log"
    TOKENS_WRITE = "make personal tokens"


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "own"
    PROGRAMME = "programme"
    ALL = "all"


_OWN_THINGS = (
    Action.PROFILE_READ,
    Action.PARTNER_READ,
    Action.PROFILE_WRITE,
    Action.GOALS_READ,
    Action.GOALS_WRITE,
    Action.DRAFT_MAKE,
    Action.DRAFT_READ,
    Action.DRAFT_WRITE,
    Action.CHAT_READ,
    Action.NOTES_READ,
    Action.NOTES_WRITE,
    Action.RELATIONSHIP_READ,
    Action.RELATIONSHIP_WRITE,
    Action.RELATIONSHIP_STATUS,
    Action.RELATIONSHIP_DATES,
    Action.MOMENTS_READ,
    Action.MOMENTS_AGREE,
    Action.SUGGESTIONS_READ,
    Action.CHOICES_READ,
    Action.CHOICES_WRITE,
    Action.MATCH_ACCEPT,
    Action.ANALYTICS_READ,
    Action.ACCOUNT_WRITE,
    Action.ENROLMENT_WRITE,
    Action.REVIEW_WRITE,
    Action.REQUESTS_WRITE,
    Action.EVENT_RUN,
    Action.EVENT_TAKE_PART,
    Action.CALENDAR_READ,
    Action.FEED_WRITE,
    # The owners of a space are all who are in it; those who keep it are its keepers.
    Action.SPACE_READ,
    Action.SPACE_WRITE,
    Action.SPACE_KEEP,
    Action.POST_AGREE,
    Action.WEBHOOKS_WRITE,
    Action.LEARNING,
    # The owners of a sponsorship are the sponsor and the sponsored; what may be said is hers alone.
    Action.SPONSORSHIP_READ,
    Action.SPONSORSHIP_WRITE,
    Action.SPONSORSHIP_AGREE,
    Action.BADGES_OWN,
    Action.LEADERBOARD_CHOOSE,
    Action.SURVEYS,
    Action.NUDGES_OWN,
    # Nobody reads another's ledger, not even at the machine.
    Action.CONSENTS_OWN,
    Action.TOKENS_WRITE,
)
# Whoever was given an id by a service may be told the name and the headline behind it: people meet by name.
_FOR_EVERYONE = (
    Action.GUIDES_READ,
    Action.MOMENTS_ADD,
    Action.PROGRAMMES_READ,
    Action.INTRODUCTIONS_READ,
    Action.REQUESTS_READ,
    Action.EVENTS_READ,
    Action.BOARD_READ,
    Action.STORIES_READ,
    Action.OBJECTIVES_READ,
    Action.PLAYBOOK_READ,
    Action.BADGES_READ,
    Action.LEADERBOARD_READ,
)
# What needs a person behind it: the operator is nobody's helper, host or author.
_FOR_EVERY_MEMBER = (
    Action.REQUESTS_HELP,
    Action.EVENTS_ADD,
    Action.SPACES_OPEN,
    Action.BOARD_WRITE,
    Action.PLAYBOOK_OFFER,
)
_OF_A_PROGRAMME = (
    Action.PROFILE_READ,
    Action.MEMBERS_LIST,
    Action.RELATIONSHIP_STATUS,
    Action.RELATIONSHIP_DATES,
    Action.SUGGESTIONS_READ,
    Action.CHOICES_READ,
    Action.CHOICES_WRITE,
    Action.MATCHES_READ,
    Action.MATCHES_REVIEW,
    Action.ANALYTICS_READ,
    Action.AUDIT_READ,
    Action.SETTINGS_WRITE,
    Action.PROGRAMMES_WRITE,
    Action.EVENT_RUN,
    Action.SPACE_READ,
    Action.SPACE_WRITE,
    Action.SPACE_KEEP,
    Action.WEBHOOKS_WRITE,
    Action.OBJECTIVES_LINK,
    Action.CIRCLES_MAKE,
    Action.BADGES_GIVE,
)
_OF_THE_COMMUNITY = (
    Action.MEMBERS_LIST,
    Action.MEMBERS_WRITE,
    Action.RELATIONSHIP_STATUS,
    Action.ANALYTICS_READ,
    Action.AUDIT_READ,
    Action.GUIDES_WRITE,
    Action.PROGRAMMES_WRITE,
    # Not a manager: whoever enrols somebody could then read her profile.
    Action.MEMBERS_ENROL,
    Action.MANAGERS_WRITE,
    Action.ACCOUNTS_WRITE,
    Action.SETTINGS_WRITE,
    Action.ROLES_WRITE,
    Action.LOG_READ,
    Action.EVENT_RUN,
    Action.TOPICS_OPEN,
    Action.OBJECTIVES_WRITE,
    Action.OBJECTIVES_LINK,
    Action.PLAYBOOK_WRITE,
    Action.CIRCLES_MAKE,
    Action.BADGES_GIVE,
    Action.NUDGES_SEND,
    Action.RESEARCH_EXPORT,
)

MEMBER: dict[Action, Scope] = {
    **dict.fromkeys(_OWN_THINGS, Scope.OWN),
    **dict.fromkeys((*_FOR_EVERYONE, *_FOR_EVERY_MEMBER), Scope.ALL),
}
MANAGER: dict[Action, Scope] = dict.fromkeys(_OF_A_PROGRAMME, Scope.PROGRAMME)
ADMIN: dict[Action, Scope] = dict.fromkeys(_OF_THE_COMMUNITY, Scope.ALL)
OPERATOR: dict[Action, Scope] = {
    **dict.fromkeys((*_FOR_EVERYONE, *_OF_A_PROGRAMME, *_OF_THE_COMMUNITY), Scope.ALL),
    # Drafts made at the machine are built from profiles and dates only: the facts ask for each permission again.
    Action.DRAFT_MAKE: Scope.ALL,
    Action.DRAFT_READ: Scope.OWN,
    Action.DRAFT_WRITE: Scope.OWN,
    Action.MOMENTS_READ: Scope.ALL,
    # Status and nothing more: when two people meet is for them, and for who manages their programme.
    Action.RELATIONSHIP_DATES: Scope.OWN,
    # A copy holds everything everybody wrote: it is for whoever has the machine's files anyway, and for no page.
    Action.HOME_COPY: Scope.ALL,
    # What people say to each other in a space is theirs; where posts are sent, whoever keeps the machine may set.
    Action.SPACE_READ: Scope.OWN,
    Action.SPACE_WRITE: Scope.OWN,
    Action.SPACE_KEEP: Scope.OWN,
}


class Policy:
    """Decides by the table above; a service asks before it does anything."""

    def allows(
        self, asker: Asker, action: Action, *, owners: Collection[str] = (), programme: str = ""
    ) -> bool:
        """Whether the asker may.

        Args:
            asker: who asks.
            action: what for.
            owners: ids of the members the thing belongs to.
            programme: the programme it is part of, empty where none.
        """
        if asker.only is not None and action not in asker.only:
            return False
        scopes = [table[action] for table in self._standings(asker) if action in table]
        return any(self._reaches(scope, asker, owners, programme) for scope in scopes)

    def require(
        self, asker: Asker, action: Action, *, owners: Collection[str] = (), programme: str = ""
    ) -> None:
        """Raise NotAllowed where the asker may not."""
        if not self.allows(asker, action, owners=owners, programme=programme):
            if asker.only is not None and action not in asker.only:
                raise NotAllowed(
                    f"This token may not {action.value}.", place="token",
                    cure="Use a token with the scope it takes, or do it in the web app: some things no token may.",
                )  # fmt: skip
            who = asker.name_in_log or "an unknown person"
            raise NotAllowed(
                f"{who} may not {action.value}.",
                place="--as" if not asker.operator else "the operator",
                cure="Ask the person it belongs to, or the manager of the programme.",
            )

    def require_in_person(self, asker: Asker, what: str) -> None:
        """Raise NotAllowed where the asker is a program with a token: `what` is for her alone."""
        if asker.only is not None:
            raise NotAllowed(
                f"A token may not {what}.", place="token", cure="Sign in to the web app and do it there."
            )

    def _standings(self, asker: Asker) -> list[dict[Action, Scope]]:
        if asker.operator:
            return [OPERATOR]
        if not asker.member:
            return []
        standings = [MEMBER]
        if asker.manages:
            standings.append(MANAGER)
        if Role.ADMIN in asker.roles:
            standings.append(ADMIN)
        return standings

    def _reaches(self, scope: Scope, asker: Asker, owners: Collection[str], programme: str) -> bool:
        if scope is Scope.ALL:
            return True
        if scope is Scope.PROGRAMME:
            return bool(programme) and programme in asker.manages
        return (asker.member or (OPERATOR_ID if asker.operator else "")) in owners

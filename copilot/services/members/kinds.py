"""The kinds of things that are kept of a member: what each is, and who may see it, told from the policy's own table."""

from __future__ import annotations

from typing import Any, NamedTuple

from copilot.domain.records import Value
from copilot.domain.wording import listed_in_words
from copilot.services.policy import ADMIN, MANAGER, OPERATOR, Action, Scope

NOBODY_ELSE = "Only you."


class Kind(NamedTuple):
    """One kind.

    Args:
        name: its heading in an export.
        title: what a page calls it.
        action: what somebody must be allowed to see it; None where nobody but the member may.
        others: who else sees it by being part of it.
        more: a sentence about it.
        told_to_others: whether an export for whoever runs the installation may hold it, where the policy allows it.
    """

    name: str
    title: str
    action: Action | None
    others: str = ""
    more: str = ""
    told_to_others: bool = False

    @property
    def who(self) -> str:
        """Who may see it, in a sentence."""
        people = ["You", self.others] if self.others else ["You"]
        people += _by_the_table(self.action) if self.action else []
        return f"{listed_in_words(people)}." if len(people) > 1 else NOBODY_ELSE


KINDS = (
    Kind("profile", "Profile", Action.PROFILE_READ, "in part whoever you are matched with",
         "A partner reads what you bring; not your goals, wishes, vetoes or e-mail.", told_to_others=True),
    Kind("account", "How you sign in", Action.ACCOUNTS_WRITE, "",
         "Others see that you have an account, never a password."),
    Kind("personal_tokens", "Tokens of your own programs", Action.ACCOUNTS_WRITE, "",
         "What each may be used for and when it was last used; a token's secret is kept nowhere."),
    Kind("declared_groups", "Groups you declared", None, "the audit, as numbers of ten people and more"),
    Kind("consents", "What you agreed to", None, "",
         "Since when, in which words, who sees it, where you take it back, and what you took back."),
    Kind("programmes", "Programmes", Action.MEMBERS_LIST, told_to_others=True),
    Kind("goals", "Goals", Action.GOALS_READ, "your partner where you share a goal"),
    Kind("drafts", "Drafts", Action.DRAFT_READ, "whoever a draft was made for together with you",
         "Of drafts about you that somebody else had made, only kind and state are listed: the words are theirs."),
    Kind("relationships", "Relationships", Action.RELATIONSHIP_STATUS, "your partner",
         "Managers see status and dates, admins the status.", told_to_others=True),
    Kind("agreements", "Agreements", Action.RELATIONSHIP_READ, "your partner"),
    Kind("sessions", "Sessions", Action.RELATIONSHIP_READ, "your partner"),
    Kind("notes", "Notes", Action.NOTES_READ, "your partner where you share a note",
         "What others wrote for themselves is theirs, and is not listed here."),
    Kind("action_items", "Action items", Action.RELATIONSHIP_READ, "your partner"),
    Kind("feedback", "Feedback you gave", Action.NOTES_READ, "your partner where you share it"),
    Kind("moments", "Moments", Action.MOMENTS_READ, "who logged a moment, or did what it tells of"),
    Kind("matches", "Matches", Action.MATCHES_READ, "the other side of an approved match",
         "Matches nobody has decided on yet appear here once they are approved.", told_to_others=True),
    Kind("choices", "Whom you ranked, and nominations", Action.CHOICES_READ, told_to_others=True),
    Kind("verdicts", "What a chat model read for your matches", None),
    Kind("pauses", "Pauses", None, "", "Others may see that you are paused, never why."),
    Kind("closing_reviews", "Reviews of programmes", None, "the managers of a programme where you chose so"),
    Kind("help_requests", "Requests you made, and hands you offered", Action.REQUESTS_READ,
         more="What you offered is read by whoever asked."),
    Kind("events", "Events: where you registered, what you asked and said", Action.EVENT_RUN,
         "who runs an event", "Feedback is read without your name."),
    Kind("calendar_feeds", "Addresses of your calendar", None, "",
         "Only when each was made: the address is kept nowhere."),
    Kind("spaces", "Groups you joined", None, "everybody in the group"),
    Kind("posts", "What you posted, and stories of you", None, "everybody in the space"),
    Kind("pointers", "Opportunities you were pointed to, or pointed others to", None,
         "who pointed you to one", "Who posted one hears of you once you are interested; “not now” is told to nobody."),
    Kind("playbook_offers", "What you offered to the playbook", Action.PLAYBOOK_WRITE),
    Kind("learning", "What you read, answered and practised, and how ready you feel", Action.LEARNING),
    Kind("circle_meetings", "Meetings of your circles: who chaired, who came", Action.RELATIONSHIP_READ,
         "everybody in the circle"),
    Kind("sponsorship", "Pledges, what was done, and what may be said of you", Action.SPONSORSHIP_READ,
         "your sponsor, or whom you sponsor"),
    Kind("badges", "Badges", None, "whoever offered one; everybody, where you show it"),
    Kind("leaderboard", "Whether you stand on the leaderboard", Action.LEADERBOARD_CHOOSE),
    Kind("surveys", "Surveys you answered", None, "analytics, as numbers of five people and more",
         "What you wrote is read by the managers of the programme only where you chose so, without your name."),
    Kind("nudges", "How you are nudged, and what was sent", Action.NUDGES_SEND,
         more="Of each its kind and when; its words are kept nowhere, and an address of yours is shown to nobody."),
    Kind("conversations", "Conversations with the copilot", Action.CHAT_READ),
    Kind("token_counts", "What chat models took for your drafts", None),
    Kind("log", "Lines of the audit log", Action.LOG_READ, "", "Who did what and when, with ids only."),
    Kind("index", "Words of yours as vectors", None, "",
         "Names and places are taken out first; only matching compares them."),
)  # fmt: skip


class Section(Value):
    """All that is kept of one kind. `withheld`: the asker may not see it, so nothing is in it."""

    kind: str
    title: str
    who: str
    more: str = ""
    entries: tuple[dict[str, Any], ...] = ()
    withheld: bool = False


class Known(Value):
    """What is known about a member, by kind."""

    member: str
    name: str
    sections: tuple[Section, ...]

    def section(self, kind: str) -> Section:
        """The section of this kind."""
        return next(one for one in self.sections if one.kind == kind)


def _by_the_table(action: Action) -> list[str]:
    told = (
        (MANAGER.get(action), "the managers of your programmes"),
        (ADMIN.get(action), "admins"),
        (OPERATOR.get(action) is Scope.ALL or None, "whoever runs the installation"),
    )
    return [who for allowed, who in told if allowed]

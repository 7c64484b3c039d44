"""The tabs of the matches: what they are called, and which states stand in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from copilot.domain.matches import Match, MatchRole, MatchState

ROLES = (
    ("mentors", "mentor"),
    ("sponsors", "sponsor"),
    ("peers", "peer"),
    ("reverse mentors", "reverse"),
    ("circles", "circle"),
)
TO_DECIDE, SECOND_REVIEW, DECLINED = "proposed", "second_review", "declined"
TABS: dict[str, tuple[str, frozenset[MatchState]]] = {
    TO_DECIDE: ("to decide", frozenset({MatchState.PROPOSED})),
    SECOND_REVIEW: ("second review", frozenset({MatchState.SECOND_REVIEW})),
    "approved": ("approved", frozenset({MatchState.APPROVED, MatchState.ACCEPTED})),
    DECLINED: ("declined", frozenset({MatchState.DECLINED})),
    "expired": ("set aside", frozenset({MatchState.EXPIRED, MatchState.REPLACED, MatchState.WITHDRAWN})),
    "active": ("begun", frozenset({MatchState.ACTIVE, MatchState.PAUSED, MatchState.CLOSED})),
}
"""Key of a tab → what it is called, and the states of the matches in it."""


def tab_of(name: str, role: str) -> str:
    """The tab of this name, the first where there is none; only sponsors have a second review."""
    known = name in TABS and (name != SECOND_REVIEW or role == MatchRole.SPONSOR)
    return name if known else TO_DECIDE


def in_tab(matches: Sequence[Match], tab: str) -> list[Match]:
    """The matches that stand in a tab, in their order."""
    return [match for match in matches if match.state in TABS[tab][1]]


def tab_choices(matches: Sequence[Match], role: str) -> list[tuple[str, str]]:
    """Each tab with how many matches stand in it."""
    counts = Counter(match.state for match in matches)
    sums = {name: sum(counts[state] for state in states) for name, (_, states) in TABS.items()}
    return [
        (f"{called} ({sums[name]:,})" if sums[name] else called, name)
        for name, (called, _) in TABS.items()
        if tab_of(name, role) == name
    ]


def address(programme: str, role: str, tab: str) -> str:
    """The address of the page with these choices; the id of a match is to follow."""
    return f"/matches?{urlencode({'programme': programme, 'role': role, 'state': tab})}&match="

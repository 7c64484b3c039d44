"""Whose turn it is to chair: who was asked least, then longest ago, then in an order that no name decides.

Being asked counts, whether she said yes or passed: so nobody is asked twice before everybody was asked once, and a
pass needs no reason and is not held against anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from copilot.domain.records import Value


class Turns(Value):
    """What is known of one member: how often she was asked, how often she chaired, when she was last asked."""

    asked: int = 0
    chaired: int = 0
    last: datetime | None = None


NONE_YET = Turns()


@dataclass(frozen=True)
class Chairing:
    """Who was asked to chair one meeting. Without a chair, a meeting that was held counts for whose turn it was."""

    at: datetime
    chair: str = ""
    passed: frozenset[str] = frozenset()
    held: bool = True


def drawn(circle: str, member: str) -> bytes:
    """Her place among equals: a hash of the two ids, the same every time."""
    return hashlib.sha256(f"{circle}:{member}".encode()).digest()


def in_turn(circle: str, turns: Mapping[str, Turns]) -> list[str]:
    """Everybody, whose turn it is first."""

    def place(member: str) -> tuple[int, float, bytes]:
        own = turns[member]
        return own.asked, own.last.timestamp() if own.last else float("-inf"), drawn(circle, member)

    return sorted(turns, key=place)


def next_chair(circle: str, turns: Mapping[str, Turns], passed: Collection[str] = ()) -> str:
    """Whose turn it is among those who did not pass; empty where everybody passed."""
    return next((each for each in in_turn(circle, turns) if each not in passed), "")


def turns_after(
    circle: str,
    members: Iterable[str],
    meetings: Iterable[Chairing],
    before: Mapping[str, Turns] | None = None,
) -> dict[str, Turns]:
    """The turns of those who are in a circle now, after its meetings.

    Args:
        circle: its id.
        members: who is in it now.
        meetings: those that count: held, or agreed for later.
        before: what each brought along from an earlier circle, or from joining later (`brought_along`).
    """
    known = before or {}
    turns = {each: known.get(each, NONE_YET) for each in members}
    for meeting in sorted(meetings, key=lambda each: each.at):
        for each in _asked(circle, turns, meeting):
            turns[each] = _asked_once_more(turns[each], meeting.at, chairs=each == meeting.chair)
    return turns


def brought_along(turns: Mapping[str, Turns]) -> dict[str, Turns]:
    """What a group takes into a new circle: how far each is ahead of the one asked least.

    So nobody starts anew, and who comes from a circle that met seldom isn't made to catch up with the others.
    """
    least = min((each.asked for each in turns.values()), default=0)
    return {member: each.model_copy(update={"asked": each.asked - least}) for member, each in turns.items()}


def why(
    chair: str,
    turns: Mapping[str, Turns],
    passed: Collection[str] = (),
    *,
    by_hand: bool = False,
    carried: bool = False,
) -> str:
    """Why it is her turn, in a sentence without a name.

    Args:
        passed: who isn't asked this time.
        by_hand: whether the circle agreed on her.
        carried: whether turns were brought along: how often each was asked here is then not what decides.
    """
    if not chair:
        return "Everybody passed this time: choose somebody together, or share the chair."
    if by_hand:
        return "The circle agreed on it."
    own, others = turns[chair], [turns[each] for each in turns if each not in {chair, *passed}]
    least = min((each.asked for each in others), default=own.asked)
    if carried:
        return _why_carried(own, least)
    if own.asked == 0 and any(each.asked for each in turns.values()):
        return "Not asked before; everybody has a turn before anybody has a second."
    if own.asked < least:
        return f"Asked {_times(own.asked)} so far, less often than the others."
    alike = [each for each in others if each.asked == own.asked]
    if own.last is None or not alike:
        return (
            "Nobody has had a turn yet; the order was drawn, and stays."
            if own.asked == 0
            else "Next in turn."
        )
    return f"Asked {_times(own.asked)} like others, and the longest ago."


def _why_carried(own: Turns, least: int) -> str:
    """Without numbers: what was asked in an earlier circle counts, and only how far each is ahead is known here."""
    if own.asked < least:
        return "Asked less often than the others, earlier circles counted."
    if own.last is None:
        return "Nobody was asked less often; among equals the order was drawn, and stays."
    return "Nobody was asked less often, earlier circles counted, and the last time is longest ago."


def _asked(circle: str, turns: Mapping[str, Turns], meeting: Chairing) -> Sequence[str]:
    known = {*meeting.passed, meeting.chair} & turns.keys()
    if meeting.held and not meeting.chair:
        # Held, and nobody noted who chaired: whose turn it was is taken as asked, never as having chaired.
        known |= {next_chair(circle, turns, meeting.passed)} - {""}
    return sorted(known)


def _asked_once_more(own: Turns, at: datetime, *, chairs: bool) -> Turns:
    return Turns(asked=own.asked + 1, chaired=own.chaired + chairs, last=at)


def _times(n: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(n, f"{n} times")

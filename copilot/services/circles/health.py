"""How a circle is: from dates, from who came, from whose turn it was. What concerns a person the circle alone reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from copilot.domain.circles import FEWEST, MOST
from copilot.domain.records import Value
from copilot.domain.wording import day_in_words
from copilot.services.circles.guide_words import About
from copilot.services.circles.records import Kept, Meeting
from copilot.services.matching.reasons.role_words import number, sentence
from knowledge.words import Citation

SILENT = timedelta(days=60)
"""After so many days without a meeting it counts as silent, as between two people."""
IN_A_ROW = 3
"""So many meetings missed one after the other are asked about."""
LATELY = 6
"""So many of the last meetings are looked at for who came and who chaired."""
FEW_COME = 0.6
OFTEN_CANCELLED = 0.7


class Finding(Value):
    """One thing about a circle, what it rests on, and a next step. `good` where there is nothing to mend.

    `words` name members by their ids, which stand in `members`.
    """

    about: About
    words: str
    evidence: str
    next_step: str = ""
    good: bool = False
    members: tuple[str, ...] = ()
    citation: Citation | None = None


def findings(circle: Kept, reader: str) -> list[Finding]:
    """What there is to say to one of its members, what wants mending first."""
    every = [
        *_rhythm(circle),
        *_attendance(circle),
        *_missed(circle, reader),
        *_chair(circle),
        *_size(circle),
    ]
    return sorted(every, key=lambda each: each.good)


def from_outside(circle: Kept, *, dated: bool = True) -> str:
    """The same in a few words for managers: how it meets and whether it is small, of no person anything.

    Without `dated`, for those who may not see when it meets, it says whether it is at work in place of how it meets.
    """
    if circle.relationship.state == "closed":
        return "over"
    small = f"; small, {number(len(circle.here))} sit in it" if len(circle.here) < FEWEST else ""
    if not dated:
        return ("is paused" if circle.relationship.state == "paused" else "is at work") + small
    return _meets(circle) + small


def _meets(circle: Kept) -> str:
    today = circle.now.date()
    if not circle.held:
        since = (today - circle.relationship.started).days
        return "has not met yet" if since <= SILENT.days else f"has not met yet, {since} days after it began"
    silent = today - circle.held[-1].session.at.date()
    if silent > SILENT:
        return f"has not met for {silent.days} days"
    return "meets regularly" if len(circle.held) > 1 else "has met once"


def _rhythm(circle: Kept) -> Iterator[Finding]:
    today, past = circle.now.date(), [one for one in circle.meetings if one.session.at <= circle.now]
    held, off = len(circle.held), sum(one.session.state == "cancelled" for one in past)
    last = circle.held[-1].session.at.date() if circle.held else None
    if held + off:
        often = held / (held + off) < OFTEN_CANCELLED
        yield Finding(
            about=About.RHYTHM,
            words=f"{sentence(number(held))} of {number(held + off)} planned meetings took place.",
            evidence=f"{sentence(_counted(held, 'meeting'))} held, {number(off) if off else 'none'} cancelled.",
            next_step="Ask at the next opening round whether another hour would suit you better."
            if often
            else "",
            good=not often,
        )
    yield from _silence(circle, last, today)
    if circle.unsaid:
        days = _days(circle.unsaid)
        yield Finding(
            about=About.UNSAID,
            words=f"Nobody has said whether you met on {days}.",
            evidence=f"Planned for {days}; its time has passed.",
            next_step="Note who came; that says it was held.",
        )
    if circle.next is None:
        yield Finding(
            about=About.NEXT,
            words="No next meeting is planned.",
            evidence=f"Nothing is planned after {day_in_words(today)}.",
            next_step="Put the next date down; whoever would chair may propose three.",
        )


def _silence(circle: Kept, last: date | None, today: date) -> Iterator[Finding]:
    since = last or circle.relationship.started
    if today - since <= SILENT:
        return
    met = f"You last met on {day_in_words(since)}" if last else "You have not met yet"
    yield Finding(
        about=About.SILENCE,
        words=f"{met}, {(today - since).days} days ago."
        if last
        else f"{met}, {(today - since).days} days after the circle began.",
        evidence=f"The last meeting that was held: {day_in_words(since)}."
        if last
        else f"It began on {day_in_words(since)}.",
        next_step="Ask one another whether to change the hour or the theme, or to stop with thanks.",
    )


def _attendance(circle: Kept) -> Iterator[Finding]:
    noted = _noted(circle)[-LATELY:]
    if not noted or not circle.here:
        return
    here = set(circle.here)
    came = [len(one.noted.came & here) for one in noted]
    average = sum(came) / len(came)
    few = average / len(here) < FEW_COME
    yield Finding(
        about=About.ATTENDANCE,
        words=f"On average {average:.1f}".removesuffix(".0") + f" of {len(here)} came.",
        evidence=_as_noted(came),
        next_step="Say so at the next meeting, and ask whether to change the hour, the theme or the size."
        if few
        else "",
        good=not few,
    )


def _as_noted(came: list[int]) -> str:
    if len(came) == 1:
        return f"You noted it of one meeting: {number(came[0]) if came[0] else 'nobody'} came."
    return f"The last {_counted(len(came), 'meeting')} of which you noted it: {', '.join(map(str, came))}."


def _missed(circle: Kept, reader: str) -> Iterator[Finding]:
    """Asked as a question, and of nobody's reasons."""
    noted = _noted(circle)
    if len(noted) < IN_A_ROW or circle.relationship.state == "closed":
        return
    for member in circle.here:
        if member in circle.paused or any(member in one.noted.came for one in noted[-IN_A_ROW:]):
            continue
        seen = [one for one in noted if member in one.noted.came]
        unseen = (
            f"Nobody has seen {member} since {day_in_words(seen[-1].session.at.date())}"
            if seen
            else f"{member} has not been at a meeting yet"
        )
        hers = member == reader
        yield Finding(
            about=About.MISSED,
            words="Your circle has not seen you lately, and would be glad of a line from you."
            if hers
            else f"{unseen}; would somebody write?",
            evidence=f"The meetings of {_days(noted[-IN_A_ROW:])}, as you noted who came.",
            next_step="Come again when it suits you. If you were there, correct the note."
            if hers
            else "A line from one of you would do, without asking why.",
            members=(member,),
        )


def _chair(circle: Kept) -> Iterator[Finding]:
    chaired = [one.noted.chair for one in circle.held if one.noted.chair][-LATELY:]
    if len(chaired) < IN_A_ROW:
        return
    most, times = Counter(chaired).most_common(1)[0]
    shared = times * 2 <= len(chaired)
    yield Finding(
        about=About.CHAIR,
        words=f"The chair is shared: {number(len(set(chaired)))} of you had it in {number(len(chaired))} meetings."
        if shared
        else f"{most} chaired {number(times)} of the last {number(len(chaired))} meetings.",
        evidence=f"Who chaired the last {_counted(len(chaired), 'meeting')} of which it is known.",
        next_step="" if shared else "Let the turn go on: whoever hasn’t chaired opens next time.",
        good=shared,
        members=() if shared else (most,),
    )


def _size(circle: Kept) -> Iterator[Finding]:
    size = len(circle.here)
    if size < FEWEST:
        yield Finding(
            about=About.SMALL,
            words=f"{sentence(number(size))} of you are left.",
            evidence=f"A circle has {number(FEWEST)} to {number(MOST)} members.",
            next_step="Ask whoever manages your programme for another circle to merge with, or end it with "
            "thanks.",
        )
    if size > MOST:
        yield Finding(
            about=About.LARGE,
            words=f"You are {number(size)}: somebody goes home unheard.",
            evidence=f"A circle has {number(FEWEST)} to {number(MOST)} members.",
            next_step="Ask whoever manages your programme to split it; nothing of yours is lost.",
        )


def _noted(circle: Kept) -> list[Meeting]:
    return [one for one in circle.held if one.noted.noted]


def _days(meetings: tuple[Meeting, ...] | list[Meeting]) -> str:
    days = [day_in_words(one.session.at.date()) for one in meetings]
    return " and ".join(filter(None, (", ".join(days[:-1]), *days[-1:])))


def _counted(n: int, what: str) -> str:
    return f"{number(n)} {what}{'' if n == 1 else 's'}"

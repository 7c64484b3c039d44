"""What the verbs of circles say to a person, line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copilot.services.circles.seeing import CircleShown, CircleStatus, MeetingTold, Turn
    from copilot.services.circles.splitting import Change
    from copilot.services.circles.telling import Health

LATEST = 5


class Names:
    """Names by id, with the id behind them, so that it can be copied."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def __call__(self, member: str) -> str:
        """`Ada Moreau (m1)`."""
        return f"{self._known[member]} ({member})" if member in self._known else "a former member"

    def listed(self, members: Collection[str]) -> str:
        """Several, in words."""
        names = [self(each) for each in members]
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    def told(self, sentence: str, members: Collection[str]) -> str:
        """A service's sentence with names in place of these ids."""
        for each in members:
            sentence = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", lambda _, each=each: self(each), sentence)  # type: ignore[misc] # bound on purpose
        return sentence


def shown_told(circle: CircleShown | CircleStatus, names: Names) -> Iterator[str]:
    """A circle, as far as it is seen."""
    yield circle.theme or "A circle without a theme"
    yield f"  {names.listed(circle.members)}"
    yield (
        f"  {circle.state} since {circle.started}, {circle.standing}"
        if circle.dated
        else f"  {circle.standing}"
    )
    if circle.came_from:
        yield f"  It came from {' and '.join(circle.came_from)}."
    if circle.became:
        yield f"  It goes on as {' and '.join(circle.became)}."
    turn = getattr(circle, "turn", None)
    if turn is None and not circle.dated:
        yield "  When it meets is for those who sit in it, and for its manager."
        return
    if turn is None:
        yield f"  Next meeting: {circle.next_planned or 'none is planned'}"
        return
    yield from (f"  {line}" for line in turn_told(turn, names))
    meetings = [each for each in getattr(circle, "meetings", ()) if each.state == "held"]
    yield from (f"  {_meeting(each, names)}" for each in meetings[: -LATEST - 1 : -1])


def turn_told(turn: Turn, names: Names) -> Iterator[str]:
    """Whose turn it is, and why."""
    when = f"{turn.at:%d %B %Y, %H:%M} UTC" if turn.at else "not planned yet"
    who = f"{names(turn.chair)} chairs. {turn.why}" if turn.chair else turn.why
    yield f"Next meeting: {when}. {who}"
    if turn.then:
        yield f"Then: {names.listed(turn.then)}."


def health_told(health: Health, names: Names) -> Iterator[str]:
    """How a circle is: findings with what they rest on, a next step, and the guide's words."""
    yield f"It {health.standing}." if health.standing != "over" else "It is over."
    for each in health.findings:
        yield f"{'✓' if each.good else '·'} {names.told(each.words, each.members)}"
        yield f"    {each.evidence}"
        if each.next_step:
            yield f"    → {each.next_step}"
        if each.citation:
            yield f"    “{each.citation.quote}” ({each.citation.path}, {each.citation.section})"


def change_told(change: Change, names: Names) -> Iterator[str]:
    """A split or a merger, shown or done."""
    for n, each in enumerate(change.circles, start=1):
        called = f" ({each.circle})" if each.circle else ""
        yield f"{n}. {each.theme or 'No theme yet'}{called}: {names.listed(each.members)}"
    yield from (f"  {said}" for said in (*change.why, *change.means))
    yield "Done." if change.done else "Nothing is changed yet: add --yes to do it."


def _meeting(meeting: MeetingTold, names: Names) -> str:
    by = f", {names(meeting.chair)} chaired" if meeting.chair else ""
    who = f": {names.listed(meeting.came)} came" if meeting.noted else ": nobody noted who came"
    return f"{meeting.at:%d %B %Y}{by}{who}."

"""A run sheet from authored patterns, its minutes shared out so that they add up."""

from __future__ import annotations

from typing import Any

from copilot.domain.briefs import Brief, EventTold
from copilot.domain.drafts import RunSheet, RunSheetBox
from copilot.errors import NothingToSay
from copilot.language.embedded.areas import pattern_file
from copilot.language.embedded.schedule import Share, minutes_for
from copilot.language.told import passage
from copilot.language.told_events import asked, known

LONG = 90
"""From this many minutes on there is a break in the middle."""
NO_END = 10_000


def run_sheet(brief: Brief, attempt: int = 0) -> RunSheet:
    """The run sheet of `brief.event`. A second `attempt` doesn't repeat its title, which somebody else worded."""
    event, patterns = brief.event, pattern_file("run_sheets")
    if event is None or event.kind not in patterns:
        raise NothingToSay(
            "There is no run sheet for this kind of event.", place="event", cure="Plan it as another kind."
        )
    words: dict[str, Any] = patterns[event.kind]
    return RunSheet(
        title=event.title.text if event.title and not attempt else str(words["name"]),
        at=event.at,
        minutes=brief.minutes,
        known=known(event),
        before=tuple(words["before"]),
        boxes=_boxes(words["boxes"], event, brief.minutes),
        if_nobody_asks=words["if_nobody_asks"],
        if_one_talks=words["if_one_talks"],
        afterwards=tuple(patterns["all"]["afterwards"]),
        reading=tuple(map(passage, brief.passages)),
    )


def _boxes(patterns: list[dict[str, Any]], event: EventTold, minutes: int) -> tuple[RunSheetBox, ...]:
    kept = _that_fit([each for each in patterns if minutes >= LONG or not each.get("long")], minutes)
    shares = [Share(each["weight"], each["least"], each.get("most", NO_END)) for each in kept]
    first_to_ask = next((n for n, each in enumerate(kept) if each.get("asks")), len(kept) - 2)
    return tuple(
        _box(each, length, event, takes_questions=n == first_to_ask)
        for n, (each, length) in enumerate(zip(kept, minutes_for(shares, minutes), strict=True))
    )


def _that_fit(patterns: list[dict[str, Any]], minutes: int) -> list[dict[str, Any]]:
    """Without the parts that a short event has no room for, the last of them first."""
    kept = list(patterns)
    while sum(each["least"] for each in kept) > minutes:
        spare = [n for n, each in enumerate(kept) if each.get("extra")]
        if not spare:
            break
        kept.pop(spare[-1])
    return kept


def _box(pattern: dict[str, Any], minutes: int, event: EventTold, *, takes_questions: bool) -> RunSheetBox:
    without = pattern.get("without") if pattern.get("asks") and not event.questions else None
    return RunSheetBox(
        title=pattern["title"],
        minutes=minutes,
        who=pattern["who"],
        does=without or pattern["does"],
        say=pattern.get("say", ""),
        questions=tuple(map(asked, event.questions)) if takes_questions else (),
    )

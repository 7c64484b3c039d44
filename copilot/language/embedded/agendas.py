"""A session's agenda: where the two stand, the minutes there are, what lies open, and the goal's questions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Agenda, Fact, TimeBox
from copilot.domain.wording import first_name
from copilot.language.embedded.areas import Area, Compass, pattern_file
from copilot.language.embedded.choosing import chosen, several
from copilot.language.embedded.circles import circle_of
from copilot.language.embedded.goal_words import read_goal
from copilot.language.embedded.schedule import Share, minutes_for
from copilot.language.programme_parts import SHORTEST, Piece, in_its_parts
from copilot.language.told import followed, grounds, passage, stage_of

LONG = 90
"""From this many minutes on there is room for an exercise."""
LONGEST_BOX = 75
BETWEEN_BREAKS = 100
LUNCH_FROM = 300
MOST_MINUTES = {"open": 15, "close": 15, "follow": 40, "us": 45, "hopes": 40, "ways": 60}
LONGEST_TOPIC = 80
RESTS = (
    "Stand up and leave the room or the screen.",
    "Open a window, and drink a glass of water.",
    "Take a few steps outside, each alone for once.",
    "Rest your eyes on something far away.",
)
"""Of a long day; no two of them are the same."""


@dataclass(frozen=True)
class _Part:
    """A box before it has its minutes."""

    key: str
    title: str
    share: Share
    purpose: str
    questions: tuple[str, ...]
    follow_up: tuple[Fact, ...] = ()


def agenda(brief: Brief, compass: Compass, attempt: int = 0) -> Agenda:
    """Time boxes that add up to `brief.minutes`. Another `attempt` picks other patterns."""
    stage = stage_of(brief)
    topic = _topic(brief)
    area = compass.area_of(brief.topic or _goal_text(brief))
    parts = _parts(brief, stage, topic, area, (stage, topic, str(brief.sessions_held), str(attempt)))
    parts = _in_its_parts(parts, brief, topic)
    return Agenda(
        topic=_capital(topic), grounds=grounds(brief), minutes=brief.minutes, stage=stage,
        boxes=_boxes_of(parts, brief), reading=tuple(map(passage, brief.passages[:1])),
    )  # fmt: skip


def _boxes_of(parts: list[_Part], brief: Brief) -> tuple[TimeBox, ...]:
    boxes = _with_minutes(parts, brief.minutes)
    circle = circle_of(brief)
    return tuple(map(circle.told, boxes)) if circle else boxes


def _topic(brief: Brief) -> str:
    if brief.topic:
        return brief.topic.strip(" .") if len(brief.topic) <= LONGEST_TOPIC else "the topic you asked for"
    if brief.goals:
        return read_goal(_goal_text(brief)).focus
    return _topic_without_goal(brief)


def _topic_without_goal(brief: Brief) -> str:
    stage = stage_of(brief)
    if stage in {"first meeting", "ending"}:
        return "what brings you here" if stage == "first meeting" else "your time together"
    if brief.circle:
        return "one member’s question"
    # A topic was kept where the words are more than the day.
    last = brief.last_met.text if brief.last_met and not brief.last_met.text[:4].isdigit() else ""
    return (
        f"where you left off, “{last}”"
        if last and len(last) <= LONGEST_TOPIC
        else "what matters most right now"
    )


def _goal_text(brief: Brief) -> str:
    return brief.goals[0].words.text if brief.goals else ""


def _parts(brief: Brief, stage: str, topic: str, area: Area, key: tuple[str, ...]) -> list[_Part]:
    kept = pattern_file("circles" if brief.circle else "stages")[stage]
    patterns = [pattern for pattern in kept if _belongs(pattern, brief)]
    while len(patterns) > 3 and (
        sum(each["least"] for each in patterns) > brief.minutes or _crowded(patterns, brief)
    ):
        spare = [n for n, each in enumerate(patterns) if each.get("extra")] or [len(patterns) - 2]
        patterns.pop(spare[-1])
    return [_part(pattern, brief, topic, area, key) for pattern in patterns]


def _in_its_parts(parts: list[_Part], brief: Brief, topic: str) -> list[_Part]:
    """As a session of its programme is made up, where the programme says so."""
    if not brief.parts:
        return parts
    given = [
        Piece(part.title, part.share.weight, part.purpose, part.questions, n, bool(part.follow_up))
        for n, part in enumerate(parts)
    ]
    return [
        parts[piece.of]
        if piece.of >= 0
        else _Part("programme", piece.title, Share(piece.weight, SHORTEST), piece.purpose, piece.questions)
        for piece in in_its_parts(given, brief, topic)
    ]


def _belongs(pattern: dict[str, Any], brief: Brief) -> bool:
    if pattern.get("follow"):
        return bool(brief.actions)
    return brief.minutes >= LONG if pattern.get("long") else True


def _crowded(patterns: list[dict[str, Any]], brief: Brief) -> bool:
    """Whether a short session still has a box that may give way."""
    return brief.minutes < 30 and any(each.get("extra") for each in patterns)


def _part(pattern: dict[str, Any], brief: Brief, topic: str, area: Area, key: tuple[str, ...]) -> _Part:
    name = pattern["key"]
    title = chosen(pattern["titles"], "title", name, *key).replace("{topic}", topic)
    actions = tuple(followed(action) for action in brief.actions) if pattern.get("follow") else ()
    circle = circle_of(brief) if pattern.get("rounds") else None
    least = circle.least_for(pattern["least"], brief.minutes) if circle else pattern["least"]
    return _Part(
        key=name,
        title=_capital(title),
        share=Share(pattern["weight"] + 2 * len(actions), least, MOST_MINUTES.get(name, 10_000)),
        purpose=_named(chosen(pattern["purposes"], "purpose", name, *key), brief),
        questions=_questions(pattern, brief, area, (name, *key)),
        follow_up=actions,
    )


def _questions(pattern: dict[str, Any], brief: Brief, area: Area, key: tuple[str, ...]) -> tuple[str, ...]:
    own: list[str] = pattern.get("questions", [])
    how_many = 1 if brief.minutes < 30 else 2
    if pattern.get("asks") != "area":
        return several(own, how_many, "ask", *key)
    words = read_goal(_goal_text(brief)) if brief.goals else None
    people = words.people if words and words.people else area.people
    return tuple(
        each.replace("{people}", people) for each in several(area.questions, how_many + 1, "ask", *key)
    )


def _named(purpose: str, brief: Brief) -> str:
    """Say who talks and who asks; in a circle that goes round."""
    pair = bool(brief.partner) and not brief.circle
    seeker = first_name(brief.about) if pair else "one of you"
    partner = first_name(brief.partner) if pair else "whoever has been there"
    if not pair:
        purpose = purpose.replace("{partner} asks", "the others ask")
    purpose = purpose.replace("{seeker}", seeker).replace("{partner}", partner)
    return re.sub(r"(^|[.!?] )([a-z])", lambda found: found[1] + found[2].upper(), purpose)


def _with_minutes(parts: list[_Part], minutes: int) -> tuple[TimeBox, ...]:
    breaks = (minutes - 1) // BETWEEN_BREAKS
    lunch = breaks > 0 and minutes >= LUNCH_FROM
    resting = [45 if lunch and n == breaks // 2 else 10 for n in range(breaks)]
    given = minutes_for([part.share for part in parts], minutes - sum(resting))
    boxes = [box for part, minute in zip(parts, given, strict=True) for box in _boxes(part, minute)]
    return tuple(_rested(boxes, resting))


def _boxes(part: _Part, minutes: int) -> list[TimeBox]:
    """One box, or several where it would be too long to sit through."""
    pieces = -(-minutes // LONGEST_BOX)
    lengths = minutes_for([Share(1, 1)] * pieces, minutes)
    named = (
        [replace(part, title=f"{part.title} ({n} of {pieces})") for n in range(1, pieces + 1)]
        if pieces > 1
        else [part]
    )
    return [
        TimeBox(
            title=each.title, minutes=length, purpose=part.purpose if n == 0 else "Go on where you left off.",
            questions=part.questions if n == 0 else (), follow_up=part.follow_up if n == 0 else (),
        )
        for n, (each, length) in enumerate(zip(named, lengths, strict=True))
    ]  # fmt: skip


def _rested(boxes: list[TimeBox], resting: list[int]) -> list[TimeBox]:
    """Put the breaks where they divide the time most evenly, never before the first box or after the last."""
    total, result, gone, taken = sum(box.minutes for box in boxes), [], 0, 0
    for n, box in enumerate(boxes):
        result.append(box)
        gone += box.minutes
        left_over = len(boxes) - 1 - n
        due = taken < len(resting) and gone >= total * (taken + 1) / (len(resting) + 1) - 20
        if left_over and taken < len(resting) and (due or left_over <= len(resting) - taken):
            result.append(_break(resting[taken], taken))
            taken += 1
    unplaced = sum(resting[taken:])
    if unplaced:
        longest = max(range(len(result)), key=lambda n: result[n].minutes)
        result[longest] = result[longest].model_copy(update={"minutes": result[longest].minutes + unplaced})
    return result


def _break(minutes: int, nth: int) -> TimeBox:
    if minutes > 10:
        return TimeBox(
            title="A long break", minutes=minutes, purpose="Eat, walk, and talk of something else."
        )
    return TimeBox(title="A short break", minutes=minutes, purpose=RESTS[nth % len(RESTS)])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

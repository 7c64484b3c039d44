"""A run sheet: what happens at an event from the first minute to the last, who does it, and what if."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact, RunSheet, RunSheetBox
from copilot.domain.wording import shortened
from copilot.services.drafting.markdown import PROPOSED, listed, listed_ideas, marked, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.repeating import repeated

WHO = {
    "host": "the host",
    "speaker": "the speaker",
    "questions": "whoever looks after the questions",
    "everybody": "everybody",
}
FEWEST_WORDS = 5
WITH_QUESTIONS = frozenset({"ama", "webinar", "spotlight", "office-hours"})
"""Kinds in which somebody has to look after what people ask."""
_RECORDING = re.compile(r"\brecord(?:s|ed|ing)?\b", re.IGNORECASE)
_WHAT_STAYS = re.compile(
    r"\b(?:confiden\w+|private(?:ly)?|stays? (?:here|in|between|with)|not who said|no names?|repeats?)\b",
    re.IGNORECASE,
)
_WELCOME = re.compile(r"\b(?:welcom\w+|arriv\w+|open\w*|hello|begin\w*|start\w*)\b", re.IGNORECASE)
_CLOSE = re.compile(r"\b(?:clos\w+|thank\w*|end\w*|goodbye|last (?:round|word|minutes?))\b", re.IGNORECASE)


class RunSheetKind:
    """What the service and the checks need to know of run sheets."""

    for_others = True

    def facts(self, form: RunSheet) -> Iterator[Fact]:
        yield from form.known
        yield from (question for box in form.boxes for question in box.questions)
        yield from form.reading

    def proposals(self, form: RunSheet) -> Iterator[str]:
        yield from form.before
        for box in form.boxes:
            yield f"{box.minutes} min: {box.title}"
            yield from (box.does, box.say)
        yield from (form.if_nobody_asks, form.if_one_talks, *form.afterwards)

    def own_words(self, form: RunSheet) -> Iterator[str]:
        yield from form.before
        yield from (words for box in form.boxes for words in (box.title, box.does, box.say))
        yield from (form.if_nobody_asks, form.if_one_talks, *form.afterwards)

    def incomplete(self, form: RunSheet, material: Material) -> Iterator[str]:
        total = sum(box.minutes for box in form.boxes)
        if total != material.brief.minutes:
            yield f"The parts take {total} minutes; the event takes {material.brief.minutes}."
        yield from _ends(form)
        yield from _left_out(form, material.brief)
        said = " ".join(self.own_words(form))
        if not _RECORDING.search(said):
            yield "It does not say whether the event is recorded, and who agrees to that."
        if not _WHAT_STAYS.search(said):
            yield "It does not say what is kept in confidence."
        kind = material.brief.event.kind if material.brief.event else ""
        if kind in WITH_QUESTIONS and not any(box.who == "questions" for box in form.boxes):
            yield "Nobody looks after the questions that people send."

    def unspecific(self, form: RunSheet, material: Material) -> Iterator[str]:
        entries = [*form.before, *form.afterwards, form.if_nobody_asks, form.if_one_talks]
        yield from repeated([*entries, *(box.does for box in form.boxes)])
        yield from (
            f"“{shortened(entry)}” does not say what is meant."
            for entry in entries
            if len(entry.split()) < FEWEST_WORDS
        )
        titles = [box.title.casefold() for box in form.boxes]
        yield from (
            f"Two parts are called “{shortened(title)}”."
            for title in dict.fromkeys(titles)
            if titles.count(title) > 1
        )

    def lines(self, form: RunSheet, brief: Brief) -> Iterator[str]:
        yield from (f"# Run sheet: {plain(form.title)}", "")
        yield f"{PROPOSED}, but for what carries a number. Change what doesn’t fit; whoever helps gets a copy."
        yield from listed(form.known, "The event")
        yield from listed_ideas(form.before, "Before")
        yield from ("", "## Minute by minute")
        at = form.at
        for box in form.boxes:
            yield from _box(box, f"{at:%H:%M}")
            at += timedelta(minutes=box.minutes)
        yield from ("", f"{at:%H:%M}: the end.", "", "## What if", "")
        yield f"- *Nobody asks anything.* {plain(form.if_nobody_asks)}"
        yield f"- *One person talks all the time.* {plain(form.if_one_talks)}"
        yield from listed_ideas(form.afterwards, "Afterwards")
        yield from listed(form.reading, "To read")


def _ends(form: RunSheet) -> Iterator[str]:
    first, last = form.boxes[0], form.boxes[-1]
    if not _WELCOME.search(f"{first.title} {first.does} {first.say}"):
        yield "It does not begin with a welcome."
    if not _CLOSE.search(f"{last.title} {last.does} {last.say}"):
        yield "It does not end with a close."


def _left_out(form: RunSheet, brief: Brief) -> Iterator[str]:
    """What people asked and what is known of the event is not lost on the way."""
    if brief.event is None:
        return
    cited = {n for fact in form.known for n in fact.evidence}
    if not {brief.event.begins.n, brief.event.length.n} <= cited:
        yield "It does not say when the event begins and how long it takes."
    asked = {n for box in form.boxes for question in box.questions for n in question.evidence}
    yield from (
        f"The question “{shortened(question.text)}” is in no part."
        for question in brief.event.questions
        if question.n not in asked
    )


def _box(box: RunSheetBox, clock: str) -> Iterator[str]:
    minutes = "1 minute" if box.minutes == 1 else f"{box.minutes} minutes"
    yield from ("", f"### {clock} {plain(box.title)}", "", f"{minutes}, {WHO[box.who]}. {plain(box.does)}")
    if box.say:
        yield from ("", f"> “{plain(box.say)}”")
    if box.questions:
        yield ""
        yield from (f"- {marked(question)}" for question in box.questions)

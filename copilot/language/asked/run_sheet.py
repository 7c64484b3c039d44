"""A run sheet as a chat model is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief
from copilot.domain.drafts import RunSheet, RunSheetBox, RunSheetPart
from copilot.errors import NothingToSay
from copilot.language.embedded.schedule import Share, minutes_for
from copilot.language.told import passage
from copilot.language.told_events import asked, known

Entry = Annotated[str, Field(min_length=1, max_length=400)]


class AskedBox(BaseModel):
    """One part of the event."""

    title: str = Field(min_length=1, max_length=200)
    minutes: int = Field(ge=1, le=480)
    who: RunSheetPart = Field(description="host, speaker, questions (who looks after them) or everybody")
    does: str = Field(min_length=1, max_length=800)
    say: str = Field("", max_length=800, description="words to say as they stand; empty in most parts")
    questions: list[int] = Field(
        default_factory=list, description="the numbers of the gathered questions taken here"
    )


class AskedRunSheet(BaseModel):
    """The run sheet of an event; the minutes of all parts add up to its length."""

    before: list[Entry] = Field(min_length=3, max_length=8, description="what to prepare")
    parts: list[AskedBox] = Field(min_length=3, max_length=12)
    if_nobody_asks: str = Field(min_length=1, max_length=800)
    if_one_talks: str = Field(min_length=1, max_length=800, description="if one person talks all the time")
    afterwards: list[Entry] = Field(min_length=1, max_length=6)
    reading: list[int] = Field(default_factory=list, description="the numbers of the passages worth reading")


def run_sheet_from(asked_for: AskedRunSheet, brief: Brief) -> RunSheet:
    """The run sheet, with the facts of the event that every writer tells alike.

    What a small model gets wrong and needs no judgement is put right here: minutes that don't add up are shared out
    anew by the lengths it gave, a question comes once, and one that it forgot goes where most are.
    """
    event, passages = brief.event, {source.n: source for source in brief.passages}
    if event is None:
        raise NothingToSay("There is no event to make a run sheet for.", place="event", cure="Name one.")
    lengths, numbers = _lengths(asked_for.parts, brief.minutes), _numbers(asked_for.parts, brief)
    questions = {source.n: source for source in event.questions}
    boxes = [
        RunSheetBox(
            title=part.title, minutes=minutes, who=part.who, does=part.does, say=part.say.strip(" “”\""),
            questions=tuple(asked(questions[n]) for n in taken),
        )
        for part, minutes, taken in zip(asked_for.parts, lengths, numbers, strict=True)
    ]  # fmt: skip
    return RunSheet(
        title=event.title.text if event.title else "The event", at=event.at, minutes=brief.minutes,
        known=known(event), before=tuple(asked_for.before), boxes=tuple(boxes),
        if_nobody_asks=asked_for.if_nobody_asks, if_one_talks=asked_for.if_one_talks,
        afterwards=tuple(asked_for.afterwards),
        reading=tuple(passage(passages[n]) for n in dict.fromkeys(asked_for.reading) if n in passages),
    )  # fmt: skip


def asked_run_sheet(form: RunSheet) -> AskedRunSheet:
    """The same run sheet as a model would have filled it in."""
    parts = [
        AskedBox(
            title=box.title, minutes=box.minutes, who=box.who, does=box.does, say=box.say,
            questions=[n for question in box.questions for n in question.evidence],
        )
        for box in form.boxes
    ]  # fmt: skip
    return AskedRunSheet(
        before=list(form.before), parts=parts, if_nobody_asks=form.if_nobody_asks, if_one_talks=form.if_one_talks,
        afterwards=list(form.afterwards), reading=[fact.evidence[0] for fact in form.reading],
    )  # fmt: skip


def _lengths(parts: Sequence[AskedBox], minutes: int) -> list[int]:
    given = [part.minutes for part in parts]
    if sum(given) == minutes or len(parts) > minutes:
        return given
    return minutes_for([Share(each, 1) for each in given], minutes)


def _numbers(parts: Sequence[AskedBox], brief: Brief) -> list[list[int]]:
    """The questions of each part: each once, and those that none takes where most are, or in the longest part."""
    left = [source.n for source in brief.event.questions] if brief.event else []
    given: list[list[int]] = []
    for part in parts:
        given.append([n for n in dict.fromkeys(part.questions) if n in left])
        left = [n for n in left if n not in given[-1]]
    most = max(range(len(parts)), key=lambda n: (len(given[n]), parts[n].minutes))
    given[most] += left
    return given

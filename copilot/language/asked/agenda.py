"""An agenda as a chat model is asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Agenda, TimeBox
from copilot.domain.wording import resemblance
from copilot.language.embedded.schedule import Share, minutes_for
from copilot.language.programme_parts import Piece, in_its_parts
from copilot.language.told import followed, grounds, passage, stage_of

TOO_ALIKE = 0.5
"""Two questions that share half of their word pairs are one."""


class AskedPart(BaseModel):
    """One part of a session."""

    title: str = Field(min_length=1, max_length=200)
    minutes: int = Field(ge=1, le=480)
    purpose: str = Field(max_length=800)
    questions: list[str] = Field(default_factory=list, max_length=6)
    follow_up: list[int] = Field(
        default_factory=list, description="the numbers of the open action items it follows up"
    )


class AskedAgenda(BaseModel):
    """The agenda of a session; the minutes of all parts add up to its length."""

    parts: list[AskedPart] = Field(min_length=3, max_length=10)
    reading: int | None = Field(None, description="the number of the one passage worth using")


def agenda_from(asked: AskedAgenda, brief: Brief) -> Agenda:
    """The agenda, with the facts that every writer tells alike.

    What a small model gets wrong and needs no judgement is put right here: minutes that don't add up are shared out
    anew by the lengths it gave, a question asked before is dropped, and a promise it forgot is followed up.
    """
    passages = {source.n: source for source in brief.passages}
    read = passages.get(asked.reading or 0)
    return Agenda(
        topic=brief.topic or (brief.goals[0].words.text if brief.goals else asked.parts[0].title),
        grounds=grounds(brief),
        minutes=brief.minutes,
        stage=stage_of(brief),
        boxes=tuple(_boxes(_in_its_parts(asked.parts, brief), brief)),
        reading=(passage(read),) if read else (),
    )


def asked_agenda(form: Agenda) -> AskedAgenda:
    """The same agenda as a model would have filled it in."""
    return AskedAgenda(
        parts=[
            AskedPart(
                title=box.title,
                minutes=box.minutes,
                purpose=box.purpose,
                questions=list(box.questions),
                follow_up=[n for fact in box.follow_up for n in fact.evidence],
            )
            for box in form.boxes
        ],
        reading=form.reading[0].evidence[0] if form.reading else None,
    )


def _in_its_parts(parts: Sequence[AskedPart], brief: Brief) -> Sequence[AskedPart]:
    """As a session of its programme is made up, where the programme says so; the questions go into its parts."""
    if not brief.parts:
        return parts
    given = [
        Piece(part.title, part.minutes, part.purpose, tuple(part.questions), n, bool(part.follow_up))
        for n, part in enumerate(parts)
    ]
    topic = (brief.topic or (brief.goals[0].words.text if brief.goals else parts[1].title)).strip(" .")
    return [
        parts[piece.of]
        if piece.of >= 0
        else AskedPart(
            title=piece.title, minutes=max(1, round(piece.weight)), purpose=piece.purpose,
            questions=list(piece.questions),
        )
        for piece in in_its_parts(given, brief, topic)
    ]  # fmt: skip


def _boxes(parts: Sequence[AskedPart], brief: Brief) -> Iterator[TimeBox]:
    follow_ups = _follow_ups(parts, brief)
    asked_before: list[str] = []
    for part, minutes, numbers in zip(parts, _lengths(parts, brief.minutes), follow_ups, strict=True):
        questions = [each for each in dict.fromkeys(part.questions) if not _said(each, asked_before)]
        asked_before += questions
        yield TimeBox(
            title=part.title,
            minutes=minutes,
            purpose=part.purpose,
            questions=tuple(questions),
            follow_up=tuple(followed(action) for action in brief.actions if action.source.n in numbers),
        )


def _lengths(parts: Sequence[AskedPart], minutes: int) -> list[int]:
    given = [part.minutes for part in parts]
    if sum(given) == minutes or len(parts) > minutes:
        return given
    return minutes_for([Share(each, 1) for each in given], minutes)


def _follow_ups(parts: Sequence[AskedPart], brief: Brief) -> list[set[int]]:
    """The promises each part follows up; those that none does go where most are, or to the part after the opening."""
    open_items = {action.source.n for action in brief.actions}
    given = [set(part.follow_up) & open_items for part in parts]
    forgotten = open_items.difference(*given)
    most = max(range(len(parts)), key=lambda n: (len(given[n]), n == 1))
    given[most] |= forgotten
    return given


def _said(question: str, before: Sequence[str]) -> bool:
    return any(resemblance(question, each) >= TOO_ALIKE for each in before)

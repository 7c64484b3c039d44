"""An agenda as a chat model is asked for it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Agenda, TimeBox
from copilot.language.told import followed, grounds, passage, stage_of


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
    """The agenda, with the facts that every writer tells alike."""
    actions = {action.source.n: action for action in brief.actions}
    passages = {source.n: source for source in brief.passages}
    read = passages.get(asked.reading or 0)
    return Agenda(
        topic=brief.topic or (brief.goals[0].words.text if brief.goals else asked.parts[0].title),
        grounds=grounds(brief),
        minutes=brief.minutes,
        stage=stage_of(brief),
        boxes=tuple(
            TimeBox(
                title=part.title,
                minutes=part.minutes,
                purpose=part.purpose,
                questions=tuple(part.questions),
                follow_up=tuple(followed(actions[n]) for n in dict.fromkeys(part.follow_up) if n in actions),
            )
            for part in asked.parts
        ),
        reading=(passage(read),) if read else (),
    )

"""Facts of an agenda that every writer tells alike: the goal, the last session, the promises, the passage."""

from __future__ import annotations

import re

from copilot.domain.briefs import Brief, OpenAction, Source
from copilot.domain.drafts import Fact
from copilot.domain.relationships import Stage
from copilot.domain.wording import day_in_words, first_name


def stage_of(brief: Brief) -> str:
    """`first meeting`, `middle`, `stuck` or `ending`."""
    if brief.stage in {Stage.SEPARATION, Stage.REDEFINITION}:
        return "ending"
    if brief.sessions_held == 0:
        return "first meeting"
    return "stuck" if brief.stuck else "middle"


def grounds(brief: Brief) -> tuple[Fact, ...]:
    """What a session starts from: the goal, when and about what they met last, the notes."""
    facts: list[Fact] = []
    if brief.goals:
        words = brief.goals[0].words
        facts.append(Fact(text=f"{first_name(brief.about)}’s goal: “{words.text}”", evidence=(words.n,)))
    if brief.last_met:
        facts.append(Fact(text=_last_met(brief.last_met), evidence=(brief.last_met.n,)))
    facts += [Fact(text=f"From the {note.label}: “{note.text}”", evidence=(note.n,)) for note in brief.notes]
    return tuple(facts)


def followed(action: OpenAction) -> Fact:
    """An open promise, with whose it is and until when."""
    until = f", due {day_in_words(action.due)}" if action.due else ""
    return Fact(
        text=f"“{action.source.text}” ({first_name(action.owner)}{until})", evidence=(action.source.n,)
    )


def quoted(source: Source | None) -> Fact | None:
    """A source word for word."""
    return Fact(text=f"“{source.text}”", evidence=(source.n,)) if source else None


def passage(source: Source) -> Fact:
    """A quotation from a guide, with where it stands."""
    return Fact(text=f"“{source.text}” ({source.label})", evidence=(source.n,))


def _last_met(session: Source) -> str:
    """What the last session was about, or when it was where no topic was kept."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", session.text):
        return f"Your last session was on {session.label.removeprefix('session of ')}."
    return f"The {session.label} was about “{session.text}”."

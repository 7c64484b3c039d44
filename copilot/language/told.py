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
        whose = "A goal that was shared" if brief.circle else f"{first_name(brief.about)}’s goal"
        facts.append(Fact(text=f"{whose}: “{words.text}”", evidence=(words.n,)))
    if brief.last_met:
        facts.append(Fact(text=_last_met(brief.last_met), evidence=(brief.last_met.n,)))
    if brief.parts:
        titles = ", ".join(f"“{part.words.text}”" for part in brief.parts)
        evidence = tuple(part.words.n for part in brief.parts)
        facts.append(Fact(text=f"A session of this programme has these parts: {titles}", evidence=evidence))
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


def frame(brief: Brief) -> tuple[Fact, ...]:
    """The programme a charter is for: its name and dates, and its purpose in its own words."""
    told = {source.label.partition(" ")[0]: source for source in brief.programme}
    facts: list[Fact] = []
    if {"starts", "ends"} <= set(told):
        name, starts, ends = told.get("name"), told["starts"], told["ends"]
        days = f"{starts.label.removeprefix('starts on ')} to {ends.label.removeprefix('ends on ')}"
        called = f"The programme “{name.text}” runs" if name else "The programme runs"
        evidence = tuple(source.n for source in (name, starts, ends) if source)
        facts.append(Fact(text=f"{called} from {days}.", evidence=evidence))
    if "purpose" in told:
        facts.append(Fact(text=f"Its purpose: “{told['purpose'].text}”", evidence=(told["purpose"].n,)))
    return tuple(facts)


def _last_met(session: Source) -> str:
    """What the last session was about, or when it was where no topic was kept."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", session.text):
        return f"Your last session was on {session.label.removeprefix('session of ')}."
    return f"The {session.label} was about “{session.text}”."

"""The agenda of a session: time boxes that add up, what lies open, one passage to use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Agenda, Fact, TimeBox
from copilot.domain.wording import first_name, shortened, stems
from copilot.services.drafting.markdown import PROPOSED, listed, marked, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.quotations import without_quotations
from copilot.services.drafting.repeating import repeated

SHORTEST_TO_REPEAT = 4
SHORTEST_PURPOSE = 6
_CLOSES = re.compile(
    r"\b(?:clos\w*|end\w*|part|leave|next (?:time|session|meeting|step)|takes? (?:away|with|along)|agree\w*|wrap|last"
    r"|until then|before we go|goodbye|farewell|thank\w*|calendar|settle\w*|write down|sum)\b",
    re.IGNORECASE,
)
STANDING = {
    "first meeting": "It is the first meeting.",
    "middle": "You are well under way.",
    "stuck": "Things have slowed down.",
    "ending": "The end is near.",
}


class AgendaKind:
    """What the service and the checks need to know of agendas."""

    for_others = False

    def facts(self, form: Agenda) -> Iterator[Fact]:
        yield from form.grounds
        yield from (fact for box in form.boxes for fact in box.follow_up)
        yield from form.reading

    def proposals(self, form: Agenda) -> Iterator[str]:
        for box in form.boxes:
            yield from (f"{box.title} ({box.minutes} minutes): {box.purpose}", *box.questions)

    def own_words(self, form: Agenda) -> Iterator[str]:
        yield from (text for box in form.boxes for text in (box.title, box.purpose, *box.questions))

    def incomplete(self, form: Agenda, material: Material) -> Iterator[str]:
        total = sum(box.minutes for box in form.boxes)
        if form.minutes != material.brief.minutes:
            yield f"The session is {material.brief.minutes} minutes long, not {form.minutes}."
        if total != form.minutes:
            yield f"The parts add up to {total} minutes, not {form.minutes}."
        if not any(box.questions for box in form.boxes):
            yield "There is no question to ask."
        yield from (
            f"“{shortened(box.title, 6)}” does not say what it is for."
            for box in form.boxes
            if not box.purpose.strip()
        )
        if not _closes(form.boxes[-1]):
            yield "It has no closing part, in which the next step is agreed."
        yield from _wrong_promises(form, material.brief)
        followed = {n for box in form.boxes for fact in box.follow_up for n in fact.evidence}
        for action in material.brief.actions:
            if action.source.n not in followed:
                yield f"The open action item “{shortened(action.source.text)}” is not followed up."

    def unspecific(self, form: Agenda, material: Material) -> Iterator[str]:
        wanted = stems(material.brief.topic) or stems(
            " ".join(goal.words.text for goal in material.brief.goals)
        )
        if wanted and not wanted & stems(" ".join(self.own_words(form))):
            yield "The topic of the session is not mentioned in what is planned."
        yield from repeated(
            [box.purpose for box in form.boxes if len(box.purpose.split()) >= SHORTEST_PURPOSE]
        )
        questions = [question for box in form.boxes for question in box.questions]
        yield from repeated(
            [question for question in questions if len(question.split()) >= SHORTEST_TO_REPEAT]
        )
        if len(questions) != len(set(questions)):
            yield "A question is asked twice."

    def lines(self, form: Agenda, brief: Brief) -> Iterator[str]:
        yield from (f"# Session of {plain(_who(brief))}: {plain(_lowered(form.topic))}", "")
        standing = STANDING.get(form.stage, "")
        yield f"{form.minutes} minutes. {standing} The plan is {PROPOSED.lower()}: change what doesn't fit."
        if form.grounds:
            yield from ("", "## What it starts from", "")
            yield from (f"- {marked(fact)}" for fact in form.grounds)
        clock = 0
        for box in form.boxes:
            yield from _box(box, clock)
            clock += box.minutes
        yield from listed(form.reading, "One passage to use")


def _closes(box: TimeBox) -> bool:
    return bool(_CLOSES.search(" ".join([box.title, box.purpose, *box.questions])))


def _wrong_promises(agenda: Agenda, brief: Brief) -> Iterator[str]:
    """A promise is followed up under the name of whoever gave it, and for the day it was given for."""
    by_number = {action.source.n: action for action in brief.actions}
    names = {first_name(name) for name in (*(one.owner for one in brief.actions), brief.about, brief.partner)}
    for fact in (fact for box in agenda.boxes for fact in box.follow_up):
        for action in (by_number[n] for n in fact.evidence if n in by_number):
            said = without_quotations(fact.text)
            own = first_name(action.owner)
            others = {name for name in names - {own, ""} if re.search(rf"\b{re.escape(name)}\b", said)}
            if others and not re.search(rf"\b{re.escape(own)}\b", said):
                yield f"“{shortened(action.source.text)}” was promised by {own}, not by {' or '.join(sorted(others))}."


def _box(box: TimeBox, clock: int) -> Iterator[str]:
    yield from ("", f"## {_clock(clock)} · {plain(box.title)} ({box.minutes} min)", "", plain(box.purpose))
    if box.follow_up:
        yield ""
        yield from (f"- [ ] {marked(fact)}" for fact in box.follow_up)
    if box.questions:
        yield ""
        yield from (f"- {plain(question)}" for question in box.questions)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _who(brief: Brief) -> str:
    if brief.circle:
        return f"the circle “{brief.theme}”" if brief.theme else "the circle"
    return " and ".join(name for name in (first_name(brief.about), first_name(brief.partner)) if name)


def _lowered(text: str) -> str:
    first = text.split(" ", 1)[0]
    return (
        text if any(letter.isupper() for letter in first[1:]) or first == "I" else text[:1].lower() + text[1:]
    )

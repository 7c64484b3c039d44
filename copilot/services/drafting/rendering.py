"""A draft as Markdown that a person would use as it stands: facts with their marks, ideas marked as proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.domain.briefs import Brief
from copilot.domain.citations import Citation, GuideCitation, ProfileCitation
from copilot.domain.drafts import Agenda, Fact, Form, GoalPlan, PlannedGoal, PlannedStep, Recognition, TimeBox
from copilot.domain.wording import day_in_words, first_name

PROPOSED = "*Proposed*"
STANDING = {
    "first meeting": "It is the first meeting.",
    "middle": "You are well under way.",
    "stuck": "Things have slowed down.",
    "ending": "The end is near.",
}


def to_markdown(form: Form, citations: Sequence[Citation], brief: Brief) -> str:
    """The whole draft with its sources; everything that came from data is escaped."""
    if isinstance(form, GoalPlan):
        lines = _goal_plan(form, brief)
    elif isinstance(form, Agenda):
        lines = _agenda(form, brief)
    else:
        lines = _recognition(form)
    return "\n".join([*lines, *_sources(citations)]).strip() + "\n"


def plain(text: str) -> str:
    """Text that Markdown shows as it is: no link, picture, heading or markup can come out of it."""
    one_line = " ".join(text.split())
    escaped = re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", one_line)
    return re.sub(
        r"^(#{1,6}\s|[-+]\s|\d+[.)]\s)",
        lambda found: f"\\{found[0]}" if found[0][0] in "#-+" else found[0],
        escaped,
    )


def _goal_plan(plan: GoalPlan, brief: Brief) -> Iterator[str]:
    yield from (f"# Goal plan for {plain(brief.about)}", "")
    hours = f"{plan.hours_per_month:g} hour{'' if plan.hours_per_month == 1 else 's'} a month"
    yield f"{day_in_words(plan.starts)} to {day_in_words(plan.ends)}, about {hours}."
    yield f"Sentences with a number rest on the sources below. What says {PROPOSED} is an idea to change or drop."
    for n, goal in enumerate(plan.goals):
        yield from ("", f"## {n + 1}. {plain(goal.title)}", "")
        yield from _goal(goal, n)
    yield from _reading(plan.later, "For later")
    yield from _reading(plan.reading, "To read")


def _goal(goal: PlannedGoal, before: int) -> Iterator[str]:
    if goal.in_her_words:
        yield from (f"> “{plain(goal.in_her_words)}”{_marks(goal.evidence)}", "")
    hers = {
        "Why it matters.": goal.why,
        "What you bring.": goal.builds_on,
        "How you will know.": goal.her_measure,
    }
    for label, fact in hers.items():
        if fact:
            yield from (f"**{label}** {plain(fact.text)}{_marks(fact.evidence)}", "")
    if goal.measure:
        yield from (f"**How you will know (proposed).** {plain(goal.measure)}", "")
    if goal.objective:
        yield from (f"**Serves the community’s objective.** {plain(goal.objective)}", "")
    yield from ("**Milestones (proposed)**", "")
    yield from (f"- [ ] {_step(step)}" for step in goal.milestones)
    when = f"once goal {before} is moving" if before else "this week"
    yield from ("", f"**First step, {when} (proposed).** {plain(goal.first_step)}", "")
    yield f"**Your mentor can (proposed).** {plain(goal.mentor_can)}"
    if goal.questions:
        yield from ("", "**Questions worth asking (proposed)**", "")
        yield from (f"- {plain(question)}" for question in goal.questions)


def _step(step: PlannedStep) -> str:
    return f"By {day_in_words(step.due)}: {plain(step.text)}{_hours(step.hours)}"


def _hours(hours: float | None) -> str:
    if hours is None:
        return ""
    return (
        f" (about {hours * 60:.0f} minutes)"
        if hours < 1
        else f" (about {hours:g} hour{'' if hours == 1 else 's'})"
    )


def _agenda(agenda: Agenda, brief: Brief) -> Iterator[str]:
    who = " and ".join(name for name in (first_name(brief.about), _partner(brief)) if name)
    yield from (f"# Session of {plain(who)}: {plain(_lowered(agenda.topic))}", "")
    standing = STANDING.get(agenda.stage, "")
    yield f"{agenda.minutes} minutes. {standing} The plan is {PROPOSED.lower()}: change what doesn't fit."
    if agenda.grounds:
        yield from ("", "## What it starts from", "")
        yield from (f"- {plain(fact.text)}{_marks(fact.evidence)}" for fact in agenda.grounds)
    clock = 0
    for box in agenda.boxes:
        yield from _box(box, clock)
        clock += box.minutes
    yield from _reading(agenda.reading, "One passage to use")


def _box(box: TimeBox, clock: int) -> Iterator[str]:
    yield from ("", f"## {_clock(clock)} · {plain(box.title)} ({box.minutes} min)", "", plain(box.purpose))
    if box.follow_up:
        yield ""
        yield from (f"- [ ] {plain(fact.text)}{_marks(fact.evidence)}" for fact in box.follow_up)
    if box.questions:
        yield ""
        yield from (f"- {plain(question)}" for question in box.questions)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _partner(brief: Brief) -> str:
    return brief.partner if brief.circle else first_name(brief.partner)


def _recognition(form: Recognition) -> Iterator[str]:
    yield from (f"# {plain(form.title)}", "")
    for fact in form.paragraphs:
        yield from (f"{plain(fact.text)}{_marks(fact.evidence)}", "")
    if form.who_benefited:
        yield from (f"{plain(form.who_benefited.text)}{_marks(form.who_benefited.evidence)}", "")
    if form.closing:
        yield plain(form.closing)


def _reading(reading: Sequence[Fact], title: str) -> Iterator[str]:
    if reading:
        yield from ("", f"## {title}", "")
        yield from (f"- {plain(fact.text)}{_marks(fact.evidence)}" for fact in reading)


def _sources(citations: Sequence[Citation]) -> Iterator[str]:
    if citations:
        yield from ("", "## Sources", "")
        yield from (f"{one.n}. {_where(one)}: “{plain(one.quote)}”" for one in citations)


def _where(citation: Citation) -> str:
    if isinstance(citation, GuideCitation):
        section = f", {citation.section}" if citation.section else ""
        return plain(f"Guide {citation.path}{section}")
    if isinstance(citation, ProfileCitation):
        return plain(f"Profile, {_field(citation.field)}")
    return plain(f"{citation.kind.capitalize()}, {citation.field}")


def _field(name: str) -> str:
    """`goals[0]` as people count: `goals, entry 1`."""
    found = re.fullmatch(r"(\w+)\[(\d+)\]", name)
    return f"{found[1]}, entry {int(found[2]) + 1}" if found else name


def _marks(evidence: Sequence[int]) -> str:
    return " " + "".join(f"[{n}]" for n in evidence) if evidence else ""


def _lowered(text: str) -> str:
    first = text.split(" ", 1)[0]
    return (
        text if any(letter.isupper() for letter in first[1:]) or first == "I" else text[:1].lower() + text[1:]
    )

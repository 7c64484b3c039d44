"""A mentoring agreement: six points, each with what both said, a wording to start from, and what to talk over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from copilot.domain.briefs import Brief
from copilot.domain.drafts import AgreedPoint, AgreedTopic, AgreementText, Fact
from copilot.domain.wording import day_in_words, first_name, numbers, stems
from copilot.services.drafting.markdown import PROPOSED, listed, marked, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.repeating import repeated

TOPICS: tuple[AgreedTopic, ...] = get_args(AgreedTopic)
TITLES: dict[AgreedTopic, str] = {
    "aims": "What we work on",
    "cadence": "How often we meet",
    "confidentiality": "What stays between us",
    "boundaries": "What we leave out",
    "feedback": "How we tell each other",
    "ending": "How we end",
}
INTRODUCTION = "What has a number rests on the sources below."
OF_THE_PROGRAMME = "*The programme’s own wording*"
RHYTHMS = {1: "every week", 2: "every two weeks", 3: "every three weeks", 4: "every four weeks"}


class AgreementKind:
    """What the service and the checks need to know of agreements."""

    for_others = False

    def facts(self, form: AgreementText) -> Iterator[Fact]:
        for point in form.points:
            yield from (*point.said, *_of_the_programme(point))
        yield from form.reading

    def proposals(self, form: AgreementText) -> Iterator[str]:
        yield from self.own_words(form)

    def own_words(self, form: AgreementText) -> Iterator[str]:
        for point in form.points:
            yield from (*(() if point.evidence else (point.proposed,)), point.to_settle)

    def incomplete(self, form: AgreementText, material: Material) -> Iterator[str]:
        brief = material.brief
        given = [point.topic for point in form.points]
        yield from (f"It says nothing of {topic}." for topic in TOPICS if topic not in given)
        if len(given) != len(set(given)):
            yield "A point is there twice."
        for point in form.points:
            if not (point.proposed.strip() and point.to_settle.strip()):
                yield f"The point {point.topic} lacks a wording or a question to settle."
        yield from _frame_faults(form, brief)
        yield from _unused(form, brief)

    def unspecific(self, form: AgreementText, material: Material) -> Iterator[str]:
        yield from repeated([text for text in self.own_words(form) if text.strip()])
        aims = next((point for point in form.points if point.topic == "aims"), None)
        wanted = stems(" ".join(goal.words.text for goal in material.brief.goals))
        if aims and not aims.evidence and wanted and not wanted & stems(f"{aims.proposed} {aims.to_settle}"):
            yield "The aims use no word of the goals."

    def lines(self, form: AgreementText, brief: Brief) -> Iterator[str]:
        who = " and ".join(filter(None, (first_name(brief.about), _partner(brief))))
        yield from (f"# Agreement of {plain(who)}", "")
        yield f"We meet for {form.minutes} minutes {rhythm(form.weeks_between)}, from {day_in_words(form.starts)} to"
        yield f"{day_in_words(form.ends)}. We look at this agreement again on {day_in_words(form.review)}."
        yield from (
            "",
            f"The wording is {PROPOSED.lower()}: change what doesn’t fit, then sign it.",
            INTRODUCTION,
        )
        for point in form.points:
            yield from _point(point)
        yield from _to_settle(form)
        yield from listed(form.reading, "To read")


def rhythm(weeks: int) -> str:
    """How often, in words: `every two weeks`."""
    return RHYTHMS.get(weeks, f"every {weeks} weeks")


def _point(point: AgreedPoint) -> Iterator[str]:
    yield from ("", f"## {TITLES[point.topic]}", "")
    if point.said:
        yield from (*(f"- {marked(fact)}" for fact in point.said), "")
    if point.evidence:
        yield from (f"{marked(fact)} {OF_THE_PROGRAMME}" for fact in _of_the_programme(point))
    else:
        yield plain(point.proposed)


def _of_the_programme(point: AgreedPoint) -> tuple[Fact, ...]:
    """The programme's own wording, as a fact with its source."""
    return (Fact(text=point.proposed, evidence=point.evidence),) if point.evidence else ()


def _to_settle(form: AgreementText) -> Iterator[str]:
    yield from ("", "## To settle before we sign", "")
    yield from (
        f"- [ ] {TITLES[point.topic]}: {plain(point.to_settle)}" for point in form.points if point.to_settle
    )


def _frame_faults(form: AgreementText, brief: Brief) -> Iterator[str]:
    if (form.starts, form.ends) != (brief.starts, brief.ends):
        yield f"It must run from {day_in_words(brief.starts)} to {day_in_words(brief.ends)}."
    if not form.starts < form.review <= form.ends:
        yield f"The day to look at it again, {day_in_words(form.review)}, lies outside of it."
    if (form.minutes, form.weeks_between) != (brief.minutes, brief.weeks_between):
        yield f"{brief.minutes} minutes {rhythm(brief.weeks_between)} fit the hours that both have."
    proposed = {point.topic: point.proposed for point in form.points if not point.evidence}
    cadence = proposed.get("cadence", "")
    if cadence and str(form.minutes) not in numbers(cadence):
        yield f"How often they meet does not say that a meeting has {form.minutes} minutes."


def _unused(form: AgreementText, brief: Brief) -> Iterator[str]:
    """What either said and no point takes up."""
    cited = {n for point in form.points for fact in point.said for n in fact.evidence}
    told = [*(goal.words for goal in brief.goals), *(said.words for said in brief.selves)]
    yield from (f"It leaves out “{source.text}”." for source in told if source.n not in cited)


def _partner(brief: Brief) -> str:
    return brief.partner if brief.circle else first_name(brief.partner)

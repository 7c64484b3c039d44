"""Words of recognition: what was seen, what was done, what it led to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact, Recognition
from copilot.domain.wording import sentences, shortened, stems
from copilot.services.drafting.markdown import marked, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.repeating import repeated

MOST_WORDS = {"shout-out": 120, "newsletter": 300, "nomination": 900}
FEWEST_WORDS = {"shout-out": 12, "newsletter": 12, "nomination": 20}
"""Letters that say little are read as doubt, and more women get them (Trix and Psenka 2003)."""
THANKED_IN = ("shout-out", "newsletter")
_THANKS = re.compile(r"\b(?:thank\w*|grateful|gratitude|appreciat\w+)\b", re.IGNORECASE)

SHORTEST_TO_REPEAT = 4


class RecognitionKind:
    """What the service and the checks need to know of recognition."""

    for_others = True

    def facts(self, form: Recognition) -> Iterator[Fact]:
        yield from (*form.paragraphs, *((form.who_benefited,) if form.who_benefited else ()))

    def proposals(self, form: Recognition) -> Iterator[str]:
        yield from (form.title, form.closing)

    def own_words(self, form: Recognition) -> Iterator[str]:
        yield from (form.title, *(fact.text for fact in form.paragraphs), form.closing)

    def incomplete(self, form: Recognition, material: Material) -> Iterator[str]:
        if form.tone != material.brief.tone:
            yield f"A {material.brief.tone} was asked for, not a {form.tone}."
        cited = {n for fact in self.facts(form) for n in fact.evidence}
        told = [moment for moment in material.brief.moments if moment.behaviour.n in cited]
        if not told:
            yield "It does not say what was done."
        yield from (
            f"It leaves out what “{shortened(moment.behaviour.text, 6)}” led to."
            for moment in told
            if moment.impact and moment.impact.n not in cited
        )
        said = stems(" ".join(fact.text for fact in self.facts(form)))
        yield from (
            f"It cites what “{shortened(moment.behaviour.text, 6)}” led to, and does not tell it."
            for moment in told
            if moment.impact and stems(moment.impact.text) and not stems(moment.impact.text) & said
        )
        if not form.closing.strip():
            yield "It does not close with a word of thanks."
        words = sum(len(fact.text.split()) for fact in form.paragraphs)
        fewest, most = FEWEST_WORDS[form.tone], MOST_WORDS[form.tone]
        if not fewest <= words <= most:
            yield f"A {form.tone} has {fewest} to {most} words; this has {words}."
        if form.tone in THANKED_IN and not _THANKS.search(f"{form.title} {form.closing}"):
            yield f"A {form.tone} thanks for what was done, whoever did it."

    def unspecific(self, form: Recognition, material: Material) -> Iterator[str]:
        told = stems(" ".join(fact.text for fact in form.paragraphs))
        cited = {n for fact in form.paragraphs for n in fact.evidence}
        for moment in material.brief.moments:
            if moment.behaviour.n in cited and not stems(moment.behaviour.text) & told:
                yield f"It does not name what was done: “{shortened(moment.behaviour.text)}”."
        yield from repeated([fact.text for fact in form.paragraphs])
        for said in sentences(form.closing):
            if len(said.split()) >= SHORTEST_TO_REPEAT and said in " ".join(
                fact.text for fact in form.paragraphs
            ):
                yield f"The closing says “{shortened(said)}” over again."

    def lines(self, form: Recognition, brief: Brief) -> Iterator[str]:
        yield from (f"# {plain(form.title)}", "")
        for fact in form.paragraphs:
            yield from (f"{marked(fact)}", "")
        if form.who_benefited:
            yield from (f"{marked(form.who_benefited)}", "")
        if form.closing:
            yield plain(form.closing)

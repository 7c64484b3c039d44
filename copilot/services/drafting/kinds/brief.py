"""A sponsorship brief: what a sponsor may say of somebody, where, on which evidence, and what to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact, SponsorshipBrief
from copilot.domain.wording import first_name, shortened, stems
from copilot.services.drafting.markdown import PROPOSED, listed, listed_ideas, marked, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.repeating import repeated

SHORTEST_OCCASION = 6
_ASKS_FIRST = re.compile(r"\b(?:ask|consent|permission|approve|agree|may I)", re.IGNORECASE)
_KEPT_OUT = {
    "health and family": re.compile(r"\bhealth\b.*\bfamil|\bfamil.*\bhealth\b", re.IGNORECASE | re.DOTALL),
    "what was told in private": re.compile(r"\b(?:private|confiden\w+)\b", re.IGNORECASE),
}


class BriefKind:
    """What the service and the checks need to know of sponsorship briefs."""

    for_others = True

    def facts(self, form: SponsorshipBrief) -> Iterator[Fact]:
        if form.aim:
            yield form.aim
        yield from (*form.may_say, *form.reading)

    def proposals(self, form: SponsorshipBrief) -> Iterator[str]:
        yield from (*form.where, *form.leave_out, form.next_step)

    def own_words(self, form: SponsorshipBrief) -> Iterator[str]:
        yield from (*(fact.text for fact in form.may_say), *form.where, *form.leave_out, form.next_step)

    def incomplete(self, form: SponsorshipBrief, material: Material) -> Iterator[str]:
        kept_out = " ".join(form.leave_out)
        yield from (
            f"It does not say to leave out {what}."
            for what, pattern in _KEPT_OUT.items()
            if not pattern.search(kept_out)
        )
        if not _ASKS_FIRST.search(form.next_step):
            yield "The next step does not ask for consent."
        yield from (f"“{shortened(each)}” does not say where." for each in form.where if _is_short(each))

    def unspecific(self, form: SponsorshipBrief, material: Material) -> Iterator[str]:
        brief = material.brief
        yield from repeated([fact.text for fact in form.may_say])
        yield from repeated([*form.where, *form.leave_out])
        wanted = stems(brief.topic or (form.aim.text if form.aim else ""))
        if wanted and not wanted & stems(" ".join([*form.where, form.next_step])):
            yield "Nothing proposed uses a word of what it is for."
        passages = {source.n for source in brief.passages}
        yield from (
            f"“{shortened(fact.text)}” is a guide’s sentence, and says nothing about anybody."
            for fact in form.may_say
            if set(fact.evidence) <= passages
        )

    def lines(self, form: SponsorshipBrief, brief: Brief) -> Iterator[str]:
        first = first_name(brief.about)
        yield from (f"# Sponsorship brief: {plain(brief.about)}", "")
        yield f"To be used once {plain(first)} has approved it, and not before."
        if brief.topic:
            yield from ("", f"**What it is for.** {plain(brief.topic)}")
        if form.aim:
            yield from ("", marked(form.aim))
        yield from listed(form.may_say, f"What may be said of {plain(first)}")
        yield from listed_ideas(form.where, f"Where ({PROPOSED.strip('*').lower()})")
        yield from listed_ideas(form.leave_out, "What to leave out")
        yield from ("", "## Next step", "", plain(form.next_step))
        yield from listed(form.reading, "To read")


def _is_short(occasion: str) -> bool:
    return len(occasion.split()) < SHORTEST_OCCASION

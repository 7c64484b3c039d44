"""Facts for the playbook: what each chapter counts and looks up, and a passage of the guides. Nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from copilot.domain.briefs import Brief, ChapterTold, Source
from copilot.domain.playbook import ChapterKey
from copilot.ports import Encoder, Library, UnitOfWork
from copilot.services.drafting.facts.fit_for_others import names_somebody
from copilot.services.drafting.facts.numbering import Numbering
from copilot.services.drafting.facts.reading import Reading
from copilot.services.drafting.material import Gathered
from copilot.services.playbook.chapters import measured, told_in
from copilot.services.playbook.community import Community
from copilot.services.playbook.measures import Measure
from copilot.services.playbook.practices import rule_of


class PlaybookFacts:
    """Gathers what chapters may be made from."""

    def __init__(self, library: Library, encoder: Encoder | None = None) -> None:
        self._reading = Reading(library, encoder)

    def gather(self, unit: UnitOfWork, here: Community, keys: Sequence[ChapterKey]) -> Gathered:
        """A brief of these chapters without passages yet; a sentence that names a member is left out."""
        refused = names_somebody({one.id: one.name for one in unit.members.all()})
        numbering, measures = Numbering(refused), told_in(measured(here))
        told = tuple(_told(key, measures[key], numbering) for key in keys)
        brief = Brief(
            about="",
            today=here.today,
            starts=here.today,
            ends=here.today + timedelta(days=365),
            chapters=told,
        )
        return Gathered(brief, numbering.citations, numbering.texts, inputs={"chapters": ",".join(keys)})

    def with_passages(
        self, gathered: Gathered, progress: Callable[[int, int, str], None] | None = None
    ) -> Gathered:
        """The same with a passage for each chapter. It searches the guides, so no unit of work may be open."""
        numbering, chapters = Numbering.after(gathered), []
        for n, told in enumerate(gathered.brief.chapters, start=1):
            found = tuple(self._reading.passages(rule_of(told.key).reading, numbering))
            chapters.append(told.model_copy(update={"passages": found}))
            if progress:
                progress(n, len(gathered.brief.chapters), "searching the guides")
        brief = gathered.brief.model_copy(update={"chapters": tuple(chapters)})
        return replace(gathered, brief=brief, citations=numbering.citations, texts=numbering.texts)


def _told(key: ChapterKey, measures: Sequence[Measure], numbering: Numbering) -> ChapterTold:
    rule = rule_of(key)
    said = [_source(one, numbering) for one in measures if one.told]
    return ChapterTold(
        key=key, title=rule.title, opening=rule.opening.strip(), to_settle=rule.to_settle,
        here=tuple(source for source in said if source is not None),
    )  # fmt: skip


def _source(measure: Measure, numbering: Numbering) -> Source | None:
    field = (measure.field or measure.name).replace("_", " ")
    return numbering.record(measure.kind, measure.record, field, measure.told, f"{measure.kind} of {field}")

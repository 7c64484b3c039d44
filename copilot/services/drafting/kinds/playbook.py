"""The playbook: how each practice is done here, from records and settings, and what is still to be settled."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftedChapter, Fact, PlaybookText
from copilot.domain.playbook import KEYS
from copilot.domain.wording import day_in_words
from copilot.services.drafting.markdown import PROPOSED, marked, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.repeating import repeated

HERE, GUIDES, TO_SETTLE = "How it is done here", "What the guides say", "To settle"


class PlaybookKind:
    """What the service and the checks need to know of the playbook."""

    for_others = True

    def facts(self, form: PlaybookText) -> Iterator[Fact]:
        for chapter in form.chapters:
            yield from (*chapter.here, *chapter.guides)

    def proposals(self, form: PlaybookText) -> Iterator[str]:
        for chapter in form.chapters:
            yield from (chapter.opening, *chapter.to_settle)

    def own_words(self, form: PlaybookText) -> Iterator[str]:
        yield from self.proposals(form)

    def incomplete(self, form: PlaybookText, material: Material) -> Iterator[str]:
        told = {one.key: one for one in material.brief.chapters}
        there = {one.key: one for one in form.chapters}
        yield from (f"The chapter “{told[key].title}” is missing." for key in told if key not in there)
        if [one.key for one in form.chapters] != sorted(there, key=KEYS.index):
            yield "Its chapters don’t stand in their order, or one stands twice."
        for key in told.keys() & there.keys():
            cited = {n for fact in there[key].here for n in fact.evidence}
            if any(source.n not in cited for source in told[key].here):
                yield f"The chapter “{told[key].title}” leaves out something that is known of it."
            if not there[key].here and not there[key].to_settle:
                yield f"The chapter “{told[key].title}” says nothing of this community."

    def unspecific(self, form: PlaybookText, material: Material) -> Iterator[str]:
        yield from repeated([question for chapter in form.chapters for question in chapter.to_settle])
        yield from (
            f"“{question}” is no question to settle."
            for chapter in form.chapters
            for question in chapter.to_settle
            if not question.endswith("?")
        )

    def lines(self, form: PlaybookText, brief: Brief) -> Iterator[str]:
        yield from ("# The playbook of our community", "")
        yield f"{PROPOSED}: counted from our own records on {day_in_words(brief.today)}. Whatever fewer than five"
        yield "people stand behind is left out. Change what doesn’t fit; sections you add stay when it is drafted anew."
        for chapter in form.chapters:
            yield from _chapter(chapter)


def _chapter(chapter: DraftedChapter) -> Iterator[str]:
    yield from ("", f"## {KEYS.index(chapter.key) + 1}. {plain(chapter.title)}", "", plain(chapter.opening))
    yield from _section(HERE, [marked(fact) for fact in chapter.here])
    yield from _section(GUIDES, [marked(fact) for fact in chapter.guides])
    yield from _section(TO_SETTLE, [plain(question) for question in chapter.to_settle])


def _section(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield from ("", f"### {title}", "", *(f"- {entry}" for entry in entries))

"""The playbook from what was counted: nothing is said of a community but what its records say."""

from __future__ import annotations

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftedChapter, Fact, PlaybookText
from copilot.language.told import passage


def playbook(brief: Brief) -> PlaybookText:
    """Each chapter of the brief, its sentences word for word with their numbers."""
    return PlaybookText(
        chapters=tuple(
            DraftedChapter(
                key=told.key, title=told.title, opening=told.opening, to_settle=told.to_settle,
                here=tuple(Fact(text=source.text, evidence=(source.n,)) for source in told.here),
                guides=tuple(map(passage, told.passages)),
            )
            for told in brief.chapters
        )
    )  # fmt: skip

"""What each owner offered to the playbook, and a chapter that two editors have worked on."""

from __future__ import annotations

from copilot.domain.playbook import Chapter, ChapterKey, ChapterVersion, PlaybookOffer
from copilot.ports import UnitOfWork
from tests.permissions.community import NOW

CHAPTER = "peers"


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """An insight without a name; the chapter once."""
    unit.playbook_offers.add(
        PlaybookOffer(
            id=f"w:{owner}", chapter=ChapterKey.PEERS, kind="insight", text="Circles need a lunch break.", by=owner,
            at=NOW,
        )
    )  # fmt: skip
    if unit.chapters.find(CHAPTER) is None:
        first = ChapterVersion(version=1, text="Circles meet.", by="operator", at=NOW)
        unit.chapters.add(
            Chapter(
                id=CHAPTER, text="Circles meet monthly.", version=2, by="operator", at=NOW, versions=(first,)
            )
        )

"""The playbook: read by everybody, edited and restored by its editors, with every version kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from copilot.domain.asking import Asker
from copilot.domain.playbook import KEYS, MOST_CHARACTERS, Chapter, ChapterVersion, Practice
from copilot.domain.records import Value
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.drafting.checks.private import names_of_others
from copilot.services.drafting.exports import Exported, markdown_to_word
from copilot.services.drafting.verbs.making import names_in
from copilot.services.playbook.health import health_of
from copilot.services.playbook.keeping import names_of, offers_in
from copilot.services.playbook.offers import Offers
from copilot.services.playbook.pages import ChapterShown, as_book, difference, given_to, whole
from copilot.services.playbook.proposing import Proposing
from copilot.services.playbook.texts import key_of
from copilot.services.policy import Action

Format = Literal["md", "docx"]
FORMATS: tuple[Format, ...] = ("md", "docx")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Edited(Value):
    """A chapter as it is now, and what an editor should look at once more, such as a member's name in it."""

    chapter: ChapterShown
    remarks: tuple[str, ...] = ()


class VersionShown(Value):
    """One version: its whole text, who wrote it when, and from which draft, offer or version it came."""

    version: int
    text: str
    by: str
    at: str
    source: str = ""


@dataclass(frozen=True)
class _Told:
    version: ChapterVersion
    text: str


class PlaybookService(Offers, Proposing):
    """Ten chapters about how mentoring is done here."""

    def chapters(self, asker: Asker) -> list[ChapterShown]:
        """All ten in their order, written or not."""
        self._policy.require(asker, Action.PLAYBOOK_READ)
        with self._units.reading() as unit:
            return [self._shown(unit, key, asker) for key in KEYS]

    def show(self, asker: Asker, chapter: str) -> ChapterShown:
        """One chapter by its key or number."""
        self._policy.require(asker, Action.PLAYBOOK_READ)
        with self._units.reading() as unit:
            return self._shown(unit, key_of(chapter), asker)

    def edit(self, asker: Asker, chapter: str, text: str, version: int | None = None) -> Edited:
        """Keep an editor's words as the next version.

        Args:
            text: the editors' part, as Markdown; what members gave stays beside it.
            version: the one she began from, 0 where there was none; Conflict where somebody was quicker.
        """
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        key, words = key_of(chapter), _fit(text)
        with self._units() as unit:
            _require_same(unit.chapters.find(key), version, chapter)
            kept = self._kept(unit, key, asker, text=words)
            self._log(unit, asker, "edit", key, {"version": str(kept.version)})
            remarks = tuple(names_of_others([words], names_in(unit), frozenset(), ()))
            unit.commit()
            return Edited(chapter=self._shown(unit, key, asker), remarks=_asking(remarks))

    def versions(self, asker: Asker, chapter: str) -> list[VersionShown]:
        """Every version of a chapter, the newest first."""
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        with self._units.reading() as unit:
            told = _told(unit, _written(unit, chapter))
        return [_version_shown(each) for each in reversed(told)]

    def difference(self, asker: Asker, chapter: str, since: int, until: int | None = None) -> str:
        """What changed from one version to another, or to the present one, line by line."""
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        with self._units.reading() as unit:
            told = {each.version.version: each for each in _told(unit, _written(unit, chapter))}
        one, other = (_of(told, n, chapter) for n in (since, until or max(told)))
        return difference(one.version, other.version, (one.text, other.text))

    def restore(self, asker: Asker, chapter: str, version: int) -> ChapterShown:
        """Make the editors' words of an earlier version the next one. What members gave stays as it is now."""
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        key = key_of(chapter)
        with self._units() as unit:
            every = {each.version: each for each in _written(unit, chapter).every_version()}
            text = _of(every, version, chapter).text
            self._kept(unit, key, asker, text=text, source=f"version {version}")
            self._log(unit, asker, "restore", key, {"version": str(version)})
            unit.commit()
            return self._shown(unit, key, asker)

    def health(self, asker: Asker) -> tuple[Practice, ...]:
        """How each of the eleven practices stands, for those who may see the community's numbers."""
        self._policy.require(asker, Action.ANALYTICS_READ)
        return health_of(self._community())

    def export(self, asker: Asker, format_: str) -> Exported:
        """The whole as Markdown or as a Word document."""
        if format_ not in FORMATS:
            raise BadInput(
                f"There is no format “{format_}”.", place="--format", cure=f"Use one of {', '.join(FORMATS)}."
            )
        markdown = as_book(self.chapters(asker))
        if format_ == "md":
            return Exported("playbook.md", "text/markdown; charset=utf-8", markdown.encode())
        return Exported("playbook.docx", WORD, markdown_to_word(markdown, self._clock.now()))


def _fit(text: str) -> str:
    if not text.strip() or len(text) > MOST_CHARACTERS:
        raise BadInput(
            "The chapter is empty or too long.",
            place="text",
            cure=f"Give 1 to {MOST_CHARACTERS:,} characters.",
        )
    return text.strip()


def _require_same(found: Chapter | None, version: int | None, chapter: str) -> None:
    now = found.version if found else 0
    if version is not None and version != now:
        raise Conflict(
            f"Somebody else changed this chapter: it is at version {now}, and you began from {version}.",
            place=f"chapter {chapter}",
            cure="Your words are still yours: look at what changed, put both together, and keep them again.",
            detail={"version": now},
        )


def _written(unit: UnitOfWork, chapter: str) -> Chapter:
    found = unit.chapters.find(key_of(chapter))
    if found is None:
        raise NotFound(
            "Nobody has written this chapter yet.", place=f"chapter {chapter}",
            cure="Draft it with `mentoring draft playbook`, or write it with `mentoring playbook edit`.",
        )  # fmt: skip
    return found


def _told(unit: UnitOfWork, chapter: Chapter) -> list[_Told]:
    offers = offers_in(unit, chapter.key)
    names = names_of(unit, list(offers.values()))
    return [
        _Told(each, whole(each.text, given_to(each.taken, offers), names)) for each in chapter.every_version()
    ]


def _version_shown(told: _Told) -> VersionShown:
    one = told.version
    return VersionShown(
        version=one.version, text=told.text, by=one.by, at=one.at.isoformat(), source=one.source
    )


T = TypeVar("T")


def _of(told: dict[int, T], version: int, chapter: str) -> T:
    if version not in told:
        raise NotFound(
            f"There is no version {version}.", place=f"chapter {chapter}", cure=f"There are 1 to {max(told)}."
        )
    return told[version]


def _asking(remarks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{remark} Have you asked her?" for remark in remarks)

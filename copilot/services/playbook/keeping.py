"""What every verb of the playbook works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.playbook import Chapter, ChapterKey, PlaybookOffer
from copilot.domain.records import new_id
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.playbook.community import Community, read
from copilot.services.playbook.pages import ChapterShown, given_to, shown
from copilot.services.playbook.practices import rule_of
from copilot.services.policy import Action, Policy


class Keeping:
    """Opens units, asks the policy, writes the log.

    Args:
        guides: how many guides there are; asked outside of any unit of work.
        tracks: how many learning tracks.
        weights: the settings of matching.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        guides: Callable[[], int] = lambda: 0,
        tracks: Callable[[], int] = lambda: 0,
        weights: Callable[[], MatchingWeights] = MatchingWeights,
    ) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._guides, self._tracks, self._weights = guides, tracks, weights

    def _community(self) -> Community:
        guides, tracks, weights = self._guides(), self._tracks(), self._weights()
        with self._units.reading() as unit:
            return read(unit, self._clock.now(), guides=guides, tracks=tracks, weights=weights)

    def _edits(self, asker: Asker) -> bool:
        return self._policy.allows(asker, Action.PLAYBOOK_WRITE)

    def _shown(self, unit: UnitOfWork, key: ChapterKey, asker: Asker) -> ChapterShown:
        chapter = unit.chapters.find(key)
        given = given_to(chapter.taken, offers_in(unit, key)) if chapter else []
        return shown(key, chapter, given, names_of(unit, given), by=self._edits(asker))

    def _kept(self, unit: UnitOfWork, key: ChapterKey, asker: Asker, **changes: object) -> Chapter:
        """The next version of a chapter; its first where there is none."""
        found, by, at = unit.chapters.find(key), asker.name_in_log, self._clock.now()
        if found is None:
            first = first_version(key, by, at).changed(**changes)
            unit.chapters.add(first)
            return first
        return unit.chapters.save(found.rewritten(by, at, **changes))

    def _log(self, unit: UnitOfWork, asker: Asker, verb: str, record: str, detail: Mapping[str, str]) -> None:
        unit.audit_log.add(
            AuditEntry(
                id=new_id("l"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind="playbook", record=record,
                detail=dict(detail),
            )
        )  # fmt: skip


def first_version(key: ChapterKey, by: str, at: datetime) -> Chapter:
    """A chapter that begins with how its practice is meant."""
    return Chapter(id=key, text=rule_of(key).opening.strip(), by=by, at=at)


def offers_in(unit: UnitOfWork, key: ChapterKey) -> dict[str, PlaybookOffer]:
    """Everything that was offered to a chapter, by id."""
    return {each.id: each for each in unit.playbook_offers.all(chapter=key)}


def names_of(unit: UnitOfWork, offers: list[PlaybookOffer]) -> dict[str, str]:
    """The names of those who wanted to be named."""
    found = [unit.members.find(each.by) for each in offers if each.named]
    return {member.id: member.name for member in found if member}

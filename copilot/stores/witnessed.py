"""Records whose consents are noted in the ledger, whoever writes them and wherever: in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from copilot.domain.consents import Consent, Given, Purpose, standing, words_of
from copilot.domain.records import Record, new_id
from copilot.ports import Repository

R = TypeVar("R", bound=Record)
AT_ONCE = 500
WHERE_MEMBERS_CONSENT = (
    "declared_groups", "members", "speaking_consents", "drafts", "moments", "posts", "events", "leaderboard_choices",
    "badges", "playbook_offers", "survey_answers", "nudge_settings",
)  # fmt: skip
"""The repositories whose records `standing` reads."""


def witness(unit: Any, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Put a witness before each of these repositories of a unit of work."""
    for name in WHERE_MEMBERS_CONSENT:
        setattr(unit, name, Witnessed(getattr(unit, name), unit.consents, now))


class Witnessed(Generic[R]):
    """A repository of records in which members consent to something.

    Args:
        records: where they are kept.
        ledger: the lines of the ledger.
        now: what time it is.
    """

    def __init__(
        self, records: Repository[R], ledger: Repository[Consent], now: Callable[[], datetime]
    ) -> None:
        self._records, self._ledger, self._now = records, ledger, now

    def get(self, record_id: str) -> R:
        """The record; NotFound where there is none."""
        return self._records.get(record_id)

    def find(self, record_id: str) -> R | None:
        """The record, or None."""
        return self._records.find(record_id)

    def all(self, **equals: object) -> list[R]:
        """Records whose columns equal, sorted by id."""
        return self._records.all(**equals)

    def count(self, **equals: object) -> int:
        """How many `all` would return."""
        return self._records.count(**equals)

    def values(self, *fields: str, **equals: object) -> list[tuple[Any, ...]]:
        """Of each such record only these fields."""
        return self._records.values(*fields, **equals)

    def mentioning(self, words: Collection[str]) -> list[R]:
        """Records in which one of these stands."""
        return self._records.mentioning(words)

    def add(self, *records: R) -> None:
        """Keep new records."""
        self._records.add(*records)
        self._give({each for record in records for each in standing(record)})

    def save(self, record: R) -> R:
        """Replace a record."""
        before = self._standing(record.id)
        kept = self._records.save(record)
        after = standing(kept)
        for given in before - after:
            self._end(given)
        self._give(after - before)
        return kept

    def remove(self, record_id: str) -> None:
        """Forget a record."""
        before = self._standing(record_id)
        self._records.remove(record_id)
        for given in before:
            self._end(given)

    def _standing(self, record_id: str) -> frozenset[Given]:
        # Not `find`: words that can't be opened any more must not keep anybody from leaving.
        return frozenset(each for record in self._records.all(id=record_id) for each in standing(record))

    def _open(self, given: Given) -> list[Consent]:
        lines = self._ledger.all(member=given.member, purpose=given.purpose, what=given.what)
        return [line for line in lines if line.withdrawn_at is None]

    def _give(self, every: Set[Given]) -> None:
        """A line for each of which none is open; a whole roster's in few questions."""
        ordered = sorted(every)
        for start in range(0, len(ordered), AT_ONCE):
            some = ordered[start : start + AT_ONCE]
            lines = self._ledger.all(member={each.member for each in some}, withdrawn_at=None)
            known = {(line.member, line.purpose, line.what) for line in lines}
            self._ledger.add(*(self._line(each) for each in some if each not in known))

    def _line(self, given: Given) -> Consent:
        words = words_of(given.purpose)
        return Consent(id=new_id("co"), given_at=self._now(), words=words, **given._asdict())

    def _end(self, given: Given) -> None:
        # Of groups the ledger says only that some are declared: which, it must not keep once they are taken back.
        if given.purpose is Purpose.DECLARED_GROUPS and self._records.count(
            member=given.member, consent=True
        ):
            return
        for line in self._open(given):
            self._ledger.save(line.changed(withdrawn_at=self._now()))

"""The whole home copied by whoever keeps the machine: backed up, restored, moved to another database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from copilot.domain.asking import Asker
from copilot.domain.backups import Deletion, Manifest
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value, new_id
from copilot.errors import BadInput, Conflict, NothingToSay, Unavailable
from copilot.ports import Clock, Progress, UnitsOfWork
from copilot.ports.backups import Backups, Deletions, Staged
from copilot.services.members.about_me import AboutMeService
from copilot.services.policy import Action, Policy

KEEP_DAYS = 30
MOST_DAYS = 3_650
CLOCKS_DIFFER = timedelta(days=1)


class Made(Value):
    """A backup: where it is, and what it says of itself."""

    file: str
    manifest: Manifest
    outdated: bool = False
    """Whether the day until which it should be kept is over."""
    unlogged: str = ""
    """Why the audit log doesn't know of it: the file is whole all the same."""


class Restored(Value):
    """What a restore did. `rows` are by table; `before` is the backup of what was replaced."""

    file: str
    created: datetime
    rows: dict[str, int]
    deleted_again: int
    outdated: bool
    before: str = ""


class Moved(Value):
    """What was moved: rows by table, each compared with what it was."""

    rows: dict[str, int]


class BackupsService:
    """Copies of the home.

    Args:
        units: units of work over the records.
        backups: where copies are written and read.
        deletions: the list of deletions, outside the database.
        policy: who may do what.
        clock: what time it is.
    """

    def __init__(
        self, units: UnitsOfWork, backups: Backups, deletions: Deletions, policy: Policy, clock: Clock
    ) -> None:
        self._units, self._backups, self._deletions = units, backups, deletions
        self._policy, self._clock = policy, clock

    def back_up(
        self, asker: Asker, file: Path, *, keep_days: int = KEEP_DAYS, progress: Progress | None = None
    ) -> Made:
        """Write one moment of the home into a file that isn't there yet, while others go on working.

        Args:
            asker: who asks.
            file: its name.
            keep_days: for how long it should be kept. Until then it holds people who are deleted meanwhile.
            progress: told how far it is.

        Raises BadInput for days that are none or a place nobody can write to, Conflict where there is something,
        NothingToSay where the home is empty.
        """
        self._policy.require(asker, Action.HOME_COPY)
        if not 1 <= keep_days <= MOST_DAYS:
            raise BadInput(
                f"A backup is kept from 1 to {MOST_DAYS:,} days.",
                place="--keep-days",
                cure="Name a number of days.",
            )
        self._require_something()
        made = self._written(file, keep_days, progress)
        try:
            with self._units() as unit:
                unit.audit_log.add(
                    self._line(asker, "back up", {"keep_until": str(made.manifest.keep_until)})
                )
                unit.commit()
        except Unavailable as error:  # others write all the time, or the disk is full now
            return made.model_copy(update={"unlogged": error.message})
        return made

    def verify(self, asker: Asker, file: Path, progress: Progress | None = None) -> Made:
        """Check every byte of a backup, and that all of it can be restored: it is unpacked aside and read.

        Raises BadInput where it is no backup, is damaged, was altered, or was made by a newer version.
        """
        self._policy.require(asker, Action.HOME_COPY)
        with self._backups.rehearsed(file, progress) as found:
            return Made(file=str(file), manifest=found.manifest, outdated=self._is_outdated(found.manifest))

    def restore(
        self,
        asker: Asker,
        file: Path,
        *,
        deletions: Path | None = None,
        replace: bool = False,
        progress: Progress | None = None,
    ) -> Restored:
        """Put a backup into this home, and delete again who was deleted since it was made.

        Everybody has to sign in again, and invitations that were open are closed: what was ended since must not open.

        Args:
            asker: who asks.
            file: the backup.
            deletions: the list of deletions of a home that was lost, beside the one of this home.
            replace: put it in the place of what is here, which is backed up first, beside `file`.
            progress: told how far it is.

        Raises BadInput as `verify` does, Conflict where the home holds something and isn't to be replaced. The home is
        then as it was.
        """
        self._policy.require(asker, Action.HOME_COPY)
        more = self._deletions.of_file(deletions) if deletions else []
        if not replace and not self._backups.is_empty():
            raise _not_empty()
        with self._backups.unpacked(file, progress) as found:
            known = _each_once([*_logged(found.units), *found.deletions])
            since = _later(_each_once([*self._known(), *more]), known, found.manifest.created)
            again = self._delete_again(asker, found, since)
            with found.units() as unit:
                detail = {"made": found.manifest.created.isoformat(), "deleted_again": str(again)}
                unit.audit_log.add(self._line(asker, "restore", detail))
                unit.commit()
            every = _each_once([*known, *since, *_logged(found.units)])
            before = self._before(file, progress) if replace and not self._backups.is_empty() else ""
            rows = self._backups.load(found, every, replace=replace, progress=progress)
            return Restored(
                file=str(file), created=found.manifest.created, rows=rows, deleted_again=again, before=before,
                outdated=self._is_outdated(found.manifest),
            )  # fmt: skip

    def move(self, asker: Asker, url: str, progress: Progress | None = None) -> Moved:
        """All records into another, empty database; each is compared there. What is here stays as it is.

        Nobody can write meanwhile. Raises BadInput for an address that can't be used or a record that doesn't fit,
        Conflict where that database holds something, NothingToSay where this home holds nothing, Unavailable where the
        database doesn't answer.
        """
        self._policy.require(asker, Action.HOME_COPY)
        self._require_something()
        return Moved(rows=self._backups.move(url, progress))

    def _require_something(self) -> None:
        if self._backups.is_empty():
            raise NothingToSay(
                "This home is empty.", place="--home", cure="Look whether it is the right one."
            )

    def _written(self, file: Path, keep_days: int, progress: Progress | None) -> Made:
        deletions, now = self._known(), self._clock.now()
        self._deletions.keep(deletions)
        until = (now + timedelta(days=keep_days)).date()
        return Made(file=str(file), manifest=self._backups.write(file, now, until, deletions, progress))

    def _before(self, file: Path, progress: Progress | None) -> str:
        name = f"before-restore-{self._clock.now():%Y%m%d-%H%M%S}.zip"
        return self._written(file.parent / name, KEEP_DAYS, progress).file

    def _known(self) -> list[Deletion]:
        """Every deletion this home knows of: those of its log, and those of the list that outlives the log."""
        return _each_once([*self._deletions.every(), *_logged(self._units)])

    def _delete_again(self, asker: Asker, found: Staged, since: Sequence[Deletion]) -> int:
        with found.units.reading() as unit:
            members = [id_ for (id_,) in unit.members.values("id")]
        gone = [member for member in members if any(deletion.is_of(member) for deletion in since)]
        about_me = AboutMeService(
            found.units, found.conversations, _NoRemains, lambda *_: (), self._policy, self._clock
        )
        for member in gone:
            about_me.delete(asker, member)
        return len(gone)

    def _is_outdated(self, manifest: Manifest) -> bool:
        return manifest.keep_until < self._today()

    def _today(self) -> date:
        return self._clock.now().date()

    def _line(self, asker: Asker, verb: str, detail: dict[str, str]) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind="home", record="community",
            detail=detail,
        )  # fmt: skip


class _NoRemains:
    """The port `Remains` of an unpacked backup: it has neither vectors nor an index, and is thrown away as a whole."""

    def embedded(self, texts: Sequence[str]) -> list[bool]:
        return [False] * len(texts)

    def indexed(self, member: str) -> bool:
        return False

    def keep_only(self, texts: Sequence[str], members: Collection[str]) -> None:
        """There is nothing to forget."""

    def vacuum(self) -> None:
        """There is nothing to make room in."""


def _logged(units: UnitsOfWork) -> list[Deletion]:
    """The deletions of the audit log."""
    with units.reading() as unit:
        lines = unit.audit_log.all(kind="member", verb="delete")
    return [
        Deletion(stand_in=line.record, fingerprint=line.detail["fingerprint"], at=line.at)
        for line in lines
        if "fingerprint" in line.detail
    ]


def _each_once(deletions: Iterable[Deletion]) -> list[Deletion]:
    found = {deletion.stand_in: deletion for deletion in deletions}
    return sorted(found.values(), key=lambda deletion: (deletion.at, deletion.stand_in))


def _later(deletions: Iterable[Deletion], known: Iterable[Deletion], created: datetime) -> list[Deletion]:
    """Those the backup doesn't know of.

    Whom it knows to be deleted and holds all the same has come back. Where its log was pruned, time tells;
    two machines' clocks may differ.
    """
    there = {deletion.stand_in for deletion in known}
    return [
        deletion
        for deletion in deletions
        if deletion.stand_in not in there and deletion.at > created - CLOCKS_DIFFER
    ]


def _not_empty() -> Conflict:
    return Conflict(
        "This home is not empty; nothing was restored.",
        place="restore",
        cure="Name an empty one with --home, or add --replace: what is there is backed up first.",
    )

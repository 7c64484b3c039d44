"""What is kept longer than the community wants: shown beforehand, let go, and noted in the log by numbers alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from copilot.domain.asking import Asker
from copilot.domain.audit_chain import PRUNE, THE_LOG
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value, new_id
from copilot.domain.retention import LIMITS, Keep, Span
from copilot.errors import Unavailable
from copilot.ports import Clock, Conversations, Remains, UnitOfWork, UnitsOfWork
from copilot.services.policy import Action, Policy
from copilot.services.retention.rules import RULES, Moment, old_lines

AT_ONCE = 200
"""Records in one transaction: others want to write too."""
RECORD = "retention"


class KeptFor(Value):
    """One kind as everybody is told: for how long it is kept (empty: until somebody deletes it), and what stays."""

    kind: Keep
    title: str
    kept_for: str
    from_when: str
    stays: str = ""


class Going(KeptFor):
    """The same with how many would go now; None where there is no limit."""

    recommended: str
    now: int | None


class Gone(Value):
    """What went, by kind; `unfinished` says why its room in the files could not be given back yet."""

    gone: dict[Keep, int]
    unfinished: str = ""


class RetentionService:
    """Lets go what is kept long enough.

    Args:
        units: units of work over the records.
        conversations: where conversations are kept.
        remains: gives the room of what went back, when first needed.
        uploads: where uploaded files lie until they are read.
        limits: kind → how long it is kept; what isn't named is kept.
        policy: who may do what.
        clock: what time it is.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        conversations: Conversations,
        remains: Callable[[], Remains],
        uploads: Path,
        limits: Mapping[Keep, Span],
        policy: Policy,
        clock: Clock,
    ) -> None:
        self._units, self._conversations, self._remains = units, conversations, remains
        self._uploads, self._limits = uploads, limits
        self._policy, self._clock = policy, clock
        self._done_on: date | None = None
        self._room_waits = False

    def told(self) -> list[KeptFor]:
        """How long everything is kept, for everybody to read."""
        return [KeptFor(**self._kept_for(keep)) for keep in Keep]

    def show(self, asker: Asker) -> list[Going]:
        """How long everything is kept, what is recommended, and how many would go now. Changes nothing."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        return [
            Going(
                **self._kept_for(keep),
                recommended=str(LIMITS[keep].recommended),
                now=len(self._old(keep)) if keep in self._limits else None,
            )
            for keep in Keep
        ]

    def apply(self, asker: Asker) -> Gone:
        """Let go what is old enough and in nobody's use. Doing it twice does nothing more.

        The log's own lines come last, so that what else went is decided with all of them. Where something stops it
        half-way, the log says what had gone. Where the room can't be given back now, because somebody reads, it is the
        next time, also where nothing more goes then.
        """
        self._policy.require(asker, Action.SETTINGS_WRITE)
        gone: Counter[Keep] = Counter()
        try:
            for keep in Keep:
                if keep in self._limits:
                    self._let_go(asker, keep, gone)
        finally:
            self._note(asker, +gone)
        return Gone(gone=dict(+gone), unfinished=self._give_room())

    def daily(self, asker: Asker) -> Gone:
        """`apply`, once on each day on which this process runs; room that still waits is given at each look."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        today = self._clock.now().date()
        if not self._limits or self._done_on == today:
            return Gone(gone={}, unfinished=self._give_room())
        done = self.apply(asker)
        self._done_on = today
        return done

    def _note(self, asker: Asker, gone: Mapping[Keep, int]) -> None:
        if not gone:
            return
        self._room_waits = True
        with self._units() as unit:
            told = {str(keep): str(n) for keep, n in gone.items()}
            unit.audit_log.add(self._line(asker, "apply", RECORD, told))
            unit.commit()

    def _give_room(self) -> str:
        """Give back the room of what went, where that is still to be done; why it can't be now, else empty."""
        if not self._room_waits:
            return ""
        try:
            self._remains().vacuum()
        except Unavailable as fault:
            return f"{fault.message} {fault.cure}"
        self._room_waits = False
        return ""

    def _kept_for(self, keep: Keep) -> dict[str, str]:
        limit, span = LIMITS[keep], self._limits.get(keep)
        return {
            "kind": keep,
            "title": limit.title,
            "kept_for": str(span) if span else "",
            "from_when": limit.from_when,
            "stays": limit.stays,
        }

    def _moment(self, keep: Keep) -> Moment:
        now = self._clock.now()
        return Moment(self._limits[keep].before(now), now)

    def _old(self, keep: Keep) -> list[str]:
        at = self._moment(keep)
        if keep is Keep.UPLOADS:
            return [str(path) for path in self._old_files(at)]
        if keep is Keep.CHATS:
            return self._old_chats(at)
        with self._units.reading() as unit:
            return sorted(old_lines(unit, at) if keep is Keep.LOG else RULES[keep].old(unit, at))

    def _let_go(self, asker: Asker, keep: Keep, gone: Counter[Keep]) -> None:
        """Counted as it goes: who is stopped by a busy home has let go what went before."""
        for went in self._going(asker, keep):
            gone[keep] += went

    def _going(self, asker: Asker, keep: Keep) -> Iterator[int]:
        if keep is Keep.UPLOADS:
            yield from (_unlinked(path) for path in self._old_files(self._moment(keep)))
        elif keep is Keep.CHATS:
            yield from (self._forgotten(thread) for thread in self._old_chats(self._moment(keep)))
        elif keep is Keep.LOG:
            yield self._prune(asker, self._old(keep))
        else:
            found = self._old(keep)
            yield from (self._some_go(keep, found[n : n + AT_ONCE]) for n in range(0, len(found), AT_ONCE))

    def _some_go(self, keep: Keep, some: list[str]) -> int:
        """What was changed or taken into use since it was found stays."""
        with self._units() as unit:
            still = set(RULES[keep].old(unit, self._moment(keep))).intersection(some)
            for each in sorted(still):
                RULES[keep].let_go(unit, each)
            unit.commit()
        return len(still)

    def _prune(self, asker: Asker, found: list[str]) -> int:
        if not found:
            return 0
        with self._units() as unit:
            at = self._moment(Keep.LOG)
            still = sorted(set(old_lines(unit, at)).intersection(found))
            before = {"before": at.before.isoformat(timespec="seconds")}
            gone = unit.audit_log.prune(still, self._line(asker, PRUNE, THE_LOG, before))
            unit.commit()
        return gone

    def _old_chats(self, at: Moment) -> list[str]:
        with self._units.reading() as unit:
            members = self._members(unit)
        return [
            one.id for member in members for one in self._conversations.of(member) if one.latest < at.before
        ]

    def _forgotten(self, thread: str) -> bool:
        """Not one that somebody has gone on with since it was found."""
        now = self._conversations.find(thread)
        if now is None or now.latest >= self._moment(Keep.CHATS).before:
            return False
        self._conversations.forget(thread)
        return True

    def _members(self, unit: UnitOfWork) -> list[str]:
        return sorted(id_ for (id_,) in unit.members.values("id"))

    def _old_files(self, at: Moment) -> Iterator[Path]:
        """Oldest paths first; what vanishes while we look is gone as it is."""
        for path in sorted(self._uploads.rglob("*")) if self._uploads.is_dir() else ():
            if path.is_file() and not path.is_symlink() and path.stat().st_mtime < at.before.timestamp():
                yield path

    def _line(self, asker: Asker, verb: str, record: str, detail: dict[str, str]) -> AuditEntry:
        now: datetime = self._clock.now()
        return AuditEntry(
            id=new_id("a"), at=now, by=asker.name_in_log, verb=verb, kind="settings", record=record, detail=detail
        )  # fmt: skip


def _unlinked(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False  # somebody else's, or gone: it is looked at again tomorrow
    return True

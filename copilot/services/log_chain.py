"""Whether the audit log is whole: its chain followed from end to end, and against a head that was kept elsewhere."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.audit_chain import BEFORE_THE_FIRST
from copilot.domain.chain_verdicts import Examination, Fault, Verdict
from copilot.domain.records import Value
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.policy import Action, Policy


class KeptHead(Value):
    """Where the chain ended at some time; kept elsewhere it finds what is cut off later."""

    count: int = Field(ge=0)
    hash: str = Field(pattern="^[0-9a-f]{64}$")
    at: datetime | None = None


class LogChainService:
    """Follows the chain of the audit log, for admins and the operator. It tells of numbers and hashes, of no person."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units, self._policy, self._clock = units, policy, clock

    def head(self, asker: Asker) -> KeptHead:
        """Where the chain ends now, to be kept where nobody who can write to the database can write."""
        self._policy.require(asker, Action.LOG_READ)
        with self._units.reading() as unit:
            head = unit.audit_log.head()
        return KeptHead(count=head.count, hash=head.hash, at=self._clock.now())

    def verify(self, asker: Asker, kept: KeptHead | None = None) -> Verdict:
        """Follow the chain; with `kept`, see also that it still holds what it held then."""
        self._policy.require(asker, Action.LOG_READ)
        found = self._once(kept)
        # Where somebody wrote while we read, what was read first may not fit what was read last: look again.
        return found if found.whole else self._once(kept)

    def _once(self, kept: KeptHead | None) -> Verdict:
        with self._units.reading() as unit:
            log = unit.audit_log
            verdict = Examination(log.amended()).run(log.chained(), log.strays())
            fault = _not_as_kept(unit, verdict, kept) if kept and verdict.whole else None
        return verdict.model_copy(update={"fault": fault}) if fault else verdict


def _not_as_kept(unit: UnitOfWork, verdict: Verdict, kept: KeptHead) -> Fault | None:
    if kept.count > verdict.count:
        gone = kept.count - verdict.count
        return Fault(
            seq=verdict.count + 1,
            entry="",
            what=f"{gone} {'entry' if gone == 1 else 'entries'} at the end {'is' if gone == 1 else 'are'} gone.",
            meaning="The log was longer when the head was kept: its end was cut off, or an older backup was restored.",
        )
    held = unit.audit_log.hash_at(kept.count) if kept.count else BEFORE_THE_FIRST
    if held == kept.hash:
        return None
    return Fault(
        seq=kept.count,
        entry="",
        what=f"Entry {kept.count} has another hash than the head that was kept.",
        meaning="The chain was made anew up to there, or the head is another home's.",
    )


def in_words(found: Verdict) -> str:
    """A chain that is whole, in one sentence."""
    parts = [f"{found.count} entries, each in its place"]
    if found.rewritten:
        parts.append(f"{found.rewritten} rewritten where members left")
    if found.pruned:
        parts.append(f"{found.pruned} pruned after their time")
    return "; ".join(parts)

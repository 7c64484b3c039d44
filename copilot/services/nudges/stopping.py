"""Nudges are stopped by the link in one of them. Nobody signs in for it: whoever got the nudge has the secret."""

from __future__ import annotations

from copilot.domain.nudges import NudgeKind, NudgeSettings, OutgoingNudge
from copilot.errors import Conflict, NotFound
from copilot.ports import UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of

LONGEST_SECRET = 200
TRIES = 3


class NudgeStoppingService:
    """Stops a kind of nudge, or all of them.

    Of a secret only its SHA-256 is kept, in the outbox, for as long as the nudge itself: sixty days after it went. It
    is found by that hash, so that how long a look-up takes says nothing about it.
    """

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units

    def kind(self, secret: str) -> NudgeKind:
        """The kind that the link stops; looking stops nothing.

        Raises NotFound alike for a secret that never was, one that is too old, and one whose member has left.
        """
        with self._units.reading() as unit:
            return _found(unit, secret).kind

    def stop(self, secret: str, *, everything: bool = False) -> NudgeKind:
        """Send her nothing more of this kind, or nothing at all; once more is as good as once."""
        for _ in range(TRIES):
            try:
                return self._stopped(secret, everything)
            except Conflict:
                continue  # she changed how she is nudged at the same moment
        return self._stopped(secret, everything)

    def _stopped(self, secret: str, everything: bool) -> NudgeKind:
        with self._units() as unit:
            nudge = _found(unit, secret)
            own = unit.nudge_settings.find(nudge.member)
            wanted = _without(own or NudgeSettings(id=nudge.member), nudge.kind, everything)
            if own is None:
                unit.nudge_settings.add(wanted)
            elif wanted != own:
                unit.nudge_settings.save(wanted)
            unit.commit()
        return nudge.kind


def _without(own: NudgeSettings, kind: NudgeKind, everything: bool) -> NudgeSettings:
    return own.changed(off=True) if everything else own.changed(stopped=own.stopped | {kind})


def _found(unit: UnitOfWork, secret: str) -> OutgoingNudge:
    known = 0 < len(secret) <= LONGEST_SECRET
    found = unit.outgoing_nudges.all(stop_hash=kept_of(secret)) if known else []
    if not found or unit.members.find(found[0].member) is None:
        raise NotFound("This link stops nothing any more.", place="stop link")
    return found[0]

"""Words kept encrypted: how many are, with which keys, and encrypting what isn't yet. Who asks reads none of them."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.asking import Asker
from copilot.domain.encryption import EncryptionDone, EncryptionStatus
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.errors import BadInput
from copilot.ports import Clock, Encryption, Progress, UnitsOfWork
from copilot.services.policy import Action, Policy


class EncryptionService:
    """Encrypting a home, changing its key, decrypting it. Those who keep the installation's settings may."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock, words: Encryption) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._words = words

    def status(self, asker: Asker) -> EncryptionStatus:
        """How many texts of which table are kept how; each encrypted one is opened to see that it can be."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        return self._words.status()

    def apply(self, asker: Asker, progress: Progress | None = None) -> EncryptionDone:
        """Encrypt with the first key what isn't; BadInput where none is set. Others may work meanwhile."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        if not self._words.key:
            raise BadInput(
                "No key is set.",
                place="MENTORING_ENCRYPTION_KEYS",
                cure="`mentoring encryption new-key` makes one; set it, keep a copy elsewhere, and start everything "
                "that uses this home again.",
            )
        done = self._words.apply(progress)
        self._log(asker, "encrypt", done)
        return done

    def remove(self, asker: Asker, progress: Progress | None = None) -> EncryptionDone:
        """Decrypt everything. What is written afterwards is encrypted again for as long as a key is set."""
        self._policy.require(asker, Action.SETTINGS_WRITE)
        done = self._words.remove(progress)
        self._log(asker, "decrypt", done)
        return done

    def _log(self, asker: Asker, verb: str, done: EncryptionDone) -> None:
        detail: Mapping[str, str] = {"texts": str(done.texts), "key": done.key}
        with self._units() as unit:
            unit.audit_log.add(
                AuditEntry(
                    id=new_id("a"),
                    at=self._clock.now(),
                    by=asker.name_in_log,
                    verb=verb,
                    kind="settings",
                    record="encryption",
                    detail=dict(detail),
                )
            )
            unit.commit()

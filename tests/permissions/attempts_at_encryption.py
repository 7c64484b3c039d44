"""How encrypting is tried: on words in memory, since writing a home's files anew can't be put back."""

from __future__ import annotations

from copilot.services.encryption import EncryptionService
from tests.fakes.encryption import MemoryEncryption
from tests.permissions.attempts import At


def _service(at: At) -> EncryptionService:
    return EncryptionService(at.copilot.units, at.copilot.policy, at.copilot.clock, MemoryEncryption())


def encryption_status(at: At) -> None:
    _service(at).status(at.asker)


def encryption_apply(at: At) -> None:
    _service(at).apply(at.asker)


def encryption_remove(at: At) -> None:
    _service(at).remove(at.asker)

"""Words kept encrypted, in memory: so many are plain until somebody encrypts them."""

from __future__ import annotations

from copilot.domain.encryption import EncryptionDone, EncryptionStatus, KeptTexts
from copilot.ports import Progress


class MemoryEncryption:
    """Fills the Encryption port with a number of notes."""

    def __init__(self, key: str = "0a1b2c3d", notes: int = 3) -> None:
        self.key = key
        self.plain = notes
        self.encrypted = 0

    def status(self) -> EncryptionStatus:
        encrypted = {self.key: self.encrypted} if self.encrypted else {}
        notes = KeptTexts(table="notes", plain=self.plain, encrypted=encrypted)
        return EncryptionStatus(key=self.key, keys=(self.key,) if self.key else (), tables=(notes,))

    def apply(self, progress: Progress | None = None) -> EncryptionDone:
        changed, self.plain = self.plain, 0
        self.encrypted += changed
        return EncryptionDone(key=self.key, changed={"notes": changed} if changed else {})

    def remove(self, progress: Progress | None = None) -> EncryptionDone:
        changed, self.encrypted = self.encrypted, 0
        self.plain += changed
        return EncryptionDone(changed={"notes": changed} if changed else {}, retired=(self.key,))

"""A home with its services, as a backup meets it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from copilot.domain.asking import OPERATOR
from copilot.services.backups import BackupsService, Restored
from copilot.services.members.about_me import AboutMeService, Deleted
from copilot.services.policy import Policy
from copilot.stores.backups import tables, threads
from copilot.stores.backups.deletions import DeletionsFile
from copilot.stores.backups.home_backups import HomeBackups
from copilot.stores.backups.writing import DIGITS, MANIFEST, SEAL, hash_of
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.home import Home
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.remains import RemainsOfMembers
from copilot.stores.unit_of_work import SqlUnitsOfWork
from knowledge.library import Library
from tests.fakes import FixedClock, WordEncoder
from tests.services.members.somebody import NOW, fill


class Installation:
    """What an operator has of a home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.clock = FixedClock(NOW + timedelta(days=1))
        self.units = SqlUnitsOfWork(home.engine)
        self.conversations = CheckpointedConversations(home.engine)
        self.deletions = DeletionsFile(home.folder)
        self.backups = BackupsService(self.units, HomeBackups(home), self.deletions, Policy(), self.clock)
        self.index = ChromaProfileIndex(WordEncoder(), home.members_index)

    def fill(self) -> None:
        """Records of every kind, conversations, and the community's own files."""
        fill(self.units, self.conversations)
        (self.home.folder / "matching.yaml").write_text("# as they come\n")
        keys = self.home.folder / "badge-keys"
        keys.mkdir()
        (keys / "current").write_text("abc")
        (self.home.folder / "encoder-dtype").write_text("float32")

    def add_guide(self) -> None:
        """A guide of the community's own."""
        shelf = self.home.folder / "guides"
        shelf.mkdir(exist_ok=True)
        (shelf / "listening.md").write_text(
            "# Listening\n\n## Before\n\nListen twice before you speak once.\n"
        )
        library = self.library()
        library.add([shelf.resolve()])
        library.close()

    def library(self) -> Library:
        """The guides with their index."""
        return Library(self.home.engine, WordEncoder(), self.home.guides_index)

    def back_up(self, file: Path) -> Path:
        """Write a backup."""
        self.backups.back_up(OPERATOR, file)
        return file

    def restore(self, file: Path, **options: Any) -> Restored:
        """Put one into this home."""
        return self.backups.restore(OPERATOR, file, **options)

    def delete(self, member: str) -> Deleted:
        """Delete somebody."""
        remains = RemainsOfMembers(self.home.engine, lambda text: text.encode(), lambda: self.index)
        service = AboutMeService(
            self.units,
            self.conversations,
            lambda: remains,
            lambda *_: [],
            Policy(),
            self.clock,
            self.deletions,
        )
        return service.delete(OPERATOR, member)


def rows(home: Home) -> dict[str, list[bytes]]:
    """Every row that goes along, and every conversation, as lines."""
    with home.engine.connect() as connection:
        found = {
            table.name: sorted(tables.lines_of(connection, table))
            for table in tables.carried_tables(connection)
        }
        return {**found, "turns": list(threads.said_in(connection))}


def forged(
    backup: Path,
    to: Path,
    change: Callable[[dict[str, bytes]], None],
    changed_manifest: Callable[[dict[str, Any]], None] = lambda _: None,
    *,
    listed: bool = True,
) -> Path:
    """The backup with other members, sealed again; their sizes and hashes are put right where they are `listed`."""
    import hashlib

    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop(MANIFEST))
    change(members)
    if listed:
        manifest["packed"] = [
            {
                "name": name,
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "rows": data.count(b"\n")
                if name.endswith(".jsonl") and not name.startswith("files/")
                else None,
            }
            for name, data in members.items()
        ]
    changed_manifest(manifest)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, MANIFEST: json.dumps(manifest).encode()}.items():
            archive.writestr(name, data)
        archive.comment = SEAL + b"0" * DIGITS
    data = whole.getvalue()[:-DIGITS]
    to.write_bytes(data + hash_of(io.BytesIO(data), len(data)).encode())
    return to

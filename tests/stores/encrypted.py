"""Homes whose words are encrypted, and what stands in their files."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from copilot.stores.columns import metadata
from copilot.stores.confidential import CONFIDENTIAL
from copilot.stores.home import Home
from copilot.stores.keyring import Keyring

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
OTHER_KEY = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
RING = Keyring([KEY])
TURNED = Keyring([OTHER_KEY, KEY])
"""After a rotation: the other key encrypts, the first one still opens."""


def with_keys(home: Home, ring: Keyring) -> Home:
    """The same home as a process sees it that has these keys."""
    return Home(home.folder, database_url=home.url, keyring=ring)


def kept(home: Home) -> dict[tuple[str, str, str], object]:
    """What stands in each confidential column, by table, column and id."""
    found: dict[tuple[str, str, str], object] = {}
    with home.engine.connect() as connection:
        for name, columns in CONFIDENTIAL.items():
            table = metadata.tables[name]
            for row in connection.execute(select(table)).mappings():
                found |= {(name, column, row["id"]): row[column] for column in columns}
    return found


def files_with(folder: Path, *words: str) -> set[str]:
    """The files in which one of the words stands, in whatever case."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes().lower()
            found |= {path.name for word in words if word.lower().encode() in held}
    return found

"""What encrypted words cost: reading, searching and writing notes with and without a key.

Run with `python -m evals.bench.encryption`.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from copilot.domain.relationships import Note
from copilot.stores.home import Home
from copilot.stores.keyring import NO_KEYS, Keyring, new_key
from copilot.stores.unit_of_work import SqlUnitsOfWork
from evals.bench.timing import Line, medians, show

NOTES = 10_000
WORDS = (
    "We spoke about the planning meeting. She stayed silent when the date was moved, and was angry with herself "
    "afterwards. Next time she says one sentence before the others do. {n}: I said what I saw, not what I thought."
)
"""About two hundred characters."""
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def measure(notes: int = NOTES, rounds: int = 7) -> list[Line]:
    """Medians of a home without a key and one with, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        plain = _filled(Path(folder) / "plain", NO_KEYS, notes)
        keyed = _filled(Path(folder) / "keyed", Keyring([new_key()]), notes)
        found = medians(
            {
                "read": lambda: _read(plain),
                "read, encrypted": lambda: _read(keyed),
                "search": lambda: _search(plain),
                "search, encrypted": lambda: _search(keyed),
                "one": lambda: _one(plain),
                "one, encrypted": lambda: _one(keyed),
            },
            rounds,
        )
        sizes = [_size(home) for home in (plain, keyed)]
        plain.close()
        keyed.close()
    return [
        Line(f"reading {notes:,} notes", _told(found, "read")),
        Line(f"searching {notes:,} notes for a name", _told(found, "search")),
        Line("reading one note", _told(found, "one")),
        Line(
            "the database", f"{sizes[0]:.1f} MB, {sizes[1]:.1f} MB with a key ({sizes[1] / sizes[0]:.2f} ×)"
        ),
    ]


def _told(found: dict[str, float], what: str) -> str:
    plain, keyed = found[what], found[f"{what}, encrypted"]
    return f"{1000 * plain:.1f} ms, {1000 * keyed:.1f} ms with a key ({keyed / plain:.2f} ×)"


def _filled(folder: Path, ring: Keyring, notes: int) -> Home:
    home = Home(folder, keyring=ring)
    with SqlUnitsOfWork(home.engine)() as unit:
        unit.notes.add(
            *(
                Note(
                    id=f"n{n}",
                    session=f"s{n}",
                    relationship="r1",
                    author="m1",
                    text=WORDS.format(n=n),
                    at=AT,
                )
                for n in range(notes)
            )
        )
        unit.commit()
    return home


def _read(home: Home) -> None:
    with SqlUnitsOfWork(home.engine).reading() as unit:
        unit.notes.all()


def _search(home: Home) -> None:
    with SqlUnitsOfWork(home.engine).reading() as unit:
        unit.notes.mentioning(["Zainab Quréshi", "zainab.q@example.org"])


def _one(home: Home) -> None:
    with SqlUnitsOfWork(home.engine).reading() as unit:
        unit.notes.get("n7")


def _size(home: Home) -> float:
    return sum(path.stat().st_size for path in home.folder.glob("mentoring.sqlite3*")) / 1e6


if __name__ == "__main__":
    show(measure())

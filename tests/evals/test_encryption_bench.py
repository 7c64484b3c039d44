"""The benchmark of encrypted words runs, and says what it measured."""

from __future__ import annotations

from evals.bench.encryption import measure


def test_it_compares_a_home_with_a_key_and_one_without() -> None:
    lines = measure(notes=40, rounds=1)
    assert [line.what for line in lines] == [
        "reading 40 notes",
        "searching 40 notes for a name",
        "reading one note",
        "the database",
    ]
    assert all("with a key" in line.figure for line in lines)

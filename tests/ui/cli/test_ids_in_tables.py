"""An id in a table can be copied, however narrow the terminal is."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ui.cli.tables import show_table

IDS = ["2f8a1c77-9b1e-4c55", "season-speakers-2027"]


@pytest.mark.parametrize("width", [40, 60, 80])
def test_an_id_stands_in_one_line_in_eighty_columns(width: int) -> None:
    told = drawn(width, ("id", "state", "what"), [(each, "open", "Words that go on " * 9) for each in IDS])
    assert all(each in told for each in IDS)


def test_an_id_that_is_not_the_first_column_stays_whole_as_well() -> None:
    rows = [("more-speakers", "goal", "g55966c7dc906", "very likely, 93%", "Words that go on " * 9)]
    told = drawn(80, ("objective", "kind", "id", "serves it", "what"), rows)
    assert "more-speakers" in told
    assert "g55966c7dc906" in told


def test_what_is_wider_than_the_screen_is_folded_and_nothing_of_it_is_lost() -> None:
    told = drawn(40, ("id", "what"), [("x" * 70, "Short")])
    assert told.count("x") == 70


def drawn(width: int, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    screen = Console(file=io.StringIO(), width=width, highlight=False)
    show_table(screen, header, rows)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()

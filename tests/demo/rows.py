"""What tests ask of roster rows."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def bosses(row: Row, by_id: dict[str, Row]) -> list[str]:
    """The line manager, hers, and so on up; fails on a cycle."""
    found: list[str] = []
    while row["line_manager_id"]:
        assert row["line_manager_id"] not in found, f"{row['id']} is in a cycle"
        found.append(row["line_manager_id"])
        row = by_id[row["line_manager_id"]]
    return found

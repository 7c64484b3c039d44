"""Who reports to whom, and the loops that must not be."""

from __future__ import annotations

from collections.abc import Mapping


def loops(line_managers: Mapping[str, str]) -> list[list[str]]:
    """Every loop among the reporting lines (member → her line manager), each starting at its smallest id."""
    found: list[list[str]] = []
    settled: set[str] = set()
    for start in line_managers:
        walked: list[str] = []
        at = start
        while at in line_managers and line_managers[at] and at not in settled and at not in walked:
            walked.append(at)
            at = line_managers[at]
        if at in walked:
            loop = walked[walked.index(at) :]
            first = loop.index(min(loop))
            found.append(loop[first:] + loop[:first])
        settled.update(walked)
    return found


def chain_above(member: str, line_managers: Mapping[str, str]) -> list[str]:
    """Everybody above a member in her reporting line, nearest first; a loop is walked once."""
    chain: list[str] = []
    at = line_managers.get(member, "")
    while at and at != member and at not in chain:
        chain.append(at)
        at = line_managers.get(at, "")
    return chain

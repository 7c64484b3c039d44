"""Two people decide on a sponsor: who put a match forward cannot be the one who confirms it."""

from __future__ import annotations

from copilot.domain.asking import OPERATOR_ID, Asker
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.errors import Conflict
from copilot.ports import UnitOfWork


def after_approval(match: Match) -> MatchState:
    """What an approval makes of a match: of a sponsor's first a second review."""
    needs_two = match.role is MatchRole.SPONSOR and match.state is MatchState.PROPOSED
    return MatchState.SECOND_REVIEW if needs_two else MatchState.APPROVED


def first_reviewer(unit: UnitOfWork, match: Match) -> str:
    """Who approved it first, as the audit log has it; empty where nobody did."""
    entries = unit.audit_log.all(kind="match", record=match.id, verb="approve")
    first = [each for each in entries if each.detail.get("after") == MatchState.SECOND_REVIEW]
    return max(first, key=lambda each: (each.at, each.id)).by if first else ""


def may_be_second(unit: UnitOfWork, asker: Asker, match: Match) -> bool:
    """Whether somebody else than the asker reviewed it first."""
    return first_reviewer(unit, match) != asker.name_in_log


def check_reviewer(unit: UnitOfWork, asker: Asker, match: Match) -> None:
    """Conflict where a sponsor is to be approved by one of the two, or twice by one person."""
    if match.role is not MatchRole.SPONSOR:
        return
    if asker.member in match.people:
        raise Conflict(
            f"{asker.member} is one of the two of this match, and nobody reviews a sponsor of their own.",
            place=f"match {match.id}",
            cure=whom_to_ask(unit, match),
        )
    if match.state is MatchState.SECOND_REVIEW and not may_be_second(unit, asker, match):
        raise Conflict(
            f"{asker.name_in_log} approved this match first; for a sponsor a second, different person decides.",
            place=f"match {match.id}",
            cure=whom_to_ask(unit, match),
        )


def whom_to_ask(unit: UnitOfWork, match: Match) -> str:
    """Who may still review it, or whom to add."""
    programme = unit.programmes.find(match.programme)
    if programme is None:
        return (
            "Outside a programme only the operator reviews: propose the two in a programme with two managers."
        )
    first = first_reviewer(unit, match) if match.state is MatchState.SECOND_REVIEW else ""
    others = sorted(programme.managers - {first, match.seeker, match.partner})
    if others:
        return f"Ask {' or '.join([*others, *_operator(first)])} to review it."
    add = f"Add a second manager to {match.programme}, somebody else than {match.seeker} and {match.partner}"
    return f"{add}; until then {_operator(first)[0]} may review it." if _operator(first) else f"{add}."


def _operator(first: str) -> list[str]:
    """The person at the machine counts as one person."""
    return [] if first == OPERATOR_ID else ["the operator at the machine"]

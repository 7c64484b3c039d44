"""Relationships read as evidence: which are looked at, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from copilot.domain.matches import MatchRole
from copilot.domain.relationships import Relationship, Stage
from copilot.ports import UnitOfWork
from copilot.services.agreements import agreed_terms
from copilot.services.analytics.evidence import Evidence
from copilot.services.programmes.places import paused_on

JUST_BEGUN = timedelta(weeks=3)
ENDING = (Stage.SEPARATION, Stage.REDEFINITION)


class LeftOut(StrEnum):
    """Why a relationship is not looked at."""

    CLOSED = "It is closed."
    PAUSED = "It is paused, or somebody in it pauses."
    LEFT = "Fewer than two of them are still in the community."
    JUST_BEGUN = "It has only just begun."
    ENDING = "It is coming to its end, as those in it said."
    OVER = "Its programme is over."
    SPONSORSHIP = "Sponsorship shows in what a sponsor does, not in meetings."


@dataclass(frozen=True)
class Scene:
    """What was read of a community: the evidence of those looked at, and why each other one isn't.

    `all_evidence` also holds the closed and paused ones: what is usual is told by everybody.
    """

    evidence: Mapping[str, Evidence]
    all_evidence: tuple[Evidence, ...]
    relationships: Mapping[str, Relationship]
    left_out: Mapping[str, LeftOut]

    def is_circle(self, relationship: str) -> bool:
        """Whether it is one of several."""
        return self.relationships[relationship].role is MatchRole.CIRCLE


def scene(unit: UnitOfWork, now: datetime) -> Scene:
    """Everything of the community: what is usual needs many, whoever is asked about. No word is read but a rhythm's."""
    relationships = {each.id: each for each in unit.relationships.all()}
    sessions, items = _sessions(unit), _items(unit, now.date())
    every = {
        each.id: evidence_of(each, sessions.get(each.id, ()), items.get(each.id, (0, 0)), now)
        for each in relationships.values()
    }
    known = {member for (member,) in unit.members.values("id")}
    ends = dict(unit.programmes.values("id", "ends"))
    away = _away(unit, now.date())
    why = {
        each.id: found
        for each in relationships.values()
        if (found := _left_out(each, known, away, ends, now.date()))
    }
    looked_at = {name: each for name, each in every.items() if name not in why}
    return Scene(looked_at, tuple(every.values()), relationships, why)


def evidence_of(
    relationship: Relationship,
    sessions: Iterable[tuple[datetime, str]],
    items: tuple[int, int],
    now: datetime,
) -> Evidence:
    """One relationship's dates and states. `sessions` are (when, state), `items` how many are ticked and late."""
    held: list[date] = []
    cancelled: list[date] = []
    unsettled: list[date] = []
    ahead: list[date] = []
    for at, state in sessions:
        planned = ahead if at >= now else unsettled
        {"held": held, "cancelled": cancelled}.get(state, planned).append(at.date())
    agreement = relationship.agreement
    signers = {one.member for one in agreement.signatures} if agreement else set()
    signed = agreement is not None and set(relationship.members) <= signers
    weeks = agreed_terms(agreement.text, relationship.started).weeks if agreement and signed else None
    return Evidence(
        relationship.id, relationship.started, now.date(), tuple(sorted(held)), tuple(sorted(cancelled)),
        tuple(sorted(unsettled)), tuple(sorted(ahead)), weeks, signed, *items,
    )  # fmt: skip


def _sessions(unit: UnitOfWork) -> dict[str, list[tuple[datetime, str]]]:
    found: dict[str, list[tuple[datetime, str]]] = {}
    for relationship, at, state in unit.sessions.values("relationship", "at", "state"):
        found.setdefault(relationship, []).append((at, state))
    return found


def _items(unit: UnitOfWork, today: date) -> dict[str, tuple[int, int]]:
    """Relationship → action items ticked, and late ones; their words are not read."""
    counted: dict[str, tuple[int, int]] = {}
    for relationship, due, done in unit.actions.values("relationship", "due", "done"):
        ticked, late = counted.get(relationship, (0, 0))
        counted[relationship] = ticked + bool(done), late + bool(not done and due and due < today)
    return counted


def _away(unit: UnitOfWork, today: date) -> set[tuple[str, str]]:
    """(programme, member) of who pauses there."""
    paused: list[Any] = unit.enrolments.all(state=("enrolled", "paused"))
    return {(each.programme, each.member) for each in paused if paused_on(each, today)}


def _left_out(
    each: Relationship,
    known: Collection[str],
    away: Collection[tuple[str, str]],
    ends: Mapping[str, date],
    today: date,
) -> LeftOut | None:
    here = [member for member in each.members if member in known]
    reasons = {
        LeftOut.CLOSED: each.state == "closed",
        LeftOut.LEFT: len(here) < 2,
        LeftOut.SPONSORSHIP: each.role is MatchRole.SPONSOR,
        LeftOut.PAUSED: each.state == "paused" or _pauses(each, here, away),
        LeftOut.OVER: each.programme in ends and ends[each.programme] < today,
        LeftOut.ENDING: each.stage in ENDING,
        LeftOut.JUST_BEGUN: today - each.started < JUST_BEGUN,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _pauses(each: Relationship, here: Collection[str], away: Collection[tuple[str, str]]) -> bool:
    """Two can't meet without one of them; a circle can."""
    gone = sum((each.programme, member) in away for member in here)
    return len(here) - gone < 2

"""Answers: somebody waits for a yes or no, or waited in vain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from copilot.domain.matches import Match, MatchState
from copilot.domain.nudges import NudgeKind
from copilot.services.matching.verbs.waiting import DAYS_TO_ANSWER, in_chunks, waiting_since
from copilot.services.nudges.finding.scene import Due, Scene

NUDGED_AFTER = (7, 14)
"""Days after which somebody is told that others wait for her answer."""
TOLD_WITHIN = timedelta(days=14)


def answers_waiting(scene: Scene) -> Iterator[Due]:
    """For who has not said yes or no to an approved match, after 7 and after 14 days; circles too."""
    approved = scene.unit.matches.all(state=MatchState.APPROVED)
    since = waiting_since(scene.unit, approved)
    for match in approved:
        for days, next_one in zip(NUDGED_AFTER, (*NUDGED_AFTER[1:], DAYS_TO_ANSWER), strict=True):
            for member in sorted(set(match.people) - match.accepted_by):
                yield Due(
                    member=member,
                    kind=NudgeKind.ANSWER_WAITING,
                    about=match.id,
                    step=f"{since[match.id].date()}-{days}",
                    due=since[match.id] + timedelta(days=days),
                    until=since[match.id] + timedelta(days=next_one),
                )


def requests_closed(scene: Scene) -> Iterator[Due]:
    """For who waited for an answer to a match that both could see, when nobody's answer closed it."""
    closed = {
        match: at
        for match, at, detail in scene.unit.audit_log.values(
            "record", "at", "detail", kind="match", verb="expire"
        )
        if detail.get("before") == MatchState.APPROVED and scene.now - at < TOLD_WITHIN
    }
    for chunk in in_chunks(closed):
        for match in scene.unit.matches.all(id=chunk, state=MatchState.EXPIRED):
            for member in waited(match):
                yield Due(
                    member=member,
                    kind=NudgeKind.REQUEST_CLOSED,
                    about=match.id,
                    step=str(closed[match.id].date()),
                    due=closed[match.id],
                    until=closed[match.id] + TOLD_WITHIN,
                )


def waited(match: Match) -> list[str]:
    """Who had said yes and waited; the seeker where nobody had."""
    return sorted(match.accepted_by & set(match.people)) or [match.seeker]

"""Reach: of those who could have a partner, who was ever asked, and who was matched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.ports import UnitOfWork
from copilot.services.analytics.disclosed import Cell, Saying, count_of, share_of
from copilot.services.analytics.told import Figure, Part
from copilot.services.matching.verbs.reach import reach_of
from copilot.services.matching.verbs.seeing import Seen

CANNOT_TELL = (
    "It counts as of today, whatever the period: matching keeps no history of who was eligible when.",
    "Those who opt out often gain most (Sandvik et al. 2025): managers find who was never asked under matching.",
)
PAIRED = {
    MatchRole.MENTOR: "mentors",
    MatchRole.SPONSOR: "sponsors",
    MatchRole.PEER: "peers",
    MatchRole.REVERSE: "reverse mentors",
}
PLACED = ("enrolled", "completed")


def reach(unit: UnitOfWork, programme: str) -> Part:
    """Shares of the eligible, for each role that was ever matched here, mentors in any case."""
    seen = _seen(unit, programme)
    roles = {match.role for match in seen.matches} | {MatchRole.MENTOR}
    figures = [each for role in PAIRED if role in roles for each in _of(seen, role, programme)]
    return Part(key="reach", title="Reach", figures=tuple(figures), cannot_tell=CANNOT_TELL)


def _of(seen: Seen, role: MatchRole, programme: str) -> tuple[Figure, ...]:
    found, who = reach_of(seen, role, programme), PAIRED[role]
    eligible = Saying(
        f"{role.value}_eligible", f"Could have {who}", "Members who take part and aren't paused."
    )
    asked = Saying(
        f"{role.value}_asked",
        f"Asked about {who}",
        "Of the eligible, those who were proposed, nominated, ranked partners, or opted out.",
    )
    matched = Saying(
        f"{role.value}_matched",
        f"Matched with {who}",
        "Of the eligible, those who ever had an approved match.",
    )
    return (
        count_of(eligible, found.eligible, found.eligible),
        share_of(asked, Cell(found.asked, found.eligible)),
        share_of(matched, Cell(found.matched, found.eligible)),
    )


def _seen(unit: UnitOfWork, programme: str) -> Seen:
    """What `reach_of` looks at, and no more: profiles and rationales stay where they are.

    For the whole community a match, a choice or a nomination counts whichever programme it was in.
    """
    members = [_member(*row) for row in unit.members.values("id", "roles", "paused")]
    placed = unit.enrolments.values("member", programme=programme, state=list(PLACED)) if programme else ()
    own: Mapping[str, Any] = {"programme": programme} if programme else {}
    matches = unit.matches.values("seeker", "partner", "members", "role", "state", **own)
    return Seen(
        tuple(members),
        frozenset(row[0] for row in placed) if programme else frozenset(member.id for member in members),
        tuple(_match(programme, *row) for row in matches),
        tuple(each.model_copy(update=_here(programme)) for each in unit.choices.all()),
        tuple(each.model_copy(update=_here(programme)) for each in unit.nominations.all()),
    )


def _here(programme: str) -> dict[str, str]:
    return {} if programme else {"programme": ""}


def _member(id_: str, roles: list[str], paused: bool) -> Member:
    return Member.model_construct(id=id_, name="", roles=frozenset(map(Role, roles)), paused=paused)


def _match(programme: str, seeker: str, partner: str, members: list[str], role: str, state: str) -> Match:
    return Match.model_construct(
        id="", seeker=seeker, partner=partner, members=tuple(members), role=MatchRole(role), state=MatchState(state),
        programme=programme, score=0.0, rationale=_UNREAD, created=_UNREAD_TIME,
    )  # fmt: skip


_UNREAD = Rationale(benefit=Benefit(seeker="", partner=""))
_UNREAD_TIME = datetime.min.replace(tzinfo=UTC)

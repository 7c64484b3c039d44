"""Leaving a circle, without a reason; and the peers that somebody has beside her circles."""

from __future__ import annotations

from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.circles import FEWEST
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.programmes import MatchingMode, Programme
from copilot.domain.records import Value
from copilot.ports import UnitOfWork
from copilot.services.circles.records import Kept
from copilot.services.circles.seeing import Seeing
from copilot.services.matching.reasons.role_words import number, sentence
from copilot.services.policy import Action
from copilot.services.programmes.parting import Parting

HAS_LEFT = "One of them has left the circle."
TOO_FEW = 3
"""With fewer the circle is told to merge or to end; it is never ended behind its back."""
FEWEST_AT_ALL = 2
"""One alone is no relationship."""
SUGGEST = "`match suggest --role peer` shows who could suit you"
_HOW: dict[MatchingMode, str] = {
    MatchingMode.SELF: f"{SUGGEST}; ask one directly with `match ask`.",
    MatchingMode.SUGGESTED: f"{SUGGEST}; rank up to three with `match rank`, and its manager makes the match.",
    MatchingMode.POOL: "its manager runs the matching for everybody; your profile says what you look for.",
    MatchingMode.NOMINATION: "its manager runs the matching for those who were nominated; ask to be.",
}


class Left(Value):
    """What became of a circle that somebody left. `closed` where only one would have stayed."""

    circle: str
    still_in_it: int
    closed: bool
    words: str


class Peer(Value):
    """A peer: the relationship, who it is with, and when they meet."""

    relationship: str
    member: str
    programme: str
    state: str
    last_held: date | None
    next_planned: date | None


class Way(Value):
    """How one gets a peer in a programme; in none where `programme` is empty."""

    programme: str
    name: str
    words: str


class Peers(Value):
    """Her peers, and how to get one."""

    peers: tuple[Peer, ...]
    ways: tuple[Way, ...]
    seeks: bool


class Leaving(Seeing):
    """The verbs about who sits with whom, for herself."""

    def leave(self, asker: Asker, circle_id: str) -> Left:
        """Sit in a circle no more. No reason is asked for, and the log doesn't say who it was."""
        with self._units() as unit:
            circle = self._of_hers(unit, asker, circle_id, Action.RELATIONSHIP_WRITE)
            self._let_go_of_turns(unit, asker, circle)
            stay, parting = len(circle.here) - 1, Parting(unit, self._clock.now())
            closed = stay < FEWEST_AT_ALL
            if closed:
                parting.close(circle.relationship, HAS_LEFT)
            else:
                parting.leave_circle(circle.relationship, asker.member, HAS_LEFT)
            unit.commit()
        return Left(circle=circle_id, still_in_it=stay, closed=closed, words=_what_now(stay, closed))

    def peers(self, asker: Asker) -> Peers:
        """Her own peers, and how to get one in each programme she takes part in."""
        self._policy.require(asker, Action.RELATIONSHIP_READ, owners={asker.member})
        with self._units.reading() as unit:
            member = unit.members.find(asker.member)
            return Peers(
                peers=tuple(self._peers(unit, asker)),
                ways=tuple(_way(each) for each in _programmes(unit, asker)),
                seeks=member is not None and Role.PEER in member.roles,
            )

    def _peers(self, unit: UnitOfWork, asker: Asker) -> list[Peer]:
        me, now, found = asker.member, self._clock.now(), []
        for each in unit.relationships.all(role=MatchRole.PEER):
            if me not in each.members:
                continue
            sessions = unit.sessions.all(relationship=each.id)
            held = [one.at.date() for one in sessions if one.state == "held"]
            ahead = [one.at.date() for one in sessions if one.state == "planned" and one.at > now]
            found.append(
                Peer(
                    relationship=each.id, member=next(one for one in each.members if one != me),
                    programme=each.programme, state=each.state, last_held=max(held, default=None),
                    next_planned=min(ahead, default=None),
                )
            )  # fmt: skip
        return sorted(found, key=lambda one: (one.state != "active", one.relationship))

    def _let_go_of_turns(self, unit: UnitOfWork, asker: Asker, circle: Kept) -> None:
        """What she was to chair later is open again."""
        for meeting in circle.meetings:
            ahead = meeting.session.state == "planned" and meeting.session.at > circle.now
            if ahead and asker.member in {meeting.noted.chair, *meeting.noted.passed}:
                chair = "" if meeting.noted.chair == asker.member else meeting.noted.chair
                unit.circle_meetings.save(
                    meeting.noted.changed(chair=chair, passed=meeting.noted.passed - {asker.member})
                )


def _what_now(stay: int, closed: bool) -> str:
    if closed:
        return (
            "You have left. Nobody else would have stayed, so the circle has ended; what was written stays."
        )
    if stay < TOO_FEW:
        return (
            f"You have left. {sentence(number(stay))} stay: they are told that they may merge with another circle, or "
            "end theirs with thanks. Nothing ends by itself."
        )
    few = f" {sentence(number(stay))} stay, fewer than {number(FEWEST)}." if stay < FEWEST else ""
    return f"You have left; the circle goes on without you.{few}"


def _programmes(unit: UnitOfWork, asker: Asker) -> list[Programme]:
    own = unit.enrolments.all(member=asker.member, state=("enrolled", "paused"))
    found = [unit.programmes.find(each.programme) for each in own]
    return [each for each in found if each and not each.closed and MatchRole.PEER in each.roles]


def _way(programme: Programme) -> Way:
    return Way(
        programme=programme.id, name=programme.name, words=f"In {programme.name} {_HOW[programme.matching]}"
    )

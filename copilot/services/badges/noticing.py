"""What the records show that deserves a thank-you: pure functions from records to what was noticed, and for whom.

Nothing is counted that somebody keeps to herself: each thing noticed says who may see it, and is shown to nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from copilot.domain.circles import CircleMeeting
from copilot.domain.learning import TrackProgress
from copilot.domain.matches import MatchRole
from copilot.domain.recognition import BadgeKind
from copilot.domain.relationships import Goal, Relationship, Session
from copilot.domain.sponsorship import Advocacy
from copilot.services.members.leaving import LEFT

TENTH = 10
MET_ENOUGH = 3
"""Sessions held before a relationship that has closed counts as one that ended well; what people rated stays theirs."""


@dataclass(frozen=True)
class Seen:
    """One thing that was noticed of one member.

    `seen_by` are the members it may be shown to. Who manages all of `programmes` may be told that it was, and when;
    None where no manager may. `on` is None where the records keep no day. `called` is a track's title.
    """

    kind: BadgeKind
    member: str
    of: str
    on: date | None
    seen_by: frozenset[str]
    programmes: frozenset[str] | None = None
    called: str = ""

    @property
    def id(self) -> str:
        """The same for the same thing, so that it is recognised once."""
        return f"{_word(self.kind)}:{self.of}:{self.member}"

    @property
    def programme(self) -> str:
        """In whose name a badge for it is given; empty where that would tell a manager what isn't hers to know."""
        return next(iter(self.programmes)) if self.programmes and len(self.programmes) == 1 else ""


def is_notice(id_: str) -> bool:
    """Whether this is the id of something noticed, and not of a badge."""
    return ":" in id_ and id_.partition(":")[0] in map(_word, BadgeKind)


def _word(kind: BadgeKind) -> str:
    return kind.value.replace(" ", "-")


def tenth_sessions(
    relationships: Iterable[Relationship], sessions: Iterable[Session], meetings: Iterable[CircleMeeting] = ()
) -> Iterator[Seen]:
    """For each who held it; the others in it see it too, and managers that it was held.

    Where a circle noted who came to that session, it is theirs alone.
    """
    tenths = _tenths(sessions)
    came = {meeting.id: meeting.came for meeting in meetings if meeting.noted}
    for relationship in relationships:
        if tenth := tenths.get(relationship.id):
            everybody = frozenset(relationship.members)
            there = came.get(tenth.id, everybody)
            for member in [each for each in relationship.members if each in there]:
                yield Seen(
                    BadgeKind.TENTH_SESSION, member, relationship.id, tenth.at.date(), everybody, _of(relationship)
                )  # fmt: skip


def goals_reached(goals: Iterable[Goal], relationships: Mapping[str, Relationship]) -> Iterator[Seen]:
    """For herself, and for those she shares the goal with. No manager: a goal is hers."""
    for goal in goals:
        if goal.state == "reached":
            shared = relationships.get(goal.relationship)
            with_her = shared.members if shared and goal.member in shared.members else ()
            yield Seen(
                BadgeKind.GOAL_REACHED, goal.member, goal.id, None, frozenset({goal.member, *with_her})
            )


def first_advocacies(advocacy: Iterable[Advocacy]) -> Iterator[Seen]:
    """Each sponsor's first that the sponsored person confirmed; for the two of them."""
    first: dict[str, Advocacy] = {}
    for one in sorted(advocacy, key=lambda one: (one.on, one.at, one.id)):
        if one.confirmed:
            first.setdefault(one.sponsor, one)
    for one in first.values():
        yield Seen(
            BadgeKind.FIRST_ADVOCACY, one.sponsor, one.id, one.on, frozenset({one.sponsor, one.member})
        )


def returning_mentors(relationships: Iterable[Relationship], sessions: Iterable[Session]) -> Iterator[Seen]:
    """Who took on somebody again after one that ended well, or mentors in a second programme.

    For herself; a manager sees it only where all that it rests on is in her programmes.
    """
    held = held_in(sessions)
    of_mentor: dict[str, list[Relationship]] = defaultdict(list)
    for relationship in sorted(relationships, key=lambda each: (each.started, each.id)):
        if relationship.role is MatchRole.MENTOR:
            for mentor in relationship.members[1:]:
                of_mentor[mentor].append(relationship)
    for mentor, hers in of_mentor.items():
        if found := _return_of(hers, held):
            before, again = found
            programmes = frozenset({before.programme, again.programme})
            yield Seen(
                BadgeKind.RETURNING_MENTOR, mentor, again.id, again.started, frozenset({mentor}), programmes
            )


def circle_chairs(
    meetings: Iterable[CircleMeeting],
    circles: Mapping[str, Relationship],
    sessions: Mapping[str, Session],
) -> Iterator[Seen]:
    """The first meeting that each chaired, once it was held; for the circle, and its managers by the day."""
    held = [each for each in meetings if each.chair and _was_held(sessions.get(each.id))]
    first: dict[str, CircleMeeting] = {}
    for meeting in sorted(held, key=lambda each: (sessions[each.id].at, each.id)):
        first.setdefault(meeting.chair, meeting)
    for chair, meeting in first.items():
        circle = circles.get(meeting.circle)
        others = circle.members if circle else ()
        told = _of(circle) if circle else None
        yield Seen(
            BadgeKind.CIRCLE_CHAIR, chair, meeting.id, sessions[meeting.id].at.date(),
            frozenset({chair, *others}), told,
        )  # fmt: skip


def tracks_finished(progress: Iterable[TrackProgress], titles: Mapping[str, str]) -> Iterator[Seen]:
    """For herself: what she learns is hers. A track that has gone since is no longer noticed."""
    for each in progress:
        if each.finished and each.track in titles:
            yield Seen(
                BadgeKind.TRACK, each.member, each.track, each.finished.date(), frozenset({each.member}),
                called=titles[each.track],
            )  # fmt: skip


def held_in(sessions: Iterable[Session]) -> dict[str, list[date]]:
    """Relationship → the days of its sessions that were held, in order."""
    held: dict[str, list[date]] = defaultdict(list)
    for session in sessions:
        if session.state == "held":
            held[session.relationship].append(session.at.date())
    return {relationship: sorted(days) for relationship, days in held.items()}


def _tenths(sessions: Iterable[Session]) -> dict[str, Session]:
    """Relationship → its tenth session that was held."""
    held: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.state == "held":
            held[session.relationship].append(session)
    in_order = {each: sorted(held[each], key=lambda session: (session.at, session.id)) for each in held}
    return {each: found[TENTH - 1] for each, found in in_order.items() if len(found) >= TENTH}


def _return_of(
    hers: Sequence[Relationship], held: Mapping[str, Collection[date]]
) -> tuple[Relationship, Relationship] | None:
    """The first pair of one and a later one that make her a returning mentor; they come in order of their start."""
    for n, again in enumerate(hers):
        for before in hers[:n]:
            if _ended_well(before, held) or _in_another_programme(before, again, held):
                return before, again
    return None


def _ended_well(one: Relationship, held: Mapping[str, Collection[date]]) -> bool:
    return one.state == "closed" and one.reason != LEFT and len(held.get(one.id, ())) >= MET_ENOUGH


def _in_another_programme(
    before: Relationship, again: Relationship, held: Mapping[str, Collection[date]]
) -> bool:
    two = bool(before.programme and again.programme) and before.programme != again.programme
    return two and len(held.get(before.id, ())) >= MET_ENOUGH


def _of(relationship: Relationship) -> frozenset[str]:
    """A relationship in no programme has no manager who could be told; admins know that it is there, as of all."""
    return frozenset({relationship.programme})


def _was_held(session: Session | None) -> bool:
    return session is not None and session.state == "held"

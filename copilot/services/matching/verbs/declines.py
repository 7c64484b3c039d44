"""Why matches were declined, counted, and what the reasons say of the settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from copilot.domain.asking import Asker
from copilot.domain.matches import DeclineCategory, Match, MatchRole, MatchState
from copilot.domain.members import Member
from copilot.domain.records import Value
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.verbs.decline_words import category_of
from copilot.services.matching.verbs.records import MatchRecords
from copilot.services.policy import Action

ENOUGH = 3
A_GOOD_PART = 0.25
"""From this many declines of one kind on, and from this share of a role's declines, a change of a weight is offered."""
HALF = 0.5
"""A part at this value or above was no warning that the score passed over."""
FAR_APART = 5
"""Levels between the two from which a weight of the level is worth a word."""

PART_OF: dict[DeclineCategory, str] = {
    DeclineCategory.WRONG_LEVEL: "level_fit",
    DeclineCategory.TOO_LITTLE_OVERLAP: "hours",
    DeclineCategory.NEED_NOT_MET: "areas",
    DeclineCategory.ONE_OF_THEM_ASKED: "wishes",
}
"""The part of the score that should have seen it coming."""
_WITHOUT_A_PART: dict[DeclineCategory, str] = {
    DeclineCategory.KNOW_EACH_OTHER: "Ask members at enrolment whom they know well already, and keep it as a veto.",
    DeclineCategory.CONFLICT_OF_INTEREST: (
        "Complete line_manager_id in the roster: reporting lines are kept apart only where they are known."
    ),
    DeclineCategory.CAPACITY: "Ask the partners for their places, and set capacity in the roster or pause them.",
    DeclineCategory.OTHER: "Read these reasons; --because with a category makes them count.",
}
_WHERE = {
    "level_fit": "Look at the levels in these profiles.",
    "hours": "Look at the time zones in these profiles.",
    "areas": "Ask for goals told in more words.",
    "wishes": "Ask members for their wishes, or let the mentees rank whom they are suggested (`match rank`).",
}
_CALLED = {category: category.value.replace("-", " ") for category in DeclineCategory}


class DeclineCount(Value):
    """How often one role's matches were declined for one kind of reason, and what to do about it.

    part, weight: the part of the score that speaks of it, and what it weighs now. seen: the mean of this part among
    these declines, 0 to 1; kept: among the role's matches that were approved.
    """

    role: MatchRole
    because: DeclineCategory
    count: int
    of: int
    part: str = ""
    weight: float | None = None
    seen: float | None = None
    kept: float | None = None
    advice: str
    matches: tuple[str, ...] = ()


class Declines(Value):
    """All declines the asker may see, the most frequent kind first; nothing in here changes a weight."""

    total: int
    by_category: dict[DeclineCategory, int] = {}
    declines: tuple[DeclineCount, ...] = ()
    suggestions: tuple[str, ...] = ()


class Declining(MatchRecords):
    """The verb that learns from declines."""

    def declines(self, asker: Asker, *, programme: str = "", role: MatchRole | None = None) -> Declines:
        """Count the declines by category. The operator without a programme sees those of all."""
        self._policy.require(asker, Action.MATCHES_READ, programme=programme)
        wanted: dict[str, object] = {"programme": programme or None, "role": role}
        with self._units.reading() as unit:
            matches = unit.matches.all(**{name: value for name, value in wanted.items() if value is not None})
            members = {member.id: member for member in unit.members.all()}
        return counted(
            [each for each in matches if self._sees_proposals(asker, each)], members, self._weights
        )


def counted(matches: Iterable[Match], members: Mapping[str, Member], weights: MatchingWeights) -> Declines:
    """The declines among these matches, by role and category."""
    matches = list(matches)
    groups: dict[tuple[MatchRole, DeclineCategory], list[Match]] = defaultdict(list)
    for match in matches:
        if match.state is MatchState.DECLINED:
            groups[match.role, category_of(match)].append(match)
    rows = [_row(role, because, found, matches, weights) for (role, because), found in groups.items()]
    rows.sort(key=lambda row: (-row.count, row.role, row.because))
    by_category: dict[DeclineCategory, int] = defaultdict(int)
    for row in rows:
        by_category[row.because] += row.count
    return Declines(
        total=sum(row.count for row in rows),
        by_category=dict(sorted(by_category.items(), key=lambda item: (-item[1], item[0]))),
        declines=tuple(rows),
        suggestions=tuple(
            filter(None, (_suggestion(row, groups[row.role, row.because], members) for row in rows))
        ),
    )


def _row(
    role: MatchRole,
    because: DeclineCategory,
    found: list[Match],
    matches: list[Match],
    weights: MatchingWeights,
) -> DeclineCount:
    # A circle is grouped, not scored pair by pair: no weight of its own.
    part = PART_OF.get(because, "") if role is not MatchRole.CIRCLE else ""
    of_role = [each for each in matches if each.role is role]
    row = DeclineCount(
        role=role,
        because=because,
        count=len(found),
        of=sum(each.state is MatchState.DECLINED for each in of_role),
        part=part,
        weight=weights.for_role(role).of(part) if part else None,
        seen=_mean(found, part),
        kept=_mean((each for each in of_role if each.state in _KEPT), part),
        advice="",
        matches=tuple(each.id for each in found),
    )
    return row.model_copy(update={"advice": _advice(row)})


_KEPT = frozenset(
    {MatchState.APPROVED, MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED, MatchState.CLOSED}
)


def _mean(matches: Iterable[Match], part: str) -> float | None:
    values = [each.parts[part] for each in matches if part in each.parts]
    return round(sum(values) / len(values), 3) if values else None


def _advice(row: DeclineCount) -> str:
    if not row.part:
        return _WITHOUT_A_PART.get(row.because) or _WHERE[PART_OF[row.because]]
    if row.seen is None:
        return f"The score knew nothing of it: {row.part} was unknown in these matches. {_WHERE[row.part]}"
    if row.seen >= (HALF if row.kept is None else row.kept):
        beside = "" if row.kept is None else f" and {row.kept:.2f} in the matches that were approved"
        return (
            f"More weight on {row.part} would not have helped: it was {row.seen:.2f} here{beside}. "
            f"{_WHERE[row.part]}"
        )
    raise_it = "Raise" if row.count >= ENOUGH else "If more of this kind follow, raise"
    return (
        f"{raise_it} the weight of {row.part} for the role {row.role.value} in the settings of matching, "
        f"now {row.weight:.2f}."
    )


def _suggestion(row: DeclineCount, found: list[Match], members: Mapping[str, Member]) -> str:
    """A sentence where the declines of one kind are many enough to mean something."""
    if row.because is DeclineCategory.OTHER or row.count < ENOUGH or row.count < A_GOOD_PART * row.of:
        return ""
    distances = _distances(found, members) if row.because is DeclineCategory.WRONG_LEVEL else []
    far = sum(distance >= FAR_APART for distance in distances)
    apart = f" ({far} of them at {FAR_APART} levels or more apart)" if far else ""
    return f"{row.count} of {row.of} declines say {_CALLED[row.because]}{apart}: {row.advice}"


def _distances(found: list[Match], members: Mapping[str, Member]) -> list[int]:
    level = {member.id: member.profile.level for member in members.values()}
    pairs = ((level.get(match.seeker), level.get(match.partner)) for match in found)
    return [abs(one - other) for one, other in pairs if one is not None and other is not None]

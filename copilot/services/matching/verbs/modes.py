"""Where members choose for themselves, and where they don't: a programme's matching mode says."""

from __future__ import annotations

from collections.abc import Collection

from copilot.domain.matches import MatchRole
from copilot.domain.programmes import MatchingMode, Programme
from copilot.errors import Conflict
from copilot.ports import UnitOfWork

LETS_CHOOSE = frozenset({MatchingMode.SELF, MatchingMode.SUGGESTED})
HOW_MATCHES_COME_ABOUT = {
    MatchingMode.SELF: "you choose a partner yourself and ask her, and she says yes or no",
    MatchingMode.SUGGESTED: "you rank those who are suggested to you, and the next run counts it",
    MatchingMode.POOL: "a run over all who take part finds the matches, and nobody is shown suggestions",
    MatchingMode.NOMINATION: (
        "a run over all who take part finds the matches, also for those who were nominated and did not opt out; "
        "nobody is shown suggestions"
    ),
}
INSTEAD = {
    MatchingMode.POOL: "Say in your profile what you wish for: the run reads it.",
    MatchingMode.NOMINATION: (
        "Say in your profile what you wish for: the run reads it. Who does not want to be asked opts out."
    ),
    MatchingMode.SUGGESTED: "See whom you could rank with `match suggest`.",
}


def where_she_chooses(unit: UnitOfWork, programmes: Collection[str]) -> set[str]:
    """Of these programmes those that let members choose; Conflict where there are some, and none of them does."""
    if not programmes:
        return set()
    known = unit.programmes.all(id=set(programmes))
    open_to_her = {each.id for each in known if each.matching in LETS_CHOOSE}
    if known and not open_to_her:
        raise not_here(known[0])
    return open_to_her


def check_mode(programme: Programme, mode: MatchingMode) -> None:
    """Conflict where matches come about in another way."""
    if programme.matching is not mode:
        raise not_here(programme)


def check_run(programme: Programme, role: MatchRole) -> None:
    """Conflict where members choose for themselves: a run would decide over their heads. Sponsors are reviewed."""
    if programme.matching is MatchingMode.SELF and role is not MatchRole.SPONSOR:
        raise Conflict(
            f"In {programme.name} members choose for themselves, and no run decides for them.",
            place=programme.id,
            cure="`programmes update --matching suggested` or `pool` lets a run do it.",
        )


def not_here(programme: Programme) -> Conflict:
    """How matches come about here, for who tried another way."""
    return Conflict(
        f"In {programme.name} {HOW_MATCHES_COME_ABOUT[programme.matching]}.",
        place=programme.id,
        cure=INSTEAD.get(programme.matching, "Ask her with `match ask`."),
    )

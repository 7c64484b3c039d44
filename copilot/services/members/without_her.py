"""Others' records as they go on without a member who left."""

from __future__ import annotations

from collections.abc import Callable, Collection

from copilot.domain.help_requests import HelpRequest
from copilot.domain.matches import Benefit, Match, MatchRole, MatchRun, MatchState, Rationale


def goes_on_without(match: Match) -> bool:
    """Whether a match outlives one of its people: a circle at work does, where two or more remain."""
    at_work = match.state in (MatchState.ACTIVE, MatchState.PAUSED)
    return match.role is MatchRole.CIRCLE and at_work and len(match.people) > 2


def without_helper(asked: HelpRequest, her: str) -> HelpRequest:
    """Without her offer. Where hers was taken, somebody else may help; what is over stays as it went."""
    others = tuple(offer for offer in asked.offers if offer.member != her)
    again = {"state": "open", "helper": ""} if (asked.state, asked.helper) == ("taken", her) else {}
    return asked.changed(offers=others, **again)


def circle_without(match: Match, her: str) -> Match:
    """The circle as it goes on; its reasons spoke of all of them together, and go."""
    others = tuple(each for each in match.people if each != her)
    rationale = Rationale(benefit=Benefit(seeker="", partner=""), confidence="One of the circle has left.")
    return match.changed(
        members=others,
        seeker=others[0],
        partner=others[1],
        accepted_by=match.accepted_by - {her},
        rationale=rationale,
    )


def without_alternative(match: Match, her: str) -> Match:
    """The other candidates of a match without her, and no sentence about what she could change."""
    rationale = match.rationale
    names_her: Callable[[str], bool] = lambda sentence: her in sentence.replace(".", " ").split()  # noqa: E731
    return match.changed(
        rationale=rationale.model_copy(
            update={
                "alternatives": tuple(one for one in rationale.alternatives if one.member != her),
                "would_change": tuple(said for said in rationale.would_change if not names_her(said)),
            }
        )
    )


def without_member(run: MatchRun, her: str, gone: Collection[str]) -> MatchRun:
    """A run without what it said of her, and without matches that are gone."""
    return run.changed(
        proposed=tuple(each for each in run.proposed if each not in gone),
        unmatched=tuple(each for each in run.unmatched if each.member != her),
        moved=tuple(each for each in run.moved if each.member != her),
    )

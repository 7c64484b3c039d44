from typing import Any

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Benefit, DeclineCategory, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.errors import NotAllowed
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.verbs.decline_words import because_of
from copilot.services.matching.verbs.declines import Declines, counted
from tests.fakes import FixedClock
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, mentee, mentor

WHEN = FixedClock().now()


def declined(
    n: int, because: str = "", reason: str = "no", state: str = "declined", seeker: str = "e", **parts: float
) -> Match:
    return Match(
        id=f"x{n}{because}{state}",
        seeker=seeker,
        partner="m",
        role=MatchRole.MENTOR,
        state=MatchState(state),
        score=0.5,
        parts=parts,
        reason=reason,
        because=DeclineCategory(because) if because else "",
        rationale=Rationale(benefit=Benefit(seeker="", partner="")),
        created=WHEN,
    )


def count(matches: list[Match], members: tuple[Member, ...] = ()) -> Declines:
    return counted(matches, {each.id: each for each in members}, MatchingWeights())


@pytest.mark.parametrize(
    ("reason", "category"),
    [
        ("They know each other already", "know-each-other-already"),
        ("They work too closely", "know-each-other-already"),
        ("They fell out last year", "conflict-of-interest"),
        ("He sits on her promotion panel", "conflict-of-interest"),
        ("The mentor is too junior", "wrong-level"),
        ("Six levels apart is too much", "wrong-level"),
        ("Hardly any overlap in working hours", "too-little-overlap"),
        ("Their time zones don't meet", "too-little-overlap"),
        ("She is on leave until June", "capacity"),
        ("The mentor has too many mentees", "capacity"),
        ("The mentee asked for somebody else", "one-of-them-asked"),
        ("He doesn't want to", "one-of-them-asked"),
        ("It misses what her goals are about", "need-not-met"),
        ("He has no experience with budgets", "need-not-met"),
        ("by mistake", "other"),
        ("", "other"),
    ],
)
def test_the_words_of_a_reason_give_its_category(reason: str, category: str) -> None:
    assert because_of(reason).value == category


def test_what_the_manager_says_counts_before_the_words() -> None:
    service, _ = homed([mentee("e0", GOALS[0]), mentor("m0", EXPERIENCE[0])])
    (match,) = service.run(OPERATOR, MatchRole.MENTOR)[1]
    kept = service.decline(OPERATOR, match.id, "Too senior", DeclineCategory.ONE_OF_THEM_ASKED)
    assert (kept.because, kept.reason) == (DeclineCategory.ONE_OF_THEM_ASKED, "Too senior")
    assert service.undo(OPERATOR, match.id).because == ""
    assert service.decline(OPERATOR, match.id, "Too senior").because is DeclineCategory.WRONG_LEVEL


def test_declines_are_counted_with_the_weight_that_would_have_seen_them() -> None:
    overlap = [declined(n, "too-little-overlap", hours=0.2) for n in range(5)]
    others = [declined(n, "capacity") for n in range(7)]
    kept = [declined(n, state="approved", hours=0.9) for n in range(3)]
    found = count([*overlap, *others, *kept])
    assert (found.total, found.by_category) == (12, {"capacity": 7, "too-little-overlap": 5})
    row = next(each for each in found.declines if each.part)
    assert (row.part, row.weight, row.seen, row.kept) == ("hours", 0.08, 0.2, 0.9)
    assert any(
        "5 of 12 declines say too little overlap: Raise the weight of hours for the role mentor" in each
        and "now 0.08" in each
        for each in found.suggestions
    )


def test_a_weight_that_would_have_changed_nothing_is_not_offered() -> None:
    found = count(
        [
            *(declined(n, "too-little-overlap", hours=0.9) for n in range(4)),
            declined(9, state="active", hours=0.6),
        ]
    )
    assert "would not have helped" in found.declines[0].advice
    assert "time zones" in found.declines[0].advice
    assert "1.00 here." in count([declined(1, "too-little-overlap", hours=1.0)]).declines[0].advice
    unknown = count([declined(n, "too-little-overlap") for n in range(4)])
    assert "The score knew nothing of it" in unknown.declines[0].advice


def test_levels_far_apart_are_said() -> None:
    members = (mentee("e", level=2), mentor("m", level=8))
    found = count([declined(n, "wrong-level", level_fit=0.4) for n in range(3)], members)
    (told,) = found.suggestions
    assert "3 of them at 5 levels or more apart" in told
    assert "level_fit" in told


def test_one_or_two_declines_suggest_nothing() -> None:
    found = count([declined(n, "wrong-level") for n in range(2)])
    assert found.total == 2
    assert not found.suggestions
    few = count([declined(1, "wrong-level", level_fit=0.2)]).declines[0].advice
    assert few.startswith("If more of this kind follow, raise the weight of level_fit")


def test_old_declines_without_a_category_are_read_from_their_words() -> None:
    assert count([declined(1, reason="no overlap")]).by_category == {"too-little-overlap": 1}


@pytest.mark.parametrize("because", DeclineCategory)
@pytest.mark.parametrize("role", MatchRole)
def test_every_category_of_every_role_says_what_to_do(because: DeclineCategory, role: MatchRole) -> None:
    match = declined(1, because, need_offer=0.2, hours=0.2, wishes=0.2, level_fit=0.2).changed(role=role)
    assert count([match]).declines[0].advice.endswith(".")


def test_a_manager_counts_the_declines_of_her_programme_and_no_others() -> None:
    members: list[Any] = [mentee("e0", GOALS[0]), mentor("m0", EXPERIENCE[0])]
    service, units = homed(members)
    enrolled(units, "spring", ["e0", "m0"], ["boss"])
    boss = Asker(member="boss", manages=frozenset({"spring"}))
    (match,) = service.run(boss, MatchRole.MENTOR, "spring")[1]
    service.decline(boss, match.id, "They know each other")
    assert service.declines(boss, programme="spring").total == 1
    assert service.declines(OPERATOR, role=MatchRole.SPONSOR).total == 0
    with pytest.raises(NotAllowed):
        service.declines(boss)
    with pytest.raises(NotAllowed):
        service.declines(Asker(member="e0", roles=frozenset({Role.MENTEE})), programme="spring")

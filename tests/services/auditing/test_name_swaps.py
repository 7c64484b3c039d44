"""Another name changes no match; without stripping it would."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.members import Member
from copilot.services.auditing import name_swaps
from copilot.services.auditing.name_swaps import SAMPLE, NoStripping, swap_everything
from copilot.services.auditing.scene import see
from copilot.services.auditing.verdicts import Verdict
from copilot.services.matching.neutral.swapping import Swap
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import Gathering
from tests.fakes import WordEncoder
from tests.services.auditing.people import Community, auditing, line
from tests.services.matching.community import DAY, mentee, mentor


def named(family: str, first: Sequence[str], other: int = 0) -> tuple[Member, ...]:
    """Every mentee names a mentor, and every mentor tells her own name: with names left in, they meet by them."""
    own = [f"{each} {family}" for each in first]
    mentees = [
        mentee(f"s{n}", f"Speak on a stage as {own[(n + other) % 8]} does", name=f"Zuri {own[n]}", level=2)
        for n in range(8)
    ]
    mentors = [
        mentor(f"p{n}", f"People say: {own[n % 8]} taught us to speak on a stage", name=own[n % 8], level=6)
        for n in range(8)
    ]
    return (*mentees, *mentors)


BEFORE = named("Obuya", ("Adaeze", "Chinwe", "Ngozi", "Ifeoma", "Obinna", "Emeka", "Chidi", "Uzoma"))
AFTER = named(
    "Lindqvist", ("Uzoma", "Astrid", "Sigrid", "Ingrid", "Torsten", "Gunnar", "Chinwe", "Adaeze"), 3
)


def _community() -> Community:
    return Community(members=list(BEFORE))


@pytest.fixture
def one_swap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        name_swaps, "swaps", lambda people, seed: [lambda: Swap("names: other", BEFORE, AFTER)]
    )


@pytest.mark.usefixtures("one_swap")
def test_with_stripping_a_swap_of_names_changes_nothing_and_without_it_does() -> None:
    report = auditing(_community().homed()).audit(OPERATOR)
    (row,) = report.name_swaps
    assert (row.pairs, row.changed) == (8, 0)
    assert row.changed_without > 0
    assert line(report, "names · mentor · names: other").verdict is Verdict.PASS
    assert not report.names_matter


@pytest.mark.usefixtures("one_swap")
def test_a_stripping_that_lets_names_through_is_a_defect_and_is_said() -> None:
    with _community().homed().reading() as unit:
        scene = see(unit, "")
    leaky = Gathering(WordEncoder(), MatchingWeights(), DAY, NoStripping)
    (row,) = swap_everything(scene, leaky, WordEncoder(), 0)
    assert row.changed == row.changed_without > 0


def test_every_swap_there_is_changes_no_pair() -> None:
    report = auditing(_community().homed()).audit(OPERATOR)
    kinds = {row.what for row in report.name_swaps}
    assert len(kinds) == len(report.name_swaps) >= 4
    assert {row.changed for row in report.name_swaps} == {0}


def test_in_a_large_community_a_seeded_sample_is_swapped(monkeypatch: pytest.MonkeyPatch) -> None:
    community = Community()
    for n in range(SAMPLE + 40):
        one = mentee(f"m{n}", "Speak on a stage") if n % 2 else mentor(f"m{n}", "Spoke on a stage")
        community.members.append(one)
    swapped: list[tuple[str, ...]] = []

    def keeping(people: Sequence[Member], seed: int) -> list[object]:
        swapped.append(tuple(member.id for member in people))
        return []

    monkeypatch.setattr(name_swaps, "swaps", keeping)
    units = community.homed()
    for seed in (1, 1, 2):
        auditing(units).audit(OPERATOR, seed=seed)
    assert len(set(swapped[0])) == SAMPLE
    assert swapped[0] == swapped[1] != swapped[2]


def test_no_swapped_text_reaches_the_encoder_that_keeps_what_it_reads() -> None:
    from copilot.services.auditing.service import AuditService
    from copilot.services.policy import Policy
    from tests.fakes import FixedClock

    keeping, bare = WordEncoder(), WordEncoder()
    service = AuditService(_community().homed(), keeping, bare, Policy(), FixedClock())
    service.audit(OPERATOR)
    assert bare.encoded
    assert not keeping.encoded

"""What the sample community says of its people: each with consent, none of it by herself, and a board that is alive."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from copilot.demo.recognition import SAID, keep_recognition
from copilot.domain.asking import OPERATOR
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment
from copilot.domain.spaces import PostKind
from copilot.services.policy import Policy
from copilot.services.recognition.boards import LeaderboardService
from copilot.services.spaces.visible import is_told
from tests.fakes import FixedClock, MemoryUnitsOfWork


def community(now: datetime) -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(
            *(
                Member(
                    id=f"m{n}", name=f"Ada{n} Moreau", roles=frozenset({Role.PEER}),
                    profile=Profile(function=("Design", "Sales")[n % 2]),
                )
                for n in range(1, 61)
            )
        )  # fmt: skip
        unit.enrolments.add(*(Enrolment(id=f"p:m{n}", programme="p", member=f"m{n}") for n in range(1, 61)))
        keep_recognition(unit, now)
        unit.commit()
    return units


@pytest.mark.parametrize("month", [1, 6, 11])
def test_all_of_it_is_of_the_past_with_consent_and_by_others(month: int) -> None:
    now = datetime(2026, month, 2, 9, tzinfo=UTC)
    with community(now).reading() as unit:
        posts = unit.posts.all(kind=PostKind.SHOUT_OUT)
        assert len(posts) == sum(each.aloud for each in SAID)
        assert all(is_told(each) and each.author not in each.about and each.at < now for each in posts)
        moments = unit.moments.all()
        assert moments
        assert all(each.by != each.member and each.on <= now.date() for each in moments)
        waiting = [each for each in unit.drafts.all() if each.consent == "asked"]
        assert len(waiting) == 1


def test_the_board_is_alive() -> None:
    now = FixedClock().now()
    board = LeaderboardService(community(now), Policy(), FixedClock()).board(OPERATOR)
    assert len(board.persons) >= 5
    assert board.persons[0].people >= 4
    assert board.teams

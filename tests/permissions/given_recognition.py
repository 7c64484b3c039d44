"""Of each owner a write-up she agreed to, a shout-out everybody reads, one she took back, and a place on the board."""

from __future__ import annotations

from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.recognition import LeaderboardChoice
from copilot.domain.spaces import Post, PostKind
from copilot.ports import UnitOfWork
from tests.permissions.community import COLLEAGUE, NOW


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """Told by a colleague, so that each belongs to the owner alone among those who ask."""
    about = {"author": COLLEAGUE, "kind": PostKind.SHOUT_OUT, "about": {owner}, "public": True, "at": NOW}
    unit.drafts.add(
        Draft(
            id=f"praise:{owner}", kind=DraftKind.RECOGNITION, state="approved", writer="embedded", about=owner,
            owners={owner, COLLEAGUE}, made_by=COLLEAGUE, markdown="She found the cause.", created=NOW,
            inputs={"tone": "shout-out", "consent": "given"},
        )
    )  # fmt: skip
    unit.posts.add(
        Post(id=f"aloud:{owner}", text="She found the cause.", agreed={owner}, **about),
        Post(id=f"hidden:{owner}", text="She was late, once.", **about),
    )
    unit.leaderboard_choices.add(LeaderboardChoice(id=owner, alone=True, since=NOW))

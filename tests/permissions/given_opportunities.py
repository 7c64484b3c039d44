"""An opportunity that each owner posted, one that is over, and a pointer to her."""

from __future__ import annotations

from datetime import timedelta

from copilot.domain.spaces import Pointer, Post, PostKind
from copilot.ports import UnitOfWork
from tests.permissions.community import NOW, OFFERED, PARTNER


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """Hers on the board; one of somebody else's to which she was pointed."""
    offer = {"kind": PostKind.OPPORTUNITY, "offer": "talk", "text": "Ten minutes on stage", "at": NOW}
    over = NOW.date() - timedelta(days=1)
    unit.posts.add(
        Post.model_validate({**offer, "id": f"offer:{owner}", "author": owner, "title": f"Offer of {owner}"}),
        Post.model_validate(
            {**offer, "id": f"over:{owner}", "author": owner, "title": "Over", "closes": over}
        ),
        Post.model_validate({**offer, "id": f"for:{owner}", "author": OFFERED, "title": f"For {owner}"}),
    )
    unit.pointers.add(
        Pointer(id=f"pt:{owner}", post=f"for:{owner}", member=owner, by=PARTNER, words="You can.", at=NOW)
    )

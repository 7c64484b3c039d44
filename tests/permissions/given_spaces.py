"""Each owner keeps a group of her own and has written in it, and in the space she shares with her partner."""

from __future__ import annotations

from copilot.domain.spaces import Post, PostKind, Space, SpaceKind, SpaceMember
from copilot.ports import UnitOfWork
from copilot.services.spaces.belonging import relationship_space
from tests.permissions.community import NOW, PARTNER

TOPIC = "topic-of-all"


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """A group, posts there and between two, a story of her that her partner tells."""
    group, between = f"group:{owner}", relationship_space(f"r:{owner}")
    unit.spaces.add(
        Space(id=group, kind=SpaceKind.INTEREST, name=f"Group of {owner}", keepers={owner}, created=NOW),
        Space(
            id=f"other-group:{owner}",
            kind=SpaceKind.INTEREST,
            name=f"Others of {owner}",
            keepers={PARTNER},
            created=NOW,
        ),
    )
    unit.space_members.add(
        SpaceMember(id=f"{group}:{owner}", space=group, member=owner, since=NOW),
        SpaceMember(id=f"{group}:{PARTNER}", space=group, member=PARTNER, since=NOW),
        SpaceMember(
            id=f"other-group:{owner}:{PARTNER}", space=f"other-group:{owner}", member=PARTNER, since=NOW
        ),
    )
    unit.posts.add(
        Post(id=f"post:{owner}", space=between, author=owner, text=f"Words of {owner}", at=NOW),
        Post(id=f"partners-post:{owner}", space=group, author=PARTNER, text=f"Words to {owner}", at=NOW),
        Post(
            id=f"story:{owner}", space=between, author=PARTNER, kind=PostKind.STORY, text="She waited.",
            about={owner}, at=NOW,
        ),
    )  # fmt: skip
    if unit.spaces.find(TOPIC) is None:
        unit.spaces.add(Space(id=TOPIC, kind=SpaceKind.TOPIC, name="Leading", keepers={PARTNER}, created=NOW))

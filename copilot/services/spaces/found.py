"""A post by its id, for somebody who may read it; the same no for what isn't there and what isn't hers to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.spaces import Post, SpaceKind
from copilot.errors import Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.policy import Action, Policy
from copilot.services.spaces.belonging import Place, place_for
from copilot.services.spaces.visible import may_read


@dataclass(frozen=True)
class Standing:
    """A post where it stands: in its space, and under the post it answers (itself where it answers none)."""

    post: Post
    root: Post
    place: Place


def standing(unit: UnitOfWork, asker: Asker, post_id: str, today: date) -> Standing:
    """The post in its space. NotFound where it is gone, removed, or not for this asker."""
    post = unit.posts.find(post_id)
    if post is None or not post.space or post.removed:
        raise no_such_post(post_id)
    try:
        place = place_for(unit, asker, post.space, today)
    except NotFound as fault:
        raise no_such_post(post_id) from fault
    root = unit.posts.find(post.parent) if post.parent else post
    if root is None or not may_read(root, asker.member):
        raise no_such_post(post_id)
    return Standing(post, root, place)


def no_such_post(post_id: str) -> NotFound:
    """One sentence for all the reasons."""
    return NotFound(
        "There is no such post that you may see.", place=post_id, cure="`spaces show` shows those of a space."
    )


def check_writable(policy: Policy, asker: Asker, place: Place) -> None:
    """NotAllowed for who may not write here; Conflict where nobody can any more."""
    policy.require(asker, Action.SPACE_WRITE, owners=place.owners(asker), programme=place.programme)
    if place.shut:
        raise Conflict(place.shut, place=place.id, cure="Write in another space of yours.")


def keepers_for(policy: Policy, asker: Asker, place: Place) -> frozenset[str]:
    """Who keeps it, with the asker where she may: topics are the community's, and so its admins keep them as well."""
    hers = place.space.kind is SpaceKind.TOPIC and policy.allows(asker, Action.TOPICS_OPEN)
    return place.keepers | ({asker.name_in_log} if hers else set())

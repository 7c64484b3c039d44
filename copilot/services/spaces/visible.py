"""Which posts of a space somebody may read, and how they stand together. Pure: who is in the space, others decide.

A story and a shout-out are read by others once everybody they are about has agreed, and no longer when one of them
takes that back. What answers one is read where it is. What was removed leaves a place where something answers it.
"""

from __future__ import annotations

from collections.abc import Iterable

from copilot.domain.records import Value
from copilot.domain.spaces import Post, PostKind

REMOVED = "Removed."
ABOUT_PEOPLE = frozenset({PostKind.STORY, PostKind.SHOUT_OUT})
"""What others read only with the consent of everybody it is about; what answers such a post is of its kind."""


class Thread(Value):
    """A post with what answers it, the oldest first."""

    post: Post
    replies: tuple[Post, ...] = ()

    @property
    def latest(self) -> Post:
        """The newest word of it."""
        return max((self.post, *self.replies), key=lambda each: (each.at, each.id))


def is_told(story: Post) -> bool:
    """Whether everybody it is about has agreed."""
    return story.about <= story.agreed


def may_read(root: Post, reader: str) -> bool:
    """Whether this post, which answers none, is for this reader of its space."""
    return root.kind not in ABOUT_PEOPLE or is_told(root) or knows_of(root, reader)


def knows_of(post: Post, reader: str) -> bool:
    """Whether she wrote it, or it is about her: then she reads it whoever has agreed."""
    return bool(reader) and reader in post.about | {post.author}


def is_for_her(post: Post, reader: str) -> bool:
    """Whether she may read a story or shout-out also where she isn't in its space."""
    return (post.public and is_told(post)) or knows_of(post, reader)


def for_everybody_in_it(post: Post, root: Post | None) -> bool:
    """Whether a post is for everybody in its space just now, whoever reads: what may be sent on to where they meet.

    Args:
        post: the post.
        root: the post it answers; itself where it answers none, None where that one is gone.
    """
    if post.removed or root is None:
        return not post.removed and post.kind not in ABOUT_PEOPLE
    return root.kind not in ABOUT_PEOPLE or is_told(root)


def threads(posts: Iterable[Post], reader: str) -> list[Thread]:
    """What this reader sees of a space's posts, those with the newest words first."""
    posts = list(posts)
    roots = {each.id: each for each in posts if not each.parent}
    answers: dict[str, list[Post]] = {}
    for each in posts:
        if each.parent:
            answers.setdefault(each.parent, []).append(each)
    for gone in set(answers) - set(roots):
        roots[gone] = _gone(gone, answers[gone])
    seen = [_thread(root, answers.get(root.id, []), reader) for root in roots.values()]
    found = [thread for thread in seen if thread is not None]
    return sorted(found, key=lambda thread: (thread.latest.at, thread.latest.id), reverse=True)


def readable(posts: Iterable[Post], reader: str) -> list[Post]:
    """Every post of a space whose words this reader sees, in no order."""
    every = (post for thread in threads(posts, reader) for post in (thread.post, *thread.replies))
    return [post for post in every if not post.removed]


def as_seen(post: Post, reader: str) -> Post:
    """A post as this reader sees it: removed words are its author's alone, where a keeper removed them."""
    if not post.removed or (post.reason and post.author == reader):
        return post
    return post.changed(text=REMOVED, title="", link="", reason="", author="", pinned=False)


def _thread(root: Post, answers: list[Post], reader: str) -> Thread | None:
    if not may_read(root, reader):
        return None
    hers = [each for each in answers if not each.removed or (each.reason and each.author == reader)]
    # Of what is gone with its author nobody can say any more who may know of it.
    if not root.author and root.kind in ABOUT_PEOPLE:
        hers = [each for each in hers if each.author == reader]
    if root.removed and not hers and not (root.reason and root.author == reader):
        return None
    replies = sorted(hers, key=lambda each: (each.at, each.id))
    return Thread(post=as_seen(root, reader), replies=tuple(as_seen(each, reader) for each in replies))


def _gone(post_id: str, answers: list[Post]) -> Post:
    """What stands in the place of a post that left with its author."""
    first = min(answers, key=lambda each: (each.at, each.id))
    return Post(
        id=post_id, space=first.space, author="", kind=first.kind, text=REMOVED, removed=True, at=first.at
    )

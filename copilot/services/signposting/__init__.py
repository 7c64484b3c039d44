"""Signposts: in matters of crisis, harassment, health, law and pay a person is named, and no advice is given."""

from __future__ import annotations

from collections.abc import Iterable

from copilot.ports import Encoder
from copilot.services.signposting.hearing import Hearing
from copilot.services.signposting.posts import HEAVY, Kind, Posts, Signpost, read_posts, signposts_file
from copilot.services.signposting.reading import Search, reading
from knowledge.words import Answer

__all__ = ["HEAVY", "Hearing", "Kind", "Posts", "Signpost", "Signposts", "read_posts", "signposts_file"]


class Signposts:
    """The community's signposts, and the ear that knows when one is needed.

    Args:
        posts: the words; those that ship where none are given.
        encoder: hears oblique speech; without one only the patterns do.
        remembering: the same encoder with a memory, for the examples alone.
    """

    def __init__(
        self, posts: Posts | None = None, encoder: Encoder | None = None, remembering: Encoder | None = None
    ) -> None:
        self._posts = posts or read_posts()
        self._hearing = Hearing(encoder, remembering)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the community's file, in sentences; for `doctor` and for whoever starts a server."""
        return self._posts.faults

    def for_text(self, text: str, kinds: Iterable[Kind] = Kind) -> Signpost | None:
        """The signpost that a question or a goal needs, or None."""
        kind = self._hearing.kind_of(text, kinds)
        return None if kind is None else self._posts.by_kind[kind]

    def answer(self, question: str, search: Search, kinds: Iterable[Kind] = Kind) -> Answer | None:
        """In place of the guides' answer: the signpost and the nearest reading by title; None where none is needed.

        Nothing is composed of the guides, so nothing is cited, and `confidence` is 0: they don't answer this.
        """
        post = self.for_text(question, kinds)
        if post is None:
            return None
        passages = reading(post.kind, question, search)
        titles = " and ".join(dict.fromkeys(f"“{passage.title}”" for passage in passages))
        beside = f"\n\nThe nearest reading is {titles}." if titles else ""
        nearest = tuple(passage.path for passage in passages)
        return Answer(answer=post.text + beside, abstained=True, confidence=0.0, nearest=nearest)

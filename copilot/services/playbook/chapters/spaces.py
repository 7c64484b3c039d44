"""Chapter 3: which rooms there are, and whether people write in them. What they write is not read."""

from __future__ import annotations

from collections import Counter

from copilot.domain.programmes import Programme
from copilot.domain.spaces import Post, PostKind, SpaceKind
from copilot.domain.wording import listed_in_words
from copilot.services.playbook.community import MONTH, YEAR, Community
from copilot.services.playbook.measures import Measure, of_people, of_things
from copilot.services.spaces.belonging import GOODBYES

_KINDS = {
    SpaceKind.PROGRAMME: ("a programme", "programmes"),
    SpaceKind.TOPIC: ("a topic", "topics"),
    SpaceKind.INTEREST: ("a group that members opened", "groups that members opened"),
}
"""Rooms of many. Those of a relationship or a circle are of few, and so are their numbers.

A programme's is no record of its own: it is open until some days after the programme was closed.
"""
OF_THE_BOARD = ("", "board")


def gather(here: Community) -> list[Measure]:
    """Open spaces, who writes, stories, and the board."""
    return [_open(here), _posting(here), _stories(here), _board(here)]


def _open(here: Community) -> Measure:
    kinds = Counter(space.kind for space in here.spaces if not space.closed and space.kind in _KINDS)
    kinds[SpaceKind.PROGRAMME] = sum(_is_open(each, here) for each in here.programmes)
    told = [f"{kinds[kind]} for {_said(kind, kinds[kind])}" for kind in _KINDS if kinds[kind]]
    words = f"Spaces are open: {listed_in_words(told)}." if told else "No space of many is open yet."
    return Measure("spaces_open", sum(kinds.values()), words, "spaces list", field="spaces_open")


def _is_open(programme: Programme, here: Community) -> bool:
    return programme.closed is None or here.today <= programme.closed + GOODBYES


def _said(kind: SpaceKind, n: int) -> str:
    return _KINDS[kind][n != 1]


def _posting(here: Community) -> Measure:
    in_spaces = [post for post in here.posts if post.space not in OF_THE_BOARD and not post.removed]
    authors = {post.author for post in in_spaces if here.now - post.at <= MONTH}
    nobody = "Nobody wrote in a space in the last thirty days."
    return of_people(
        "posting", authors, "In the last thirty days {} wrote in a space.", nobody, "spaces list"
    )


def _stories(here: Community) -> Measure:
    told = [post for post in here.posts if post.kind is PostKind.STORY and _is_told(post)]
    people = {member for post in told if here.now - post.at <= YEAR for member in (*post.about, post.author)}
    nobody = "No success story was told in the last twelve months."
    sentence = "Success stories of the last twelve months tell of {}, all with their consent."
    return of_people("stories", people, sentence, nobody, "spaces list")


def _is_told(post: Post) -> bool:
    """A story for the whole community to which each who is named has agreed; what answers one is none."""
    return post.public and not post.removed and not post.parent and post.about <= post.agreed


def _board(here: Community) -> Measure:
    posted = [post for post in here.posts if post.kind is PostKind.OPPORTUNITY and not post.removed]
    open_ = [post for post in posted if post.closes is None or post.closes >= here.today]
    return of_things(
        "opportunities", len(open_), "Opportunities on the board now: {}.", "No opportunity is on the board.",
        "board list",
    )  # fmt: skip

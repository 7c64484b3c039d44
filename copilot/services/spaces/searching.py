"""Search over what somebody may read, and nothing else: what isn't hers is neither found nor counted.

Everything she may read is ranked when she asks; there is no index that could know more than she does, and none to
rebuild. That is linear in the posts of her spaces: `evals/bench/space_search.py` measures what it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.records import Value
from copilot.domain.spaces import Post, PostKind
from copilot.errors import BadInput
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.opportunities_told import is_on_the_board, is_over
from copilot.services.policy import Action, Policy
from copilot.services.spaces.belonging import place_for, places_of
from copilot.services.spaces.bm25 import Text, asked, scores, terms_at
from copilot.services.spaces.shown import by_space
from copilot.services.spaces.visible import ABOUT_PEOPLE, is_for_her, readable

MOST_OF_A_QUERY = 500
BOARD = "Opportunities"
"""What the board is called where a hit says in which space it stands."""
FROM_AFAR = {PostKind.STORY: "Stories of the community", PostKind.SHOUT_OUT: "Recognition"}
"""What stands there for words about people that she may read outside of her spaces."""
AROUND = 110
"""Characters of a quotation on either side of the first word found."""


class Hit(Value):
    """A post that was found. `quote` is cut from its text word for word, from `start` of its `length` characters;
    `marks` are the words found in it.

    `thread` is the post it answers, or itself; `space` is empty for a public story of a space she isn't in, and for
    what stands on the board.
    """

    id: str = Field(serialization_alias="post")
    space: str
    name: str
    thread: str
    kind: PostKind
    author: str
    title: str
    at: datetime
    score: float
    quote: str
    start: int
    length: int
    marks: tuple[tuple[int, int], ...]


class SpacesSearched(Value):
    """The best of what was found, and how many there were."""

    query: str
    hits: tuple[Hit, ...]
    total: int


class SpaceSearchService:
    """Finds what was said."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def find(self, asker: Asker, query: str, *, space: str = "", most: int = 20) -> SpacesSearched:
        """Posts that hold words of the query, the best first; of equals the newest.

        Args:
            asker: who looks.
            query: at most 500 characters.
            space: looks in this one alone; NotFound where it isn't hers.
            most: how many are given back, at most 100.
        """
        self._policy.require(asker, Action.STORIES_READ)
        wanted = _wanted(query)
        with self._units.reading() as unit:
            posts, names = self._readable(unit, asker, space)
        ranks = scores(wanted, [Text(each.title, each.text) for each in posts])
        found = sorted(
            ((rank, post) for rank, post in zip(ranks, posts, strict=True) if rank > 0),
            key=lambda pair: (pair[0], pair[1].at, pair[1].id),
            reverse=True,
        )
        best = found[: max(1, min(most, 100))]
        hits = tuple(_hit(post, rank, names, frozenset(wanted)) for rank, post in best)
        return SpacesSearched(query=query, hits=hits, total=len(found))

    def _readable(self, unit: UnitOfWork, asker: Asker, space: str) -> tuple[list[Post], dict[str, str]]:
        """Every post that she may read, each once, and the names of her spaces."""
        today = self._clock.now().date()
        places = [place_for(unit, asker, space, today)] if space else places_of(unit, asker, today)
        names = {place.id: place.space.name for place in places}
        posts = by_space(unit.posts.all(space=set(names)))
        found = {each.id: each for own in posts.values() for each in readable(own, asker.member)}
        if not space:
            told = unit.posts.all(kind=ABOUT_PEOPLE, parent="", removed=False)
            found |= {each.id: each for each in told if is_for_her(each, asker.member)}
            found |= {each.id: each for each in self._on_the_board(unit, asker)}
        return list(found.values()), names

    def _on_the_board(self, unit: UnitOfWork, asker: Asker) -> list[Post]:
        """Opportunities that are open; everybody may read them."""
        self._policy.require(asker, Action.BOARD_READ)
        today = self._clock.now().date()
        board = unit.posts.all(space="", kind=PostKind.OPPORTUNITY)
        return [each for each in board if is_on_the_board(each) and not is_over(each, today)]


def _wanted(query: str) -> list[str]:
    if len(query) > MOST_OF_A_QUERY:
        raise BadInput(
            f"That is longer than {MOST_OF_A_QUERY} characters.", place="query", cure="A few words will do."
        )
    wanted = asked(query)
    if not wanted:
        raise BadInput("There is no word in it to look for.", place="query", cure="Type a word or two.")
    return wanted


def _hit(post: Post, rank: float, names: dict[str, str], wanted: frozenset[str]) -> Hit:
    start, quote, marks = _quoted(post.text, wanted)
    here = post.space in names
    return Hit(
        id=post.id,
        space=post.space if here else "",
        name=names.get(post.space, BOARD if is_on_the_board(post) else FROM_AFAR.get(post.kind, "")),
        thread=post.parent or post.id,
        kind=post.kind,
        author=post.author,
        title=post.title,
        at=post.at,
        score=round(rank, 4),
        quote=quote,
        start=start,
        length=len(post.text),
        marks=marks,
    )


def _quoted(text: str, wanted: frozenset[str]) -> tuple[int, str, tuple[tuple[int, int], ...]]:
    """Where the words around the first one found begin, cut where a word ends; they; and those found in them."""
    spots = [(start, end) for start, end, term in terms_at(text) if term in wanted]
    first = spots[0][0] if spots else 0
    start = _cut_after(text, max(0, first - AROUND))
    end = _cut_before(text, min(len(text), first + AROUND), first + 1)
    quote = text[start:end].replace("\n", " ")
    return start, quote, _inside(spots, start, end)


def _cut_after(text: str, at: int) -> int:
    """The place itself where a line or text begins there; else the beginning of the next word, where one is near."""
    if at == 0:
        return 0
    gap = text.find(" ", at, at + AROUND // 2)
    return at if gap < 0 else gap + 1


def _cut_before(text: str, at: int, least: int) -> int:
    if at == len(text):
        return at
    gap = text.rfind(" ", max(least, at - AROUND // 2), at)
    return at if gap < 0 else gap


def _inside(spots: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple((at - start, to - start) for at, to in spots if at >= start and to <= end)

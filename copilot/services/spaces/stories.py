"""Success stories: told by one, about others, and read once each of them has agreed."""

from __future__ import annotations

from collections.abc import Collection

from copilot.domain.asking import Asker
from copilot.domain.records import Value, new_id
from copilot.domain.spaces import Post, PostKind
from copilot.errors import BadInput, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy
from copilot.services.spaces import wording
from copilot.services.spaces.belonging import place_for, places_of
from copilot.services.spaces.found import check_writable, no_such_post
from copilot.services.spaces.naming import check_names
from copilot.services.spaces.posting import check_pace
from copilot.services.spaces.visible import ABOUT_PEOPLE, is_told, knows_of

MOST_ABOUT = 20


class StoriesShown(Value):
    """Stories for her to read, the newest first; those that wait for her word; and those that wait for others'."""

    stories: tuple[Post, ...]
    asked: tuple[Post, ...]
    waiting: tuple[Post, ...]


class StoriesService:
    """What went well, told with the consent of those it is about."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def tell(
        self,
        asker: Asker,
        space_id: str,
        text: str,
        *,
        title: str = "",
        about: Collection[str] = (),
        public: bool = False,
    ) -> Post:
        """Tell a story in a space. Nobody else reads it until everybody it is about has agreed.

        Args:
            asker: who tells it; her own agreement is that she tells it.
            space_id: where.
            text: Markdown, at most 20,000 characters.
            title: at most 200.
            about: whom it is about, by id. BadInput where it names somebody who isn't asked.
            public: whether the whole community may read it then.
        """
        kept, heading = wording.words(text), wording.title(title)
        others = frozenset(about) - {asker.member}
        if len(others) > MOST_ABOUT:
            raise BadInput(
                f"It is about more than {MOST_ABOUT} people.", place="about", cure="Tell of fewer."
            )
        with self._units.reading() as unit:
            place = place_for(unit, asker, space_id, self._clock.now().date())
            check_names(unit, place, f"{heading}\n{kept}", others | {asker.member})
        with self._units() as unit:
            place = place_for(unit, asker, space_id, self._clock.now().date())
            check_writable(self._policy, asker, place)
            check_pace(unit, asker, self._clock.now())
            _check_on_the_roster(unit, others)
            story = made(
                Post,
                id=new_id("po"),
                space=space_id,
                author=asker.member,
                kind=PostKind.STORY,
                title=heading,
                text=kept,
                about=others,
                public=public,
                at=self._clock.now(),
            )
            unit.posts.add(story)
            unit.commit()
        return story

    def agree(self, asker: Asker, post_id: str, *, agrees: bool = True) -> Post:
        """Say whether others may read a story or a shout-out of oneself. Taken back, it is hidden again at once."""
        with self._units() as unit:
            story = unit.posts.find(post_id)
            if story is None or story.parent or story.removed or not _may_agree(story, asker):
                raise no_such_post(post_id)
            self._policy.require(asker, Action.POST_AGREE, owners=story.about)
            hers = frozenset({asker.member})
            kept = unit.posts.save(
                story.changed(agreed=story.agreed | hers if agrees else story.agreed - hers)
            )
            unit.commit()
        return kept

    def every(self, asker: Asker) -> StoriesShown:
        """The community's public stories and those of her spaces; those about her, and her own that wait."""
        self._policy.require(asker, Action.STORIES_READ)
        with self._units.reading() as unit:
            hers = {place.id for place in places_of(unit, asker, self._clock.now().date())}
            every = [each for each in unit.posts.all(kind=PostKind.STORY, parent="") if not each.removed]
        every.sort(key=lambda each: (each.at, each.id), reverse=True)
        me = asker.member
        concerned = [each for each in every if me and me in each.about | {each.author}]
        told = [
            each
            for each in every
            if is_told(each) and (each.public or each.space in hers or each in concerned)
        ]
        asked = [each for each in concerned if me in each.about - each.agreed]
        waiting = [each for each in concerned if not is_told(each) and each not in asked]
        return StoriesShown(
            stories=tuple(from_afar(each, hers) for each in told),
            asked=tuple(from_afar(each, hers) for each in asked),
            waiting=tuple(from_afar(each, hers) for each in waiting),
        )


def _check_on_the_roster(unit: UnitOfWork, members: frozenset[str]) -> None:
    strangers = sorted(members - {each.id for each in unit.members.all(id=set(members))})
    if strangers:
        raise NotFound(
            f"Nobody has the id {strangers[0]}.", place="about", cure="`members list` shows the ids."
        )


def from_afar(story: Post, spaces: Collection[str]) -> Post:
    """Who isn't in its space is not told which it is."""
    return story if story.space in spaces else story.changed(space="")


def _may_agree(story: Post, asker: Asker) -> bool:
    """Whether she may be told that there is something to agree to."""
    return story.kind in ABOUT_PEOPLE and knows_of(story, asker.member)

"""What stands on the page of spaces for one reader: gathered from the services, made into markup by the views."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.spaces import Post, SpaceKind
from copilot.errors import NotFound
from copilot.services.spaces.shown import SpaceShown, SpacesListed
from copilot.services.spaces.stories import StoriesShown
from ui.web.desk import Desk
from ui.web.views.pieces import NOTHING, failure
from ui.web.views.space_posts import conversation, search_found, story_page
from ui.web.views.spaces import (
    STORIES,
    Reader,
    called,
    groups_to_join,
    no_space_yet,
    on_top,
    read_by,
    space_head,
    space_list,
)
from ui.web.views.webhooks import going_out


@dataclass(frozen=True)
class Scene:
    """What is shown: where she is, what she may choose, and the markup of each part. `shown` is None for stories."""

    space: str
    spaces: Markup
    groups: Markup
    head: Markup
    top: Markup
    posts: Markup
    shown: SpaceShown | None = None
    readers: str = ""
    about: tuple[tuple[str, str], ...] = ()

    @property
    def page(self) -> int:
        """Which page of the posts."""
        return self.shown.page if self.shown else 1


def scene(desk: Desk, asker: Asker, space: str = "", page: int = 1, holding: str = "") -> Scene:
    """The space she asked for, the first of hers where she asked for none; one that isn't hers is said so.

    `holding` names a post: then the page that it stands on.
    """
    listed, stories = desk.copilot.spaces.list(asker), desk.copilot.stories.every(asker)
    space = space or (listed.mine[0].id if listed.mine else "")
    shown, refusal = None, NOTHING
    try:
        if space not in ("", STORIES):
            shown = desk.copilot.spaces.show(asker, space, page=page, holding=holding)
    except NotFound as error:
        space, refusal = "", failure(error)
    reader = _reader(desk, asker, listed, shown, stories)
    around = space_list(listed, len(stories.asked), space, reader), groups_to_join(listed.to_join, reader)
    if shown is None:
        told = story_page(stories, reader) if space == STORIES else refusal or no_space_yet()
        return Scene(space, *around, told, NOTHING, NOTHING)
    leading = desk.copilot.webhooks.leading_out(asker, shown.id)
    return Scene(
        space,
        *around,
        space_head(shown, reader) + going_out(shown.id, leading, keeps=shown.keeps and not shown.shut),
        on_top(shown, reader),
        conversation(shown, reader),
        shown,
        read_by(shown, reader),
        _to_tell_of(shown, reader),
    )


def found(desk: Desk, asker: Asker, query: str) -> Markup:
    """What a search found."""
    searched = desk.copilot.space_search.find(asker, query)
    mine = desk.copilot.spaces.list(asker).mine
    pairs = {one for line in mine if line.kind is SpaceKind.RELATIONSHIP for one in line.people}
    reader = _reader_of(desk, asker, pairs | {hit.author for hit in searched.hits})
    return search_found(searched, {line.id: called(line, reader) for line in mine}, reader)


def post_of(desk: Desk, asker: Asker, space: str, page: int, post_id: str) -> Post:
    """A post that stands on the page just now. NotFound where it went meanwhile."""
    if space == STORIES:
        stories = desk.copilot.stories.every(asker)
        posts = [*stories.stories, *stories.asked, *stories.waiting]
    else:
        shown = desk.copilot.spaces.show(asker, space, page=page)
        posts = [
            each for thread in (*shown.threads, *shown.pinned) for each in (thread.post, *thread.replies)
        ]
    wanted = next((each for each in posts if each.id == post_id), None)
    if wanted is None:
        raise NotFound("This post is gone.", place=post_id, cure="Open the space again.")
    return wanted


def _reader(
    desk: Desk, asker: Asker, listed: SpacesListed, shown: SpaceShown | None, stories: StoriesShown
) -> Reader:
    told = (*stories.stories, *stories.asked, *stories.waiting)
    ids = {one for story in told for one in (story.author, *story.about)}
    ids |= {one for line in listed.mine if line.kind is SpaceKind.RELATIONSHIP for one in line.people}
    ids |= {one for line in listed.to_join for one in line.keepers}
    if shown:
        posts = [
            each for thread in (*shown.threads, *shown.pinned) for each in (thread.post, *thread.replies)
        ]
        ids |= {one for post in posts for one in (post.author, *post.about)}
        ids |= {*shown.people, *shown.keepers, *shown.records.managers}
    return _reader_of(desk, asker, ids)


def _reader_of(desk: Desk, asker: Asker, ids: set[str]) -> Reader:
    now, zone = desk.copilot.clock.now(), desk.zone(asker)
    return Reader(asker.member, desk.people(asker, ids - {""}), now, zone)


def _to_tell_of(shown: SpaceShown, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Whom a story may be about: those of the space; where it is everybody's, those who wrote on this page."""
    wrote = {each.author for thread in shown.threads for each in (thread.post, *thread.replies)}
    people = (wrote if shown.everybody else set(shown.people)) - {reader.me, ""}
    return tuple(sorted((reader.people.name(one), one) for one in people))

"""What many share: events, programmes, spaces, recognition."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from copilot.domain.programmes import Programme
from copilot.domain.spaces import Post
from copilot.services.events.registering import Place
from copilot.services.events.seeing import EventView
from copilot.services.recognition.shout_outs import ShoutOutsShown
from copilot.services.spaces.shown import SpaceShown, SpacesListed
from ui.api.asking import Reading, Writing
from ui.api.shapes import Id, Named, NewPost, Page, Paged, PlaceTold

router = APIRouter(tags=["community"])


@router.get("/events")
def events(by: Reading, part: Paged, past: bool = False, programme: Named = "") -> Page[EventView]:
    """Events to come, the next one first; or those past."""
    return Page[EventView].of(by.copilot.events.every(by.asker, past=past, programme=programme), part)


@router.post("/events/{event}/registration")
def register(by: Writing, event: Id) -> PlaceTold:
    """Take a place, or one in the waiting list."""
    return _told(by.copilot.registrations.register(by.asker, by.her, event))


@router.delete("/events/{event}/registration")
def unregister(by: Writing, event: Id) -> PlaceTold:
    """Give your place back."""
    return _told(by.copilot.registrations.cancel(by.asker, by.her, event))


@router.get("/programmes")
def programmes(by: Reading, part: Paged) -> Page[Programme]:
    """The community's programmes."""
    return Page[Programme].of(by.copilot.programmes.every(by.asker), part)


@router.get("/spaces")
def spaces(by: Reading) -> SpacesListed:
    """Your spaces, and the groups you may join."""
    return by.copilot.spaces.list(by.asker)


@router.get("/spaces/{space}/posts")
def posts(by: Reading, space: Id, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> SpaceShown:
    """A space with one page of what is said in it, the newest first."""
    return by.copilot.spaces.show(by.asker, space, page=page)


@router.post("/spaces/{space}/posts", status_code=201)
def post(by: Writing, space: Id, new: NewPost) -> Post:
    """Write in a space."""
    return by.copilot.posting.post(by.asker, space, new.text, title=new.title, link=new.link)


@router.get("/recognition")
def recognition(by: Reading) -> ShoutOutsShown:
    """Shout-outs for you to read, the newest first."""
    return by.copilot.shout_outs.every(by.asker)


def _told(place: Place) -> PlaceTold:
    return PlaceTold(**dict(place.registration), line=place.line)

"""A space: where those who belong together write to each other, and keep what they come back to."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from copilot.domain.records import Record

MOST_CHARACTERS = 20_000


class SpaceKind(StrEnum):
    """Whom a space belongs to."""

    RELATIONSHIP = "relationship"
    CIRCLE = "circle"
    PROGRAMME = "programme"
    TOPIC = "topic"
    INTEREST = "interest"


class Space(Record):
    """A room for posts. `of` is the relationship or programme it belongs to; who is in it follows from that one.

    Topics are opened by admins and belong to everybody; interest groups are opened by anyone, and joined.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="space")
    kind: SpaceKind
    name: str = Field(min_length=1, max_length=200)
    purpose: str = Field("", max_length=2_000)
    of: str = ""
    keepers: frozenset[str] = frozenset()
    closed: bool = False
    created: datetime


class SpaceMember(Record):
    """Somebody who joined an interest group."""

    id: str = Field(min_length=1, max_length=420)
    space: str
    member: str
    since: datetime


class PostKind(StrEnum):
    """What a post is for."""

    POST = "post"
    RESOURCE = "resource"
    STORY = "story"
    OPPORTUNITY = "opportunity"
    SHOUT_OUT = "shout-out"


class Post(Record):
    """Words in a space, or on the community's board where `space` is empty. `parent` is the post it answers.

    A story names people in `about`: nobody else reads it until each of them is in `agreed`; `public` says that it is
    then for the whole community. What answers a story is of its kind, so that it is never read where the story isn't.
    An opportunity has a kind (`offer`) and may have a last day (`closes`). `text` is Markdown, and never rendered as
    anything else. `removed` leaves a place where it stood; a keeper's removal has a `reason`, for its author to read,
    who alone still sees her words.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="post")
    space: str = ""
    author: str
    parent: str = ""
    kind: PostKind = PostKind.POST
    title: str = Field("", max_length=200)
    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    link: str = Field("", max_length=2_000)
    offer: Literal["", "role", "talk", "project"] = ""
    closes: date | None = None
    about: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    public: bool = False
    pinned: bool = False
    removed: bool = False
    reason: str = Field("", max_length=500)
    at: datetime
    edited: datetime | None = None


class Pointer(Record):
    """Somebody is pointed to an opportunity: by whom, with which words, and what she made of it."""

    id: str = Field(min_length=1, max_length=200, serialization_alias="pointer")
    post: str
    member: str
    by: str
    words: str = Field("", max_length=1_000)
    state: Literal["pointed", "interested", "not now"] = "pointed"
    at: datetime


class Channel(StrEnum):
    """Where a webhook leads."""

    SLACK = "slack"
    TEAMS = "teams"
    DISCORD = "discord"
    MATTERMOST = "mattermost"


class Webhook(Record):
    """An incoming webhook of another system, to which posts of a space are sent; the board's has an empty `space`.

    Its address is a secret: whoever has it can write there. It takes posts that are newer than `since`, which moves
    when it is resumed. `refusals` counts the posts it refused one after the other, and `fault` says why it rests.
    """

    id: str = Field(min_length=1, max_length=200, serialization_alias="webhook")
    space: str
    channel: Channel
    name: str = Field(min_length=1, max_length=200)
    address: str = Field(min_length=1, max_length=2_000, repr=False)
    kinds: frozenset[PostKind] = frozenset({PostKind.POST, PostKind.RESOURCE})
    active: bool = True
    by: str
    created: datetime
    since: datetime | None = None
    refusals: int = Field(0, ge=0)
    fault: str = Field("", max_length=500)

    @property
    def masked(self) -> str:
        """The address as people may see it: its host, and the end by which one is told from another."""
        parts = urlsplit(self.address)
        port = f":{parts.port}" if parts.port else ""
        secret = f"{parts.path}{parts.query}"
        return f"{parts.scheme}://{parts.hostname}{port}/…{secret[-4:] if len(secret) > 16 else ''}"


class Delivery(Record):
    """One post on its way to one webhook: kept before it is tried, so that nothing is lost.

    Its id joins both, so that there is one at most. `next_try` is when it is tried next; while it is being sent, when
    somebody else may take it up; of one that is settled, when that was.
    """

    id: str = Field(min_length=1, max_length=420, serialization_alias="delivery")
    webhook: str
    post: str
    state: Literal["waiting", "sent", "failed"] = "waiting"
    tries: int = Field(0, ge=0)
    next_try: datetime
    fault: str = Field("", max_length=500)

"""Opportunities and pointers to them, as each reader may know them."""

from __future__ import annotations

import hashlib
from datetime import date

from pydantic import Field

from copilot.domain.records import Value
from copilot.domain.spaces import Pointer, Post, PostKind
from copilot.ports import UnitOfWork


class Opportunity(Value):
    """What somebody offers. `interested` are those whom the asker may know to be: for its author those who said so.

    `reason` is for its author: why whoever keeps the board took it off.
    """

    id: str = Field(serialization_alias="opportunity")
    author: str
    offer: str
    title: str
    text: str
    link: str = ""
    closes: date | None = None
    posted: date
    open: bool
    interested: tuple[str, ...] = ()
    reason: str = ""


class Pointed(Value):
    """Somebody is pointed to an opportunity. Of what she answered, others hear only that she is interested."""

    id: str = Field(serialization_alias="pointer")
    member: str
    by: str
    words: str
    state: str
    on: date
    opportunity: Opportunity


def told(unit: UnitOfWork, reader: str, post: Post, today: date) -> Opportunity:
    """An opportunity as this member may know it; nobody where `reader` is empty."""
    pointers = unit.pointers.all(post=post.id, state="interested") if reader else []
    known = [each for each in pointers if reader in (post.author, each.by)]
    return Opportunity(
        id=post.id,
        author=post.author,
        offer=post.offer,
        title=post.title,
        text=post.text,
        link=post.link,
        closes=post.closes,
        posted=post.at.date(),
        open=not is_over(post, today),
        interested=tuple(sorted({each.member for each in known})),
        reason=post.reason if reader == post.author else "",
    )


def pointed(unit: UnitOfWork, reader: str, pointer: Pointer, post: Post, today: date) -> Pointed:
    """A pointer as this member may know it; the words are for her who is pointed to it."""
    return Pointed(
        id=pointer.id,
        member=pointer.member,
        by=pointer.by,
        words=pointer.words if reader in (pointer.member, pointer.by) else "",
        state=state_for(pointer, reader),
        on=pointer.at.date(),
        opportunity=told(unit, reader, post, today),
    )


def is_over(post: Post, today: date) -> bool:
    """Whether it was closed, or its last day has passed."""
    return post.removed or (post.closes is not None and post.closes < today)


def state_for(pointer: Pointer, reader: str) -> str:
    """What she answered, as this reader may know it: “not now” is hers alone."""
    return pointer.state if reader == pointer.member or pointer.state == "interested" else "pointed"


def reaches(unit: UnitOfWork, pointer: Pointer, reader: str) -> bool:
    """Whether it is to this reader, and she sees it.

    Pointers that she hasn't answered she doesn't see while she is paused, nor those of somebody whom she wishes no
    contact with. Who points hears of neither.
    """
    member = unit.members.find(reader) if reader and pointer.member == reader else None
    if member is None:
        return False
    return pointer.state != "pointed" or not (member.paused or pointer.by in member.vetoes)


def is_on_the_board(post: Post) -> bool:
    """Whether it is an opportunity that stands on the board."""
    return post.kind is PostKind.OPPORTUNITY and not post.space and not post.parent and not post.removed


def pointer_id_of(post: str, member: str, by: str) -> str:
    """One for each three, so that nobody points twice though two windows do it at once."""
    return f"pt{hashlib.sha256(f'{post} {member} {by}'.encode()).hexdigest()[:16]}"

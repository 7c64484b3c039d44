"""The board of the sample community: roles, talks, projects; whom somebody thought of; and a webhook that rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from copilot.domain.spaces import Channel, Pointer, Post, PostKind, Webhook
from copilot.ports import UnitOfWork
from copilot.services.opportunities_told import pointer_id_of
from copilot.services.spaces.belonging import programme_space

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class _Offer:
    """Posted `ago` hours before now; `left` days until its last day, None where it has none."""

    author: str
    offer: Literal["role", "talk", "project"]
    ago: int
    left: int | None
    title: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class _Pointed:
    """`offer` counts the offers below from 0."""

    offer: int
    by: str
    member: str
    ago: int
    words: str
    state: Literal["pointed", "interested", "not now"] = "pointed"


OFFERS = (
    _Offer(
        "m5", "talk", 60, 12, "Twelve minutes at the season review, in front of those who decide",
        "Every season somebody from outside the sales team shows the directors one thing that surprised them. This "
        "time I choose. I would like a number they have not seen and a person they have not heard.\n\n"
        "You get twelve minutes, a rehearsal with me, and my question first.",
        "https://example.org/season-review",
    ),
    _Offer(
        "m2", "project", 30, 5, "Six weeks on the refund numbers, two mornings a week",
        "We know when museums ask for refunds and not why. I need somebody who has answered those calls. Spreadsheets "
        "are enough; I will teach the rest.\n\n- two mornings a week, agreed with your lead\n- your name on the report",
    ),
    _Offer(
        "m36", "role", 100, 26, "Second organiser of the harbour evenings",
        "It began with five chairs, and now we hire halls. I would like to be able to miss one. You would choose the "
        "speakers of the spring, stand at the door, and after summer decide whether you want to keep it.",
    ),
    _Offer(
        "m370", "talk", 20, 40, "Open stage at the users’ day: seven minutes each",
        "No slides are needed. Four of the six places are for people who have never spoken there. We rehearse on the "
        "evening before, with soup.",
        "https://example.org/users-day/open-stage",
    ),
    _Offer(
        "m9", "role", 200, None, "Somebody to ask the silly question in the budget round",
        "Half a year, one afternoon a month. You sit beside me and say “I don’t understand that line” out loud. It is "
        "worth more than you think, and people will remember who asked.",
    ),
    _Offer(
        "m31", "project", 8, 18, "Help us write the page that new colleagues read first",
        "A page, not a handbook. Three of us, three lunch breaks. Best if you began here less than a year ago and "
        "still know what nobody told you.",
    ),
    _Offer(
        "m23", "role", 24 * 45, -6, "Jury of the apprentices’ prize",
        "Four evenings of reading and one good dinner.",
    ),
)  # fmt: skip
POINTED = (
    _Pointed(0, "m5", "m1", 50, "You told me about the second week in nine words. They should hear those nine words."),
    _Pointed(1, "m6", "m1", 26, "You have been doing this at my desk for a year. Take the mornings; I have the rota.",
             "interested"),
    _Pointed(3, "m2", "m31", 15, "You have promised a talk and regretted it. Here is a kind room to do it in."),
    _Pointed(2, "m5", "m13", 40, "You hold a room better than you think, and he needs somebody to trust with it."),
)  # fmt: skip


def keep_opportunities(unit: UnitOfWork, now: datetime) -> None:
    """Put the board and its pointers into the home; days are counted from now."""
    posts = list(_posts(now))
    unit.posts.add(*posts)
    unit.pointers.add(*_pointers(posts, now))
    unit.webhooks.add(
        Webhook(
            id="w-bridges", space=programme_space("bridges"), channel=Channel.SLACK, name="#bridges",
            address="https://hooks.slack.com/services/of-the-sample-community/leads-nowhere",
            active=False, by="m3", created=now - 300 * HOUR,
        )
    )  # fmt: skip


def _posts(now: datetime) -> Iterator[Post]:
    for number, offer in enumerate(OFFERS, 1):
        closes = now.date() + timedelta(days=offer.left) if offer.left is not None else None
        yield Post(
            id=f"offer{number}", author=offer.author, kind=PostKind.OPPORTUNITY, offer=offer.offer,
            title=offer.title, text=offer.text, link=offer.link, closes=closes, at=now - offer.ago * HOUR,
        )  # fmt: skip


def _pointers(posts: list[Post], now: datetime) -> Iterator[Pointer]:
    for one in POINTED:
        post = posts[one.offer].id
        yield Pointer(
            id=pointer_id_of(post, one.member, one.by), post=post, member=one.member, by=one.by, words=one.words,
            state=one.state, at=now - one.ago * HOUR,
        )  # fmt: skip

"""Spaces: whose they are, who reads them, and what stands on top. What is said in them is in views.space_posts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup

from copilot.domain.spaces import Post, SpaceKind
from copilot.domain.wording import listed_in_words
from copilot.services.spaces.shown import SpaceLine, SpaceShown, SpacesListed
from ui.web.people import People
from ui.web.views.chat import when
from ui.web.views.markdown import prose
from ui.web.views.pieces import (
    NOTHING,
    counted,
    day,
    empty,
    listed,
    meter,
    piece,
    shortened,
    together,
)

STORIES = "stories"
FEW, MANY = 4, 12
"""How many are named before the others are counted."""
_HEADINGS = (
    ("With others", (SpaceKind.RELATIONSHIP, SpaceKind.CIRCLE)),
    ("Programmes", (SpaceKind.PROGRAMME,)),
    ("For everybody", (SpaceKind.TOPIC,)),
    ("Groups", (SpaceKind.INTEREST,)),
)


@dataclass(frozen=True)
class Reader:
    """Who looks: her id, the names she may know, the present, and her time zone."""

    me: str
    people: People
    now: datetime
    zone: tzinfo | None = None

    def name(self, member: str) -> str:
        """`You`, or her name."""
        return "You" if member == self.me else self.people.name(member)

    def first(self, member: str) -> str:
        """`you`, or what a colleague would call her."""
        return "you" if member == self.me else self.people.first(member)

    def ago(self, at: datetime) -> Markup:
        """When, as she reads it."""
        return piece('<time datetime="{}">{}</time>', at.isoformat(), when(at, self.now, self.zone))


def address(space: str, post: str = "") -> str:
    """Where a space is read, at a post where one is named; `stories` is the page of stories."""
    return f"/spaces?{urlencode({'space': space, **({'post': post} if post else {})})}"


def does(words: str, what: str, *, about: str = "", kind: str = "quiet") -> Markup:
    """A button that does something with a post or a space; `about` says to a screen reader with which."""
    spoken = piece('<span class="for-readers"> {}</span>', about) if about else NOTHING
    return piece('<button type="button" class="{}" data-do="{}">{}{}</button>', kind, what, words, spoken)


def called(line: SpaceLine, reader: Reader) -> str:
    """What she calls a space: the other side's name, else its own."""
    if line.kind is SpaceKind.RELATIONSHIP:
        return (
            listed_in_words([reader.people.name(one) for one in line.people if one != reader.me]) or line.name
        )
    return line.name


def space_list(spaces: SpacesListed, asked: int, here: str, reader: Reader) -> Markup:
    """Her spaces by what they belong to, the stories, and what is new in each."""
    groups = [_listed_under(title, kinds, spaces.mine, here, reader) for title, kinds in _HEADINGS]
    stories = _entry(
        STORIES, "Success stories", counted(asked, "waits for you", "wait for you") if asked else "", here
    )
    return piece(
        '<nav class="spaces-list" aria-label="Your spaces">{}<h2>Told with consent</h2><ul class="plain">{}</ul></nav>',
        together(groups), stories,
    )  # fmt: skip


def _listed_under(
    title: str, kinds: Iterable[SpaceKind], lines: Sequence[SpaceLine], here: str, reader: Reader
) -> Markup:
    own = [line for line in lines if line.kind in kinds]
    entries = [
        _entry(line.id, called(line, reader), _news(line), here)
        for line in own
    ]  # fmt: skip
    return piece('<h2>{}</h2><ul class="plain">{}</ul>', title, together(entries)) if entries else NOTHING


def _entry(space: str, name: str, news: str, here: str) -> Markup:
    current = piece(' aria-current="page"') if space == here else NOTHING
    told = piece('<span class="news">{}</span>', news) if news else NOTHING
    return piece(
        '<li><a href="{}" data-space="{}"{}><span>{}</span>{}</a></li>',
        address(space),
        space,
        current,
        name,
        told,
    )


def _news(line: SpaceLine) -> str:
    return "closed" if line.closed else f"{line.new} new" if line.new else ""


def groups_to_join(lines: Sequence[SpaceLine], reader: Reader) -> Markup:
    """Groups that take people in, each with what it is for and a way in."""
    if not lines:
        return NOTHING
    cards = [
        piece(
            '<div class="joinable"><p class="name">{}</p><p class="small">{}</p><p class="small">{}</p>{}</div>',
            line.name, line.purpose, _company(line, reader),
            does("Join", f"join {line.id}", about=line.name, kind="join"),
        )
        for line in lines
    ]  # fmt: skip
    return piece('<section class="groups"><h2>Groups you may join</h2>{}</section>', listed(cards, "plain"))


def _company(line: SpaceLine, reader: Reader) -> str:
    keepers = listed_in_words([reader.first(one) for one in line.keepers[:FEW]])
    return f"{counted(line.readers, 'person', 'people')} in it, kept by {keepers}"


def read_by(space: SpaceLine, reader: Reader) -> str:
    """Who reads what is written here: `Read by you and Ravi.`"""
    if space.everybody:
        return f"Read by everybody in the community, {counted(space.readers, 'person', 'people')}."
    others = [one for one in space.people if one != reader.me]
    if space.kind is SpaceKind.PROGRAMME and len(others) > FEW:
        return f"Read by the {counted(space.readers, 'person', 'people')} of the programme, its managers among them."
    if len(others) > FEW:
        return f"Read by you and {counted(len(others), 'other')}."
    if not others:
        return "Read by you; nobody else is in it yet."
    return f"Read by {listed_in_words(['you', *sorted(reader.people.first(one) for one in others)])}."


def space_head(space: SpaceShown, reader: Reader) -> Markup:
    """Its name, what it is for, who reads it, and what its keeper may do with it."""
    purpose = piece('<p class="lead">{}</p>', space.purpose) if space.purpose else NOTHING
    shut = piece('<p class="notice plain">{}</p>', space.shut) if space.shut else NOTHING
    return piece(
        '<header class="space-head"><h2>{}</h2>{}<p class="small">{} {}</p>{}{}</header>',
        called(space, reader), purpose, _in_it(space, reader), _kept_by(space, reader), _belonging(space), shut,
    )  # fmt: skip


def _in_it(space: SpaceShown, reader: Reader) -> str:
    """Who is in a group; of what can’t be written in any more, who reads it. Else the box to write in says it."""
    if space.kind is SpaceKind.INTEREST:
        others = sorted(reader.people.first(one) for one in space.people if one != reader.me)
        more = [counted(len(others) - MANY, "other")] if len(others) > MANY else []
        return f"In it: {listed_in_words(['you', *others[:MANY], *more])}."
    return "" if space.may_write else read_by(space, reader)


def _kept_by(space: SpaceShown, reader: Reader) -> str:
    if space.kind not in (SpaceKind.TOPIC, SpaceKind.INTEREST) or not space.keepers:
        return ""
    return f"Kept in order by {listed_in_words([reader.first(one) for one in space.keepers])}."


def _belonging(space: SpaceShown) -> Markup:
    """Leave, close, open again: of groups; close and open again: of topics."""
    ways = []
    if space.kind is SpaceKind.INTEREST:
        ways.append(does("Leave this group", f"leave {space.id}"))
    if space.keeps and space.kind in (SpaceKind.INTEREST, SpaceKind.TOPIC):
        ways.append(
            does("Open it again", f"reopen {space.id}")
            if space.closed
            else does("Close it", f"close {space.id}")
        )
    return piece('<p class="ways">{}</p>', together(ways)) if ways else NOTHING


def on_top(space: SpaceShown, reader: Reader) -> Markup:
    """What people come back to: read from the records just now, and what was pinned."""
    parts = [
        _agreement(space, reader),
        _goals(space),
        _programme(space, reader),
        *_pinned(space, reader),
    ]
    kept = [part for part in parts if part]
    return (
        piece('<section class="on-top card"><h3>To come back to</h3>{}</section>', together(kept))
        if kept
        else NOTHING
    )


def _agreement(space: SpaceShown, reader: Reader) -> Markup:
    agreement = space.records.agreement
    if agreement is None:
        return NOTHING
    signed = {one.member for one in agreement.signatures}
    missing = [reader.first(one) for one in space.people if one not in signed]
    state = f"not signed yet by {listed_in_words(missing)}" if missing else "signed by all of you"
    return _unfolding("What you agreed", state, prose(agreement.text, below=3))


def _goals(space: SpaceShown) -> Markup:
    rows = [
        piece(
            '<div class="shared-goal"><p>{}</p><div class="bar-row">{}<span class="number">{} %</span></div></div>',
            shortened(goal.title, 160), meter(goal.progress, goal.title), goal.progress,
        )
        for goal in space.records.goals
    ]  # fmt: skip
    return (
        piece('<div class="top-part"><h4>Goals shared here</h4>{}</div>', together(rows)) if rows else NOTHING
    )


def _programme(space: SpaceShown, reader: Reader) -> Markup:
    records = space.records
    if records.starts is None:
        return NOTHING
    managers = listed_in_words([reader.name(one) for one in records.managers])
    facts = piece(
        '<p class="top-part">From {} to {}. Managed by {}.</p>',
        day(records.starts),
        day(records.ends),
        managers or "nobody yet",
    )
    wordings = [
        _unfolding(f"Agreed here: {topic}", "", prose(words, below=3))
        for topic, words in records.wordings.items()
    ]
    return facts + together(wordings)


def _pinned(space: SpaceShown, reader: Reader) -> list[Markup]:
    return [
        _unfolding(
            thread.post.title or shortened(plain_words(thread.post.text), 60),
            f"pinned, by {reader.first(thread.post.author)}",
            prose(thread.post.text, below=3) + way_out(thread.post),
        )
        for thread in space.pinned
    ]


def _unfolding(title: str, beside: str, inside: Markup) -> Markup:
    told = piece(' <span class="small">{}</span>', beside) if beside else NOTHING
    return piece(
        '<details class="top-part"><summary><b>{}</b>{}</summary><div class="prose">{}</div></details>',
        title,
        told,
        inside,
    )


def way_out(post: Post) -> Markup:
    """A way out that tells where it leads; the browser says nothing of where it comes from."""
    if not post.link:
        return NOTHING
    return piece(
        '<p class="way-out"><a href="{}" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer" '
        'target="_blank">Open it at {}</a></p>',
        post.link, urlsplit(post.link).hostname,
    )  # fmt: skip


def no_space_yet() -> Markup:
    """What the page says to somebody who is in none."""
    return empty(
        "You are in no space yet.",
        "A space comes with every relationship, circle and programme. Until then, join a group or open one.",
    )


def plain_words(text: str) -> str:
    """The words of Markdown on one line, for a beginning or a title."""
    return " ".join(text.replace("*", "").replace("#", "").replace(">", "").split())

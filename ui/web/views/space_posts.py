"""What is said in a space: posts and what answers them, stories and who has agreed, what a search found."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from copilot.domain.spaces import Post, PostKind, SpaceKind
from copilot.domain.wording import listed_in_words
from copilot.services.spaces.searching import Hit, SpacesSearched
from copilot.services.spaces.shown import SpaceShown
from copilot.services.spaces.stories import StoriesShown
from copilot.services.spaces.visible import ABOUT_PEOPLE, Thread
from ui.web.views.markdown import prose
from ui.web.views.pieces import NOTHING, badge, counted, empty, initials, listed, piece, shortened, together
from ui.web.views.spaces import STORIES, Reader, address, does, plain_words, way_out

LONG = 2_400
"""Characters: what is longer is folded."""


def conversation(space: SpaceShown, reader: Reader) -> Markup:
    """What is said, the newest first."""
    if not space.threads:
        return empty("Nothing is said here yet.", _first_word(space))
    return piece(
        '<div class="posts">{}</div>', together([_thread(thread, space, reader) for thread in space.threads])
    )


def _first_word(space: SpaceShown) -> str:
    if space.shut:
        return "Nothing was said here while it was open."
    if space.kind in (SpaceKind.RELATIONSHIP, SpaceKind.CIRCLE):
        return (
            "Write the first word above: a question for the next time you meet, or something worth reading."
        )
    return "Write the first word above: a question, a thing that worked, something worth reading."


def _thread(thread: Thread, space: SpaceShown, reader: Reader) -> Markup:
    replies = [
        piece('<li id="post-{}">{}</li>', reply.id, _post(reply, space, reader)) for reply in thread.replies
    ]
    below = (
        piece('<ol class="answers" aria-label="Answers">{}</ol>', together(replies)) if replies else NOTHING
    )
    return piece(
        '<article class="card post" id="post-{}">{}{}{}</article>',
        thread.post.id, _post(thread.post, space, reader), below, _answer(thread, space, reader),
    )  # fmt: skip


def _answer(thread: Thread, space: SpaceShown, reader: Reader) -> Markup:
    """One way to answer a thread, where its reading ends."""
    if not space.may_write or thread.post.removed:
        return NOTHING
    about = f"what {reader.first(thread.post.author)} wrote"
    return piece(
        '<p class="ways answer">{}</p>', does("Answer", f"reply {thread.post.id}", about=about, kind="join")
    )


def _post(post: Post, space: SpaceShown, reader: Reader) -> Markup:
    if post.removed and not post.reason:
        return piece('<p class="gone">What stood here was removed.</p>')
    return together(
        [
            _by(post, reader),
            _removed(post),
            _title(post),
            _words(post),
            way_out(post),
            _consent(post, reader),
            _ways(post, space, reader),
        ]
    )


def _by(post: Post, reader: Reader) -> Markup:
    marks = [badge(words, tone) for words, tone in _marks(post)]
    edited = " · edited" if post.edited else ""
    said = piece('<span class="small">{}{}</span>', reader.ago(post.at), edited)
    return piece(
        '<div class="row said-by">{}<span class="badges">{}</span></div>',
        _author(post, reader),
        together([*marks, said]),
    )


def _author(post: Post, reader: Reader) -> Markup:
    """A disc with her initials, and her name; the reader herself is `You`."""
    return piece(
        '<span class="face"><span class="disc tone-{}" aria-hidden="true">{}</span><span class="name">{}</span></span>',
        zlib.crc32(post.author.encode()) % 4, initials(reader.people.name(post.author)), reader.name(post.author),
    )  # fmt: skip


def _marks(post: Post) -> list[tuple[str, str]]:
    kinds = {PostKind.RESOURCE: ("resource", "quiet"), PostKind.OPPORTUNITY: ("opportunity", "quiet")}
    if not post.parent:
        kinds |= {PostKind.STORY: ("success story", "good"), PostKind.SHOUT_OUT: ("shout-out", "good")}
    found = [kinds[post.kind]] if post.kind in kinds else []
    return [*found, ("pinned", "quiet")] if post.pinned else found


def _removed(post: Post) -> Markup:
    if not post.reason:
        return NOTHING
    return piece(
        '<p class="notice care">A keeper removed this: “{}” Only you still read it.</p>', post.reason
    )


def _title(post: Post) -> Markup:
    return piece("<h3>{}</h3>", post.title) if post.title else NOTHING


def _words(post: Post) -> Markup:
    if len(post.text) <= LONG:
        return piece('<div class="prose">{}</div>', prose(post.text, below=3))
    return piece(
        '<p>{}</p><details class="long"><summary>Read all {} characters</summary><div class="prose">{}</div></details>',
        shortened(plain_words(post.text), 400)[:420], f"{len(post.text):,}", prose(post.text, below=3),
    )  # fmt: skip


def _consent(post: Post, reader: Reader) -> Markup:
    """Of a story: whom it is about, and who has not agreed yet."""
    if post.kind not in ABOUT_PEOPLE or post.parent or post.removed:
        return NOTHING
    missing = sorted(reader.first(one) for one in post.about - post.agreed)
    if missing:
        return piece('<p class="small consent">Others read it once {} agreed.</p>', _have(missing))
    where = "the whole community" if post.public else "this space"
    agreed = listed_in_words(sorted(reader.first(one) for one in post.about))
    with_whom = f", as agreed with {agreed}" if agreed else ""
    return piece('<p class="small consent">Told to {}{}.</p>', where, with_whom)


def _have(names: list[str]) -> str:
    return f"{listed_in_words(names)} {'has' if len(names) == 1 and names != ['you'] else 'have'}"


def _ways(post: Post, space: SpaceShown, reader: Reader) -> Markup:
    """What this reader may do with a post; the service decides again when she does it."""
    hers, whose = post.author == reader.me, f"what {reader.first(post.author)} wrote"
    ways = []
    if hers and space.may_write and not post.removed:
        ways.append(does("Edit", f"edit {post.id}", about=whose))
    if space.may_pin and not post.parent and not post.removed:
        pin = "Unpin" if post.pinned else "Pin"
        ways.append(does(pin, f"{pin.lower()} {post.id}", about=whose))
    if hers or (space.keeps and not post.removed):
        ways.append(does("Remove", f"remove {post.id}", about=whose))
    return _in_a_row([*ways, *_agreeing(post, reader)])


def _in_a_row(ways: Sequence[Markup]) -> Markup:
    return piece('<p class="ways">{}</p>', together(ways)) if ways else NOTHING


def _agreeing(post: Post, reader: Reader) -> list[Markup]:
    if post.removed or reader.me not in post.about:
        return []
    about = f"what {reader.first(post.author)} tells"
    if reader.me in post.agreed:
        return [does("Take your agreement back", f"disagree {post.id}", about=about)]
    return [does("Agree that others read it", f"agree {post.id}", about=about, kind="join")]


def story_page(found: StoriesShown, reader: Reader) -> Markup:
    """Stories that wait for her word, those that wait for others, and all she may read."""
    head = piece(
        '<header class="space-head"><h2>Success stories</h2><p class="lead">Told by those who saw it. Nobody else '
        "reads one until everybody it is about has agreed, and each may take that back.</p></header>"
    )
    return head + together(
        [
            _stories("Waiting for your word", found.asked, reader),
            _stories("Waiting for others", found.waiting, reader),
            _stories("To read", found.stories, reader)
            or empty("No story yet.", "Tell one in a space of yours, under “Write something”."),
        ]
    )


def _stories(title: str, stories: Sequence[Post], reader: Reader) -> Markup:
    if not stories:
        return NOTHING
    cards = [
        piece(
            '<article class="card post">{}</article>',
            together([_by(each, reader), _title(each), _words(each), _consent(each, reader), _ways_of(each, reader)]),
        )
        for each in stories
    ]  # fmt: skip
    return piece('<section class="stories"><h3>{}</h3>{}</section>', title, together(cards))


def _ways_of(story: Post, reader: Reader) -> Markup:
    ways = _agreeing(story, reader)
    if story.author == reader.me:
        ways.append(does("Remove", f"remove {story.id}", about="your story"))
    return _in_a_row(ways)


def search_found(searched: SpacesSearched, names: Mapping[str, str], reader: Reader) -> Markup:
    """What was found, each with the words around it. `names` are what she calls her spaces."""
    again = does("Back to the space", "open")
    if not searched.hits:
        return empty(
            "Nothing of what you may read holds these words.", "Try a shorter or another word.", again
        )
    return piece(
        '<section class="hits"><div class="row"><h2>{} with “{}”</h2>{}</div>{}</section>',
        _how_many(searched), shortened(searched.query, 60), again,
        listed([_found(hit, names.get(hit.space, hit.name), reader) for hit in searched.hits], "plain"),
    )  # fmt: skip


def _how_many(searched: SpacesSearched) -> str:
    if searched.total > len(searched.hits):
        return f"The best {len(searched.hits)} of {counted(searched.total, 'post')}"
    return counted(searched.total, "post")


def _found(hit: Hit, where: str, reader: Reader) -> Markup:
    author = reader.name(hit.author)
    if hit.kind is PostKind.OPPORTUNITY:
        return piece(
            '<div class="hit"><p><a href="/board">{}</a> <span class="small">{} · {} · {}</span></p><p>{}</p></div>',
            hit.title, author, where, reader.ago(hit.at), _quoted(hit),
        )  # fmt: skip
    if hit.kind is PostKind.SHOUT_OUT and not hit.space:
        return piece(
            '<div class="hit"><p><a href="/leaderboard">{}</a> <span class="small">{} · {} · {}</span></p><p>{}</p>'
            "</div>",
            hit.title or "Shout-out", author, where, reader.ago(hit.at), _quoted(hit),
        )  # fmt: skip
    space = hit.space or STORIES
    by = f"{author} · " if hit.title else ""
    return piece(
        '<div class="hit"><p><a href="{}" data-space="{}" data-post="{}">{}</a> '
        '<span class="small">{}{} · {}</span></p><p>{}</p></div>',
        address(space, hit.id), space, hit.id, hit.title or author, by, where, reader.ago(hit.at), _quoted(hit),
    )  # fmt: skip


def _quoted(hit: Hit) -> Markup:
    parts, last = [piece("{}", "… " if hit.start else "")], 0
    for start, end in hit.marks:
        parts += [piece("{}", hit.quote[last:start]), piece("<mark>{}</mark>", hit.quote[start:end])]
        last = end
    more = " …" if hit.start + len(hit.quote) < hit.length else ""
    return together([*parts, piece("{}{}", hit.quote[last:], more)])

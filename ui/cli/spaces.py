"""`mentoring spaces`: where those who belong together write to each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.spaces import Post
    from copilot.services.spaces.searching import Hit
    from copilot.services.spaces.shown import SpaceShown, SpacesListed
    from copilot.services.spaces.stories import StoriesShown

app = typer.Typer(
    help="Spaces: list, show, open, join, leave, close, keepers, post, reply, edit, remove, pin, story, agree, "
    "stories, search.",
    no_args_is_help=True,
)
SpaceId = Annotated[str, typer.Argument(help="The space's id.")]
PostId = Annotated[str, typer.Argument(help="The post's id.")]
Words = Annotated[str, typer.Argument(help="The words, in Markdown; empty where --file gives them.")]
FileOption = Annotated[str, typer.Option("--file", help="A file with the words; - for standard input.")]
TitleOption = Annotated[str, typer.Option(help="A title; a resource needs one.")]
LinkOption = Annotated[str, typer.Option(help="An https address: it makes the post a resource.")]


def add_to(root: typer.Typer) -> None:
    """Hang these verbs under the root command."""
    root.add_typer(app, name="spaces")


@verb(app, "list")
def list_(call: Call) -> None:
    """List your spaces, and the groups you may join."""
    listed = call.copilot.spaces.list(call.asker)
    call.give(listed, lambda screen: _show_list(screen, listed))


@verb(app, "show")
def show(
    call: Call, space: SpaceId, page: Annotated[int, typer.Option(help="Which page, from 1.", min=1)] = 1
) -> None:
    """Show a space with what is said in it, the newest first."""
    found = call.copilot.spaces.show(call.asker, space, page=page)
    names = _names(call, found)
    call.give(found, lambda screen: _show_space(screen, found, names))


@verb(app, "open", writes=True)
def open_(
    call: Call,
    name: Annotated[str, typer.Argument(help="What it is called.")],
    purpose: Annotated[str, typer.Option(help="What it is for.")] = "",
    topic: Annotated[bool, typer.Option("--topic", help="A topic for everybody; admins open them.")] = False,
    keeper: Annotated[
        list[str] | None, typer.Option(help="Who keeps the topic in order; may be repeated.")
    ] = None,
) -> None:
    """Open an interest group, or a topic for everybody."""
    kept = call.copilot.spaces.open(call.asker, name, purpose, topic=topic, keepers=keeper or [])
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is open as {kept.id}."))


verb(app, "add", writes=True)(open_)


@verb(app, "update", writes=True)
def update(
    call: Call,
    space: SpaceId,
    name: Annotated[str | None, typer.Option(help="What it is called from now on.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What it is for.")] = None,
) -> None:
    """Call a group or topic that you keep something else, or say anew what it is for."""
    kept = call.copilot.spaces.update(call.asker, space, name=name, purpose=purpose)
    call.give(kept, lambda screen: typer.echo(f"{kept.name}: changed."))


@verb(app, "join", writes=True)
def join(call: Call, space: SpaceId) -> None:
    """Join an interest group."""
    kept = call.copilot.spaces.join(call.asker, space)
    call.give(kept, lambda screen: typer.echo(f"You are in {kept.name}."))


@verb(app, "leave", writes=True)
def leave(call: Call, space: SpaceId) -> None:
    """Leave an interest group; what you wrote stays until you remove it."""
    kept = call.copilot.spaces.leave(call.asker, space)
    call.give(kept, lambda screen: typer.echo(f"You left {kept.name}."))


@verb(app, "close", writes=True)
def close(
    call: Call,
    space: SpaceId,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open it again.")] = False,
) -> None:
    """Close a group or topic that you keep; it stays to be read."""
    kept = call.copilot.spaces.close(call.asker, space, closed=not reopen)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is {'open again' if reopen else 'closed'}."))


@verb(app, "add-keeper", writes=True)
def add_keeper(
    call: Call, space: SpaceId, member: Annotated[str, typer.Argument(help="Who is to keep it too.")]
) -> None:
    """Make somebody keep a group or topic with you."""
    kept = call.copilot.spaces.add_keeper(call.asker, space, member)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is kept by {', '.join(sorted(kept.keepers))}."))


@verb(app, "remove-keeper", writes=True)
def remove_keeper(
    call: Call, space: SpaceId, member: Annotated[str, typer.Argument(help="Who is to keep it no more.")]
) -> None:
    """Take the keeping of a group or topic from somebody; a group's last keeper stays."""
    kept = call.copilot.spaces.remove_keeper(call.asker, space, member)
    call.give(kept, lambda screen: typer.echo(f"{kept.name} is kept by {', '.join(sorted(kept.keepers))}."))


@verb(app, "post", writes=True)
def post(
    call: Call,
    space: SpaceId,
    text: Words = "",
    file: FileOption = "",
    title: TitleOption = "",
    link: LinkOption = "",
) -> None:
    """Write in a space; with --link it is a resource."""
    kept = call.copilot.posting.post(call.asker, space, _said(text, file), title=title, link=link)
    call.give(kept, lambda screen: typer.echo(f"Posted as {kept.id}."))


@verb(app, "reply", writes=True)
def reply(call: Call, post: PostId, text: Words = "", file: FileOption = "") -> None:
    """Answer a post."""
    kept = call.copilot.posting.reply(call.asker, post, _said(text, file))
    call.give(kept, lambda screen: typer.echo(f"Posted as {kept.id}."))


@verb(app, "edit", writes=True)
def edit(
    call: Call,
    post: PostId,
    text: Words = "",
    file: FileOption = "",
    title: Annotated[str | None, typer.Option(help="Another title; left out, it stays.")] = None,
    link: Annotated[str | None, typer.Option(help="Another link; left out, it stays.")] = None,
) -> None:
    """Say one of your own posts differently; it is marked as edited."""
    kept = call.copilot.posting.edit(call.asker, post, _said(text, file), title=title, link=link)
    call.give(kept, lambda screen: typer.echo("Changed; it is marked as edited."))


@verb(app, "remove", writes=True)
def remove(
    call: Call,
    post: PostId,
    reason: Annotated[str, typer.Option(help="Why; a keeper says so to the author.")] = "",
) -> None:
    """Remove a post: your own, or as a keeper somebody else's."""
    gone = call.copilot.posting.remove(call.asker, post, reason)
    call.give(gone, lambda screen: typer.echo("Removed."))


@verb(app, "pin", writes=True)
def pin(
    call: Call,
    post: PostId,
    unpin: Annotated[bool, typer.Option("--unpin", help="Let it go again.")] = False,
) -> None:
    """Keep a post on top of its space."""
    kept = call.copilot.posting.pin(call.asker, post, pinned=not unpin)
    call.give(kept, lambda screen: typer.echo("Pinned." if kept.pinned else "No longer pinned."))


@verb(app, "story", writes=True)
def story(
    call: Call,
    space: SpaceId,
    text: Words = "",
    file: FileOption = "",
    title: TitleOption = "",
    about: Annotated[
        list[str] | None, typer.Option(help="Whom it is about; may be repeated. Each is asked.")
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="For the whole community, once all agreed.")
    ] = False,
) -> None:
    """Tell a success story; others read it once everybody it is about has agreed."""
    kept = call.copilot.stories.tell(
        call.asker, space, _said(text, file), title=title, about=about or [], public=public
    )
    waits = f" It waits for {', '.join(sorted(kept.about))}." if kept.about else ""
    call.give(kept, lambda screen: typer.echo(f"Told as {kept.id}.{waits}"))


@verb(app, "agree", writes=True)
def agree(
    call: Call,
    post: Annotated[str, typer.Argument(help="The story's id.")],
    take_back: Annotated[bool, typer.Option("--take-back", help="Hide it again.")] = False,
) -> None:
    """Agree that others read a story about you, or take that back."""
    kept = call.copilot.stories.agree(call.asker, post, agrees=not take_back)
    call.give(kept, lambda screen: typer.echo("Taken back: it is hidden." if take_back else "You agreed."))


@verb(app, "stories")
def stories(call: Call) -> None:
    """List the stories you may read, and those that wait for your word."""
    found = call.copilot.stories.every(call.asker)
    call.give(found, lambda screen: _show_stories(screen, found))


@verb(app, "search")
def search(
    call: Call,
    query: Annotated[str, typer.Argument(help="A few words.")],
    space: Annotated[str, typer.Option(help="In this space alone.")] = "",
    most: Annotated[int, typer.Option("-k", help="How many at most.", min=1, max=100)] = 20,
) -> None:
    """Search what you may read, the best first."""
    found = call.copilot.space_search.find(call.asker, query, space=space, most=most)
    call.give(found, lambda screen: _show_hits(screen, found.hits, found.total))


def _said(text: str, file: str) -> str:
    """The words that were typed, else those of the file; of a file no more is read than could be posted."""
    from copilot.domain.spaces import MOST_CHARACTERS
    from copilot.errors import BadInput
    from ui.cli.reading import as_text

    if text and file:
        raise BadInput("There are words twice.", place="--file", cure="Type them, or name a file.")
    return text or as_text(file, "--file", most=MOST_CHARACTERS + 1)


def _names(call: Call, found: SpaceShown) -> dict[str, str]:
    posts = [post for thread in found.threads for post in (thread.post, *thread.replies)]
    ids = {post.author for post in posts} | set(found.people) | set(found.keepers)
    return {
        member: each.name for member, each in call.copilot.members.introduced(call.asker, ids - {""}).items()
    }


def _show_list(screen: Console, listed: SpacesListed) -> None:
    from ui.cli.tables import show_table

    mine = [
        (line.id, line.kind.value, line.name, "closed" if line.closed else f"{line.new} new this week")
        for line in listed.mine
    ]
    show_table(screen, ("id", "of", "space", ""), mine)
    if to_join := [(line.id, line.name, str(line.readers), line.purpose) for line in listed.to_join]:
        show_table(screen, ("id", "group to join", "in it", "what it is for"), to_join)


def _show_space(screen: Console, found: SpaceShown, names: dict[str, str]) -> None:
    screen.print(found.name, style="bold", markup=False)
    for line in (found.purpose, found.shut, _from_the_records(found)):
        if line:
            screen.print(line, markup=False)
    for thread in found.threads:
        _show_post(screen, thread.post, names, "")
        for answer in thread.replies:
            _show_post(screen, answer, names, "    ")
    if not found.threads:
        screen.print("Nothing is said here yet. `spaces post` writes the first word.")
    if found.pages > 1:
        screen.print(f"Page {found.page} of {found.pages}.")


def _from_the_records(found: SpaceShown) -> str:
    """What stands on top, in a line each."""
    records = found.records
    lines = [
        f"Agreement: {' '.join(records.agreement.text.split())}" if records.agreement else "",
        *(f"Goal: {goal.title} ({goal.progress} %)" for goal in records.goals),
        f"From {records.starts} to {records.ends}" if records.starts else "",
        *(f"Agreed here on {topic}: {words}" for topic, words in records.wordings.items()),
    ]
    return "\n".join(filter(None, lines))


def _show_post(screen: Console, post: Post, names: dict[str, str], indent: str) -> None:
    author = names.get(post.author, "a former member") if post.author else ""
    marks = [
        post.id,
        f"{post.at:%Y-%m-%d %H:%M}",
        "pinned" if post.pinned else "",
        "edited" if post.edited else "",
        f"removed by a keeper: {post.reason}" if post.reason else "",
    ]
    screen.print(
        f"\n{indent}{author} · {' · '.join(filter(None, marks))}".lstrip(" ·"), style="bold", markup=False
    )
    for line in filter(None, (post.title, post.link, *post.text.splitlines())):
        screen.print(f"{indent}{line}", markup=False)


def _show_stories(screen: Console, found: StoriesShown) -> None:
    from ui.cli.tables import show_table

    groups = (
        ("to read", found.stories),
        ("waits for your word", found.asked),
        ("waits for others", found.waiting),
    )
    rows = [
        (story.id, what, story.title or " ".join(story.text.split())[:70])
        for what, stories in groups
        for story in stories
    ]
    show_table(screen, ("id", "", "story"), rows)


def _show_hits(screen: Console, hits: Iterable[Hit], total: int) -> None:
    from ui.cli.tables import show_table

    rows = [(hit.id, hit.name, hit.title, f"… {hit.quote} …") for hit in hits]
    show_table(screen, ("post", "in", "title", "words"), rows)
    if total > len(rows):
        screen.print(f"The best {len(rows)} of {total}.")

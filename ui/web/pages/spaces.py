"""Spaces: mine at the side; the one that is open with what stands on top, a box to write in, and what is said."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.spaces import MOST_CHARACTERS, Post, PostKind, SpaceKind
from copilot.errors import BadInput
from ui.web.desk import chosen
from ui.web.page import Page, Room, is_anybody
from ui.web.spaces_shown import Scene, found, post_of, scene
from ui.web.views.pieces import NOTHING, notice, piece, shortened, shown
from ui.web.views.spaces import plain_words

Updates = dict[Any, Any]
A_POST, A_RESOURCE, A_STORY = "post", "resource", "story"
KINDS = (("A post", A_POST), ("Something worth reading", A_RESOURCE), ("A success story", A_STORY))
HINTS = {
    A_POST: "A question, an answer, a thing that worked …",
    A_RESOURCE: "Why is it worth the time?",
    A_STORY: "What did you see, who did what, and what came of it?",
}
FIRST = "first"
"""What `back` asks for where the address names no space."""
ANSWER, EDIT, REMOVE, MODERATE = "answer", "edit", "remove", "moderate"
_GO = {ANSWER: "Answer", EDIT: "Save", REMOVE: "Remove it", MODERATE: "Remove it"}
_LABELS = {ANSWER: "Your answer", EDIT: "Your words", MODERATE: "Why? The author reads this."}


def build(room: Room) -> None:
    """The list of spaces with a search beside the space that is open."""
    _SpacesPage(room)


class _SpacesPage:
    """Its parts, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._space, self._page, self._doing = gr.State(""), gr.State(1), gr.State(("", ""))
        with gr.Row(elem_classes="spaces-desk"):
            with gr.Column(scale=1, min_width=0, elem_classes="spaces-side"):
                self._lay_out_side()
            with gr.Column(scale=3, min_width=0, elem_classes="spaces-main"):
                self._lay_out_space()
        # Filled in by static/spaces.js, which tells here which button of which post was pressed.
        with gr.Column(elem_classes="out-of-sight"):
            self._do_box = gr.Textbox(label="What to do", elem_id="space-do", max_length=300)
        self._connect()

    def _lay_out_side(self) -> None:
        with gr.Row(elem_classes="find-row"):
            self._query = gr.Textbox(label="Search your spaces", max_length=500, scale=4, min_width=100)
            self._find = gr.Button("Search", min_width=0, scale=0)
        gr.Checkbox(False, label="Show my spaces", elem_classes="unfold", container=False)
        self._spaces = self._room.slot(classes="spaces-slot")
        self._groups = self._room.slot(classes="spaces-slot")
        with gr.Accordion("Open a group", open=False, elem_classes="fold open-group"):
            self._name = gr.Textbox(label="What is it called?", max_length=200)
            self._purpose = gr.Textbox(label="What is it for? (may stay empty)", lines=2, max_length=2_000)
            self._open_group = gr.Button("Open this group", variant="primary", elem_classes="alone")

    def _lay_out_space(self) -> None:
        self._told, self._hits = self._room.slot(), self._room.slot()
        with gr.Column(elem_classes="space-open") as self._open:
            self._head, self._top = self._room.slot(), self._room.slot()
            with gr.Column(visible=False, elem_classes="card write") as self._write:
                self._lay_out_writing()
            self._posts = self._room.slot(name="posts")
            with gr.Row(elem_classes="actions"):
                self._newer = gr.Button("Newer posts", visible=False, min_width=0)
                self._earlier = gr.Button("Earlier posts", visible=False, min_width=0)
        with gr.Column(visible=False, elem_classes="card post-panel") as self._panel:
            self._lay_out_panel()

    def _lay_out_writing(self) -> None:
        self._kind = gr.Radio(list(KINDS), value=A_POST, label="Write something", elem_classes="pills")
        self._title = gr.Textbox(label="Title", max_length=200, visible=False)
        self._text = gr.Textbox(
            label="Words", lines=3, max_lines=14, max_length=MOST_CHARACTERS, placeholder=HINTS[A_POST]
        )
        self._link = gr.Textbox(label="Link", placeholder="https://…", max_length=2_000, visible=False)
        self._about = gr.Dropdown(
            [], label="Whom is it about? Each of them is asked first.", multiselect=True, visible=False
        )
        self._public = gr.Checkbox(
            False, label="For the whole community, once everybody has agreed", visible=False
        )
        with gr.Row(elem_classes="actions send-row"):
            self._send = gr.Button("Post", variant="primary", min_width=96)
            self._readers = self._room.slot(classes="readers")

    def _lay_out_panel(self) -> None:
        self._what = self._room.slot()
        self._new_title = gr.Textbox(label="Title", max_length=200, visible=False)
        self._words = gr.Textbox(label="Your answer", lines=3, max_lines=12, max_length=MOST_CHARACTERS)
        self._new_link = gr.Textbox(label="Link", max_length=2_000, visible=False)
        with gr.Row(elem_classes="actions"):
            self._go = gr.Button("Answer", variant="primary", min_width=96)
            self._never_mind = gr.Button("Never mind", min_width=0)

    def _connect(self) -> None:
        wire, here = self._room.wire, [self._space, self._page]
        out = self._outputs
        self._room.on_open(self._opened, out)
        wire(self._do_box.change, self._do, [self._do_box, *here], out)
        wire(self._kind.input, self._of_kind, [self._kind, self._space], self._asked_for)
        written = [self._kind, self._title, self._text, self._link, self._about, self._public]
        wire(self._send.click, self._posted, [*written, self._space], out)
        panel = [self._doing, self._words, self._new_title, self._new_link]
        wire(self._go.click, self._done, [*panel, *here], out)
        wire(self._never_mind.click, self._leave_it, None, [self._panel, self._doing])
        wire(self._open_group.click, self._open_one, [self._name, self._purpose], out)
        for trigger in (self._find.click, self._query.submit):
            wire(trigger, self._search, self._query, [self._hits, self._open, self._panel, self._told])
        wire(self._earlier.click, self._turn(1), here, out)
        wire(self._newer.click, self._turn(-1), here, out)

    @property
    def _asked_for(self) -> list[Any]:
        """What is asked for depends on what she writes."""
        return [self._title, self._text, self._link, self._about, self._public, self._send]

    @property
    def _outputs(self) -> list[Any]:
        return [
            self._space, self._page, self._doing, self._told, self._hits, self._open, self._spaces, self._groups,
            self._head, self._top, self._write, self._posts, self._newer, self._earlier, self._readers, self._kind,
            *self._asked_for, self._panel, self._what, self._new_title, self._words, self._new_link, self._go,
            self._name, self._purpose,
        ]  # fmt: skip

    def _opened(self, request: gr.Request) -> Updates:
        wanted, post = chosen(request, "space"), chosen(request, "post")
        return self._whole(scene(self._desk, self._desk.asker(request), wanted, holding=post))

    def _do(self, said: str, space: str, page: int, request: gr.Request) -> Updates:
        """What a button of a post or space asks for: `reply po1 #3`, where the number only makes it new."""
        asker = self._desk.asker(request)
        verb, _, about = said.partition(" #")[0].strip().partition(" ")
        if verb == "open":
            wanted, _, post = about.partition(" ")
            wanted = "" if wanted == FIRST else wanted or space
            return self._whole(scene(self._desk, asker, wanted, holding=post))
        if verb in ("join", "leave", "close", "reopen"):
            return self._with_space(asker, verb, about)
        if verb in ("reply", "edit", "remove"):
            return self._panel_for(asker, verb, post_of(self._desk, asker, space, page, about))
        words = self._with_post(asker, verb, about)
        return self._whole(scene(self._desk, asker, space, page), words, writing=False)

    def _with_space(self, asker: Asker, verb: str, space: str) -> Updates:
        service, words = self._desk.copilot.spaces, ""
        if verb == "join":
            words = f"You are in {service.join(asker, space).name}."
        elif verb == "leave":
            words, space = f"You left {service.leave(asker, space).name}. What you wrote stays.", ""
        elif verb in ("close", "reopen"):
            kept = service.close(asker, space, closed=verb == "close")
            words = f"{kept.name} is {'closed: it stays to be read' if kept.closed else 'open again'}."
        return self._whole(scene(self._desk, asker, space), words)

    def _with_post(self, asker: Asker, verb: str, post: str) -> str:
        copilot = self._desk.copilot
        if verb in ("pin", "unpin"):
            copilot.posting.pin(asker, post, pinned=verb == "pin")
            return "It stands on top now." if verb == "pin" else "It is no longer pinned."
        if verb not in ("agree", "disagree"):
            raise BadInput("There is no such button.", cure="Load the page again.")
        copilot.stories.agree(asker, post, agrees=verb == "agree")
        return (
            "You agreed. Take it back whenever you like."
            if verb == "agree"
            else "Taken back: it is hidden again."
        )

    def _panel_for(self, asker: Asker, verb: str, post: Post) -> Updates:
        hers = post.author == asker.member
        doing = {"reply": ANSWER, "edit": EDIT}.get(verb, REMOVE if hers else MODERATE)
        editing, root = doing == EDIT, not post.parent
        author = "you" if hers else self._desk.people(asker, {post.author}).first(post.author)
        return {
            self._doing: (doing, post.id),
            self._panel: gr.update(visible=True),
            self._what: shown(_said_of(doing, author, post)),
            self._words: gr.update(
                label=_LABELS.get(doing, ""), value=post.text if editing else "", visible=doing != REMOVE
            ),
            self._new_title: gr.update(value=post.title, visible=editing and root),
            self._new_link: gr.update(value=post.link, visible=editing and post.kind is PostKind.RESOURCE),
            self._go: gr.update(value=_GO[doing], variant="primary" if doing in (ANSWER, EDIT) else "stop"),
        }

    def _done(
        self,
        doing: tuple[str, str],
        words: str,
        title: str,
        link: str,
        space: str,
        page: int,
        request: gr.Request,
    ) -> Updates:
        asker, posting = self._desk.asker(request), self._desk.copilot.posting
        what, post = doing
        if what == ANSWER:
            posting.reply(asker, post, words)
            told = "Your answer is there."
        elif what == EDIT:
            before = post_of(self._desk, asker, space, page, post)
            resource = before.kind is PostKind.RESOURCE
            posting.edit(
                asker, post, words, title=None if before.parent else title, link=link if resource else None
            )
            told = "Changed; it is marked as edited."
        else:
            posting.remove(asker, post, words if what == MODERATE else "")
            told = "Removed. Its author reads why." if what == MODERATE else "Removed."
        return self._whole(scene(self._desk, asker, space, page), told, writing=False)

    def _leave_it(self) -> Updates:
        return {self._panel: gr.update(visible=False), self._doing: ("", "")}

    def _of_kind(self, kind: str, space: str, request: gr.Request) -> Updates:
        shown_now = scene(self._desk, self._desk.asker(request), space)
        return self._fields(kind, shown_now)

    def _fields(self, kind: str, now: Scene) -> Updates:
        between = now.shown is not None and now.shown.kind in (SpaceKind.RELATIONSHIP, SpaceKind.CIRCLE)
        story = kind == A_STORY
        may_stay_empty = "" if kind == A_RESOURCE else " (may stay empty)"
        return {
            self._title: gr.update(visible=kind != A_POST or not between, label=f"Title{may_stay_empty}"),
            self._text: gr.update(placeholder=HINTS[kind]),
            self._link: gr.update(visible=kind == A_RESOURCE),
            self._about: gr.update(visible=story, choices=list(now.about)),
            self._public: gr.update(visible=story),
            self._send: gr.update(value="Tell it" if story else "Post"),
        }

    def _posted(
        self, kind: str, title: str, text: str, link: str, about: list[str], public: bool, space: str,
        request: gr.Request,
    ) -> Updates:  # fmt: skip
        asker, copilot = self._desk.asker(request), self._desk.copilot
        if kind == A_STORY:
            story = copilot.stories.tell(asker, space, text, title=title, about=about or [], public=public)
            words = "Kept. Others read it once everybody it is about has agreed." if story.about else "Told."
        else:
            if kind == A_RESOURCE and not link.strip():
                raise BadInput("The link is missing.", cure="Give the address of the page, or write a post.")
            copilot.posting.post(asker, space, text, title=title, link=link if kind == A_RESOURCE else "")
            words = "Posted."
        return self._whole(scene(self._desk, asker, space), words)

    def _open_one(self, name: str, purpose: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        group = self._desk.copilot.spaces.open(asker, name, purpose)
        opened = self._whole(scene(self._desk, asker, group.id), f"{group.name} is open, and you keep it.")
        return opened | {self._name: "", self._purpose: ""}

    def _search(self, query: str, request: gr.Request) -> Updates:
        hits = found(self._desk, self._desk.asker(request), query)
        return {
            self._hits: shown(hits), self._open: gr.update(visible=False),
            self._panel: gr.update(visible=False), self._told: "",
        }  # fmt: skip

    def _turn(self, by: int) -> Any:
        def turned(space: str, page: int, request: gr.Request) -> Updates:
            return self._whole(scene(self._desk, self._desk.asker(request), space, page + by), writing=False)

        return turned

    def _whole(self, now: Scene, words: str = "", *, writing: bool = True) -> Updates:
        """Everything on the page. With `writing` the box begins anew; else what she has typed there stays."""
        space = now.shown
        updates: Updates = {
            self._space: now.space, self._page: now.page, self._doing: ("", ""),
            self._told: shown(notice(words)), self._hits: "", self._open: gr.update(visible=True),
            self._spaces: shown(now.spaces), self._groups: shown(now.groups),
            self._head: shown(now.head), self._top: shown(now.top), self._posts: shown(now.posts),
            self._write: gr.update(visible=space is not None and space.may_write),
            self._newer: gr.update(visible=space is not None and space.page > 1),
            self._earlier: gr.update(visible=space is not None and space.page < space.pages),
            self._readers: shown(piece('<p class="small">{}</p>', now.readers) if now.readers else NOTHING),
            self._panel: gr.update(visible=False),
        }  # fmt: skip
        if not writing:
            return updates
        fields = self._fields(A_POST, now)
        emptied: Updates = dict.fromkeys((self._title, self._text, self._link), "")
        for box in emptied:
            fields[box] = gr.update(**{**fields[box], "value": ""})
        fields[self._about] = gr.update(choices=list(now.about), value=[], visible=False)
        fields[self._public] = gr.update(value=False, visible=False)
        return updates | fields | {self._kind: A_POST}


def _said_of(doing: str, author: str, post: Post) -> Any:
    """What she is about to do, and with which words."""
    to = {
        ANSWER: f"You answer {author}",
        EDIT: "You change what you wrote",
        REMOVE: "Remove this? It can’t be brought back.",
        MODERATE: f"Remove what {author} wrote?",
    }[doing]
    return piece('<p><b>{}</b></p><p class="small quoted">{}</p>', to, shortened(plain_words(post.text), 140))


PAGE = Page(
    "spaces",
    "Spaces",
    "Community",
    56,
    is_anybody,
    build,
    "Where you write to those you belong with.",
)

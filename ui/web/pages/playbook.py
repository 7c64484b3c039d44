"""The playbook: a small book about how mentoring is done here, which its editors write and everybody adds to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.playbook import KEYS, PlaybookOffer, Practice
from copilot.errors import BadInput, Conflict
from copilot.services.playbook.pages import ChapterShown
from copilot.services.policy import Action, Policy
from ui.web.desk import chosen
from ui.web.draft_pane import DraftPane
from ui.web.page import Page, Room, is_anybody
from ui.web.views.markdown import prose
from ui.web.views.pieces import failure, notice, piece, shortened, shown, together
from ui.web.views.playbook import (
    OVERVIEW,
    changes,
    chapter,
    contents,
    looked_at,
    overview,
    own_offers,
    taking_away,
    version_choices,
    waiting,
)

Updates = dict[Any, Any]
AS_TOLD = {"insight": "an insight: what works here", "story": "a story of mine"}


def build(room: Room) -> None:
    """Contents at the left, one chapter at the right; below it what editors do, and what members offer."""
    _Book(room)


class _Book:
    """Its parts, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._key, self._version = gr.State(""), gr.State(0)
        with gr.Row(elem_classes="desk book-desk"):
            with gr.Column(scale=1, min_width=250, elem_classes="book-side"):
                self._contents, self._take = room.slot(), room.slot()
            with gr.Column(scale=3, min_width=320, elem_classes="book-page"):
                self._told, self._text = room.slot(), room.slot()
                self._lay_out_editing()
                self._lay_out_numbers()
                self._lay_out_deciding()
                self._lay_out_versions()
                self._lay_out_drafting()
                self._lay_out_offering()
        self._parts = [
            self._key, self._version, self._contents, self._take, self._told, self._text, *self._editing,
            self._numbers, self._compared, *self._deciding, *self._versions, self._drafting, *self._offering,
        ]  # fmt: skip
        self._connect()

    def _lay_out_editing(self) -> None:
        self._words = gr.Textbox(
            label="The words of this chapter, in Markdown", lines=18, max_lines=40, visible=False,
            elem_classes="editor",
        )  # fmt: skip
        self._seen = self._room.slot()
        with gr.Row(elem_classes="actions"):
            self._edit = gr.Button("Edit this chapter", visible=False, min_width=0)
            self._keep = gr.Button("Keep these words", variant="primary", visible=False, min_width=0)
            self._preview = gr.Button("Preview", visible=False, min_width=0)
            self._leave = gr.Button("Leave it as it was", visible=False, min_width=0)
        self._editing = [self._words, self._seen, self._edit, self._keep, self._preview, self._leave]

    def _lay_out_numbers(self) -> None:
        self._numbers = gr.Button("Let our numbers propose revisions", visible=False, elem_classes="alone")
        self._compared = self._room.slot()

    def _lay_out_deciding(self) -> None:
        with gr.Column(visible=False, elem_classes="section") as deciding:
            self._room.slot(piece("<h3>Offered to this chapter</h3>"))
            self._offers = self._room.slot()
            self._which = gr.Radio([], label="Which one?", visible=False, elem_classes="ticks")
            self._reason = gr.Textbox(
                label="Why not? Whoever offered it reads this.", max_length=1_000, visible=False
            )
            with gr.Row(elem_classes="actions"):
                self._taking = gr.Button("Take it in", variant="primary", visible=False, min_width=0)
                self._declining = gr.Button("Decline with this reason", visible=False, min_width=0)
        self._deciding = [deciding, self._offers, self._which, self._reason, self._taking, self._declining]

    def _lay_out_versions(self) -> None:
        with gr.Accordion("Earlier versions", open=False, visible=False, elem_classes="fold") as fold:
            self._earlier = gr.Dropdown([], label="Compare with", filterable=False)
            self._changes = self._room.slot()
            self._restore = gr.Button("Make it the present one again", visible=False, elem_classes="alone")
        self._versions = [fold, self._earlier, self._changes, self._restore]

    def _lay_out_drafting(self) -> None:
        with gr.Accordion(
            "Draft it anew from our records", open=False, visible=False, elem_classes="fold"
        ) as self._drafting:
            self._room.slot(
                piece(
                    '<p class="under">Counted today, without anybody’s name. Sections that you added yourself stay. '
                    "Nothing counts until you approve it.</p>"
                )
            )
            self._draft = gr.Button("Draft this chapter", variant="primary", elem_classes="alone")
            self._pane = DraftPane(self._room, "Approve it as the next version")

    def _lay_out_offering(self) -> None:
        with gr.Accordion("Offer something to this chapter", open=False, elem_classes="fold") as fold:
            self._kind = gr.Radio(
                [(words, kind) for kind, words in AS_TOLD.items()], value="insight", label="It is",
                elem_classes="pills",
            )  # fmt: skip
            self._offered_words = gr.Textbox(
                label="In your words", lines=4, max_length=4_000,
                placeholder="We meet in the lunch break: it is the only hour in which everybody can come.",
            )  # fmt: skip
            self._named = gr.Checkbox(False, label="With my name")
            self._offer = gr.Button("Offer it", variant="primary", elem_classes="alone")
        self._mine = self._room.slot()
        self._own = gr.Dropdown([], label="Take one back", visible=False, filterable=False)
        self._back = gr.Button("Take it back", visible=False, elem_classes="alone")
        self._offering = [fold, self._offered_words, self._mine, self._own, self._back]

    def _connect(self) -> None:
        wire, key, out = self._room.wire, self._key, self._parts
        self._room.on_open(self._open, out)
        wire(self._edit.click, self._begin, key, [*self._editing, self._version, self._text])
        wire(self._preview.click, self._previewed, self._words, self._seen)
        wire(self._leave.click, self._look, key, out)
        wire(self._keep.click, self._kept, [key, self._words, self._version], out)
        wire(self._which.input, self._picked, self._which, [self._reason, self._taking, self._declining])
        wire(self._taking.click, self._took, [key, self._which], out)
        wire(self._declining.click, self._declined, [key, self._which, self._reason], out)
        wire(self._earlier.input, self._differs, [key, self._earlier], [self._changes, self._restore])
        wire(self._restore.click, self._restored, [key, self._earlier], out)
        wire(self._numbers.click, self._proposed, None, [self._compared])
        words = [self._kind, self._offered_words, self._named]
        wire(self._offer.click, self._offers_it, [key, *words], out)
        wire(self._back.click, self._takes_back, [key, self._own], out)
        wire(self._draft.click, self._drafted, key, self._pane.outputs)
        self._pane.then(self._look, key, out)

    def _open(self, request: gr.Request) -> Updates:
        asker, wanted = self._desk.asker(request), chosen(request, "chapter")
        known = {*KEYS, OVERVIEW} if may_judge(asker) else set(KEYS)
        return self._filled(asker, wanted if wanted in known else KEYS[0].value)

    def _look(self, key: str, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), key)

    def _filled(self, asker: Asker, key: str, words: Any = "") -> Updates:
        """The page at one chapter, or at the overview."""
        book = self._desk.copilot.playbook
        practices = book.health(asker) if may_judge(asker) else ()
        standing = {one.chapter.value: one for one in practices if one.chapter}
        chapters = book.chapters(asker)
        one = next((each for each in chapters if each.chapter == key), None)
        return {
            self._key: key,
            self._contents: shown(contents(chapters, key, standing)),
            self._take: shown(taking_away()),
            self._told: shown(notice(words) if isinstance(words, str) else words),
            **self._of(asker, one, practices),
        }

    def _of(self, asker: Asker, one: ChapterShown | None, practices: tuple[Practice, ...]) -> Updates:
        edits, offers = may_edit(asker), self._desk.copilot.playbook.offers(asker)
        text = chapter(one, edits=edits) if one else overview(practices)
        here = [each for each in offers if one and each.chapter == one.chapter and each.state == "offered"]
        return {
            self._version: one.version if one else 0,
            self._text: gr.update(value=shown(text), visible=True),
            **self._reading(edits and one is not None),
            self._numbers: gr.update(visible=edits and one is None),
            self._compared: "",
            **self._to_decide(asker, here, edits and one is not None),
            **self._earlier_ones(asker, one if edits else None),
            self._drafting: gr.update(visible=edits and one is not None),
            **self._own_words(asker, offers, one),
        }

    def _reading(self, may: bool) -> Updates:
        away = gr.update(visible=False)
        return {
            self._words: away, self._seen: "", self._edit: gr.update(visible=may),
            self._keep: away, self._preview: away, self._leave: away,
        }  # fmt: skip

    def _to_decide(self, asker: Asker, here: list[PlaybookOffer], may: bool) -> Updates:
        people = self._desk.people(asker, {each.by for each in here if each.named})
        choices = [(f"{n}. {shortened(each.text, 80)}", each.id) for n, each in enumerate(here, start=1)]
        away = gr.update(visible=False)
        return {
            self._deciding[0]: gr.update(visible=may),
            self._offers: shown(waiting(here, people)),
            self._which: gr.update(choices=choices, value=None, visible=bool(here)),
            self._reason: gr.update(value="", visible=False), self._taking: away, self._declining: away,
        }  # fmt: skip

    def _earlier_ones(self, asker: Asker, one: ChapterShown | None) -> Updates:
        written = one is not None and one.written and one.version > 1
        every = self._desk.copilot.playbook.versions(asker, one.chapter) if one and written else []
        people = self._desk.people(asker, {each.by for each in every})
        return {
            self._versions[0]: gr.update(visible=written),
            self._earlier: gr.update(choices=version_choices(every, people), value=None),
            self._changes: "",
            self._restore: gr.update(visible=False),
        }

    def _own_words(self, asker: Asker, offers: list[PlaybookOffer], one: ChapterShown | None) -> Updates:
        mine = [each for each in offers if asker.member and each.by == asker.member]
        choices = [(shortened(each.text, 80), each.id) for each in mine]
        return {
            self._offering[0]: gr.update(visible=one is not None),
            self._offered_words: "",
            self._mine: shown(own_offers(mine)),
            self._own: gr.update(choices=choices, value=None, visible=bool(mine)),
            self._back: gr.update(visible=bool(mine)),
        }

    def _begin(self, key: str, request: gr.Request) -> Updates:
        one = self._desk.copilot.playbook.show(self._desk.asker(request), key)
        on = gr.update(visible=True)
        return {
            self._words: gr.update(value=one.words, visible=True), self._seen: "", self._version: one.version,
            self._edit: gr.update(visible=False), self._keep: on, self._preview: on, self._leave: on,
            self._text: gr.update(visible=False),
        }  # fmt: skip

    def _previewed(self, words: str) -> str:
        return shown(piece('<article class="paper book" aria-label="Preview">{}</article>', prose(words)))

    def _kept(self, key: str, words: str, version: int, request: gr.Request) -> Updates:
        asker, book = self._desk.asker(request), self._desk.copilot.playbook
        try:
            kept = book.edit(asker, key, words, int(version))
        except Conflict as conflict:
            # Her words stay in the box; what changed stands above it, and keeping again is hers to decide.
            found = book.difference(asker, key, int(version)) if version else book.show(asker, key).words
            now = int(str(conflict.detail["version"]))
            return {self._told: shown(together([failure(conflict), changes(found)])), self._version: now}
        told = " ".join([f"Kept as version {kept.chapter.version}.", *kept.remarks])
        return self._filled(asker, key, told)

    def _picked(self, offer: str | None) -> Updates:
        on = gr.update(visible=bool(offer))
        return {self._reason: on, self._taking: on, self._declining: on}

    def _took(self, key: str, offer: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.playbook.take(asker, _one(offer))
        return self._filled(asker, key, "It stands in the chapter now.")

    def _declined(self, key: str, offer: str | None, reason: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.playbook.decline(asker, _one(offer), reason)
        return self._filled(asker, key, "Declined. Whoever offered it reads your reason.")

    def _differs(self, key: str, version: int | None, request: gr.Request) -> Updates:
        asker, book = self._desk.asker(request), self._desk.copilot.playbook
        found = book.difference(asker, key, int(version)) if version else ""
        return {
            self._changes: shown(changes(found)) if version else "",
            self._restore: gr.update(visible=bool(version)),
        }

    def _restored(self, key: str, version: int | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        kept = self._desk.copilot.playbook.restore(asker, key, int(_one(version)))
        return self._filled(
            asker, key, f"Version {version} is the present one again, as version {kept.version}."
        )

    def _proposed(self, request: gr.Request) -> Updates:
        found = self._desk.copilot.playbook.propose(self._desk.asker(request))
        return {self._compared: shown(looked_at(found))}

    def _offers_it(self, key: str, kind: str, words: str, named: bool, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.playbook.offer(asker, key, words, kind=kind, named=named)
        return self._filled(
            asker, key, "Offered. An editor decides; until then and after it you can take it back."
        )

    def _takes_back(self, key: str, offer: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.playbook.take_back(asker, _one(offer))
        return self._filled(asker, key, "It is gone, from every version.")

    def _drafted(self, key: str, request: gr.Request) -> Iterator[list[Any]]:
        asker, drafting = self._desk.asker(request), self._desk.copilot.drafting
        yield from self._pane.drafting(asker, lambda: drafting.playbook(asker, key))


def may_edit(asker: Asker) -> bool:
    """Whether the page offers editing; the service asks again."""
    return Policy().allows(asker, Action.PLAYBOOK_WRITE)


def may_judge(asker: Asker) -> bool:
    """Whether the page shows how the practices stand; the service asks again."""
    return Policy().allows(asker, Action.ANALYTICS_READ)


def _one(picked: Any) -> Any:
    if not picked:
        raise BadInput("Nothing is chosen.", cure="Choose one in the list.")
    return picked


PAGE = Page(
    "playbook",
    "Playbook",
    "Community",
    68,
    is_anybody,
    build,
    "How mentoring is done here, in ten chapters. Everybody may add to it.",
)

"""Objectives of the community: how far they are, what serves them, and what my goals serve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.objectives.linking import Linked
from copilot.services.objectives.suggesting import Suggestion
from copilot.services.objectives.things import GOAL
from copilot.services.policy import Action, Policy
from ui.web.objectives_pane import ObjectivesPane, writes
from ui.web.page import Page, Room, is_anybody
from ui.web.views.objectives import choice, overview, own_goals, serving_none
from ui.web.views.pieces import busy, notice, shortened, shown, subheading

NONE = ("none of them", "")
SUPPOSES = "The copilot supposes this"
LOOKING = "Looking for what serves which objective …"
Updates = dict[Any, Any]


def build(room: Room) -> None:
    """The objectives above; my goals; what I may link; and where admins set them."""
    _ObjectivesPage(room)


def may_link(asker: Asker) -> bool:
    """Who manages a programme, and admins."""
    policy = Policy()
    return any(
        policy.allows(asker, Action.OBJECTIVES_LINK, programme=programme)
        for programme in ("", *asker.manages)
    )


class _ObjectivesPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told, self._cards = room.slot(), room.slot()
        room.slot(
            subheading(
                "Your goals, and what they serve",
                "Only you say so. Others see a number, and only where five people or more stand behind it.",
            )
        )
        self._goals = room.slot()
        self._looking = room.slot()
        self._lay_out_own()
        self._lay_out_linking()
        self._without = room.slot()
        self._pane = ObjectivesPane(room)
        self._shown = [
            self._told, self._cards, self._goals, self._without, self._saying, self._goal, self._serves,
            self._linking, self._thing, self._objective, self._back,
        ]  # fmt: skip
        self._offered = [self._looking, self._own, self._own_ticks, self._others, self._ticks]
        self._connect()

    def _lay_out_own(self) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self._own:
            self._own_ticks = gr.CheckboxGroup([], label=f"{SUPPOSES} of your goals", elem_classes="ticks")
            with gr.Row(elem_classes="actions"):
                self._own_yes = gr.Button("Yes, say so", variant="primary", min_width=0)
                self._own_no = gr.Button("No, don’t suggest it again", min_width=0)
        with (
            gr.Accordion(
                "Say yourself what a goal serves", open=False, elem_classes="fold", visible=False
            ) as self._saying,
            gr.Row(elem_classes="form"),
        ):
            self._goal = gr.Dropdown([], label="Which goal of yours?", filterable=False, scale=2)
            self._serves = gr.Dropdown([], label="Which objective?", filterable=False, scale=2)
            self._say = gr.Button("Save", variant="primary", scale=1, min_width=90)

    def _lay_out_linking(self) -> None:
        with gr.Column(visible=False, elem_classes="section") as self._linking:
            self._room.slot(
                subheading(
                    "What you look after, and what it serves",
                    "Everybody sees which programmes and events serve what; of matches, a number.",
                )
            )
            with gr.Column(visible=False, elem_classes="mine") as self._others:
                self._ticks = gr.CheckboxGroup(
                    [], label=f"{SUPPOSES} of programmes, events and matches", elem_classes="ticks"
                )
                with gr.Row(elem_classes="actions"):
                    self._yes = gr.Button("Link these", variant="primary", min_width=0)
                    self._no = gr.Button("These don’t; don’t suggest them again", min_width=0)
            with gr.Accordion("Link by hand, or take a link back", open=False, elem_classes="fold"):
                with gr.Row(elem_classes="form"):
                    self._thing = gr.Dropdown([], label="What? Type a name.", scale=2)
                    self._objective = gr.Dropdown(
                        [], label="Which objective does it serve?", filterable=False, scale=2
                    )
                    self._link = gr.Button("Link", variant="primary", scale=1, min_width=90)
                with gr.Row(elem_classes="form"):
                    self._back = gr.Dropdown(
                        [], label="Which link is no longer right?", filterable=False, scale=4
                    )
                    self._unlink = gr.Button("Take it back", scale=1, min_width=110)

    def _connect(self) -> None:
        wire, everything = self._room.wire, [*self._shown, *self._pane.outputs]
        opened = self._room.on_open(self._look, everything)
        # After the page can be seen: the encoder may have to be loaded first.
        wire(opened.then, self._suggested, None, self._offered)
        self._pane.connect(self._told, self._refreshed, self._shown[1:])
        for button, ticks, verb in (
            (self._own_yes, self._own_ticks, "confirm"), (self._own_no, self._own_ticks, "refuse"),
            (self._yes, self._ticks, "confirm"), (self._no, self._ticks, "refuse"),
        ):  # fmt: skip
            self._decides(button, ticks, verb)
        wire(self._say.click, self._said, [self._goal, self._serves], self._shown)
        wire(self._link.click, self._linked, [self._thing, self._objective], self._shown)
        wire(self._unlink.click, self._unlinked, self._back, self._shown)

    def _decides(self, button: Any, ticks: Any, verb: str) -> None:
        def decide(ticked: Sequence[str], request: gr.Request) -> Updates:
            asker, service = self._desk.asker(request), self._desk.copilot.objectives
            if not ticked:
                raise BadInput("Nothing is ticked.", cure="Tick one or more of the suggestions.")
            for each in ticked:
                objective, kind, record = _read(each)
                (service.confirm if verb == "confirm" else service.refuse)(asker, objective, kind, record)
            words = (
                "Said. You can take it back at any time."
                if verb == "confirm"
                else "It is not suggested again."
            )
            return {**self._refreshed(asker, words), **self._offers(asker)}

        self._room.wire(button.click, decide, ticks, [*self._shown, *self._offered])

    def _look(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return {**self._refreshed(asker, ""), **self._pane.filled(asker)}

    def _suggested(self, request: gr.Request) -> Iterator[Updates]:
        asker = self._desk.asker(request)
        yield {self._looking: shown(busy(LOOKING))}
        yield self._offers(asker)

    def _said(self, goal: str | None, objective: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not goal:
            raise BadInput("No goal is chosen.", cure="Choose one in the list.")
        self._desk.copilot.goals.update(asker, goal, objective=objective or "")
        return self._refreshed(asker, "Kept. You can change it at any time.")

    def _linked(self, thing: str | None, objective: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not thing or not objective:
            raise BadInput("Two things are needed.", cure="Choose what serves, and the objective it serves.")
        _, kind, record = _read(thing)
        linked = self._desk.copilot.objectives.link(asker, objective, kind, record)
        return self._refreshed(asker, f"Linked. {linked.note}".strip())

    def _unlinked(self, link: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not link:
            raise BadInput("No link is chosen.", cure="Choose one in the list.")
        self._desk.copilot.objectives.unlink(asker, *_read(link))
        return self._refreshed(asker, "Taken back.")

    def _offers(self, asker: Asker) -> Updates:
        found = self._desk.copilot.objectives.suggest(asker)
        own = [each for each in found if each.kind == GOAL]
        others = self._with_names(asker, [each for each in found if each.kind != GOAL])
        return {
            self._looking: "",
            self._own: gr.update(visible=bool(own)),
            self._own_ticks: gr.update(choices=_choices(own), value=[]),
            self._others: gr.update(visible=bool(others)),
            self._ticks: gr.update(choices=_choices(others), value=[]),
        }

    def _refreshed(self, asker: Asker, words: str) -> Updates:
        service = self._desk.copilot.objectives
        report = service.serving(asker)
        goals = [each for each in self._desk.copilot.goals.of(asker, asker.member) if each.state == "open"]
        titles = {each.id: each.title for each in report.objectives}
        open_ = [(shortened(each.title, 80), each.id) for each in report.objectives if each.state == "open"]
        people = self._desk.people(asker, {each.owner for each in report.objectives if each.owner})
        links = [each for each in service.links(asker) if each.kind != GOAL] if may_link(asker) else []
        return {
            self._told: shown(notice(words)),
            self._cards: shown(overview(report, people, writes=writes(asker))),
            self._goals: shown(own_goals(goals, titles)),
            self._without: shown(serving_none(report)),
            self._saying: gr.update(visible=bool(goals and open_)),
            self._goal: gr.update(
                choices=[(shortened(each.title, 80), each.id) for each in goals], value=None
            ),
            self._serves: gr.update(choices=[NONE, *open_], value=""),
            self._linking: gr.update(visible=may_link(asker) and bool(titles)),
            self._thing: gr.update(choices=self._linkable(asker) if may_link(asker) else [], value=None),
            self._objective: gr.update(choices=open_, value=None),
            self._back: gr.update(choices=self._taken_back(asker, links, titles), value=None),
        }

    def _with_names(self, asker: Asker, found: Sequence[Suggestion]) -> list[Suggestion]:
        """Matches by the names of the two instead of their ids."""
        named = self._names(asker) if any(each.kind == "match" for each in found) else {}
        return [
            each.model_copy(update={"title": named[each.kind, each.record].removeprefix("Match: ")})
            if each.kind == "match" and (each.kind, each.record) in named
            else each
            for each in found
        ]

    def _linkable(self, asker: Asker) -> list[tuple[str, str]]:
        """What she may link, by name; of a match, who the two are."""
        named = self._names(asker)
        return sorted((words, f":{kind}:{record}") for (kind, record), words in named.items())

    def _taken_back(
        self, asker: Asker, links: Sequence[Linked], titles: dict[str, str]
    ) -> list[tuple[str, str]]:
        named = self._names(asker) if links else {}
        return [
            (
                f"{named.get((each.kind, each.record), each.kind)} serves “{shortened(titles[each.objective], 60)}”",
                f"{each.objective}:{each.kind}:{each.record}",
            )
            for each in links
            if each.objective in titles
        ]

    def _names(self, asker: Asker) -> dict[tuple[str, str], str]:
        """(kind, id) → words, of everything that she may link."""
        copilot = self._desk.copilot
        named = {
            ("programme", each.id): f"Programme: {each.name}" for each in copilot.programmes.every(asker)
        }
        named = {key: name for key, name in named.items() if _may(asker, key[1])}
        for view in copilot.events.every(asker):
            if _may(asker, view.event.programme):
                named["event", view.event.id] = f"Event: {shortened(view.event.title, 70)}"
        every = copilot.relationships.visible_to(asker)
        statuses = [each for each in every if each.state != "closed" and _may(asker, each.programme)]
        people = self._desk.people(asker, {member for each in statuses for member in each.members})
        for each in statuses:
            pair = " and ".join(people.name(member) for member in each.members)
            named["match", each.id] = f"Match: {pair}"
        return named


def _may(asker: Asker, programme: str) -> bool:
    return Policy().allows(asker, Action.OBJECTIVES_LINK, programme=programme)


def _choices(suggestions: Sequence[Suggestion]) -> list[tuple[str, str]]:
    return [(choice(each), f"{each.objective}:{each.kind}:{each.record}") for each in suggestions]


def _read(value: str) -> tuple[str, str, str]:
    """Objective, kind and id of what was chosen; an objective's id holds no colon, a record's may."""
    objective, kind, record = value.split(":", 2)
    return objective, kind, record


PAGE = Page(
    "objectives",
    "Objectives",
    "Community",
    66,
    is_anybody,
    build,
    "What the community wants to reach, how far it is, and what serves it.",
)

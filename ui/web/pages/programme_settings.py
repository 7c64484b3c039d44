"""What a programme's managers set: its dates and purpose, how it matches, its wordings, its groups, its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import Cohort, MatchingMode, Programme
from copilot.domain.records import new_id
from copilot.errors import BadInput
from copilot.services.drafting.kinds.agreement import TOPICS
from copilot.services.making import made
from copilot.services.policy import Action, Policy
from copilot.services.programmes.keeping import check_dates
from ui.web.desk import chosen
from ui.web.page import Page, Room
from ui.web.tabs import ROLES
from ui.web.typed_times import read_day
from ui.web.views.pieces import notice, piece, shown
from ui.web.views.programme import no_programme
from ui.web.views.programme_settings import (
    agenda_lines,
    closing_told,
    cohort_list,
    own_wordings,
    read_agenda,
    read_capacity,
    reviews_told,
    settings_title,
    who_is_in,
    who_takes_part,
    wording_labels,
)
from ui.web.views.programmes import matching_choices

BECOMES = (("They end in order, with the programme", "close"), ("They go on, outside the programme", "keep"))
Updates = dict[Any, Any]


def may_set_a_programme(asker: Asker) -> bool:
    """Whoever manages one, and admins; of which programme, the service asks again."""
    return bool(_changeable(asker))


def build(room: Room) -> None:
    """Which programme above; a fold for each thing that can be set, and its end."""
    _SettingsPage(room)


class _SettingsPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        with gr.Row(elem_classes="form"):
            self._which = gr.Dropdown([], label="Programme", filterable=False, visible=False)
        self._told, self._title = room.slot(), room.slot()
        with gr.Column(visible=False) as self._rest:
            with gr.Column() as self._setting:
                self._lay_out_frame()
                self._lay_out_matching()
                self._lay_out_templates()
            self._lay_out_people()
            self._lay_out_end()
        self._parts = [
            self._which, self._told, self._title, self._rest, self._setting, self._adding,
            self._name, self._starts, self._ends, self._purpose,
            self._roles, self._capacity, self._matching, *self._wordings, self._agenda, self._cohorts, self._in,
            self._who, self._closing, self._ending, self._lessons, self._becomes, self._early, self._reviews,
        ]  # fmt: skip
        self._connect()

    def _lay_out_frame(self) -> None:
        with gr.Accordion("Dates and purpose", open=True, elem_classes="fold"):
            self._name = gr.Textbox(label="What is it called?", max_length=200)
            with gr.Row(elem_classes="form"):
                self._starts = gr.Textbox(
                    label="First day (such as 2027-02-01)", max_length=10, min_width=170
                )
                self._ends = gr.Textbox(label="Last day", max_length=10, min_width=170)
            self._purpose = gr.Textbox(label="What is it for?", lines=3, max_length=4_000)
            self._save_frame = gr.Button("Save dates and purpose", variant="primary", elem_classes="alone")

    def _lay_out_matching(self) -> None:
        with gr.Accordion("How people are matched, and how many", open=False, elem_classes="fold"):
            self._matching = gr.Radio(
                matching_choices(), label="Who decides whom somebody is matched with?", elem_classes="ticks"
            )
            self._roles = gr.CheckboxGroup(list(ROLES), label="What does it look for?", elem_classes="pills")
            self._capacity = gr.Textbox(label="How many places? (empty: as many as come)", max_length=7)
            self._save_matching = gr.Button("Save how it matches", variant="primary", elem_classes="alone")

    def _lay_out_templates(self) -> None:
        with gr.Accordion("Wordings of the agreement", open=False, elem_classes="fold"):
            self._room.slot(_explained(
                "What stands here is offered to every pair as the programme’s own wording, topic by topic; where it "
                "is empty, the copilot’s. They change it, and sign."
            ))  # fmt: skip
            self._wordings = [gr.Textbox(label=each, lines=2, max_length=2_000) for each in wording_labels()]
            self._save_wordings = gr.Button("Save the wordings", variant="primary", elem_classes="alone")
        with gr.Accordion("Parts of a session", open=False, elem_classes="fold"):
            self._room.slot(_explained(
                "A part a line: title | share of the time | purpose. Agendas here are drafted along these parts; "
                "where nothing stands, along the copilot’s own."
            ))  # fmt: skip
            self._agenda = gr.Textbox(
                label="The parts, in their order", lines=5, max_length=8_000,
                placeholder="Arriving | 1 | How are you, really?\nWhat you brought | 4 | One thing, in full\nNext | 1",
            )  # fmt: skip
            self._save_agenda = gr.Button("Save the parts", variant="primary", elem_classes="alone")

    def _lay_out_people(self) -> None:
        with gr.Accordion("Cohorts", open=False, elem_classes="fold"):
            self._cohorts = self._room.slot()
            with gr.Column() as self._adding:
                self._cohort = gr.Textbox(label="What is the new group called?", max_length=200)
                with gr.Row(elem_classes="form"):
                    self._cohort_starts = gr.Textbox(label="Its first day", max_length=10, min_width=150)
                    self._cohort_ends = gr.Textbox(label="Its last day", max_length=10, min_width=150)
                    self._cohort_places = gr.Textbox(
                        label="Places (may stay empty)", max_length=7, min_width=150
                    )
                self._add_cohort = gr.Button("Add this cohort", variant="primary", elem_classes="alone")
        with gr.Accordion("Who takes part, and who waits", open=False, elem_classes="fold"):
            self._in, self._who = self._room.slot(), self._room.slot()

    def _lay_out_end(self) -> None:
        with gr.Accordion("Closing reviews", open=False, elem_classes="fold"):
            self._reviews = self._room.slot()
        with gr.Accordion("Close this programme", open=False, elem_classes="fold"):
            self._closing = self._room.slot()
            with gr.Column() as self._ending:
                self._becomes = gr.Radio(
                    list(BECOMES), value="close", label="What becomes of relationships that are at work?",
                    elem_classes="pills",
                )  # fmt: skip
                self._lessons = gr.Textbox(
                    label="What was learned? (may stay empty)", lines=3, max_length=20_000
                )
                self._early = gr.Checkbox(label="Its last day lies ahead, and it is to end now", value=False)
                self._close = gr.Button("Close it for good", variant="stop", elem_classes="alone")

    def _connect(self) -> None:
        wire, here, parts = self._room.wire, self._which, self._parts
        self._room.on_open(self._look, parts)
        wire(here.input, self._turned, here, parts, trigger_mode="always_last")
        frame = [self._name, self._starts, self._ends, self._purpose]
        wire(self._save_frame.click, self._framed, [here, *frame], parts)
        wire(
            self._save_matching.click,
            self._matched,
            [here, self._matching, self._roles, self._capacity],
            parts,
        )
        wire(self._save_wordings.click, self._worded, [here, *self._wordings], parts)
        wire(self._save_agenda.click, self._planned, [here, self._agenda], parts)
        cohort = [self._cohort, self._cohort_starts, self._cohort_ends, self._cohort_places]
        wire(self._add_cohort.click, self._added_cohort, [here, *cohort], [*cohort, *parts])
        wire(self._close.click, self._closed, [here, self._becomes, self._lessons, self._early], parts)

    def _look(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        every = [each for each in self._desk.copilot.programmes.every(asker) if _may(asker, each.id)]
        if not every:
            return {self._title: shown(no_programme())}
        wanted = chosen(request, "programme")
        current = [each for each in every if not each.closed] or every
        here = next((each for each in every if each.id == wanted), current[0])
        choices = [(each.name, each.id) for each in every]
        return {
            **self._filled(asker, here.id),
            self._which: gr.update(choices=choices, value=here.id, visible=len(every) > 1),
        }

    def _turned(self, here: str, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), here)

    def _framed(
        self, here: str, name: str, starts: str, ends: str, purpose: str, request: gr.Request
    ) -> Updates:
        return self._changed(
            request, here, "Dates and purpose are kept.",
            lambda: {"name": name.strip(), "starts": _day(starts, "first"), "ends": _day(ends, "last"),
                     "purpose": purpose.strip()},
        )  # fmt: skip

    def _matched(
        self, here: str, matching: str, roles: list[str], capacity: str, request: gr.Request
    ) -> Updates:
        return self._changed(
            request, here, "How it matches is kept; it holds from the next run on.",
            lambda: {"matching": MatchingMode(matching), "roles": _roles(roles),
                     "capacity": read_capacity(capacity)},
        )  # fmt: skip

    def _worded(self, here: str, *said: Any) -> Updates:
        *words, request = said
        return self._changed(
            request, here, "The wordings are kept, for agreements drafted from now on.",
            lambda: {"agreement": own_wordings(words)},
        )  # fmt: skip

    def _planned(self, here: str, agenda: str, request: gr.Request) -> Updates:
        return self._changed(
            request, here, "The parts are kept, for agendas drafted from now on.",
            lambda: {"agenda": read_agenda(agenda)},
        )  # fmt: skip

    def _changed(
        self, request: gr.Request, here: str, told: str, changes: Callable[[], dict[str, Any]]
    ) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.programmes.update(asker, here, **changes())
        return self._filled(asker, here, told)

    def _added_cohort(
        self, here: str, name: str, starts: str, ends: str, places: str, request: gr.Request
    ) -> Updates:
        asker, first, last = self._desk.asker(request), _day(starts, "first"), _day(ends, "last")
        check_dates(first, last, "The cohort")
        cohort = made(
            Cohort,
            id=new_id("k"),
            programme=here,
            name=name.strip(),
            starts=first,
            ends=last,
            capacity=read_capacity(places),
        )
        kept = self._desk.copilot.programmes.add_cohort(asker, cohort)
        emptied = dict.fromkeys(
            (self._cohort, self._cohort_starts, self._cohort_ends, self._cohort_places), ""
        )
        return {**emptied, **self._filled(asker, here, f"{kept.name} is added; members can join it now.")}

    def _closed(self, here: str, becomes: Any, lessons: str, early: bool, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        done = self._desk.copilot.programmes.close(
            asker, here, relationships=becomes or "close", lessons=lessons, early=early
        )
        told = (
            f"{done.programme.name} is closed. {done.completed:,} have completed it, and can look back now."
        )
        return self._filled(asker, here, told)

    def _filled(self, asker: Asker, here: str, told: str = "") -> Updates:
        programmes = self._desk.copilot.programmes
        programme, cohorts = programmes.show(asker, here), programmes.cohorts(asker, here)
        enrolments = programmes.enrolled(asker, here)
        people = self._desk.people(asker, {each.member for each in enrolments})
        names = {each.id: each.name for each in cohorts}
        return {
            self._which: gr.update(value=here),
            self._told: shown(notice(told)),
            self._title: shown(settings_title(programme, self._desk.today())),
            self._rest: gr.update(visible=True),
            self._setting: gr.update(visible=programme.closed is None),
            self._adding: gr.update(visible=programme.closed is None),
            **self._set(programme),
            self._cohorts: shown(cohort_list(cohorts, enrolments)),
            self._in: shown(who_is_in(programme, enrolments, people, names)),
            self._who: shown(who_takes_part(enrolments, people, names)),
            self._closing: shown(closing_told(programme)),
            self._ending: gr.update(visible=programme.closed is None),
            self._reviews: shown(reviews_told(programmes.reviews(asker, here))),
        }

    def _set(self, programme: Programme) -> Updates:
        """The forms as they are kept."""
        words = {
            box: programme.agreement.get(topic, "") for box, topic in zip(self._wordings, TOPICS, strict=True)
        }
        return {
            self._name: programme.name,
            self._starts: programme.starts.isoformat(),
            self._ends: programme.ends.isoformat(),
            self._purpose: programme.purpose,
            self._roles: sorted(role.value for role in programme.roles),
            self._capacity: "" if programme.capacity is None else str(programme.capacity),
            self._matching: programme.matching.value,
            **words,
            self._agenda: agenda_lines(programme.agenda),
            self._lessons: programme.lessons,
            self._becomes: "close",
            self._early: False,
        }


def _may(asker: Asker, programme: str) -> bool:
    return Policy().allows(asker, Action.PROGRAMMES_WRITE, programme=programme)


def _changeable(asker: Asker) -> list[str]:
    return [each for each in ("", *asker.manages) if _may(asker, each)]


def _day(text: str, which: str) -> date:
    day = read_day(text)
    if day is None:
        raise BadInput(f"The {which} day is missing.", cure="Write it as 2027-03-31.")
    return day


def _roles(chosen_ones: list[str]) -> frozenset[MatchRole]:
    if not chosen_ones:
        raise BadInput("It would look for nobody.", cure="Tick one or more.")
    return frozenset(MatchRole(each) for each in chosen_ones)


def _explained(words: str) -> Any:
    return piece('<p class="under">{}</p>', words)


PAGE = Page(
    "programme-settings",
    "Programme settings",
    "Oversight",
    46,
    may_set_a_programme,
    build,
    "Its dates, how it matches, what it proposes to every pair, and how it ends.",
)

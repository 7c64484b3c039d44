"""Sponsorship: what is pledged to me or by me, what may be said, what was done."""

from __future__ import annotations

import gradio as gr
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.domain.sponsorship import AdvocacyKind
from copilot.errors import BadInput
from copilot.services.sponsorship.advocating import Outcome
from copilot.services.sponsorship.service import SponsorshipService
from copilot.services.sponsorship.shapes import SponsorshipView
from ui.web.desk import chosen
from ui.web.page import Page, Room, is_anybody
from ui.web.people import People
from ui.web.sponsor_forms import AnswerForm, ConsentForm, SponsorForms, Updates
from ui.web.typed_times import read_day
from ui.web.views.pieces import notice, shown, subheading
from ui.web.views.sponsorship import (
    choice,
    consented,
    done,
    head,
    in_numbers,
    nothing_yet,
    pledges,
    to_read,
)

WHICH = "Which sponsorship?"
NO_DAY = "Write it as 2027-03-31."


def build(room: Room) -> None:
    """The two of it above, what may be said, the pledges, and what was done."""
    _SponsorshipPage(room)


def is_for(asker: Asker) -> bool:
    """Who may have a sponsor, who may be one, and who reads the numbers."""
    return bool(asker.roles & {Role.MENTEE, Role.SPONSOR, Role.ADMIN} or asker.manages)


class _SponsorshipPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told = room.slot(classes="told")
        self._which = gr.Dropdown([], label=WHICH, filterable=False, visible=False)
        self._head = room.slot()
        self._saying = room.slot()
        self._consent = ConsentForm(room)
        with gr.Column(visible=False) as self._whole:
            room.slot(
                subheading("Pledges", "What is promised, for what, and until when. Both of you read it.")
            )
            self._pledges = room.slot()
            self._sponsor = SponsorForms(room)
            room.slot(
                subheading("What was done", "The latest first. Whether it was so, only the sponsored says.")
            )
            self._done = room.slot()
            self._answer = AnswerForm(room)
        self._numbers = room.slot()
        self._parts = [
            self._numbers, self._told, self._which, self._head, self._saying, self._whole, self._pledges, self._done,
            *self._consent.outputs, *self._sponsor.outputs, *self._answer.outputs,
        ]  # fmt: skip
        self._connect()

    def _connect(self) -> None:
        wire, parts, which = self._room.wire, self._parts, self._which
        self._room.on_open(self._look, parts)
        wire(which.input, self._turn, which, parts)
        form, consent, answer = self._sponsor, self._consent, self._answer
        wire(form.pledge.click, self._pledged, [which, form.what, form.aim, form.until], parts)
        wire(form.kept.click, self._kept, [which, form.which], parts)
        wire(form.move.click, self._moved, [which, form.which, form.another], parts)
        wire(form.give_up.click, self._given_up, [which, form.which, form.reason], parts)
        said = [which, form.kind, form.room, form.on, form.said, form.evidence, form.of]
        wire(form.log.click, self._logged, said, parts)
        wire(form.take_back.click, self._taken_back, [which, form.mistaken], parts)
        given = [which, consent.ticks, consent.own, consent.rooms, consent.until, consent.sponsor]
        wire(consent.agree.click, self._agreed, given, parts)
        wire(consent.withdraw.click, self._withdrawn, [which, consent.sponsor], parts)
        wire(answer.which.input, self._turned_to, [which, answer.which], answer.outputs)
        wire(answer.yes.click, self._confirmed, [which, answer.which], parts)
        wire(answer.no.click, self._denied, [which, answer.which], parts)
        wire(answer.say.click, self._came, [which, answer.which, answer.outcome, answer.words], parts)

    def _look(self, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), chosen(request, "sponsorship"))

    def _turn(self, which: str | None, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), which)

    def _pledged(self, which: str | None, what: str, aim: str, until: str, request: gr.Request) -> Updates:
        asker, day = self._desk.asker(request), read_day(until)
        if day is None:
            raise BadInput("The day is missing.", cure=f"Until when will you have done it? {NO_DAY}")
        self._service.pledge(asker, _picked(which), what, day, aim=aim)
        return self._filled(asker, which, "Pledged. It stands here for both of you.")

    def _kept(self, which: str | None, pledge: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._service.keep(asker, pledge or "")
        return self._filled(asker, which, "Kept. Log what you did, so that it can be confirmed.")

    def _moved(self, which: str | None, pledge: str | None, until: str, request: gr.Request) -> Updates:
        asker, day = self._desk.asker(request), read_day(until)
        if day is None:
            raise BadInput("The day is missing.", cure=NO_DAY)
        self._service.update(asker, pledge or "", until=day)
        return self._filled(asker, which, "It has another day.")

    def _given_up(self, which: str | None, pledge: str | None, reason: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._service.give_up(asker, pledge or "", reason)
        return self._filled(asker, which, "Given up; both of you can read it.")

    def _logged(
        self,
        which: str | None,
        kind: str,
        room: str | None,
        on: str,
        said: str,
        evidence: list[str],
        pledge: str | None,
        request: gr.Request,
    ) -> Updates:
        asker = self._desk.asker(request)
        kept = self._service.log(
            asker, _picked(which), AdvocacyKind(kind), room=room or "", on=read_day(on), said=said,
            evidence=evidence, pledge=pledge or "",
        )  # fmt: skip
        told = (
            "Logged, in a room she had agreed to."
            if kept.consented
            else "Logged. She had not agreed to this room, and reads that here: tell her how it came about."
        )
        return self._filled(asker, which, told)

    def _taken_back(self, which: str | None, entry: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not entry:
            raise BadInput("No entry is chosen.", cure="Choose the one that was a mistake.")
        self._service.take_back(asker, entry)
        return self._filled(asker, which, "Removed.")

    def _agreed(
        self,
        which: str | None,
        ticks: list[str],
        own: str,
        rooms: str,
        until: str,
        sponsor: str | None,
        request: gr.Request,
    ) -> Updates:
        asker, day, at = self._desk.asker(request), read_day(until), _picked(which)
        if day is None:
            raise BadInput("The day is missing.", cure=f"Until when does it hold? {NO_DAY}")
        offered = self._service.offered(asker, at)
        draft = offered[0].draft if ticks and offered else ""
        self._service.consent(
            asker, at, rooms=rooms.splitlines(), until=day, draft=draft, ticked=ticks, own=own.splitlines(),
            sponsor=sponsor or "",
        )  # fmt: skip
        return self._filled(asker, which, "Said. It holds from now on, and you can take it back at any time.")

    def _withdrawn(self, which: str | None, sponsor: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._service.withdraw(asker, _picked(which), sponsor or "")
        return self._filled(asker, which, "Taken back. From now on nothing may be said of you.")

    def _turned_to(self, which: str | None, entry: str | None, request: gr.Request) -> Updates:
        view = self._service.show(self._desk.asker(request), _picked(which))
        return self._answer.filled(view, entry or "")

    def _confirmed(self, which: str | None, entry: str | None, request: gr.Request) -> Updates:
        return self._answered(which, entry, True, "Confirmed.", request)

    def _denied(self, which: str | None, entry: str | None, request: gr.Request) -> Updates:
        return self._answered(which, entry, False, "Said. It counts for nothing now.", request)

    def _answered(
        self, which: str | None, entry: str | None, yes: bool, told: str, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        self._service.confirm(asker, entry or "", yes=yes)
        return self._filled(asker, which, told)

    def _came(
        self, which: str | None, entry: str | None, outcome: Outcome, words: str, request: gr.Request
    ) -> Updates:
        asker = self._desk.asker(request)
        self._service.outcome(asker, entry or "", outcome, words)
        return self._filled(asker, which, "Saved; both of you read it.")

    @property
    def _service(self) -> SponsorshipService:
        return self._desk.copilot.sponsorship

    def _filled(self, asker: Asker, keep: str | None = "", told: str = "") -> Updates:
        every: list[SponsorshipView] = self._service.every(asker)
        picked = next((one for one in every if one.id == keep), every[0] if every else None)
        people = self._desk.people(asker, {member for one in every for member in (one.member, *one.sponsors)})
        updates = {
            self._told: shown(notice(told)),
            self._which: gr.update(
                choices=[(choice(one, people), one.id) for one in every],
                value=picked.id if picked else None,
                visible=len(every) > 1,
            ),
            self._whole: gr.update(visible=picked is not None),
            **self._consent.filled(None, (), ()),
            **self._sponsor.filled(None, (), (), None),
            **self._answer.filled(picked),
            self._numbers: shown(self._in_numbers(asker)),
        }
        if picked is None:
            return {**updates, self._head: shown(nothing_yet(asker)), self._saying: ""}
        return {**updates, **self._of(asker, picked, people)}

    def _in_numbers(self, asker: Asker) -> Markup:
        """For those who look after programmes or the community: how many, never who."""
        names = {each.id: each.name for each in self._desk.copilot.programmes.every(asker)}
        where = [(names.get(each, each), each) for each in sorted(asker.manages)]
        where += [("the whole community", "")] if Role.ADMIN in asker.roles else []
        return in_numbers([(name, self._service.status(asker, each)) for name, each in where])

    def _of(self, asker: Asker, view: SponsorshipView, people: People) -> Updates:
        today = self._desk.today()
        shared = {
            self._head: shown(head(view, people)),
            self._pledges: shown(pledges(view, people, today)),
            self._done: shown(done(view, people)),
        }
        if view.mine == "sponsored":
            brief = self._service.brief(asker, view.id, view.sponsors[0])
            names = [(people.name(each), each) for each in view.sponsors]
            offered = self._service.offered(asker, view.id)
            return {
                **shared, self._saying: shown(consented(brief, people)), **self._consent.filled(view, offered, names),
            }  # fmt: skip
        brief = self._service.brief(asker, view.id)
        citable = self._service.citable(asker, view.id)
        return {
            **shared, self._saying: shown(to_read(brief, people)),
            **self._sponsor.filled(view, brief.rooms, citable, today),
        }  # fmt: skip


def _picked(which: str | None) -> str:
    if not which:
        raise BadInput("No sponsorship is chosen.", cure="Choose one in the list.")
    return which


PAGE = Page(
    "sponsorship",
    "Sponsorship",
    "For you",
    13,
    is_anybody,
    build,
    "A sponsor speaks of you where you are not. Here is what was pledged, what may be said, and what came of it.",
    offered=is_for,
)

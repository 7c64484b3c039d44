"""Ask for a hand: a request in a minute, whose offer I take, and whom I could help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from copilot.domain.asking import Asker
from copilot.domain.help_requests import HelpRequest, RequestState
from copilot.domain.programmes import TAKING_PART
from copilot.errors import BadInput
from ui.web.desk import Desk, chosen
from ui.web.long_work import LongWork
from ui.web.page import Page, Room, is_anybody
from ui.web.people import People
from ui.web.typed_times import read_day
from ui.web.views.pieces import busy, notice, shown, subheading, under_way
from ui.web.views.requests import choice, others_requests, own_requests, what_became, who_could

EVERYBODY = ("everybody", "")
MINUTES = (("10 minutes", 10), ("20 minutes", 20), ("30 minutes", 30), ("45 minutes", 45), ("60 minutes", 60))
STATES: tuple[RequestState, ...] = ("open", "taken", "done", "withdrawn", "expired")
Updates = dict[Any, Any]


def build(room: Room) -> None:
    """Mine above with what I can do, then a new one, then what others ask."""
    _RequestsPage(room)


class _RequestsPage:
    """Its parts from top to bottom, and what each button does."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._told = room.slot()
        room.slot(subheading("What you ask"))
        self._own = room.slot()
        self._lay_out_mine()
        self._lay_out_asking()
        room.slot(
            subheading(
                "What others ask", "The most urgent first. Half an hour of yours may be somebody’s week."
            )
        )
        self._others = room.slot()
        self._lay_out_helping()
        self._over = room.slot()
        self._mine = [
            self._managing, self._which, self._whose, self._take, self._suggest, self._could, self._finishing,
            self._withdraw,
        ]  # fmt: skip
        self._parts = [
            self._told, self._own, *self._mine, self._among, self._others, self._helping, self._whom,
            self._words, self._offer, self._back, self._over,
        ]  # fmt: skip
        self._connect()

    def _lay_out_mine(self) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self._managing:
            self._which = gr.Dropdown([], label="Which of yours?", filterable=False)
            self._whose = gr.Radio([], label="Whose offer do you take?", visible=False, elem_classes="pills")
            with gr.Column(visible=False) as self._finishing:
                self._thanks = gr.Textbox(
                    label="Thanks, for your helper alone (may stay empty)", lines=2, max_length=1_000
                )
                self._as_moment = gr.Checkbox(
                    label="Log it as a moment, too: your helper decides whether others read it.", value=False
                )
                self._done = gr.Button("It is done", variant="primary", elem_classes="alone")
            with gr.Row(elem_classes="actions"):
                self._take = gr.Button("Take this offer", variant="primary", visible=False, min_width=0)
                self._suggest = gr.Button("Who could help?", visible=False, min_width=0)
                self._withdraw = gr.Button("Withdraw it", min_width=0)
            self._could = self._room.slot()

    def _lay_out_asking(self) -> None:
        with gr.Accordion("Ask for something", open=False, elem_classes="fold"):
            self._text = gr.Textbox(
                label="With what? One sentence.",
                placeholder="Could someone look over my talk for Thursday?",
                max_length=1_000,
            )
            self._details = gr.Textbox(
                label="What should a helper know? (may stay empty)", lines=2, max_length=4_000
            )
            with gr.Row(elem_classes="form"):
                self._by = gr.Textbox(
                    label="Until which day? (such as 2027-03-31)", max_length=10, min_width=170
                )
                self._minutes = gr.Dropdown(
                    list(MINUTES), value=30, label="How long will it take?", filterable=False
                )
            self._among = gr.Radio([], label="Who sees it?", visible=False, elem_classes="pills")
            self._ask = gr.Button("Ask", variant="primary", elem_classes="alone")

    def _lay_out_helping(self) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self._helping:
            self._whom = gr.Dropdown([], label="Whom would you like to help?", filterable=False)
            self._words = gr.Textbox(
                label="A few words: when, or how (may stay empty)", lines=2, max_length=1_000
            )
            with gr.Row(elem_classes="actions"):
                self._offer = gr.Button("Offer a hand", variant="primary", min_width=0)
                self._back = gr.Button("Take my offer back", visible=False, min_width=0)

    def _connect(self) -> None:
        wire, parts = self._room.wire, self._parts
        self._room.on_open(self._look, parts)
        wire(self._which.input, self._turn, self._which, self._mine)
        wire(self._whom.input, self._turn_to, self._whom, [self._words, self._offer, self._back])
        said = [self._text, self._details, self._by]
        wire(self._ask.click, self._asked, [*said, self._minutes, self._among], [*said, *parts])
        wire(self._take.click, self._taken, [self._which, self._whose], parts)
        done = [self._thanks, self._as_moment]
        wire(self._done.click, self._finished, [self._which, *done], [*done, *parts])
        wire(self._withdraw.click, self._withdrawn, self._which, parts)
        wire(self._suggest.click, self._suggested, self._which, self._could)
        wire(self._offer.click, self._offered, [self._whom, self._words], parts)
        wire(self._back.click, self._stepped_back, self._whom, parts)

    def _look(self, request: gr.Request) -> Updates:
        return self._filled(self._desk.asker(request), keep=chosen(request, "request"))

    def _turn(self, which: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        mine = [each for each in self._every(asker) if each.member == asker.member]
        people = self._people(asker, mine)
        return self._of_mine(_of(mine, which), [each for each in mine if _under_way(each)], people)

    def _turn_to(self, whom: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        return self._of_theirs(next((one for one in self._every(asker) if one.id == whom), None), asker)

    def _asked(
        self, text: str, details: str, by: str, minutes: int, among: str | None, request: gr.Request
    ) -> Updates:
        asker, last = self._desk.asker(request), read_day(by)
        if last is None:
            raise BadInput("The day is missing.", cure="Until when is help of use? Write it as 2027-03-31.")
        kept = self._desk.copilot.help_requests.ask(
            asker, text, by=last, details=details, minutes=minutes, programme=among or ""
        )
        told = "Asked. Offers will stand here; only you see them."
        cleared = {self._text: "", self._details: "", self._by: ""}
        return {**cleared, **self._filled(asker, told, kept.id)}

    def _taken(self, which: str | None, whose: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not whose:
            raise BadInput("No offer is chosen.", cure="Choose whose offer you take.")
        kept = self._desk.copilot.help_requests.take(asker, _picked(which), whose)
        name = self._desk.people(asker, {kept.helper}).first(kept.helper)
        return self._filled(asker, f"{name} helps you. Now agree on a time with each other.", kept.id)

    def _finished(self, which: str | None, thanks: str, as_moment: bool, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        kept, moment = self._desk.copilot.help_requests.done(
            asker, _picked(which), thanks=thanks, as_moment=as_moment
        )
        name = self._desk.people(asker, {kept.helper}).first(kept.helper)
        told = f"Done, and logged as a moment of {name}." if moment else "Done."
        return {self._thanks: "", self._as_moment: False, **self._filled(asker, told)}

    def _withdrawn(self, which: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.help_requests.withdraw(asker, _picked(which))
        return self._filled(asker, "Withdrawn.")

    def _suggested(self, which: str | None, request: gr.Request) -> Iterator[str]:
        asker, request_id = self._desk.asker(request), _picked(which)
        yield shown(busy("Reading what people say of themselves…"))
        service = self._desk.copilot.help_requests
        work = LongWork(lambda progress: service.suggest(asker, request_id, progress=progress))
        for done, of, what in work:
            yield shown(under_way("Reading profiles", done, of, what))
        found = work.result()
        yield shown(who_could(found, self._desk.people(asker, {each.member for each in found})))

    def _offered(self, whom: str | None, words: str, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        if not whom:
            raise BadInput("Nobody is chosen.", cure="Choose whom you would like to help.")
        kept = self._desk.copilot.help_requests.offer(asker, whom, words)
        name = self._desk.people(asker, {kept.member}).first(kept.member)
        return self._filled(asker, f"Offered. {name} sees it, and decides.", helping=whom)

    def _stepped_back(self, whom: str | None, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        self._desk.copilot.help_requests.step_back(asker, whom or "")
        return self._filled(asker, "Your offer is taken back.", helping=whom or "")

    def _every(self, asker: Asker) -> list[HelpRequest]:
        return self._desk.copilot.help_requests.every(asker, states=STATES)

    def _people(self, asker: Asker, requests: Sequence[HelpRequest]) -> People:
        ids = {each.member for each in requests} | {each.helper for each in requests if each.helper}
        return self._desk.people(asker, ids | {offer.member for each in requests for offer in each.offers})

    def _filled(self, asker: Asker, told: str = "", keep: str = "", helping: str = "") -> Updates:
        every, today = self._every(asker), self._desk.today()
        people = self._people(asker, every)
        names = {each.id: each.name for each in self._desk.copilot.programmes.every(asker)}
        mine = [each for each in every if each.member == asker.member]
        current = [each for each in mine if _under_way(each)]
        theirs = [each for each in every if _concerns(each, asker)]
        picked = next((each for each in theirs if each.id == helping), None)
        behind = [
            each for each in every if not _under_way(each) and asker.member in {each.member, each.helper}
        ]
        return {
            self._told: shown(notice(told)),
            self._own: shown(own_requests(current, people, names, today)),
            **self._of_mine(_of(current, keep), current, people),
            self._among: _seers(self._desk, asker, names),
            self._others: shown(others_requests(theirs, people, names, today, asker.member)),
            self._helping: gr.update(visible=bool(theirs)),
            self._whom: gr.update(
                choices=[(choice(each, people), each.id) for each in theirs],
                value=picked.id if picked else None,
            ),
            **self._of_theirs(picked, asker),
            self._over: shown(what_became(behind, people, asker.member)),
        }

    def _of_mine(self, picked: HelpRequest | None, current: Sequence[HelpRequest], people: People) -> Updates:
        is_open = picked is not None and picked.state == "open"
        offers = picked.offers if picked and is_open else ()
        return {
            self._managing: gr.update(visible=picked is not None),
            self._which: gr.update(
                choices=[(choice(each), each.id) for each in current],
                value=picked.id if picked else None,
                visible=len(current) > 1,
            ),
            self._whose: gr.update(
                choices=[(people.name(offer.member), offer.member) for offer in offers],
                value=offers[0].member if len(offers) == 1 else None,
                visible=bool(offers),
            ),
            self._take: gr.update(visible=bool(offers)),
            self._suggest: gr.update(visible=is_open),
            self._finishing: gr.update(visible=picked is not None and picked.state == "taken"),
            self._withdraw: gr.update(visible=picked is not None),
            self._could: "",
        }

    def _of_theirs(self, picked: HelpRequest | None, asker: Asker) -> Updates:
        offered = picked is not None and picked.offer_of(asker.member) is not None
        return {
            self._words: gr.update(value="", visible=not offered),
            self._offer: gr.update(visible=not offered),
            self._back: gr.update(visible=offered),
        }


def _of(requests: Sequence[HelpRequest], wanted: str | None) -> HelpRequest | None:
    """The one that is meant, else the first."""
    return next((each for each in requests if each.id == wanted), requests[0] if requests else None)


def _under_way(request: HelpRequest) -> bool:
    return request.state in {"open", "taken"}


def _concerns(request: HelpRequest, asker: Asker) -> bool:
    """Somebody else's that is open, or in which she has a part."""
    if request.member == asker.member:
        return False
    return request.state == "open" or (
        request.state == "taken" and request.offer_of(asker.member) is not None
    )


def _picked(request_id: str | None) -> str:
    if not request_id:
        raise BadInput("No request is chosen.", cure="Choose one of yours, or ask for something first.")
    return request_id


def _seers(desk: Desk, asker: Asker, names: dict[str, str]) -> Any:
    """Everybody, or those of one of her programmes."""
    standings = [desk.copilot.programmes.standing(asker, programme) for programme in names]
    own = [each.programme for each in standings if each.enrolment and each.enrolment.state in TAKING_PART]
    choices = [EVERYBODY, *((f"those in {programme.name}", programme.id) for programme in own)]
    return gr.update(choices=choices, value="", visible=bool(own))


PAGE = Page(
    "requests",
    "Ask for a hand",
    "Community",
    58,
    is_anybody,
    build,
    "One thing, half an hour, within days. Ask, or lend a hand.",
)

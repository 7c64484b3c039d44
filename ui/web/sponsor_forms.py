"""The controls of a sponsorship: what a sponsor pledges and logs, and what the sponsored agrees to and confirms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from copilot.domain.sponsorship import AdvocacyKind
from copilot.services.sponsorship.shapes import Citable, Offered, PledgeSeen, SponsorshipView
from ui.web.page import Room
from ui.web.views.pieces import shortened, subheading
from ui.web.views.sponsorship import DID, OUTCOMES, act_choice

Updates = dict[Any, Any]
NO_PLEDGE = ("none of them", "")
KINDS = [(words, AdvocacyKind(kind).value) for kind, words in DID.items()]
LONGEST = 90
ROOMS = "Where? One meeting or person a line"


class SponsorForms:
    """What a sponsor fills in: a pledge, what became of one, an entry."""

    def __init__(self, room: Room) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self.whole:
            self._lay_out_pledging()
            self._lay_out_settling()
            self._lay_out_logging()

    def _lay_out_pledging(self) -> None:
        with gr.Accordion("Pledge something", open=False, elem_classes="fold"):
            self.what = gr.Textbox(
                label="What will you do? One sentence.",
                placeholder="Say her name when partner leads are talked over",
                max_length=1_000,
            )
            with gr.Row(elem_classes="form"):
                self.aim = gr.Textbox(label="What is it for? (may stay empty)", max_length=500, scale=2)
                self.until = gr.Textbox(
                    label="Until which day? (such as 2027-03-31)", max_length=10, min_width=170
                )
            self.pledge = gr.Button("Pledge it", variant="primary", elem_classes="alone")

    def _lay_out_settling(self) -> None:
        with gr.Accordion("Settle a pledge", open=False, elem_classes="fold", visible=False) as self.settling:
            self.which = gr.Dropdown([], label="Which pledge?", filterable=False)
            self.another = gr.Textbox(label="Another day (such as 2027-03-31; may stay empty)", max_length=10)
            self.reason = gr.Textbox(
                label="Where you give it up: why? Both of you read it. (may stay empty)", max_length=500
            )
            with gr.Row(elem_classes="actions"):
                self.kept = gr.Button("It is kept", variant="primary", min_width=0)
                self.move = gr.Button("Give it another day", min_width=0)
                self.give_up = gr.Button("Give it up", min_width=0)

    def _lay_out_logging(self) -> None:
        with gr.Accordion("Log what you did", open=False, elem_classes="fold"):
            self.kind = gr.Radio(KINDS, value=KINDS[0][1], label="What did you do?", elem_classes="pills")
            with gr.Row(elem_classes="form"):
                self.room = gr.Dropdown(
                    [],
                    label="Where? Choose a room she agreed to, or type another",
                    allow_custom_value=True,
                    scale=2,
                )
                self.on = gr.Textbox(
                    label="On which day? (today where it is empty)", max_length=10, min_width=170
                )
            self.said = gr.Textbox(label="What did you say? (may stay empty)", lines=2, max_length=2_000)
            self.evidence = gr.CheckboxGroup(
                [], label="What did it rest on?", elem_classes="ticks", visible=False
            )
            self.of = gr.Dropdown(
                [], label="Which pledge does it belong to?", filterable=False, visible=False
            )
            self.log = gr.Button("Log it", variant="primary", elem_classes="alone")
            with gr.Row(elem_classes="form", visible=False) as self.correcting:
                self.mistaken = gr.Dropdown([], label="Logged today by mistake", filterable=False, scale=4)
                self.take_back = gr.Button("Remove it", scale=1, min_width=110)

    @property
    def outputs(self) -> list[Any]:
        """Everything that `filled` changes."""
        return [
            self.whole, self.what, self.aim, self.until, self.settling, self.which, self.another, self.reason,
            self.room, self.on, self.said, self.evidence, self.of, self.mistaken, self.correcting,
        ]  # fmt: skip

    def filled(
        self, view: SponsorshipView | None, rooms: Sequence[str], citable: Sequence[Citable], today: Any
    ) -> Updates:
        """As it stands for one sponsorship that she sponsors in; hidden for any other."""
        if view is None or view.mine != "sponsor":
            return {self.whole: gr.update(visible=False)}
        open_ = [one for one in view.pledges if one.state == "open"]
        todays = [one for one in view.advocacy if one.at.date() == today and one.confirmed is None]
        return {
            self.whole: gr.update(visible=True),
            **dict.fromkeys(
                (self.what, self.aim, self.until, self.another, self.reason, self.on, self.said), ""
            ),
            self.settling: gr.update(visible=bool(open_)),
            self.which: gr.update(choices=_pledges(open_), value=open_[0].id if open_ else None),
            self.room: gr.update(choices=list(rooms), value=None),
            self.evidence: gr.update(choices=_citable(citable), value=[], visible=bool(citable)),
            self.of: gr.update(choices=[NO_PLEDGE, *_pledges(open_)], value="", visible=bool(open_)),
            self.mistaken: gr.update(choices=[(act_choice(one), one.id) for one in todays], value=None),
            self.correcting: gr.update(visible=bool(todays)),
        }


class ConsentForm:
    """What she fills in: which sentences, where, until when."""

    def __init__(self, room: Room) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self.whole:
            self.withdraw = gr.Button("Take my consent back", visible=False, elem_classes="alone")
            with gr.Accordion("Say what may be said of you", open=False, elem_classes="fold"):
                self.ticks = gr.CheckboxGroup(
                    [], label="From your brief: tick what may be said", elem_classes="ticks", visible=False
                )
                self.own = gr.Textbox(
                    label="In your own words: one sentence a line (may stay empty)", lines=3, max_length=8_000
                )
                with gr.Row(elem_classes="form"):
                    self.rooms = gr.Textbox(
                        label=ROOMS, lines=3, placeholder="the season review\nsponsorship spotlights", scale=2,
                        max_length=6_000,
                    )  # fmt: skip
                    self.until = gr.Textbox(
                        label="Until which day? (such as 2027-03-31)", max_length=10, min_width=170
                    )
                self.sponsor = gr.Radio([], label="To whom?", visible=False, elem_classes="pills")
                self.agree = gr.Button("This may be said", variant="primary", elem_classes="alone")

    @property
    def outputs(self) -> list[Any]:
        """Everything that `filled` changes."""
        return [self.whole, self.withdraw, self.ticks, self.own, self.rooms, self.until, self.sponsor]

    def filled(
        self, view: SponsorshipView | None, offered: Sequence[Offered], names: Sequence[tuple[str, str]]
    ) -> Updates:
        """As it stands where she is sponsored; the newest brief offers its sentences. Hidden for any other."""
        if view is None or view.mine != "sponsored":
            return {self.whole: gr.update(visible=False)}
        held = view.consents[0] if view.consents else None
        newest = offered[0] if offered else None
        sentences = [each.text for each in newest.sentences] if newest else []
        said = [each.text for each in held.may_say] if held else []
        return {
            self.whole: gr.update(visible=True),
            self.withdraw: gr.update(visible=held is not None),
            self.ticks: gr.update(
                choices=sentences, value=[each for each in said if each in sentences], visible=bool(sentences)
            ),
            self.own: "\n".join(each for each in said if each not in sentences),
            self.rooms: "\n".join(held.rooms) if held else "",
            self.until: held.until.isoformat() if held else "",
            self.sponsor: gr.update(
                choices=list(names), value=names[0][1] if names else None, visible=len(names) > 1
            ),
        }


class AnswerForm:
    """What both say of an entry: what came of it; and she alone, whether it was so."""

    def __init__(self, room: Room) -> None:
        with gr.Column(visible=False, elem_classes="mine") as self.whole:
            room.slot(subheading("What came of it"))
            self.which = gr.Dropdown([], label="Which entry?", filterable=False)
            with gr.Row(elem_classes="actions") as self.asking:
                self.yes = gr.Button("Yes, it happened", variant="primary", min_width=0)
                self.no = gr.Button("No, it wasn’t so", min_width=0)
            self.outcome = gr.Radio(
                [(words.capitalize(), key) for key, (words, _) in OUTCOMES.items()],
                value="waiting", label="What came of it?", elem_classes="pills",
            )  # fmt: skip
            self.words = gr.Textbox(label="A few words (may stay empty)", max_length=1_000)
            self.say = gr.Button("Save", elem_classes="alone")

    @property
    def outputs(self) -> list[Any]:
        """Everything that `filled` changes."""
        return [self.whole, self.which, self.asking, self.outcome, self.words]

    def filled(self, view: SponsorshipView | None, keep: str = "") -> Updates:
        """The entries to choose from; hers that wait for her answer first."""
        if view is None or not view.advocacy:
            return {self.whole: gr.update(visible=False)}
        waiting = [one for one in view.advocacy if one.confirmed is None] if view.mine == "sponsored" else []
        first = next((one for one in view.advocacy if one.id == keep), (*waiting, *view.advocacy)[0])
        return {
            self.whole: gr.update(visible=True),
            self.which: gr.update(
                choices=[(act_choice(one), one.id) for one in view.advocacy], value=first.id
            ),
            self.asking: gr.update(visible=view.mine == "sponsored"),
            self.outcome: first.outcome,
            self.words: first.outcome_words,
        }


def _pledges(pledges: Sequence[PledgeSeen]) -> list[tuple[str, str]]:
    return [(shortened(one.what, LONGEST), one.id) for one in pledges]


def _citable(found: Sequence[Citable]) -> list[tuple[str, str]]:
    """A sentence she agreed to stands for the words of her profile that it quotes."""
    sayings = [one.proof.quote for one in found if one.proof.kind == "brief"]
    shown = [
        one
        for one in found
        if one.proof.kind == "brief" or not any(one.proof.quote in saying for saying in sayings)
    ]
    return [(shortened(one.proof.quote, LONGEST), one.id) for one in shown]

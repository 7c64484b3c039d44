"""Analytics: how mentoring goes, for those who may see it; for everybody else her own figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.services.policy import Action, Policy
from ui.web.desk import Desk, chosen
from ui.web.met_in import people_in
from ui.web.page import Page, Room, is_anybody
from ui.web.pages.programme import may_see_a_programme
from ui.web.views import analytics as views
from ui.web.views.at_risk import at_risk, kindly, own
from ui.web.views.network import bridge_rows, growth_rows, network_lead, network_table
from ui.web.views.pieces import busy, shown
from ui.web.views.plots import Row, bars, columns, dots, for_gradio
from ui.web.views.relationships import others_in

Updates = dict[Any, Any]
_SEEN = Action.ANALYTICS_READ
NOT_YET = "?"
"""Before anything is shown; no programme and no member has this id."""


def build(room: Room) -> None:
    """Of what and when; figures first; what takes longer comes after, each by itself."""
    _Analytics(room)


class _Analytics:
    """Its parts from top to bottom, and what fills them."""

    def __init__(self, room: Room) -> None:
        self._room, self._desk = room, room.desk
        self._of, self._shown = gr.State(NOT_YET), gr.State([NOT_YET, ""])
        with gr.Row(elem_classes="form"):
            self._programme = gr.Dropdown([], label="Of whom", filterable=False, visible=False)
            self._period = gr.Dropdown([], label="Which days", filterable=False)
        self._headline, self._risk = room.slot(), room.slot(name="at-risk")
        self._engagement = self._drawn()
        self._months = self._drawn()
        self._cadence = room.slot()
        self._retention, self._feedback, self._goals = self._drawn(), self._drawn(), self._drawn()
        self._reach, self._bridges, self._growth = self._drawn(), self._drawn(), self._drawn()
        self._network = room.slot()
        self._further, self._own = room.slot(), room.slot()
        self._connect()

    def _drawn(self) -> tuple[Any, Any, Any]:
        """A heading with the plot in words, the plot, and its numbers."""
        with gr.Column(elem_classes="analysed", min_width=0):
            before = self._room.slot()
            plot = gr.Plot(show_label=False, container=False, visible=False, elem_classes="plot")
            return before, plot, self._room.slot()

    def _connect(self) -> None:
        wire, choice = self._room.wire, [self._programme, self._period]
        figures = [
            *choice, self._of, self._shown, self._headline, self._cadence, self._further, *self._engagement,
            *self._retention, *self._feedback, *self._goals, *self._reach, self._risk, *self._bridges,
            *self._growth, self._network,
        ]  # fmt: skip
        self._room.on_open(self._open, figures)
        for chooser in choice:
            given = [*choice, self._shown]
            wire(chooser.input, self._choose, given, figures, trigger_mode="always_last")
        # What takes longer comes when what it depends on has changed, and each by itself.
        wire(self._shown.change, self._month_by_month, self._shown, list(self._months))
        wire(self._shown.change, self._hers, self._shown, self._own)
        wire(self._of.change, self._at_risk, self._of, self._risk)
        network = [*self._bridges, *self._growth, self._network]
        wire(self._of.change, self._hang_together, self._of, network)

    def _open(self, request: gr.Request) -> Updates:
        asker = self._desk.asker(request)
        seen = views.programmes_to_choose(self._desk.copilot.analytics.overseen(asker), everybody=_all(asker))
        ids = [programme for _, programme in seen]
        wanted, period = chosen(request, "programme"), chosen(request, "period")
        programme = wanted if wanted in ids else next(iter(ids), None)
        choosing = gr.update(choices=seen, value=programme, visible=len(seen) > 1)
        return {**self._filled(asker, programme, period), self._programme: choosing}

    def _choose(
        self, programme: str | None, period: str, was: Sequence[str | None], request: gr.Request
    ) -> Updates:
        """Gradio calls this whenever somebody leaves the list, also where she chose nothing new."""
        if [programme, period] == list(was):
            return {self._shown: was}
        found = self._filled(self._desk.asker(request), programme, period)
        if programme == was[0]:
            for later in self._later():
                del found[later]
        return found

    def _filled(self, asker: Asker, programme: str | None, wanted: str) -> Updates:
        choices = views.periods_to_choose(self._desk.today(), programme=bool(programme))
        period = wanted if wanted in {each for _, each in choices} else choices[0][1]
        return {
            self._period: gr.update(choices=choices, value=period),
            self._of: programme,
            self._shown: [programme, period],
            **({} if programme is None else {**self._figures(asker, programme, period), **self._later()}),
        }

    def _later(self) -> Updates:
        """What comes after the figures says that it is on its way."""
        return {
            self._risk: shown(busy("Looking for relationships that may need a word …")),
            self._bridges[0]: shown(busy("Looking at how people hang together …")),
            self._bridges[1]: gr.update(visible=False),
            self._growth[0]: "",
            self._growth[1]: gr.update(visible=False),
            self._network: "",
        }

    def _figures(self, asker: Asker, programme: str, period: str) -> Updates:
        report = self._desk.copilot.analytics.show(asker, programme, period=period)
        parts, kept = views.engagement_rows(report), views.retention_rows(report)
        rated, goals, reached = views.feedback_rows(report), views.goal_rows(report), views.reach_rows(report)
        return {
            self._headline: shown(views.headline(report)),
            self._cadence: shown(views.numbers(report.cadence)),
            self._further: shown(views.differences(report)),
            **self._fill(
                self._engagement, "What engagement is made of", parts, bars(parts, most=1, percent=True),
                views.numbers(report.engagement, views.formula(report)),
                "Shares of relationships, members and action items, each with its 95 % interval.",
            ),
            **self._fill(
                self._retention, "Who is still there", kept, dots(kept), views.numbers(report.retention),
                "Of those who left a trace in the period before, those with one in this.",
            ),
            **self._fill(
                self._feedback, "What both sides say", rated, dots(rated, low=1, high=5, percent=False),
                views.numbers(report.feedback), "The mean of their surveys, from 1 (not at all) to 5 (entirely).",
            ),
            **self._fill(
                self._goals, "Goals", goals, bars(goals, most=1, percent=True), views.numbers(report.goals),
                "Of the members in a relationship, and of those with a goal.",
            ),
            **self._fill(
                self._reach, "Whom it reaches", reached, bars(reached, most=1, percent=True),
                views.numbers(report.reach), "Of those who could have a partner: who was asked, and who was matched.",
            ),
        }  # fmt: skip

    def _month_by_month(self, which: tuple[str | None, str], request: gr.Request) -> Any:
        (programme, period), asker = which, self._desk.asker(request)
        if programme is None:
            return gr.skip()
        months = self._desk.copilot.analytics.months(asker, programme, period=period)
        rows, lead = views.month_rows(months), "Held, and said to be held, month by month."
        return self._fill(self._months, "Meetings", rows, columns(rows), views.month_table(months), lead)

    def _at_risk(self, programme: str | None, request: gr.Request) -> str:
        if programme is None:
            return ""
        asker = self._desk.asker(request)
        found = self._desk.copilot.at_risk.every(asker, programme)
        people = self._desk.people(asker, {member for each in found.at_risk for member in each.members})
        return shown(at_risk(found, people))

    def _hang_together(self, programme: str | None, request: gr.Request) -> Any:
        if programme is None:
            return gr.skip()
        found = self._desk.copilot.network.show(self._desk.asker(request), programme)
        across, grown = bridge_rows(found.bridges), growth_rows(found.growth)
        bridges, growth = self._bridges, self._growth
        return {
            bridges[0]: shown(network_lead(found) + views.plot_words("Ties between functions.", across)),
            bridges[1]: _plot(across, dots(across)),
            growth[0]: shown(views.plot_titled("Members with a tie, by half-year", grown)),
            growth[1]: _plot(grown, columns(grown)),
            self._network: shown(network_table(found)),
        }

    def _hers(self, which: tuple[str | None, str], request: gr.Request) -> str:
        """What is hers alone, whoever she is."""
        asker, copilot, period = self._desk.asker(request), self._desk.copilot, which[1]
        steps = copilot.at_risk.mine(asker)
        figures = copilot.analytics.mine(asker, period="all" if period == "life" else period)
        return shown(own(figures) + kindly(steps, _names(self._desk, asker)))

    def _fill(
        self,
        parts: tuple[Any, Any, Any],
        title: str,
        rows: Sequence[Row],
        figure: Any,
        below: Markup,
        lead: str,
    ) -> Updates:
        before, plot, after = parts
        heading = views.opened(title, lead, f"{title}, drawn.", rows)
        return {before: shown(heading), plot: _plot(rows, figure), after: shown(below)}


def _plot(rows: Sequence[Row], figure: Any) -> Any:
    return gr.update(value=for_gradio(figure) if rows else None, visible=bool(rows))


def _all(asker: Asker) -> bool:
    return Policy().allows(asker, _SEEN, programme="")


def _names(desk: Desk, asker: Asker) -> dict[str, str]:
    """Relationship → the other side."""
    mine = [each for each in desk.copilot.relationships.visible_to(asker) if asker.member in each.members]
    people = people_in(desk, asker, mine)
    return {each.id: others_in(each, asker.member, people).name for each in mine}


PAGE = Page(
    "analytics",
    "Analytics",
    "Oversight",
    43,
    is_anybody,
    build,
    "How mentoring goes, in figures that give nobody away.",
    offered=may_see_a_programme,
)

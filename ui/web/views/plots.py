"""Plots in the house's colours: bars, dots with intervals, columns. Pure functions of small rows.

A plot is for who would rather look than read: whatever it shows stands in a table below it too. It is drawn in the
colours of the light palette, and the style sheet gives each of them its name there (`--accent` …), so that dark and
light need no second figure and no script. What is hidden is drawn as hidden, a hatched veil over all it may be: never
as zero, and never left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

INK, MUTED, LINE, EDGE = "#20292b", "#56635f", "#e3dccd", "#8b9189"
ACCENT, CARE, QUIET = "#1b6558", "#8a4a10", "#b9c4bd"
CLEAR = "rgba(0,0,0,0)"
SANS = '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'
ROW = 34
"""Pixels that a row of bars takes."""
NAME = 24
"""Letters of a name that stand in a line."""
CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def _plain(words: str) -> str:
    """Plotly draws tags in words, links among them: what stands in a name is shown as it is written."""
    return escape(words, quote=False)


@dataclass(frozen=True)
class Row:
    """One thing that is measured.

    Attributes:
        name: what it is.
        value: where it stands; None where it is hidden or not known.
        told: the same in words, as the table and the pointer tell it.
        low, high: the interval around the value; for a hidden one, what a reader may know of it.
        care: whether it deserves a look.
        quiet: whether it is the whole of which the others are parts.
    """

    name: str
    value: float | None
    told: str
    low: float | None = None
    high: float | None = None
    care: bool = False
    quiet: bool = False

    @property
    def label(self) -> str:
        """Its name as it stands beside the plot; a long one in two lines, for the sake of phones."""
        return "<br>".join(_plain(line) for line in wrap(self.name, NAME))

    @property
    def pointed(self) -> str:
        """What the pointer tells."""
        return _plain(self.told)

    @property
    def colour(self) -> str:
        """In which it is drawn."""
        return CARE if self.care else QUIET if self.quiet else ACCENT

    @property
    def hidden(self) -> bool:
        """Whether there is something that may not be shown."""
        return self.value is None and self.low is not None and self.high is not None


def bars(rows: Sequence[Row], *, most: float, percent: bool = False) -> Figure:
    """A horizontal bar for each row, the first on top; its interval as a whisker."""
    from plotly import graph_objects as go

    figure = go.Figure()
    open_ = [row for row in rows if row.value is not None]
    for sure in (True, False):  # what has no interval gets no whisker, not even one of no length
        drawn = [row for row in open_ if (row.low is not None and row.high is not None) == sure]
        figure.add_bar(
            x=[row.value for row in drawn], y=[row.label for row in drawn], orientation="h", width=0.52,
            marker={"color": [row.colour for row in drawn], "cornerradius": 3},
            error_x=_whiskers(drawn) if sure else None,
            customdata=[row.pointed for row in drawn], hovertemplate="%{y}: %{customdata}<extra></extra>",
        )  # fmt: skip
    _veil(figure, rows)
    figure.update_layout(_layout(height=_height(rows), left=True))
    figure.update_xaxes(range=[0, most * 1.02], tickformat=".0%" if percent else None, nticks=6)
    figure.update_yaxes(
        categoryorder="array", categoryarray=[row.label for row in rows][::-1], showgrid=False
    )
    return figure


def dots(rows: Sequence[Row], *, low: float = 0.0, high: float = 1.0, percent: bool = True) -> Figure:
    """A dot on a line for each row, with the interval as a band behind it."""
    from plotly import graph_objects as go

    figure = go.Figure()
    open_ = [row for row in rows if row.value is not None]
    for row in open_:
        if row.low is not None and row.high is not None:
            figure.add_scatter(
                x=[row.low, row.high], y=[row.label] * 2, mode="lines", hoverinfo="skip", opacity=0.32,
                line={"width": 10, "color": row.colour},
            )  # fmt: skip
    figure.add_scatter(
        x=[row.value for row in open_], y=[row.label for row in open_], mode="markers",
        marker={"size": 12, "color": [row.colour for row in open_]},
        customdata=[row.pointed for row in open_], hovertemplate="%{y}: %{customdata}<extra></extra>",
    )  # fmt: skip
    _veil(figure, rows)
    figure.update_layout(_layout(height=_height(rows), left=True))
    figure.update_xaxes(
        range=[low, high + (high - low) * 0.02], tickformat=".0%" if percent else None, nticks=6
    )
    figure.update_yaxes(
        categoryorder="array", categoryarray=[row.label for row in rows][::-1], showgrid=False
    )
    return figure


def columns(rows: Sequence[Row]) -> Figure:
    """A column for each row, from left to right, with its number above."""
    from plotly import graph_objects as go

    most = max((row.value or 0 for row in rows), default=0) or 1
    figure = go.Figure()
    open_ = [row for row in rows if row.value is not None]
    figure.add_bar(
        x=[row.name for row in open_], y=[row.value for row in open_], marker={"color": ACCENT, "cornerradius": 4},
        text=[f"{row.value:,.0f}" for row in open_], textposition="outside", cliponaxis=False, width=0.62,
        customdata=[row.pointed for row in open_], hovertemplate="%{x}: %{customdata}<extra></extra>",
    )  # fmt: skip
    veiled = [row for row in rows if row.value is None]
    figure.add_bar(
        x=[row.name for row in veiled], y=[most * 0.16] * len(veiled), marker=_hatched(), width=0.62,
        text=["few"] * len(veiled), textposition="outside", cliponaxis=False,
        customdata=[row.pointed for row in veiled], hovertemplate="%{x}: %{customdata}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(_layout(height=250))
    figure.update_xaxes(categoryorder="array", categoryarray=[row.name for row in rows], showgrid=False)
    figure.update_yaxes(range=[0, most * 1.18], showticklabels=False, showgrid=False, showline=False)
    return figure


def for_gradio(figure: Figure | None) -> Any:
    """The figure as Gradio's Plot takes it, without a bar of tools; None where there is nothing to draw."""
    from gradio.components.plot import PlotData

    if figure is None:
        return None
    document = json.loads(figure.to_json())
    return PlotData(type="plotly", plot=json.dumps({**document, "config": CONFIG}))


def _veil(figure: Figure, rows: Sequence[Row]) -> None:
    """Over all that a hidden row may be."""
    hidden = [row for row in rows if row.hidden]
    if hidden:
        figure.add_bar(
            base=[row.low for row in hidden], x=[_width(row) for row in hidden], y=[row.label for row in hidden],
            orientation="h", marker=_hatched(), width=0.4, customdata=[row.pointed for row in hidden],
            hovertemplate="%{y}: %{customdata}<extra></extra>",
        )  # fmt: skip


def _width(row: Row) -> float:
    return (row.high or 0) - (row.low or 0)


def _hatched() -> dict[str, Any]:
    return {
        "color": CLEAR,
        "pattern": {"shape": "/", "size": 6, "solidity": 0.35, "fgcolor": EDGE, "bgcolor": CLEAR},
        "line": {"width": 1, "color": EDGE},
    }


def _whiskers(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "type": "data", "symmetric": False, "color": INK, "thickness": 1.4, "width": 4,
        "array": [(row.high or 0) - (row.value or 0) for row in rows],
        "arrayminus": [(row.value or 0) - (row.low or 0) for row in rows],
    }  # fmt: skip


def _height(rows: Sequence[Row]) -> int:
    return ROW * len(rows) + 48


def _layout(*, height: int, left: bool = False) -> dict[str, Any]:
    axis = {
        "gridcolor": LINE, "linecolor": LINE, "zeroline": False, "automargin": True, "fixedrange": True,
        "title": None, "ticks": "", "tickfont": {"size": 13, "color": MUTED},
    }  # fmt: skip
    names = {**axis, "tickfont": {"size": 14, "color": INK}, "ticksuffix": "  "} if left else axis
    return {
        "template": None, "height": height, "margin": {"l": 4, "r": 14, "t": 10, "b": 8},
        "paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR, "dragmode": False, "showlegend": False, "bargap": 0.3,
        "barmode": "overlay", "font": {"family": SANS, "size": 14, "color": INK},
        "hoverlabel": {"bgcolor": INK, "bordercolor": INK, "font": {"family": SANS, "size": 13.5, "color": "#fffefb"}},
        "xaxis": axis, "yaxis": names,
    }  # fmt: skip

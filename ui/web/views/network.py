"""The network in numbers that lead to nobody: whether ties cross the house, and how it grew."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.services.analytics.network_service import FunctionsBridged, Network, NetworkThen
from copilot.services.auditing.disclosure import Share
from ui.web.views.pieces import day, piece, subheading, together
from ui.web.views.plots import Row

TITLE = "How people hang together"
FEW = "fewer than 5, or none"
ACROSS, CHANCE = "Ties across functions", "By chance"


def network_lead(found: Network) -> Markup:
    """The heading, and what a tie is."""
    return piece(
        '{}<p class="small">{} to {}. Two are tied whose relationship was alive then, or of whom one gave the other '
        "a hand.</p>",
        subheading(TITLE, "Who has a tie at all, and whether ties cross the functions of the house."),
        day(found.first), day(found.last),
    )  # fmt: skip


def bridge_rows(bridges: FunctionsBridged | None) -> list[Row]:
    """The share of ties that cross, beside what chance would give."""
    if bridges is None or bridges.across is None:
        return []
    across, (low, high) = bridges.across, bridges.interval or (None, None)
    if across.rate is None:
        low, high = across.rate_from, across.rate_to
    return [
        Row(ACROSS, across.rate, across.told, low, high),
        Row(CHANCE, bridges.by_chance, f"{bridges.by_chance:.0%}", quiet=True),
    ]


def growth_rows(growth: Sequence[NetworkThen]) -> list[Row]:
    """Members with a tie in each of the periods."""
    return [Row(f"to {each.last:%b %Y}", each.members, _count(each.members)) for each in growth]


def network_table(found: Network) -> Markup:
    """Every number of it."""
    rows = [
        ("Members", _count(found.members)),
        ("Ties", _count(found.ties)),
        ("Density: ties, of all there could be", _number(found.density)),
        ("Without a tie", _share(found.isolated)),
        ("Separate parts", _count(found.parts)),
        ("In the largest part, of those with a tie", _share(found.largest)),
        ("Members without whom a part would break", _count(found.linchpins)),
        ("Groups that the ties make by themselves", _count(found.groups)),
        ("How clearly (modularity, at most 1)", _number(found.modularity)),
        *_of_functions(found.bridges),
    ]
    rows += [
        (f"{each.first} to {each.last}", f"{_count(each.members)} with {_count(each.ties)} ties")
        for each in found.growth
    ]
    body = together(piece('<tr><th scope="row">{}</th><td>{}</td></tr>', *row) for row in rows)
    return piece(
        '<details class="all-numbers"><summary>The network in numbers</summary><table class="plain-table">'
        '<caption class="for-readers">The network in numbers</caption><tbody>{}</tbody></table></details>',
        body,
    )


def _of_functions(bridges: FunctionsBridged | None) -> list[tuple[str, str]]:
    if bridges is None:
        return [("Between functions", "too few ties to be told")]
    interval = f" ({bridges.interval[0]:.0%} to {bridges.interval[1]:.0%})" if bridges.interval else ""
    return [
        (f"{ACROSS} ({bridges.functions} functions)", _share(bridges.across) + interval),
        (f"{ACROSS}, by chance", f"{bridges.by_chance:.0%}"),
        ("Assortativity (0 as by chance)", _number(bridges.assortativity)),
        ("Pairs of functions that hang on one member", _share(bridges.hanging_on_one)),
    ]


def _count(count: int | None) -> str:
    return FEW if count is None else f"about {count:,}"


def _share(share: Share | None) -> str:
    return share.told if share else "too few to say"


def _number(number: float | None) -> str:
    return "not told" if number is None else f"{number:g}"

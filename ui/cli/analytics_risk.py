"""`mentoring analytics at-risk` and `analytics network`: who may need a call, and how people hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.analytics import app as analytics
from ui.cli.call import Call, verb

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.services.analytics.at_risk_service import AtRiskList, Kindly
    from copilot.services.analytics.network_service import FunctionsBridged, Network, NetworkThen
    from copilot.services.auditing.disclosure import Share

ProgrammeOption = Annotated[
    str, typer.Option("--programme", help="The programme's id; else all you may see.")
]
FEW = "fewer than 5, or none"


def add_to(_root: typer.Typer) -> None:
    """Hang these verbs under `analytics`, which another module hangs under the root."""
    verb(analytics, "at-risk")(at_risk)
    verb(analytics, "network")(network)


def at_risk(
    call: Call,
    programme: ProgrammeOption = "",
    calls: Annotated[int, typer.Option(help="How many you have time to call in a week.")] = 5,
    mine: Annotated[bool, typer.Option("--mine", help="Only your own relationships, kindly.")] = False,
) -> None:
    """Show relationships that are fading or stuck, each with the reason and one step."""
    if mine:
        own = call.copilot.at_risk.mine(call.asker)
        call.give({"relationships": own}, lambda screen: _show_mine(screen, own))
        return
    found = call.copilot.at_risk.every(call.asker, programme, calls)
    call.give(found, lambda screen: _show_at_risk(screen, found))


def network(
    call: Call,
    programme: ProgrammeOption = "",
    weeks: Annotated[int, typer.Option(help="How far back a tie counts.")] = 26,
) -> None:
    """Show how members hang together: density, groups, growth, and bridges between functions."""
    found = call.copilot.network.show(call.asker, programme, weeks)
    call.give(found, lambda screen: _show_network(screen, found))


def _show_mine(screen: Console, own: list[Kindly]) -> None:
    if not own:
        screen.print("Nothing to worry about here.")
    for each in own:
        screen.print(f"{each.relationship}: {each.reason}", style="bold", markup=False)
        screen.print(
            f"  {each.step}\n  To read: “{each.reading.section}” ({each.reading.path})", markup=False
        )


def _show_at_risk(screen: Console, found: AtRiskList) -> None:
    for name, share in found.counts.items():
        screen.print(f"{name}: {share.told}", markup=False)
    if not found.looked_at and not found.at_risk:
        screen.print("There are too few relationships under way to count, or none.")
    for each in found.at_risk:
        call = "call · " if each.call else ""
        head = f"{each.relationship} ({', '.join(each.members)}) · {call}{each.status} · {each.chance:.0%}"
        screen.print(f"\n{head}", style="bold", markup=False)
        reading = f"To read: “{each.reading.section}” ({each.reading.path})"
        screen.print(f"  {each.reason}\n  {each.step}\n  {reading}", markup=False)
    if found.others:
        screen.print("Which ones, the managers of their programmes see, and those who are in it.")
    if found.left_out:
        screen.print(f"\nNot looked at: {len(found.left_out)}", markup=False)
    for left in found.left_out:
        screen.print(f"  {left.relationship}: {left.why}", markup=False)


def _show_network(screen: Console, found: Network) -> None:
    about = f"programme {found.programme}" if found.programme else "the community"
    screen.print(f"The network of {about}, {found.first} to {found.last}", style="bold", markup=False)
    for line in (*_shape(found), *_bridges(found.bridges), *_growth(found)):
        screen.print(f"  {line}", markup=False)
    if found.isolated_members:
        screen.print(f"  without a tie: {', '.join(found.isolated_members)}", markup=False)


def _shape(found: Network) -> list[str]:
    groups = f"groups by ties: {_told(found.groups)}, modularity {_number(found.modularity)}"
    return [
        f"members: {_told(found.members)}; ties: {_told(found.ties)}; density: {_number(found.density)}",
        f"isolated: {_share(found.isolated)}",
        f"separate parts: {_told(found.parts)}; in the largest: {_share(found.largest)}",
        f"members without whom a part would break: {_told(found.linchpins)}",
        groups,
    ]


def _bridges(found: FunctionsBridged | None) -> list[str]:
    if found is None:
        return ["between functions: too few ties, or too few functions, to tell"]
    low_high = f", 95 % interval {found.interval[0]:.0%} to {found.interval[1]:.0%}" if found.interval else ""
    return [
        f"between functions ({found.functions}): {_share(found.across)}{low_high}; by chance {found.by_chance:.0%}",
        f"assortativity {_number(found.assortativity)}, modularity of functions {_number(found.modularity)}",
        f"pairs of functions that hang on one member: {_share(found.hanging_on_one)}",
    ]


def _growth(found: Network) -> list[str]:
    return [f"{each.first} to {each.last}: {_then(each)}" for each in found.growth]


def _then(each: NetworkThen) -> str:
    if each.ties is None:
        return f"ties: {FEW}"
    return f"{_told(each.members)} members with {_told(each.ties)} ties, density {_number(each.density)}"


def _told(count: int | None) -> str:
    return FEW if count is None else f"about {count}"


def _number(value: float | None) -> str:
    return "not told" if value is None else f"{value:g}"


def _share(share: Share | None) -> str:
    return "too few to tell" if share is None else share.told

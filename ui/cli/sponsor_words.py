"""How a sponsorship reads at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from copilot.domain.sponsorship import MaySay, Proof
    from copilot.services.sponsorship.shapes import (
        AdvocacySeen,
        Citable,
        Offered,
        PledgeSeen,
        SpokenBrief,
        SponsorshipStatus,
        SponsorshipView,
    )

CONFIRMED = {True: "confirmed", False: "not so, she says", None: "not confirmed yet"}


def show_one(screen: Console, found: SponsorshipView) -> None:
    """Who, how it came about, the pledges, the record, the consents."""
    who = f"{', '.join(found.sponsors)} {'sponsor' if len(found.sponsors) > 1 else 'sponsors'} {found.member}"
    screen.print(f"{who}, since {found.started.isoformat()} ({found.state})", style="bold", markup=False)
    _lines(screen, "  ", [each for each in (_reviewed(found), _line_managers(found)) if each])
    _part(screen, "Pledges", [_pledge(each) for each in found.pledges])
    _part(screen, "What was done", [_act(each) for each in found.advocacy])
    held = [
        f"to {each.sponsor}, until {each.until.isoformat()}, in: {'; '.join(each.rooms)}"
        for each in found.consents
    ]
    _part(screen, "What may be said (see `sponsor brief`)", held or ["nothing at the moment"])


def show_brief(screen: Console, found: SpokenBrief) -> None:
    """To be read on the way to a meeting."""
    if found.why_empty:
        screen.print(found.why_empty, markup=False)
        return
    until = found.until.isoformat() if found.until else ""
    screen.print(f"What may be said of {found.member}, until {until}", style="bold", markup=False)
    for sentence in found.may_say:
        _lines(screen, "  ", [f"– {sentence.text}", *(f"    {_source(each)}" for each in sentence.evidence)])
    screen.print(f"  Where: {'; '.join(found.rooms)}. Nowhere else.", markup=False)


def show_citable(screen: Console, found: Sequence[Citable]) -> None:
    """The ids, with what would be quoted."""
    from ui.cli.tables import show_table

    show_table(
        screen, ("id", "what", "quotation"), [(one.id, one.proof.kind, one.proof.quote) for one in found]
    )


def show_offered(screen: Console, offered: Sequence[Offered]) -> None:
    """The sentences of each brief, with the numbers to tick them by."""
    if not offered:
        screen.print("No brief is approved yet: `draft brief` makes one. Sentences of your own need none.")
    for one in offered:
        screen.print(f"Brief {one.draft}", style="bold", markup=False)
        _lines(screen, "  ", [f"{n}. {_sentence(each)}" for n, each in enumerate(one.sentences, 1)])


def show_status(screen: Console, found: SponsorshipStatus) -> None:
    """One sentence."""
    screen.print(found.told, markup=False)


def _reviewed(found: SponsorshipView) -> str:
    if found.reviewed_by is None:
        return ""
    if found.reviewed_by == 0:
        return "Arranged by hand: no second review is on record."
    many = "Two different people" if found.reviewed_by == 2 else f"{found.reviewed_by} person"
    return f"{many} said yes to the match before either of you was asked."


def _line_managers(found: SponsorshipView) -> str:
    if not found.in_one_line:
        return "Neither of you stands in the other's reporting line."
    who = ", ".join(found.in_one_line)
    return f"{who} stands in one reporting line with {found.member} now: ask for another sponsor."


def _pledge(each: PledgeSeen) -> str:
    for_ = f" For: {each.aim}." if each.aim else ""
    reason = f" Why: {each.reason}" if each.reason else ""
    told = f" {each.told}" if each.told else ""
    return f"{each.id} [{each.state}, until {each.until.isoformat()}] {each.what}{for_}{reason}{told}"


def _act(each: AdvocacySeen) -> str:
    words = f" ({each.outcome_words})" if each.outcome_words else ""
    said = f" “{each.said}”" if each.said else ""
    return (
        f"{each.id} {each.on.isoformat()} {each.kind.value}, {each.room}.{said} {each.told} "
        f"{each.outcome.capitalize()}{words}; {CONFIRMED[each.confirmed]}."
    )


def _sentence(each: MaySay) -> str:
    return each.text if not each.evidence else f"{each.text} ({'; '.join(map(_source, each.evidence))})"


def _source(proof: Proof) -> str:
    return f"{proof.kind} {proof.record}: “{proof.quote}”"


def _part(screen: Console, title: str, lines: Sequence[str]) -> None:
    screen.print(f"  {title}", markup=False)
    _lines(screen, "    ", lines or ["nothing yet"])


def _lines(screen: Console, indent: str, lines: Sequence[str]) -> None:
    for line in lines:
        screen.print(f"{indent}{line}", markup=False)

"""Who is named in a story without being asked: by her full name anywhere, by her first one among a space's people."""

from __future__ import annotations

from collections.abc import Collection

from copilot.errors import BadInput
from copilot.ports import UnitOfWork
from copilot.services.pseudonyms import Roster
from copilot.services.spaces.belonging import Place

ASK_HER = "Say that it is about her, so that she can agree, or leave her name out."
LEAVE_IT_OUT = "Leave her name out, or tell a story of its own that is about her, so that she can agree."


def check_names(
    unit: UnitOfWork, place: Place | None, text: str, known: Collection[str], cure: str = ASK_HER
) -> None:
    """BadInput where it names somebody who is not among those who know of it; no place is the whole community.

    To be looked for before the writing begins: a roster of thousands takes a moment to read.
    """
    names = {each.id: each.name for each in unit.members.all()}
    named = {one.member for one in Roster(names).people_in(text) if one.full} - {""}
    named |= _named_among(place, names, text) if place else set()
    if left_out := sorted(named - set(known)):
        raise BadInput(f"{names[left_out[0]]} is named in it, and is not asked.", place="about", cure=cure)


def _named_among(place: Place, names: dict[str, str], text: str) -> set[str]:
    """Those of a space's people who stand in the text, by first name too."""
    here = {one: names[one] for one in place.people if one in names}
    return {one.member for one in Roster(here).people_in(text)} - {""}

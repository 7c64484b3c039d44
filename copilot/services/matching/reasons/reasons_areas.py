"""Which area a need told as a scene calls for, and what in the partner's profile shows that craft."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copilot.domain.matches import Claim
from copilot.services.matching.reasons.account import Account, Surety, kind_of
from copilot.services.matching.reasons.role_words import sentence

SHOWN = 0.5
"""From here on the part counts as shown in words."""
CLEARLY_SHOWN = 0.6
"""From here on it is said outright: of judged pairs with a need told as a scene, 79 % are good and 10 % bad (MiniLM);
from SHOWN on, 68 % and 16 %."""
AS_A_SCENE = 0.5
TITLED = 0.15
"""So much of a need must call for one area before its title is told. Most needs call for a little of many areas, and
the first of these says nothing: at 0.05 a raise never asked for was “Budgeting and financial forecasting”."""
MOST = 2


class Craft(NamedTuple):
    """For a need, by its place, the offer that shows best what it calls for, by its place.

    `title` is that of the one area it calls for, empty where it calls for many.
    """

    need: int
    title: str
    offer: int


def shown_crafts(account: Account) -> list[Claim]:
    """At most two claims, one an offer; none where the part says little, or where needs are told plainly."""
    if account.table.parts.get("areas", 0.0) < SHOWN:
        return []
    claims: dict[int, Claim] = {}
    clearly = account.table.parts["areas"] >= CLEARLY_SHOWN
    for craft in _crafts(account):
        account.is_sure(Surety.OUTRIGHT if clearly else Surety.COMES_NEAREST)
        account.shown.add(account.table.seeker.needs[craft.need].neutral)
        if craft.offer not in claims and len(claims) < MOST:
            claims[craft.offer] = _claim(account, craft)
    return list(claims.values())


def told_as_scenes(account: Account) -> frozenset[str]:
    """The needs of both, as neutral texts, whose words tell nothing: only areas can say what answers these.

    Of judged pairs whose words are near such a need (cosine 0.4 and more), 15 % are good and 76 % bad.
    """
    areas, table = account.pool.affinity.areas, account.table
    if areas is None:
        return frozenset()
    sides = (
        (table.seeker.needs, table.leaving_out.needs),
        (table.partner.needs, table.leaving_out.partners_needs),
    )
    return frozenset(
        need.neutral
        for needs, vectors in sides
        if needs
        for need, scene in zip(needs, areas.told_as_scenes(vectors.apart()), strict=True)
        if scene >= AS_A_SCENE
    )


def _crafts(account: Account) -> list[Craft]:
    areas, left = account.pool.affinity.areas, account.table.leaving_out
    if areas is None or not left.cosines.size:
        return []
    needs, offers = left.needs, left.offered
    scenes = areas.told_as_scenes(needs.apart())
    called = areas.called_for(needs.apart())
    shown = offers.vectors @ areas.crafts.T
    crafts = []
    for n in np.flatnonzero(scenes >= AS_A_SCENE):
        area = int(called[n].argmax())
        one = called[n, area] >= TITLED
        offer = (shown[:, area] if one else shown @ called[n]).argmax()
        crafts.append(Craft(int(n), areas.titles[area] if one else "", int(offer)))
    return crafts


def _claim(account: Account, craft: Craft) -> Claim:
    table = account.table
    need, offer = table.seeker.needs[craft.need], table.partner.offers[craft.offer]
    need_cited, need_words = account.cite_evidence(table.seeker, need, need)
    offer_cited, offer_words = account.cite_evidence(table.partner, offer, need)
    needed = f"{account.words.seeker}'s {kind_of(need)} “{need_words}”"
    offered = f"{account.words.partner}'s “{offer_words}”"
    if table.parts["areas"] < CLEARLY_SHOWN:
        said = f"Of what {account.words.partner} tells, “{offer_words}” comes nearest to what {needed} calls for."
    elif craft.title:
        said = f"{sentence(needed)} sounds like “{craft.title}”; {offered} is what people write who have that craft."
    else:
        said = f"{sentence(offered)} is what people write who have the craft that {needed} calls for."
    return Claim(
        claim=said,
        evidence=(need_cited, offer_cited),
        weight=round(table.leaving_out.offers([{craft.offer}])[0], 3),
    )

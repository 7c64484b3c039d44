"""Which area a need told as a scene calls for, and what in the partner's profile shows that craft."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copilot.domain.matches import Claim
from copilot.services.matching.reasons.account import Account, kind_of
from copilot.services.matching.reasons.role_words import sentence

SHOWN = 0.5
"""From here on the part counts as shown in words."""
AS_A_SCENE = 0.5
MOST = 2


class Craft(NamedTuple):
    """For a need, by its place, the area it calls for most and the offer that shows this craft best, by its place."""

    need: int
    title: str
    offer: int


def shown_crafts(account: Account) -> list[Claim]:
    """At most two claims, one an offer; none where the part says little, or where needs are told plainly."""
    if account.table.parts.get("areas", 0.0) < SHOWN:
        return []
    claims: dict[int, Claim] = {}
    for craft in _crafts(account):
        account.shown.add(account.table.seeker.needs[craft.need].neutral)
        if craft.offer not in claims and len(claims) < MOST:
            claims[craft.offer] = _claim(account, craft)
    return list(claims.values())


def _crafts(account: Account) -> list[Craft]:
    areas, left = account.pool.affinity.areas, account.table.leaving_out
    if areas is None or not left.cosines.size:
        return []
    needs, offers = left.needs, left.offered
    scenes = areas.told_as_scenes(needs.apart())
    called = areas.called_for(needs.apart())
    shown = offers.vectors @ areas.crafts.T
    found = [(n, int(called[n].argmax())) for n in np.flatnonzero(scenes >= AS_A_SCENE)]
    return [Craft(int(n), areas.titles[area], int(shown[:, area].argmax())) for n, area in found]


def _claim(account: Account, craft: Craft) -> Claim:
    table = account.table
    need, offer = table.seeker.needs[craft.need], table.partner.offers[craft.offer]
    need_cited, need_words = account.cite_evidence(table.seeker, need, need)
    offer_cited, offer_words = account.cite_evidence(table.partner, offer, need)
    said = f"{sentence(account.words.seeker)}'s {kind_of(need)} “{need_words}” sounds like “{craft.title}”"
    return Claim(
        claim=f"{said}; {account.words.partner}'s “{offer_words}” is what people write who have that craft.",
        evidence=(need_cited, offer_cited),
        weight=round(table.leaving_out.offers([{craft.offer}])[0], 3),
    )

"""What a chat model said of a pair, as a reason."""

from __future__ import annotations

from copilot.domain.matches import Claim, MatchRole
from copilot.domain.verdicts import HIGHEST_FIT, Verdict
from copilot.services.matching.reasons.account import Account, short
from copilot.services.matching.reasons.quoting import places_of
from copilot.services.matching.reasons.role_words import listed
from copilot.services.matching.scores.evidence import Told
from copilot.services.matching.scores.weights import READING

SPEAKS_FOR = 2
"""The fit from which a verdict speaks for a match; below it speaks against."""


def read_for(account: Account) -> list[Claim]:
    """The claims of verdicts that speak for the match."""
    return [claim for verdict, claim in _claims(account) if verdict.fit >= SPEAKS_FOR]


def read_against(account: Account) -> list[Claim]:
    """The claims of verdicts that speak against it."""
    return [
        claim.model_copy(update={"weight": None})
        for verdict, claim in _claims(account)
        if verdict.fit < SPEAKS_FOR
    ]


def _claims(account: Account) -> list[tuple[Verdict, Claim]]:
    """Between peers one for each direction, which share what the part carries."""
    readings, table = account.pool.affinity.readings, account.table
    if readings is None or READING not in table.parts:
        return []
    verdicts = readings.of_pair(table.seeker.member.id, table.partner.member.id)
    sides = zip(verdicts, (table.partner, table.seeker), strict=False)
    claims = [(verdict, _claim(account, verdict, told, len(verdicts))) for verdict, told in sides]
    return [(verdict, claim) for verdict, claim in claims if claim]


def _claim(account: Account, verdict: Verdict, told: Told, of: int) -> Claim | None:
    places = [place for words in verdict.words for place in places_of(words, told)]
    if not places:
        return None
    quoted = listed(list(dict.fromkeys(f"“{short(words)}”" for _, words in places)))
    peers = account.pool.role is MatchRole.PEER
    fit = f"what {account.called(told)} brings" if peers else "the fit"
    return Claim(
        claim=f"A chat model read both texts and rated {fit} {verdict.fit} of {HIGHEST_FIT}, resting on {quoted}.",
        evidence=tuple(dict.fromkeys(account.cite(told, field, words) for field, words in places)),
        weight=round(account.table.drops.get(READING, 0.0) / of, 3),
    )

"""What speaks against a match, and what is not known."""

from __future__ import annotations

from copilot.domain.matches import Claim
from copilot.services.matching.account import (
    CLEARLY_CLOSE,
    FAINTLY_CLOSE,
    FEW_HOURS,
    Account,
    hours_in_words,
    kind_of,
    short,
)
from copilot.services.matching.role_words import listed, many, sentence

FAR_LEVELS = 5
UNKNOWN = {
    "hours": ("time_zone", "time zone"),
    "level_fit": ("level", "level"),
    "style": ("working_style", "way of working"),
}
"""Part → the field that makes it known, and what that is called."""


def reasons_against(account: Account) -> tuple[Claim, ...]:
    """The claims, the weakest need first, the unknowns last."""
    reasons = (_weakest_need, _few_hours, _wishes_not_met, _far_level, _thin)
    return tuple(claim for reason in reasons for claim in reason(account))


def _weakest_need(account: Account) -> list[Claim]:
    if not account.table.nearest:
        return []
    need, closeness = min(account.table.nearest, key=lambda pair: pair[1])
    if closeness >= CLEARLY_CLOSE or (closeness >= FAINTLY_CLOSE and need.neutral in account.answered):
        return []
    cited, words = account.cite_evidence(account.table.seeker, need, need)
    how = "Little" if closeness >= FAINTLY_CLOSE else "Nothing"
    text = f"{how} in {account.words.partner}'s profile speaks to the {kind_of(need)} “{words}”."
    return [Claim(claim=text, evidence=(cited,))]


def _few_hours(account: Account) -> list[Claim]:
    hours = account.hours()
    if hours is None or hours > FEW_HOURS:
        return []
    text = (
        f"Their working days share only {hours_in_words(hours)}."
        if hours
        else "Their working days do not overlap."
    )
    return [Claim(claim=text, evidence=account.cite_both("time_zone"))]


def _wishes_not_met(account: Account) -> list[Claim]:
    return [
        Claim(
            claim=f"{sentence(account.called(told))}'s wish “{short(wish.text)}” is not met.",
            evidence=account.wish_evidence(told, wish),
        )
        for told, wish, value in account.judged_wishes()
        if value < 0.4 and wish.judge is not None
    ]


def _far_level(account: Account) -> list[Claim]:
    ahead = account.levels_ahead()
    if ahead is None or abs(ahead) < FAR_LEVELS:
        return []
    return [
        Claim(
            claim=f"{sentence(many(abs(ahead), 'level'))} lie between the two.",
            evidence=account.cite_both("level"),
        )
    ]


def _thin(account: Account) -> list[Claim]:
    claims = []
    seeker, partner = account.table.seeker.member.profile, account.table.partner.member.profile
    if not seeker.goals:
        instead = "interests were" if seeker.interests else "headline was"
        claims.append(f"{sentence(account.words.seeker)} has stated no goals; the {instead} read instead.")
    if not partner.experience:
        claims.append(f"{sentence(account.words.partner)}'s profile tells of no experience.")
    if unknown := _unknown(account):
        claims.append(f"Not known: {listed(unknown)}.")
    return [Claim(claim=text) for text in claims]


def _unknown(account: Account) -> list[str]:
    unknown = []
    for field, called in UNKNOWN.values():
        for told in (account.table.seeker, account.table.partner):
            if not getattr(told.member.profile, field):
                unknown.append(f"{account.called(told)}'s {called}")
    return unknown

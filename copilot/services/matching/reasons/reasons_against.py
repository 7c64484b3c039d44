"""What speaks against a match, and what is not known."""

from __future__ import annotations

from datetime import date

from copilot.domain.matches import Claim
from copilot.domain.wording import day_in_words
from copilot.services.matching.reasons.account import (
    CLEARLY_CLOSE,
    FAINTLY_CLOSE,
    FEW_HOURS,
    Account,
    hours_in_words,
    kind_of,
    short,
)
from copilot.services.matching.reasons.reasons_reading import read_against
from copilot.services.matching.reasons.role_words import listed, many, sentence
from copilot.services.matching.scores.evidence import Told

FAR_LEVELS = 5
STALE_MONTHS = 18
"""A profile that nobody changed for longer may tell of another life."""
UNKNOWN = {
    "hours": ("time_zone", "time zone"),
    "level_fit": ("level", "level"),
    "style": ("working_style", "way of working"),
}
"""Part → the field that makes it known, and what that is called."""
UNKNOWN_FIELDS = (*UNKNOWN.values(), ("languages", "languages"))
"""With languages: where one of the two states none, nobody knows whether they have one in common."""


def reasons_against(account: Account) -> tuple[Claim, ...]:
    """The claims, needs that are missing or weakly met first, the unknowns last."""
    reasons = (
        _no_need_named,
        _no_answer_named,
        _weakest_need,
        read_against,
        _few_hours,
        _wishes_not_met,
        _far_level,
        _stale,
        _thin,
    )
    return tuple(claim for reason in reasons for claim in reason(account))


def _no_need_named(account: Account) -> list[Claim]:
    """Two of one trade are alike whatever one of them would like to learn: who reads the match should know."""
    return [
        Claim(
            claim=f"{sentence(account.called(told))} has named no goal; this rests on the headline only, "
            "which counts for less.",
            evidence=(account.cite(told, "headline", told.needs[0].original),),
        )
        for told in account.without_needs
    ]


def _no_answer_named(account: Account) -> list[Claim]:
    """Where no reason for the match says which need it meets, that is said, for a score alone may look like one."""
    needs = account.table.seeker.needs
    told = len(needs) == 1 and _weakest_need(account)
    if account.speaks_of_needs or account.without_needs or not needs or told:
        return []
    words = account.words
    return [
        Claim(
            claim=f"Nothing that {words.partner} tells could be named as an answer to one of {words.seeker}'s needs; "
            "the score rests on everything together."
        )
    ]


def _weakest_need(account: Account) -> list[Claim]:
    nearest = [pair for pair in account.table.nearest if pair[0].neutral not in account.shown]
    if not nearest:
        return []
    need, closeness = min(nearest, key=lambda pair: pair[1])
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


def _stale(account: Account) -> list[Claim]:
    return [
        Claim(
            claim=f"{sentence(account.called(told))}'s profile was last changed in {_month(changed)}.",
            evidence=(account.cite(told, "updated", changed.isoformat()),),
        )
        for told in (account.table.seeker, account.table.partner)
        if (changed := _changed(told)) and _months(changed, account.pool.affinity.on) > STALE_MONTHS
    ]


def _changed(told: Told) -> date | None:
    return told.member.updated.date() if told.member.updated else None


def _months(since: date, until: date) -> int:
    """Months begun since then."""
    return 12 * (until.year - since.year) + until.month - since.month + (until.day > since.day)


def _month(day: date) -> str:
    return day_in_words(day).split(" ", 1)[1]


def _thin(account: Account) -> list[Claim]:
    claims = []
    read = {each.field.split("[")[0] for each in account.table.seeker.needs}
    if "interests" in read:
        claims.append(
            f"{sentence(account.words.seeker)} has stated no goals; the interests were read instead."
        )
    if not any(each.field.startswith("experience") for each in account.table.partner.offers):
        claims.append(f"{sentence(account.words.partner)}'s profile tells of no experience.")
    if unknown := _unknown(account):
        claims.append(f"Not known: {listed(unknown)}.")
    return [Claim(claim=text) for text in claims]


def unknown_fields(account: Account) -> list[str]:
    """What the fields are called that at least one of the two left empty."""
    both = (account.table.seeker.member.profile, account.table.partner.member.profile)
    empty = [called for field, called in UNKNOWN_FIELDS if not all(getattr(one, field) for one in both)]
    return ["goals", *empty] if account.without_needs else empty


def _unknown(account: Account) -> list[str]:
    unknown = []
    for field, called in UNKNOWN_FIELDS:
        for told in (account.table.seeker, account.table.partner):
            if not getattr(told.member.profile, field):
                unknown.append(f"{account.called(told)}'s {called}")
    return unknown

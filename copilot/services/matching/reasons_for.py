"""What speaks for a match, each reason with the words it rests on and what it carries of the score."""

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
from copilot.services.matching.contributions import Answer
from copilot.services.matching.lexical import terms_of, words_with
from copilot.services.matching.role_words import listed, many, sentence

LEAST_DROP = 0.01
"""A claim that carries less of the score than this is not made."""


def reasons_for(account: Account) -> tuple[Claim, ...]:
    """The claims, the one that carries most first."""
    claims = [*_answered(account), *_parts(account)]
    return tuple(sorted(claims, key=lambda claim: -(claim.weight or 0)))


def _answered(account: Account) -> list[Claim]:
    """For each need the offers that answer it best, and what they carry together."""
    carrying = [
        each for each in account.table.answers if each.drop >= LEAST_DROP and each.closeness >= FAINTLY_CLOSE
    ]
    by_need: dict[str, list[Answer]] = {}
    for answer in carrying[:4]:
        by_need.setdefault(answer.need.neutral, []).append(answer)
    return [_answer_claim(account, answers[:2]) for answers in by_need.values()]


def _answer_claim(account: Account, answers: list[Answer]) -> Claim:
    need = answers[0].need
    need_cited, need_words = account.cite_evidence(account.table.seeker, need, need)
    cited = [account.cite_evidence(account.table.partner, each.offer, need) for each in answers]
    offers = listed([_brought(each, words) for each, (_, words) in zip(answers, cited, strict=True)])
    account.answered.add(need.neutral)
    verb = "speaks to" if answers[0].closeness >= CLEARLY_CLOSE else "comes near"
    owner = f"{account.words.seeker}'s {kind_of(need)}"
    return Claim(
        claim=f"{sentence(account.words.partner)} brings {offers}, which {verb} {owner} “{need_words}”.",
        evidence=tuple(dict.fromkeys([need_cited, *(n for n, _ in cited)])),
        weight=round(sum(each.drop for each in answers), 3),
    )


def _brought(answer: Answer, words: str) -> str:
    """`“trained speakers”`, `the skill “budgeting”`, `the work “head of sales”`."""
    kind = {"skills": "the skill ", "headline": "the work described as "}.get(answer.offer.field, "")
    return f"{kind}“{words}”"


def _parts(account: Account) -> list[Claim]:
    claims = [
        _same_words(account),
        *_wishes_met(account),
        _hours_claim(account),
        _style_claim(account),
        _level_claim(account),
    ]
    return [claim for claim in claims if claim and (claim.weight or 0) >= LEAST_DROP]


def _weight(account: Account, part: str) -> float:
    return round(account.table.drops.get(part, 0.0), 3)


def _same_words(account: Account) -> Claim | None:
    needs = {term: each for each in account.table.seeker.needs for term in terms_of(each.neutral)}
    offers = {term: each for each in account.table.partner.offers for term in terms_of(each.neutral)}
    common = account.pool.affinity.telling(needs.keys() & offers.keys())[:3]
    if not common:
        return None
    words = [words_with(term, needs[term].neutral) for term in common]
    cited = [account.cite_evidence(account.table.seeker, needs[term], needs[term])[0] for term in common]
    cited += [account.cite_evidence(account.table.partner, offers[term], needs[term])[0] for term in common]
    return Claim(
        claim=f"Both speak of {listed(list(dict.fromkeys(words)))}.",
        evidence=tuple(dict.fromkeys(cited)),
        weight=_weight(account, "lexical"),
    )


def _wishes_met(account: Account) -> list[Claim]:
    met = [(told, wish) for told, wish, value in account.judged_wishes() if value >= 0.7]
    return [
        Claim(
            claim=f"{sentence(account.called(told))}'s wish “{short(wish.text)}” is met.",
            evidence=account.wish_evidence(told, wish),
            weight=round(_weight(account, "wishes") / len(met), 3),
        )
        for told, wish in met
    ]


def _hours_claim(account: Account) -> Claim | None:
    hours = account.hours()
    if hours is None or hours <= FEW_HOURS:
        return None
    return Claim(
        claim=f"Their working days share {hours_in_words(hours)}.",
        evidence=account.cite_both("time_zone"),
        weight=_weight(account, "hours"),
    )


def _style_claim(account: Account) -> Claim | None:
    if account.table.parts.get("style", 0.0) < 0.5:
        return None
    return Claim(
        claim="The two describe similar ways of working.",
        evidence=account.cite_both("working_style"),
        weight=_weight(account, "style"),
    )


def _level_claim(account: Account) -> Claim | None:
    ahead = account.levels_ahead()
    if ahead is None or account.table.parts.get("level_fit", 0.0) < 0.7:
        return None
    where = {True: f"{many(abs(ahead), 'level')} ahead", False: f"{many(abs(ahead), 'level')} below"}[
        ahead > 0
    ]
    text = f"{sentence(account.words.partner)} is {where}." if ahead else "The two are at the same level."
    return Claim(claim=text, evidence=account.cite_both("level"), weight=_weight(account, "level_fit"))

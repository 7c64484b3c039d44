"""What speaks for a match, each reason with the words it rests on and what it carries of the score.

A claim's weight is what the score loses without it (`contributions.LeavingOut`): what carries little is not said.
"""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.matches import Claim, MatchRole
from copilot.services.matching.reasons.account import (
    FEW_HOURS,
    Account,
    Surety,
    hours_in_words,
    kind_of,
    short,
)
from copilot.services.matching.reasons.contributions import Answer
from copilot.services.matching.reasons.reasons_areas import shown_crafts, told_as_scenes
from copilot.services.matching.reasons.reasons_reading import read_for
from copilot.services.matching.reasons.role_words import is_a_number, listed, many, number, sentence
from copilot.services.matching.scores.evidence import Told
from copilot.services.matching.scores.lexical import are_forms_of_one_word, terms_of, words_with
from copilot.services.matching.scores.weights import CHOICE
from copilot.services.matching.scores.wishes import Wish

_PLACES = ("first", "second", "third")
MET = 0.7
"""From here on a wish counts as met in words."""
SPEAKS_TO, NEAREST = 0.50, 0.40
"""The cosine from which an offer is said to speak to a need told plainly: of judged pairs so near 65 % are good and
21 % bad (MiniLM). From NEAREST on 27 % are good and 51 % bad, so only what is true in any case is said of them."""
LEAST_DROP = 0.01
"""A claim that carries less of the score than this is not made."""
MOST_NEEDS, MOST_OFFERS = 4, 2
"""How many needs are spoken of, and how many offers are quoted for each."""


def reasons_for(account: Account) -> tuple[Claim, ...]:
    """What meets a need first, then the rest; of each the one that carries most first."""
    needs = [*_answered(account), *shown_crafts(account)]
    read = read_for(account)
    account.speaks_of_needs = bool(needs or read)
    if read:
        account.is_sure(Surety.OUTRIGHT)
    others = [claim for claim in (*read, *_parts(account)) if (claim.weight or 0) >= LEAST_DROP]
    return tuple(each for group in (needs, others) for each in sorted(group, key=_carries_most))


def _carries_most(claim: Claim) -> float:
    return -(claim.weight or 0.0)


def _answered(account: Account) -> list[Claim]:
    """For each need the offers that answer it, by what they carry together.

    Alone each of several that say the same carries next to nothing, since the others would still be there.
    """
    scenes = told_as_scenes(account)
    by_need: dict[tuple[bool, str], list[Answer]] = {}
    for answer in account.table.answers:
        if _may_be_said(account, answer) and answer.need.neutral not in scenes:
            by_need.setdefault((answer.back, answer.need.neutral), []).append(answer)
    groups = [_nearest_of(answers) for answers in by_need.values()]
    said = [(drop, answers) for drop, answers in _carried(account, groups) if drop >= LEAST_DROP]
    said.sort(key=lambda each: -each[0])
    return [_answer_claim(account, answers, drop) for drop, answers in said[:MOST_NEEDS]]


def _nearest_of(answers: list[Answer]) -> list[Answer]:
    """Those that are near the need; where none is, the one that is nearest."""
    near = [each for each in answers if each.closeness >= SPEAKS_TO]
    return near or [max(answers, key=lambda each: each.closeness)]


def _carried(account: Account, groups: list[list[Answer]]) -> Iterator[tuple[float, list[Answer]]]:
    """What the score loses without all of a group, and the group."""
    for back in (False, True):
        here = [answers for answers in groups if answers[0].back is back]
        if here:
            silent = [{each.place for each in answers} for answers in here]
            yield from zip(account.table.leaving_out.offers(silent, back=back), here, strict=True)


def _may_be_said(account: Account, answer: Answer) -> bool:
    """Whether an offer is near its need, or at least nearer than all other offers."""
    left = account.table.leaving_out
    cosines = left.back if answer.back else left.cosines
    return answer.closeness >= max(NEAREST, min(SPEAKS_TO, float(cosines[_place_of(account, answer)].max())))


def _place_of(account: Account, answer: Answer) -> int:
    needs = (account.table.partner if answer.back else account.table.seeker).needs
    return needs.index(answer.need)


def _answer_claim(account: Account, answers: list[Answer], drop: float) -> Claim:
    need, back = answers[0].need, answers[0].back
    both = (account.table.seeker, account.table.partner)
    needing, offering = both[::-1] if back else both
    need_cited, need_words = account.cite_evidence(needing, need, need)
    quoted = answers[:MOST_OFFERS]
    cited = [account.cite_evidence(offering, each.offer, need) for each in quoted]
    brought = [_brought(each, words) for each, (_, words) in zip(quoted, cited, strict=True)]
    if more := len(answers) - len(quoted):
        brought.append(f"{number(more)} more like {'it' if len(quoted) == 1 else 'these'}")
    if not back:
        account.answered.add(need.neutral)
    owner = f"{account.called(needing)}'s {kind_of(need)}"
    how = f"which speaks to {owner} “{need_words}”"
    if answers[0].closeness >= SPEAKS_TO:
        account.is_sure(Surety.OUTRIGHT)
    else:
        how = f"not close to {owner} “{need_words}” but nearer than all else in the profile"
    return Claim(
        claim=f"{sentence(account.called(offering))} brings {listed(brought)}, {how}.",
        evidence=tuple(dict.fromkeys([need_cited, *(n for n, _ in cited)])),
        weight=round(drop, 3),
    )


def _brought(answer: Answer, words: str) -> str:
    """`“trained speakers”`, `the skill “budgeting”`, `the work “head of sales”`."""
    kind = {"skills": "the skill ", "headline": "the work described as "}.get(answer.offer.field, "")
    return f"{kind}“{words}”"


def _parts(account: Account) -> list[Claim]:
    claims = [
        *_ranked(account),
        _same_words(account),
        *_wishes_met(account),
        _hours_claim(account),
        _style_claim(account),
        _level_claim(account),
    ]
    return [claim for claim in claims if claim]


def _weight(account: Account, part: str) -> float:
    return round(account.table.drops.get(part, 0.0), 3)


def _ranked(account: Account) -> list[Claim]:
    """Between peers each may have ranked the other: one claim, since the part is the higher of the two."""
    chosen, table = account.pool.affinity.chosen, account.table
    if chosen is None or CHOICE not in table.parts:
        return []
    sides = [(table.seeker, table.partner), (table.partner, table.seeker)]
    ranks = [
        (told, choice, choice.ranked.index(other.member.id), other)
        for told, other in (sides if account.pool.role is MatchRole.PEER else sides[:1])
        if (choice := chosen.choices.get(told.member.id)) and other.member.id in choice.ranked
    ]
    if not ranks:
        return []
    said = [
        f"{account.called(told)} ranked {_this(account, other)} {_PLACES[place]}"
        for told, _, place, other in ranks
    ]
    cited = [
        account.cite_record(CHOICE, choice.id, f"ranked[{place}]", other.member.id)
        for _, choice, place, other in ranks
    ]
    return [Claim(claim=f"{sentence(listed(said))}.", evidence=tuple(cited), weight=_weight(account, CHOICE))]


def _this(account: Account, other: Told) -> str:
    called = account.called(other)
    return called if account.pool.role is MatchRole.PEER else called.replace("the ", "this ", 1)


def _same_words(account: Account) -> Claim | None:
    needs = {term: each for each in account.table.seeker.needs for term in terms_of(each.neutral)}
    offers = {term: each for each in account.table.partner.offers for term in terms_of(each.neutral)}
    shared = account.pool.affinity.telling(needs.keys() & offers.keys())
    said = {
        term: (words_with(term, needs[term].neutral), words_with(term, offers[term].neutral))
        for term in shared
    }
    common = [
        term for term, both in said.items() if not is_a_number(both[0]) and are_forms_of_one_word(*both)
    ][:3]
    if not common:
        return None
    words = [said[term][0] for term in common]
    cited = [account.cite_evidence(account.table.seeker, needs[term], needs[term])[0] for term in common]
    cited += [account.cite_evidence(account.table.partner, offers[term], needs[term])[0] for term in common]
    return Claim(
        claim=f"Both speak of {listed(list(dict.fromkeys(words)))}.",
        evidence=tuple(dict.fromkeys(cited)),
        weight=_weight(account, "lexical"),
    )


def _wishes_met(account: Account) -> list[Claim]:
    judged = account.judged_wishes()
    drops = account.table.leaving_out.part_worth("wishes", _without_each(judged)) if judged else []
    return [
        Claim(
            claim=f"{sentence(account.called(told))}'s wish “{short(wish.text)}” is met.",
            evidence=account.wish_evidence(told, wish),
            weight=round(drop, 3),
        )
        for (told, wish, value), drop in zip(judged, drops, strict=True)
        if value >= MET
    ]


def _without_each(judged: list[tuple[Told, Wish, float]]) -> list[float]:
    """What the part of the wishes would be worth if each wish in turn were not met at all."""
    return [
        _worth_of([(told, 0.0 if n == left_out else value) for n, (told, _, value) in enumerate(judged)])
        for left_out in range(len(judged))
    ]


def _worth_of(judged: list[tuple[Told, float]]) -> float:
    """The mean over the sides of the mean over the wishes of a side."""
    sides: dict[str, list[float]] = {}
    for told, value in judged:
        sides.setdefault(told.member.id, []).append(value)
    return sum(sum(values) / len(values) for values in sides.values()) / len(sides)


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

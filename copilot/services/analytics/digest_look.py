"""What deserves a look now: relationships at risk, matches that wait, surveys that are open."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable

from copilot.domain.matches import MatchState
from copilot.domain.wording import called, listed_in_words
from copilot.ports import UnitOfWork
from copilot.services.analytics.at_risk import FADING, STUCK
from copilot.services.analytics.at_risk_service import AtRisk, AtRiskList
from copilot.services.analytics.digest_told import DigestLine, Pair, Where
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL, in_fives, share
from copilot.services.surveys.due import OpenSurvey

PAIRS = 3
"""So many relationships are named: what a week has time for, beside everything else."""
HALF = 0.5
_WAITS = {
    MatchState.PROPOSED: "a decision",
    MatchState.SECOND_REVIEW: "a second review",
    MatchState.APPROVED: "an answer",
}
_SIDES = {"seeker": "those who are mentored or sponsored", "partner": "mentors and sponsors", "peer": "peers"}


def at_risk_line(unit: UnitOfWork, found: AtRiskList, programme: str, *, by_name: bool) -> DigestLine | None:
    """Relationships that are fading or stuck: by first names for a manager of the programme, else counts alone,
    and none where fewer than five are."""
    where = Where(page="analytics", command=f"mentoring analytics at-risk{_of(programme)}")
    if not by_name:
        told = [
            f"{word}: {found.counts[word].told}"
            for word in (FADING, STUCK)
            if word in found.counts and found.counts[word].count
        ]
        text = f"Relationships that seem to be {'; '.join(told)}."
        return DigestLine(key="at_risk", text=text, where=where) if told else None
    if not found.at_risk:
        return None
    many, named = len(found.at_risk), found.at_risk[:PAIRS]
    text = (
        "One relationship seems to be fading or stuck."
        if many == 1
        else f"{many} relationships seem to be fading or stuck."
    )
    return DigestLine(key="at_risk", text=text, where=where, pairs=tuple(_pair(unit, each) for each in named))


def matches_line(unit: UnitOfWork, programme: str, *, exact: bool) -> DigestLine | None:
    """Matches that wait for somebody; for who may not see them in fives, and none where fewer than five wait."""
    only = {"programme": programme} if programme else {}
    waiting = Counter(state for (state,) in unit.matches.values("state", state=[*_WAITS], **only))
    told = [f"{many} for {what}" for state, what in _WAITS.items() if (many := _many(waiting[state], exact))]
    if not told:
        return None
    where = (
        Where(page="matches", command=f"mentoring match list{_of(programme)}")
        if exact
        else Where(page="analytics", command=f"mentoring analytics show{_of(programme)}")
    )
    return DigestLine(key="matches", text=f"Matches wait: {listed_in_words(told)}.", where=where)


def surveys_line(programme: str, surveys: Iterable[OpenSurvey]) -> DigestLine | None:
    """Of the surveys open now, how many are answered, where it is less than half; the sides are never added up."""
    every, answered = Counter[str](), Counter[str]()
    for each in surveys:
        if not programme or each.programme == programme:
            every[each.side] += 1
            answered[each.side] += each.answered
    told = [
        f"of {who} {few}" for side, who in _SIDES.items() if (few := _few_of(answered[side], every[side]))
    ]
    if not told:
        return None
    results = f"surveys results {shlex.quote(programme)}" if programme else "analytics show"
    text = f"Surveys are open; answered so far: {'; '.join(told)}."
    return DigestLine(key="surveys", text=text, where=Where(page="analytics", command=f"mentoring {results}"))


def _few_of(answered: int, every: int) -> str:
    """How many have answered, in fives; nobody is not told apart from few. Empty where half have, or few are asked."""
    known = share(answered, every, rounded=True)
    if known is None or known.rate_from >= HALF:
        return ""
    few = known.count is None or known.count < FEWEST_IN_A_CELL
    return f"fewer than {FEWEST_IN_A_CELL}, or none, of about {in_fives(every)}" if few else known.told


def _pair(unit: UnitOfWork, each: AtRisk) -> Pair:
    members = [unit.members.find(member) for member in each.members]
    names = listed_in_words(called([member.name for member in members if member]))
    return Pair(names=names or each.relationship, reason=each.reason, step=each.step)


def _many(count: int, exact: bool) -> str:
    if exact:
        return str(count) if count else ""
    return f"about {in_fives(count)}" if count >= FEWEST_IN_A_CELL else ""


def _of(programme: str) -> str:
    return f" --programme {shlex.quote(programme)}" if programme else ""

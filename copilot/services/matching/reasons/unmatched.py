"""Why a seeker has nobody, and what would help."""

from __future__ import annotations

import math

import numpy as np

from copilot.domain.matches import MatchRole, Unmatched
from copilot.services.matching.reasons.outlook import Outlook
from copilot.services.matching.reasons.role_words import WORDS, all_of, listed, number, sentence
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.assignment import NOBODY, Assignment
from copilot.services.matching.solving.candidates import SCALE
from copilot.services.matching.solving.pool import Pool

Reason = tuple[str, str]
"""The reason and the cure."""
MOST_COMPARED = 50
"""Partners whose score is computed exactly where a large pool has nobody above the floor."""


def explain_unmatched(
    pool: Pool, found: Assignment, row: int, outlook: Outlook | None = None, paused: int = 0
) -> Unmatched:
    """The first hurdle at which nobody was left, or that all who suit are full.

    Many are explained from one `outlook`: what one more place would do is then computed once for all of them. `paused`
    is how many who could be sought are paused, and so not in the pool; why they are is nobody's business.
    """
    outlook = outlook or Outlook(pool, found)
    reason, cure = _too_thin(pool, row) or _with_paused(
        _all_paused(pool, paused)
        or _has_no_place(pool, row)
        or _ruled_out(outlook, row)
        or _below_floor(outlook, row)
        or _left_where_they_were(outlook, row)
        or _full(outlook, row),
        pool,
        paused,
    )
    return Unmatched(member=pool.seekers[row].member.id, reason=reason, cure=cure)


def _all_paused(pool: Pool, paused: int) -> Reason | None:
    if len(pool.partners) or not paused:
        return None
    words = WORDS[pool.role].partners
    who = f"The only one of the {words} is" if paused == 1 else f"{all_of(paused)} {words} are"
    return f"{who} paused at the moment.", f"Wait for the pause to end, or invite more {words}."


def _with_paused(told: Reason, pool: Pool, paused: int) -> Reason:
    if not paused or not len(pool.partners):
        return told
    words = WORDS[pool.role].partners
    who = f"One more of the {words} is" if paused == 1 else f"{sentence(number(paused))} more {words} are"
    return f"{told[0]} {who} paused at the moment.", told[1]


def _too_thin(pool: Pool, row: int) -> Reason | None:
    if pool.seekers[row].needs:
        return None
    profile = pool.seekers[row].member.profile
    said = [name for name in ("goals", "interests", "headline") if getattr(profile, name)]
    why = (
        f"what stands in {listed(said)} says nothing to go by"
        if said
        else "it states no goal, no interest and no headline"
    )
    return (
        f"The profile is too thin to match: {why}.",
        "One or two goals in the member's own words would do: what they want to learn, and for what.",
    )


def _has_no_place(pool: Pool, row: int) -> Reason | None:
    """Two peers take a place of each, so that one who has none left finds nobody."""
    if pool.role is not MatchRole.PEER or pool.rules.places[row] > 0:
        return None
    if pool.seekers[row].member.places():
        return (
            "All places of the member are in use, and a peer takes one.",
            "A higher capacity in the roster, or one of those matches ended.",
        )
    return "The member's capacity is 0, and a peer takes a place.", "A capacity of one or more in the roster."


def _ruled_out(outlook: Outlook, row: int) -> Reason | None:
    """The rule at which the last possible partner fell out, and whom it took."""
    pool, arcs = outlook.pool, outlook.found.ranked.of_seeker(row)
    if arcs.start != arcs.stop:
        return None
    partners = WORDS[pool.role].partners
    columns = np.arange(len(pool.partners))
    if not columns.size:
        return f"Nobody in this pool is one of the {partners}.", f"Invite members to become {partners}."
    for rule in pool.rules.all:
        left = columns[rule.allows(np.array([row]), columns)[0]] if columns.size else columns
        if not left.size:
            reason, cure = _in_words(pool, row, rule.name, columns.size)
            return reason, _in_their_language(
                outlook, row, columns
            ) or cure if rule.name == "language" else cure
        columns = left
    if pool.role is MatchRole.PEER and not (pool.rules.places[columns] > 0).any():
        who = (
            "The one peer who may be matched has"
            if columns.size == 1
            else "The peers who may be matched have"
        )
        return f"{who} no place left.", "One more place with one of them, or one more peer."
    if not any(pool.partners[n].offers for n in columns):
        return (
            f"The {partners} who may be matched have profiles too thin to compare.",
            "Ask them for two or three experiences, or for their skills.",
        )
    return None


def _in_their_language(outlook: Outlook, row: int, columns: Rows) -> str:
    """The language that would do, were it stated: somebody who speaks it suits, breaks no other rule, and is free."""
    pool, here = outlook.pool, np.array([row])
    others = [rule for rule in pool.rules.all if rule.name != "language"]
    possible = np.logical_and.reduce([rule.allows(here, columns)[0] for rule in others])
    columns = columns[possible & (outlook.residual.places_free[columns] > 0)]
    columns = np.array([n for n in columns if not _asks_for_languages(pool, row, int(n))], dtype=np.intp)
    if not columns.size or pool.role is MatchRole.PEER:
        return ""
    scores = np.nan_to_num(pool.affinity.scores(pool.affinity.parts(here, columns))[0])
    best = int(scores.argmax())
    if scores[best] * SCALE < max(1, pool.affinity.weights.floor * SCALE + 1):
        return ""
    languages = " or ".join(sorted(pool.partners[int(columns[best])].member.profile.languages))
    return (
        f"If the member also speaks {languages} and the profile said so, "
        f"there would be a free place with {pool.partners[int(columns[best])].member.id}."
    )


def _asks_for_languages(pool: Pool, row: int, column: int) -> bool:
    wishes = (*pool.seekers[row].read_wishes, *pool.partners[column].read_wishes)
    return any(wish.about == "languages" for wish in wishes)


def _in_words(pool: Pool, row: int, rule: str, remaining: int) -> Reason:
    partners = WORDS[pool.role].partners
    languages = listed(list(pool.seekers[row].member.profile.languages) or ["no language"])
    level = pool.seekers[row].member.profile.level
    stands = "the seeker states no level" if level is None else f"the seeker is at level {level}"
    suits = next(each.sentence for each in pool.rules.all if each.name == "level")
    who = f"the only one of the {partners}" if remaining == 1 else f"all {number(remaining)} {partners}"
    one = f"The only one of the {partners} left"
    many = f"None of the {remaining} {partners} left"
    states = f"{one} states no" if remaining == 1 else f"{many} states a"
    at = f"{one} stands at no" if remaining == 1 else f"{many} stands at a"
    everyone = one if remaining == 1 else f"Everyone left ({remaining})"
    reasons: dict[str, Reason] = {
        "oneself": (f"The only one of the {partners} is the member themselves.", f"Invite more {partners}."),
        "role": (f"Nobody in this pool is one of the {partners}.", f"Invite members to become {partners}."),
        "paused": (
            f"At the moment {who} left, or the seeker, are paused.",
            "Wait for the pause to end, or invite more.",
        ),
        "language": (
            f"{states} language in common; the seeker states {languages}.",
            f"One of the {partners} who speaks {languages}, or a further language in the seeker's profile.",
        ),
        "level": (
            f"{at} fitting level; {stands}. {suits}",
            f"{sentence(partners)} at other levels, or the level checked in both profiles.",
        ),
        "line_manager": (
            f"{everyone} is the seeker's line manager or a report.",
            f"{sentence(partners)} from other parts of the organisation.",
        ),
        "reporting_line": (
            f"{everyone} stands in the seeker's reporting line.",
            f"{sentence(partners)} from other parts of the organisation.",
        ),
        "veto": (
            f"{one if remaining == 1 else 'Everyone left'} is ruled out by a wish not to be matched.",
            f"More {partners}, or a talk about the vetoes.",
        ),
        "declined": (
            f"Every pairing left ({remaining}) was declined before.",
            f"More {partners}; a decline can be undone by the manager.",
        ),
        "matched": (
            f"{everyone} is or was matched with the seeker already.",
            f"More {partners}.",
        ),
    }
    return reasons[rule]


def _below_floor(outlook: Outlook, row: int) -> Reason | None:
    found, pool = outlook.found, outlook.pool
    arcs = found.ranked.of_seeker(row)
    if arcs.start != arcs.stop:
        return None
    partners, floor = WORDS[pool.role].partners, pool.affinity.weights.floor
    reason = (
        f"None of the {partners} who may be matched reaches the lowest score that is proposed ({floor:.2f})"
    )
    cure = f"{sentence(partners)} who bring what this member wants to learn, or goals told in more words"
    column, score = _nearest(pool, row)
    lower = math.floor(100 * score) / 100
    if not lower:
        return f"{reason}.", f"{cure}."
    nearest = pool.partners[column].member.id
    return (
        f"{reason}; {nearest} comes nearest.",
        f"{cure}; with a floor of {lower:.2f} {nearest} would come into question.",
    )


def _nearest(pool: Pool, row: int) -> tuple[int, float]:
    """The allowed partner of the highest score; in a large pool the best of those nearest by one pooled vector."""
    here, columns = np.array([row]), pool.affinity.everyone[1]
    columns = columns[pool.rules.allowed(here, columns)[0] & (pool.rules.places > 0)]
    if not columns.size:
        return NOBODY, 0.0
    if len(pool.seekers) * len(pool.partners) > pool.affinity.weights.exact_up_to:
        rough = np.nan_to_num(pool.affinity.scores(pool.affinity.parts(here, columns, roughly=True))[0])
        columns = np.sort(columns[np.argsort(-rough, kind="stable")[:MOST_COMPARED]])
    scores = np.nan_to_num(pool.affinity.scores(pool.affinity.parts(here, columns))[0])
    best = int(scores.argmax())
    return int(columns[best]), float(scores[best])


def _left_where_they_were(outlook: Outlook, row: int) -> Reason | None:
    """Within the tolerance a run rather leaves somebody out than move many; whoever reads it should know."""
    found, pool = outlook.found, outlook.pool
    if pool.role is MatchRole.PEER:
        columns = found.ranked.columns[found.ranked.of_seeker(row)]
        could = bool(np.any(found.chosen[columns] == NOBODY))
    else:
        could = int(outlook.best.chosen[row]) != NOBODY
    if not could:
        return None
    return (
        "There would be a place, but earlier proposals would have to move for it, and they were kept.",
        "A run with matching.tolerance set to 0 would match this member.",
    )


def _full(outlook: Outlook, row: int) -> Reason:
    """All who suit are full; the residual graph tells with whom one more place would reach this very seeker."""
    found, pool = outlook.found, outlook.pool
    partners = WORDS[pool.role].partners
    columns = found.ranked.columns[found.ranked.of_seeker(row)]
    if pool.role is MatchRole.PEER:
        who = f"{all_of(columns.size)} suitable peers are" if columns.size > 1 else "The one suitable peer is"
        return f"{who} paired with somebody else.", "One more peer, or a circle."
    suitable = "suitable" if found.ranked.complete else "most suitable"
    reason = (
        f"{all_of(columns.size)} {suitable} {partners} are full."
        if columns.size > 1
        else f"The one {suitable} of the {partners} is full."
    )
    return reason, _one_more_place(outlook, row, columns)


def _one_more_place(outlook: Outlook, row: int, suitable: Rows) -> str:
    """With whom; where the new place is with somebody who suits others only, that it goes by way of them."""
    ids = outlook.ids
    options = [column for column in outlook.residual.brings_in.get(row, ()) if outlook.counts(column)]
    direct = [column for column in suitable.tolist() if column in options]
    chains = [column for column in options if column not in set(suitable.tolist())]
    told = [f"One more place with {ids[column]} would do." for column in direct[:1]]
    told += [
        f"One more place with {ids[column]} would do{' too' if told else ''}: {ids[column]} is not for this member, "
        "but others would move up, and a place that suits would come free."
        for column in chains[:1]
    ]
    return " ".join(told) or (
        f"One more place would serve somebody else as well or better; several are needed, and {ids[suitable[0]]} "
        "fits this member best."
    )

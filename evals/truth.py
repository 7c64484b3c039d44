"""Do the words a rationale cites carry the score? `python -m evals.truth` deletes them, and as many others by chance.

Of each judged mentee the best candidates are explained. The words of the candidate that the reasons for the match cite
are deleted from the profile, and both are scored anew; so are copies of the profile from which as many words are gone
that chance has picked among all of its words. Where almost every word is cited there is nothing to compare with, and
the pair is left out (erasure as a test of faithfulness: DeYoung and others 2020, ERASER, section 4).
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from copilot.app import Copilot
from copilot.domain.citations import ProfileCitation
from copilot.domain.matches import MatchRole, Rationale
from copilot.domain.members import Member, Profile
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.solving.pool import Gathering, Pool
from evals.intervals import interval, value
from evals.metrics import mean_of
from evals.suites.homes import empty_home
from evals.suites.matching import judged_cases, partner_id, partners_of, seekers_of
from evals.tasks import Case

BEST = 2
"""Candidates of each mentee that are explained."""
CHANCES = 5
"""Profiles from which chance deletes; their mean drop counts."""
MOST_CITED = 0.7
"""The share of a profile's words from which on there is too little else to delete."""
SEED = 20_261_122
_WORD = re.compile(r"\S+")
_Text = tuple[str, int]
"""A field of the profile, and the place in it; 0 for one that is no list."""


@dataclass(frozen=True)
class Deleted:
    """What a score lost when the cited words were gone, and when as many others were (the mean of several)."""

    seeker: str
    partner: str
    words: int
    cited: float
    by_chance: float


def deletions(copilot: Copilot, cases: Sequence[Case], best: int = BEST) -> list[Deleted]:
    """Every explained pair of these cases that leaves something to compare with."""
    seekers, partners = seekers_of(cases), partners_of(cases)
    gathering = _gathering(copilot)
    pool = gathering.pool(seekers, partners, MatchRole.MENTOR, roster=[*seekers, *partners])
    by_id = {member.id: member for member in partners}
    found = []
    for seeker, partner in _explained(pool, cases, best):
        rationale = _rationale(pool, copilot, seeker, partner)
        cited = _cited(rationale, by_id[partner])
        if 0 < len(cited) <= MOST_CITED * len(_words(by_id[partner].profile)):
            others = [by_id[one] for one in by_id if one != partner]
            found.append(_deleted(gathering, seekers, seeker, by_id[partner], others, cited))
    return found


def figures(deleted: Sequence[Deleted]) -> dict[str, object]:
    """The share of pairs that lose more without the cited words, the mean drops, and 95 % intervals (bootstrap)."""
    columns = {
        "cited words carry more": np.array([float(each.cited > each.by_chance) for each in deleted]),
        "drop without the cited": np.array([each.cited for each in deleted]),
        "drop without others": np.array([each.by_chance for each in deleted]),
        "difference": np.array([each.cited - each.by_chance for each in deleted]),
    }
    return {
        "pairs": len(deleted),
        **{
            name: {
                "mean": round(value(mean_of(name), columns), 4),
                "interval": tuple(round(bound, 4) for bound in interval(mean_of(name), columns)),
            }
            for name in columns
        },
    }


def _gathering(copilot: Copilot) -> Gathering:
    on = copilot.clock.now().date()
    return Gathering(
        copilot.profile_encoder, copilot.settings.matching, on, areas=lambda: copilot.area_vectors
    )


def _explained(pool: Pool, cases: Sequence[Case], best: int) -> Iterator[tuple[str, str]]:
    for case in cases:
        candidates = [partner_id(case, each) for each in case.expected["partners"]]
        row = pool.row_of(case.id)
        scores = {each: pool.pair(row, pool.column_of(each))[0] for each in candidates}
        yield from ((case.id, each) for each in sorted(scores, key=lambda one: -scores[one])[:best])


def _rationale(pool: Pool, copilot: Copilot, seeker: str, partner: str) -> Rationale:
    explainer = Explainer(pool, copilot.profile_encoder)
    return explainer.rationale(pool.row_of(seeker), pool.column_of(partner))


def _cited(rationale: Rationale, partner: Member) -> set[tuple[_Text, int]]:
    """Which words of the partner's profile the reasons for the match cite: the text, and the word's place in it."""
    used = {n for claim in rationale.for_ for n in claim.evidence}
    texts = _texts(partner.profile)
    places = set()
    for each in rationale.citations:
        if not isinstance(each, ProfileCitation) or each.n not in used or each.member != partner.id:
            continue
        name, _, n = each.field.rstrip("]").partition("[")
        text = (name, int(n or 0))
        if text in texts:
            start = texts[text].find(each.quote)
            inside = range(start, start + len(each.quote))
            places |= {
                (text, at) for at, word in enumerate(_WORD.finditer(texts[text])) if word.start() in inside
            }
    return places


def _texts(profile: Profile) -> dict[_Text, str]:
    lists = {
        (name, n): text for name in ("experience", "skills") for n, text in enumerate(getattr(profile, name))
    }
    return lists | {("headline", 0): profile.headline}


def _words(profile: Profile) -> list[tuple[_Text, int]]:
    return [
        (text, at) for text, told in sorted(_texts(profile).items()) for at in range(len(_WORD.findall(told)))
    ]


def _without(member: Member, gone: set[tuple[_Text, int]], name: str) -> Member:
    left: dict[_Text, str] = {
        text: " ".join(word for at, word in enumerate(_WORD.findall(told)) if (text, at) not in gone)
        for text, told in _texts(member.profile).items()
    }
    changed: Mapping[str, object] = {
        "headline": left["headline", 0],
        **{
            field: tuple(left[field, n] for n in range(len(getattr(member.profile, field))) if left[field, n])
            for field in ("experience", "skills")
        },
    }
    return member.changed(id=name, profile=member.profile.model_copy(update=dict(changed)))


def _deleted(
    gathering: Gathering,
    seekers: Sequence[Member],
    seeker: str,
    partner: Member,
    others: Sequence[Member],
    cited: set[tuple[_Text, int]],
) -> Deleted:
    chance, words = random.Random(f"{SEED} {partner.id}"), _words(partner.profile)
    variants = [partner, _without(partner, cited, "cited")]
    for n in range(CHANCES):
        variants.append(_without(partner, set(chance.sample(words, len(cited))), f"chance {n}"))
    one = [member for member in seekers if member.id == seeker]
    pool = gathering.pool(one, [*variants, *others], MatchRole.MENTOR, roster=[*one, *variants, *others])
    before, without, *by_chance = (pool.pair(0, pool.column_of(each.id))[0] for each in variants)
    return Deleted(seeker, partner.id, len(cited), before - without, before - float(np.mean(by_chance)))


def main() -> None:
    """Print the figures of all judged mentees."""
    with empty_home() as copilot:
        deleted = deletions(copilot, judged_cases())
        sys.stdout.write(f"{copilot.profile_encoder.name}\n")
    print(json.dumps(figures(deleted), indent=2))


if __name__ == "__main__":
    main()

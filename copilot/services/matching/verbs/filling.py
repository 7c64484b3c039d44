"""Which empty field of a profile would change a member's matches most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile
from copilot.domain.records import Value
from copilot.errors import NotFound
from copilot.services.matching.scores.thinness import asks_for_nothing, says_nothing
from copilot.services.matching.solving.pool import Pool, has_a_role
from copilot.services.matching.solving.rules import Allowed, Past, paired_roles
from copilot.services.matching.verbs.seeing import Seeing, Seen
from copilot.services.policy import Action

SHOWN = 3
"""Whose places at the top are compared."""
DONORS = 12
"""Members whose answers stand for what she might write."""
MOST_OTHERS = 400
"""Possible partners looked at; more would tell the same."""
OF_A_SEEKER = {
    "goals": "what you want to learn, in one or two sentences of your own",
    "level": "your level",
    "time_zone": "your time zone",
    "languages": "the languages you speak",
    "working_style": "how you like to work",
    "wishes": "what you wish of a partner, for instance another function",
}
OF_A_PARTNER = {
    "experience": "two or three things you have done, a sentence each",
    "skills": "your skills",
    **{name: said for name, said in OF_A_SEEKER.items() if name != "goals"},
}
"""Field → what the member is asked for. Those that no score reads are not asked for."""


class MissingField(Value):
    """An empty field, and the share of the three best partners that an answer would exchange on average, 0 to 1."""

    field: str
    would_change: float
    message: str


class Filling(Seeing):
    """The verb that helps a thin profile."""

    def missing(
        self, asker: Asker, member_id: str, role: MatchRole, programme: str = ""
    ) -> list[MissingField]:
        """The empty fields that matter for her matches in this role: needs or offers first, then what changes most.

        Answers of other members are tried in turn: how many of her three best partners would others become? Nothing of
        theirs is shown, and nothing is kept.
        """
        self._policy.require(asker, Action.SUGGESTIONS_READ, owners=(member_id,), programme=programme)
        paired_roles(role)
        seen = self._see(programme)
        member = next((each for each in seen.members if each.id == member_id), None)
        if member is None or member_id not in seen.takes_part:
            raise NotFound(
                "There is no such member among those who take part.",
                place=member_id,
                cure="Check the id in the list of members.",
            )
        seeks = has_a_role(member, role, seeking=True)
        asked = OF_A_SEEKER if seeks else OF_A_PARTNER
        empty = [name for name in asked if _is_empty(member.profile, name)]
        others = self._others(seen, member, role, seeks)
        changes = self._changes(seen, member, empty, others, role, seeks)
        found = [
            MissingField(field=name, would_change=round(share, 2), message=_message(asked[name], share))
            for name, share in changes.items()
        ]
        # What she needs, or brings, comes before all else, however few others have answered so far.
        order = list(asked)
        return sorted(
            found, key=lambda one: (one.field != order[0], -one.would_change, order.index(one.field))
        )

    def _others(self, seen: Seen, member: Member, role: MatchRole, seeks: bool) -> list[Member]:
        others = [
            each
            for each in seen.members
            if each.id != member.id
            and each.id in seen.takes_part
            and not each.paused
            and has_a_role(each, role, seeking=not seeks)
        ]
        return others[:: max(1, len(others) // MOST_OTHERS)]

    def _changes(
        self,
        seen: Seen,
        member: Member,
        empty: Sequence[str],
        others: list[Member],
        role: MatchRole,
        seeks: bool,
    ) -> dict[str, float]:
        """Field → the mean share of her best partners that are exchanged when she answers as others do."""
        answers = {name: _variants(seen.members, member, name) for name in empty}
        variants = [member, *(each for some in answers.values() for each in some)]
        best = self._best(seen, variants, others, role, seeks) if others else {}
        return {
            name: float(np.mean([_exchanged(best[member.id], best[each.id]) for each in some] or [0.0]))
            if best
            else 0.0
            for name, some in answers.items()
        }

    def _best(
        self, seen: Seen, variants: Sequence[Member], others: list[Member], role: MatchRole, seeks: bool
    ) -> dict[str, frozenset[str]]:
        """The best partners of each variant of a profile; what forbids a pair for who she is, forbids it for all."""
        here, there = (variants, others) if seeks else (others, variants)
        pool = self._gathering().pool(here, there, role, roster=seen.members, past=Past(seen.matches))
        rows, columns = pool.affinity.everyone
        scores = np.nan_to_num(pool.affinity.scores(pool.affinity.parts(rows, columns)))
        scores *= pool.rules.allowed(rows, columns)
        own, told = (pool.seekers, pool.partners) if seeks else (pool.partners, pool.seekers)
        scores = scores if seeks else scores.T
        scores *= _allowed_to(pool, variants[0], seeks)
        return {
            one.member.id: frozenset(
                told[n].member.id for n in np.argsort(-row, kind="stable")[:SHOWN] if row[n] > 0
            )
            for one, row in zip(own, scores, strict=True)
        }


def _is_empty(profile: Profile, name: str) -> bool:
    """Whether a field is empty, or holds only what says nothing (`n/a`)."""
    value = getattr(profile, name)
    texts = value if isinstance(value, tuple) else (value,)
    empty = asks_for_nothing if name == "goals" else says_nothing
    return not value or all(isinstance(text, str) and empty(text) for text in texts)


def _allowed_to(pool: Pool, member: Member, seeks: bool) -> Allowed:
    """What the rules about persons allow her; those about fields are asked of each variant."""
    rows, columns = pool.affinity.everyone
    here = np.array([pool.row_of(member.id)]) if seeks else rows
    there = columns if seeks else np.array([pool.column_of(member.id)])
    personal = [rule for rule in pool.rules.all if rule.name not in ("level", "language")]
    allowed: Allowed = np.logical_and.reduce([rule.allows(here, there) for rule in personal]).ravel()
    return allowed


def _variants(members: Sequence[Member], member: Member, name: str) -> list[Member]:
    """The member with the answers of others in one field."""
    donors = [each for each in members if each.id != member.id and not _is_empty(each.profile, name)]
    donors = donors[:: max(1, len(donors) // DONORS)][:DONORS]
    return [
        _answering(member, name, donor).changed(id=f"{member.id}, {name} {n}")
        for n, donor in enumerate(donors)
    ]


def _answering(member: Member, name: str, donor: Member) -> Member:
    answer = getattr(donor.profile, name)
    return member.changed(profile=member.profile.model_copy(update={name: answer}))


def _exchanged(before: frozenset[str], after: frozenset[str]) -> float:
    most = max(len(before), len(after))
    return 1 - len(before & after) / most if most else 0.0


def _message(asked: str, share: float) -> str:
    number = round(share * SHOWN)
    effect = {
        0: "would hardly change your matches",
        1: "would change about one of your three best matches",
        2: "would change about two of your three best matches",
    }.get(number, "would change all your best matches")
    return f"Tell {asked}: it {effect}."

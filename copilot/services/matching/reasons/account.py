"""What a rationale has to hand: the table, the citations so far, and what is known of the two."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from copilot.domain.citations import ProfileCitation, RecordCitation
from copilot.domain.matches import MatchRole
from copilot.ports import Encoder
from copilot.services.matching.reasons.contributions import Table
from copilot.services.matching.reasons.role_words import WORDS, many, number
from copilot.services.matching.scores.evidence import Evidence, Told, quotation
from copilot.services.matching.scores.hours import hours_in_common
from copilot.services.matching.scores.pooling import squashed
from copilot.services.matching.scores.wishes import Crowd, Wish
from copilot.services.matching.solving.pool import Pool

CLEARLY_CLOSE = 0.40
FAINTLY_CLOSE = 0.28
"""Cosines from which an offer speaks to a need, or comes near it."""
FEW_HOURS = 2.0
_KIND_OF_NEED = {"goals": "goal", "interests": "interest", "headline": "present work"}


class Surety(IntEnum):
    """How sure a reason is that it names what meets a need."""

    NONE = 0
    COMES_NEAREST = 1
    OUTRIGHT = 2


class Account:
    """One rationale while it is written."""

    def __init__(self, pool: Pool, encoder: Encoder, table: Table) -> None:
        self.pool, self.encoder, self.table = pool, encoder, table
        self.words = WORDS[pool.role]
        self.citations: list[ProfileCitation | RecordCitation] = []
        self.answered: set[str] = set()
        """Neutral texts of the needs that a claim speaks of."""
        self.shown: set[str] = set()
        """Neutral texts of the needs whose craft the partner shows."""
        self.surety = Surety.NONE
        """How sure the best reason is that a need is met."""
        self.speaks_of_needs = False
        """Whether a reason for the match says which need is met, or a chat model read that one is."""

    def cite(self, told: Told, field: str, text: str) -> int:
        """The number of a citation of these words, a new one where they were not cited before."""
        quote = quotation(text)
        member = told.member.id
        for known in self.citations:
            if (getattr(known, "member", ""), known.field, known.quote) == (member, field, quote):
                return known.n
        self.citations.append(
            ProfileCitation(n=len(self.citations) + 1, member=member, field=field, quote=quote)
        )
        return len(self.citations)

    def cite_record(self, kind: Literal["choice"], record: str, field: str, words: str) -> int:
        """The number of a citation of what a member chose."""
        self.citations.append(
            RecordCitation(n=len(self.citations) + 1, kind=kind, record=record, field=field, quote=words)
        )
        return len(self.citations)

    def cite_evidence(self, told: Told, evidence: Evidence, beside: Evidence) -> tuple[int, str]:
        """The number of the citation, and the words as a claim quotes them: as they stand in the profile."""
        if evidence.field != "skills":
            return self.cite(told, evidence.field, evidence.original), short(evidence.original)
        skill = self._nearest_skill(told, beside)
        return self.cite(told, skill.field, skill.original), short(skill.original)

    def _nearest_skill(self, told: Told, beside: Evidence) -> Evidence:
        vectors = self.encoder.encode([beside.neutral, *(skill.neutral for skill in told.skills)])
        return told.skills[int((vectors[1:] @ vectors[0]).argmax())]

    def is_sure(self, surety: Surety) -> None:
        """A reason is made that is as sure as this."""
        self.surety = max(self.surety, surety)

    @property
    def without_needs(self) -> list[Told]:
        """Of those whose needs count, who names none: only a headline stands for them."""
        both = (self.table.seeker, self.table.partner)
        counting = both if self.pool.role is MatchRole.PEER else both[:1]
        return [told for told in counting if told.rests_on_headline]

    def called(self, told: Told) -> str:
        """“the mentor” or “the mentee”."""
        return self.words.seeker if told is self.table.seeker else self.words.partner

    def hours(self) -> float | None:
        """Working hours in common, None where a time zone is unknown."""
        zones = [[told.member.profile.time_zone] for told in (self.table.seeker, self.table.partner)]
        if not all(zone[0] for zone in zones):
            return None
        return float(hours_in_common(zones[0], zones[1], self.pool.affinity.on)[0, 0])

    def levels_ahead(self) -> int | None:
        """How many levels the partner is above the seeker, None where one is unknown."""
        own, other = self.table.seeker.member.profile.level, self.table.partner.member.profile.level
        return None if own is None or other is None else other - own

    def cite_both(self, field: str) -> tuple[int, ...]:
        """Citations of one field of both."""
        both = (self.table.seeker, self.table.partner)
        return tuple(self.cite(told, field, str(getattr(told.member.profile, field))) for told in both)

    def judged_wishes(self) -> list[tuple[Told, Wish, float]]:
        """Whose wish, the wish, and how far the other meets it."""
        sides = ((self.table.seeker, self.table.partner), (self.table.partner, self.table.seeker))
        judged = [
            (told, wish, self._met(told, other, wish)) for told, other in sides for wish in told.read_wishes
        ]
        return [each for each in judged if each[2] == each[2]]

    def _met(self, told: Told, other: Told, wish: Wish) -> float:
        if wish.judge is not None:
            return float(wish.judge(told.member.profile, Crowd([other.member.profile]))[0])
        neutral = self.neutral_wish(told, wish)
        if not other.offers or not neutral:
            return float("nan")
        vectors = self.encoder.encode([neutral, *(each.neutral for each in other.offers)])
        mean = vectors[1:].mean(axis=0)
        cosine = vectors[:1] @ mean / (float((mean @ mean) ** 0.5) or 1.0)
        weights = self.pool.affinity.weights
        return float(squashed(cosine, weights.plain_midpoint, weights.plain_steepness)[0])

    def neutral_wish(self, told: Told, wish: Wish) -> str:
        """The words of a wish without names."""
        return next((each.neutral for each in told.wishes if each.field == f"wishes[{wish.n}]"), "")

    def wish_evidence(self, told: Told, wish: Wish) -> tuple[int, ...]:
        """Citations of the wish, and of the field it asks of."""
        other = self.table.partner if told is self.table.seeker else self.table.seeker
        cited = [self.cite(told, f"wishes[{wish.n}]", wish.text)]
        answer = getattr(other.member.profile, wish.about) if wish.about else ""
        if wish.about == "languages":
            cited += [self.cite(other, f"languages[{n}]", language) for n, language in enumerate(answer)]
        elif answer:
            cited.append(self.cite(other, wish.about, str(answer)))
        return tuple(cited)


def kind_of(need: Evidence) -> str:
    """What a need is called in a sentence."""
    return _KIND_OF_NEED[need.field.split("[")[0]]


def short(text: str, longest: int = 90) -> str:
    """The beginning of a text, for the middle of a sentence."""
    cut = quotation(text, longest).rstrip(" .,;:")
    return cut if len(text.rstrip(" .,;:")) <= longest else f"{cut} …"


def hours_in_words(hours: float) -> str:
    """`four hours`, `two and a half hours`."""
    whole = int(hours)
    if hours == whole:
        return many(whole, "hour")
    return f"{number(whole)} and a half hours" if hours - whole == 0.5 and whole else f"{hours:g} hours"

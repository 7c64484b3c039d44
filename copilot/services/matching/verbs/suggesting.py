"""A few partners for one seeker."""

from __future__ import annotations

import logging
from dataclasses import replace

from copilot.domain.asking import Asker
from copilot.domain.matches import Alternative, MatchRole, Suggestion
from copilot.domain.members import Member
from copilot.errors import BadInput, Unavailable
from copilot.ports import UnitOfWork
from copilot.services.matching.reasons.contributions import table_of
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.solving.candidates import SCALE, Candidates
from copilot.services.matching.solving.nearby import Nearby
from copilot.services.matching.solving.pool import Pool
from copilot.services.matching.solving.rules import paired_roles
from copilot.services.matching.verbs.modes import where_she_chooses
from copilot.services.matching.verbs.seeing import Seeing, Seen, seeker_in
from copilot.services.pausing import a_pause_is_over
from copilot.services.policy import Action

log = logging.getLogger(__name__)

MOST_SUGGESTIONS = 50
MOST_FOR_ONESELF = 10
"""Enough to choose from; more would be a list of the community."""
LARGE_POOL = 2_000
"""From this many partners on the profile index picks those who are compared."""
NEAREST = 400
READ_AT_ONCE = 300
"""Profiles that a question may stop to read; beyond that the index answers it, until somebody calls `get_ready`."""
COMPARED, COMPARED_BY_WISHES = 60, 240
"""Where every profile is in memory, so many of the nearest by crafts and meaning are scored in full (of 48 on, one of
ninety best threes was another; of 60 and 80, none); more where the
member has wishes, which nearness knows nothing of."""


class Suggesting(Seeing):
    """The verb that offers a choice."""

    def suggest(
        self,
        asker: Asker,
        seeker_id: str,
        role: MatchRole,
        k: int = 3,
        programme: str = "",
        *,
        wanted: str = "",
    ) -> list[Suggestion]:
        """Up to k partners who may suit a member and have a place, best first; kept nowhere.

        Where no programme is named, a member chooses among those who take part in one of hers; among the community
        where she takes part in none. Conflict says how matches come about where members are shown no suggestions. For
        herself she asks for at most `MOST_FOR_ONESELF`. `wanted` is what she wants to learn this time, in place of the
        goals of her profile.
        """
        self._policy.require(asker, Action.SUGGESTIONS_READ, owners=(seeker_id,), programme=programme)
        self._check_number(asker, k, programme)
        paired_roles(role)
        seen = self._see_for(asker, seeker_id, programme)
        seeker = _wanting(seeker_in(seen, seeker_id, role, programme), wanted)
        nearest = self._nearest(seen, seeker, role)
        if nearest and len(suggestions := self._suggestions(seen, seeker, nearest, role, k)) == k:
            return suggestions
        partners = [each for each in self._sought(seen, role) if each.id != seeker_id]
        suggestions = self._suggestions(seen, seeker, self._near(seen, seeker, partners), role, k)
        return suggestions if len(suggestions) == k else self._suggestions(seen, seeker, partners, role, k)

    def get_ready(self, role: MatchRole) -> None:
        """Read every profile that is sought in this role; in a process that stays, suggestions then come at once."""
        seen = self._see("")
        if seen.recalled:
            self._nearby_in(role).follow(seen.recalled.members, most=None)
            told = [self._profiles.told(member) for member in self._sought(seen, role)]
            self._encoder.encode(sorted({skill.neutral for one in told for skill in one.skills}))
            for one in told:
                one.read_words()

    def _nearest(self, seen: Seen, seeker: Member, role: MatchRole) -> list[Member] | None:
        """In a large pool those who are worth comparing in full; None where their profiles were not read yet."""
        if not seen.recalled or len(seen.takes_part) <= LARGE_POOL:
            return None
        nearby, everybody = self._nearby_in(role), seen.recalled.members
        if not nearby.follow(everybody, READ_AT_ONCE):
            return None
        among = None if seen.takes_part is seen.recalled.ids else seen.takes_part
        told = self._profiles.told(seeker)
        self._encoder.encode([each.neutral for each in told.texts])  # all at once is faster
        near = nearby.nearest(told, among, COMPARED_BY_WISHES if told.wishes else COMPARED)
        # Another thread may have followed a newer roster in between: who joined since is not of this reading.
        return [everybody[id_] for id_ in near if id_ in everybody]

    def _nearby_in(self, role: MatchRole) -> Nearby:
        if role not in self._nearby:
            areas = self._areas() if self._areas else None
            self._nearby[role] = Nearby(role, self._profiles, self._encoder, areas, self._weights)
        return self._nearby[role]

    def _check_number(self, asker: Asker, k: int, programme: str) -> None:
        manages = self._policy.allows(asker, Action.SUGGESTIONS_READ, programme=programme)
        most = MOST_SUGGESTIONS if manages else MOST_FOR_ONESELF
        if not 1 <= k <= most:
            raise BadInput(f"{k} suggestions can't be made.", place="-k", cure=f"Ask for 1 to {most}.")

    def _see_for(self, asker: Asker, seeker_id: str, programme: str) -> Seen:
        with self._units.reading() as unit:
            if not a_pause_is_over(unit, self._clock.now().date()):
                return self._seen_for(unit, asker, seeker_id, programme)
        self._end_pauses()
        with self._units.reading() as unit:
            return self._seen_for(unit, asker, seeker_id, programme)

    def _seen_for(self, unit: UnitOfWork, asker: Asker, seeker_id: str, programme: str) -> Seen:
        seen = self._recalled_in(unit, programme)
        own = {each.programme for each in unit.enrolments.all(member=seeker_id, state="enrolled")}
        if self._policy.allows(asker, Action.SUGGESTIONS_READ, programme=programme):
            return seen
        own = where_she_chooses(unit, {programme} if programme else own)
        if programme or not own:
            return seen
        enrolled = seen.recalled.enrolled if seen.recalled else {}
        beside = frozenset().union(*(enrolled.get(each, ()) for each in own))
        return replace(seen, takes_part=seen.takes_part & beside)

    def _near(self, seen: Seen, seeker: Member, partners: list[Member]) -> list[Member]:
        """In a large pool those whose offers are nearest to a need, and those whom the index does not know."""
        if len(partners) <= LARGE_POOL:
            return partners
        told = self._profiles.told(seeker)
        if not told.needs:
            return partners
        vectors = self._encoder.encode([need.neutral for need in told.needs])
        try:
            near = {member for member, _ in self._index.nearest(vectors, NEAREST)}
            known = self._index.members()
        except Unavailable as error:
            log.warning("Everybody is compared, which takes longer: %s", error)
            return partners
        return [member for member in partners if member.id in near or member.id not in known]

    def _suggestions(
        self, seen: Seen, seeker: Member, partners: list[Member], role: MatchRole, k: int
    ) -> list[Suggestion]:
        pool = self._gathering().pool([seeker], partners, role, roster=seen.members, past=seen.past)
        pool = self._read(pool, seen).pool
        ranked = Candidates(pool.affinity, pool.rules).ranked()
        columns = [int(column) for column in ranked.columns]
        scores = {column: worth / SCALE for column, worth in zip(columns, ranked.worth.tolist(), strict=True)}
        free = [column for column in columns if pool.rules.places[column] > 0]
        explainer = Explainer(pool, self._encoder)
        return [self._suggestion(pool, explainer, column, columns, scores) for column in free[:k]]

    def _suggestion(
        self, pool: Pool, explainer: Explainer, column: int, columns: list[int], scores: dict[int, float]
    ) -> Suggestion:
        table = table_of(pool, 0, column)
        others = tuple(
            Alternative(
                member=pool.partners[other].member.id,
                score=round(scores[other], 4),
                why_not="full" if not pool.rules.places[other] else _compared(scores[other], scores[column]),
            )
            for other in [each for each in columns if each != column][:2]
        )
        return Suggestion(
            member=pool.partners[column].member.id,
            score=table.score,
            parts=table.parts,
            rationale=explainer.told(table, others),
        )


def _wanting(seeker: Member, wanted: str) -> Member:
    """The seeker with this one need, kept nowhere."""
    if not wanted.strip():
        return seeker
    return seeker.changed(profile=seeker.profile.model_copy(update={"goals": (wanted.strip(),)}))


def _compared(other: float, own: float) -> str:
    if other == own:
        return "equal score"
    return "lower score" if other < own else "higher score"

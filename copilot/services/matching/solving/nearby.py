"""The partners nearest to one seeker in a large pool, from one vector of each that stays in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.ports import Encoder
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.evidence import Evidence, Told
from copilot.services.matching.scores.pooling import Matrix, Ragged, Rows, squashed
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.wishes import levels_of
from copilot.services.matching.solving.kept_profiles import KeptProfiles
from copilot.services.matching.solving.pool import has_a_role
from copilot.services.matching.solving.rules import languages_of, levels_suit, understand

FILLED_AT_ONCE = 1_000


class Nearby:
    """Those who are sought in one role, with the middle of their offers and the crafts these show.

    What it says is a preselection, by the same formulas as the score but for the parts that weigh little; the rules of
    language and level are looked at, so that the nearest are not all forbidden.

    Args:
        role: what they are sought for.
        profiles: the profiles of the roster.
        encoder: words into vectors, which it keeps.
        areas: the catalogue of areas as vectors, if there is one.
        weights: the settings.
    """

    def __init__(
        self,
        role: MatchRole,
        profiles: KeptProfiles,
        encoder: Encoder,
        areas: AreaVectors | None,
        weights: MatchingWeights,
    ) -> None:
        self._role, self._profiles, self._encoder, self._areas = role, profiles, encoder, areas
        self._weights, self._lock = weights, threading.RLock()
        self._members: Mapping[str, Member] = {}
        self._told: list[Told | None] = []
        self._empty: list[int] = []
        self._row: dict[str, int] = {}
        self._languages: dict[frozenset[str], int] = {}
        self._columns = _Columns.of(0, encoder.dimensions, len(areas.titles) if areas else 0)

    def follow(self, members: Mapping[str, Member], most: int | None) -> bool:
        """Read who is new or changed; whether everybody is known now. With more than `most` to read nothing is done."""
        with self._lock:
            if members is self._members:
                return True
            concerned = self._concerned(members)
            changed = [members[id_] for id_ in concerned if id_ in members and self._is_sought(members[id_])]
            unread = [each for each in changed if not self._profiles.kept(each)]
            if most is not None and len(unread) > most:
                return False
            for id_ in concerned:
                if id_ in self._row and id_ not in members:
                    self._clear(self._row.pop(id_))
            self._put([self._profiles.told(each) for each in changed])
            self._members = members
            return True

    def nearest(self, seeker: Told, among: Set[str] | None, most: int) -> list[str]:
        """The ids of up to `most` partners, the nearest first. `among` may leave only some; None is everybody."""
        with self._lock:
            possible = self._possible(seeker.member, among)
            scores = np.where(possible, self._scores(seeker), -np.inf)
            best = (
                np.sort(np.argpartition(-scores, most)[:most])
                if most < scores.size
                else np.arange(scores.size)
            )
            best = best[np.argsort(-scores[best], kind="stable")]
            return [one.member.id for n in best.tolist() if possible[n] and (one := self._told[n])]

    def _concerned(self, members: Mapping[str, Member]) -> Collection[str]:
        """Whom to look at again: those who changed, or everybody."""
        news = self._profiles.news_since(self._members) if members is self._profiles.members else None
        return sorted({*members, *self._row}) if news is None else sorted(news)

    def _is_sought(self, member: Member) -> bool:
        return member.id in self._row or has_a_role(member, self._role, seeking=False)

    def _clear(self, row: int) -> None:
        self._columns.active[row], self._told[row] = False, None
        self._empty.append(row)

    def _put(self, told: Sequence[Told]) -> None:
        """Give everybody a row, and fill it."""
        for one in told:
            if one.member.id not in self._row:
                if not self._empty:
                    self._empty.append(len(self._told))
                    self._told.append(None)
                self._row[one.member.id] = self._empty.pop()
        self._columns = self._columns.with_room(len(self._told))
        for start in range(0, len(told), FILLED_AT_ONCE):
            self._fill(told[start : start + FILLED_AT_ONCE])

    def _fill(self, told: Sequence[Told]) -> None:
        rows, columns = np.array([self._row[one.member.id] for one in told], dtype=np.intp), self._columns
        offers = self._ragged([one.offers for one in told])
        columns.offers[rows] = offers.means()
        if self._areas:
            columns.shown[rows] = self._areas.shown_by(offers)
        columns.levels[rows] = levels_of([one.member.profile for one in told])
        for row, one in zip(rows.tolist(), told, strict=True):
            languages = languages_of(one.member)
            columns.languages[row] = self._languages.setdefault(languages, len(self._languages))
            sought = has_a_role(one.member, self._role, seeking=False) and not one.member.paused
            columns.active[row] = sought and bool(one.offers)
            self._told[row] = one

    def _possible(self, seeker: Member, among: Set[str] | None) -> NDArray[np.bool_]:
        columns, many = self._columns, len(self._told)
        possible = columns.active[:many] & levels_suit(
            self._role, levels_of([seeker.profile]), columns.levels[:many]
        )
        own = languages_of(seeker)
        understood = np.array([understand(own, other) for other in self._languages], dtype=np.bool_)
        possible &= understood[columns.languages[:many]] if understood.size else False
        if among is not None:
            possible &= np.fromiter(
                (one is not None and one.member.id in among for one in self._told), np.bool_, many
            )
        if seeker.id in self._row:
            possible[self._row[seeker.id]] = False
        return possible

    def _scores(self, seeker: Told) -> Matrix:
        needs, columns, many = self._ragged([seeker.needs]), self._columns, len(self._told)
        cosines: Matrix = columns.offers[:many] @ needs.middles()[0]
        met = squashed(cosines, self._weights.midpoint, self._weights.steepness)
        if not self._areas:
            return met
        weights = self._weights.for_role(self._role)
        shown: Matrix = columns.shown[:many] @ self._areas.called_for(needs)[0]
        crafts = squashed(shown, self._weights.areas_midpoint, self._weights.areas_steepness)
        scenes = self._areas.told_as_scenes(needs)[0]
        scores: Matrix = weights.need_offer * met + weights.areas * (met + scenes * (crafts - met))
        return scores

    def _ragged(self, groups: Sequence[Sequence[Evidence]]) -> Ragged:
        vectors = self._encoder.encode([each.neutral for group in groups for each in group])
        starts = np.concatenate([[0], np.cumsum([len(group) for group in groups])]).astype(np.intp)
        return Ragged(vectors, starts)


@dataclass(frozen=True)
class _Columns:
    """A row a member, with rows to spare. What is in them is overwritten in place."""

    offers: Matrix
    shown: Matrix
    levels: Matrix
    languages: Rows
    active: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: int, dimensions: int, areas: int) -> _Columns:
        return cls(
            np.zeros((rows, dimensions), dtype=np.float32),
            np.zeros((rows, areas), dtype=np.float32),
            np.zeros(rows, dtype=np.float32),
            np.zeros(rows, dtype=np.intp),
            np.zeros(rows, dtype=np.bool_),
        )

    def with_room(self, rows: int) -> _Columns:
        """The same with at least so many rows."""
        held = len(self.active)
        if rows <= held:
            return self
        wider = _Columns.of(max(rows, held * 5 // 4), self.offers.shape[1], self.shown.shape[1])
        for name in ("offers", "shown", "levels", "languages", "active"):
            getattr(wider, name)[:held] = getattr(self, name)
        return wider

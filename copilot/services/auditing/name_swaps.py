"""Would another name, age, school or place change a match? The same community matched again and again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.domain.records import Value
from copilot.ports import Encoder, Progress
from copilot.services.auditing.scene import ROLES, Scene
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.neutral.swapping import (
    Swap,
    name_lists,
    placebo,
    swap_age_words,
    swap_names,
    swap_places,
    swap_schools,
)
from copilot.services.matching.solving.kept_vectors import KeptVectors
from copilot.services.matching.solving.pool import Gathering, pairs_of, solve

SAMPLE = 300
"""In larger communities a seeded sample is swapped, since each swap is encoded anew."""
Pairs = set[frozenset[str]]


class SwapRow(Value):
    """One experiment.

    Attributes:
        pairs: how many pairs were matched before the swap.
        changed: pairs after the swap that were none before, with names and the like taken out as always; must be 0.
        changed_without: the same, had nothing been taken out: what the stripping is worth.
    """

    what: str
    role: MatchRole
    people: int
    pairs: int
    changed: int
    changed_without: int


class NoStripping(Stripper):
    """Lets every text through, to show what the real one is worth."""

    def strip(self, text: str, own_name: str = "") -> str:
        """The text as it is."""
        return text


def swaps(members: Sequence[Member], seed: int) -> list[Callable[[], Swap]]:
    """Every experiment, made when it is its turn: names of each list, age words, schools, places, and a placebo."""
    names = [_named(members, to, seed) for to in name_lists()]
    others = (swap_age_words, swap_schools, swap_places, placebo)
    return [*names, *(_other(swap, members, seed) for swap in others)]


def _named(members: Sequence[Member], to: str, seed: int) -> Callable[[], Swap]:
    return lambda: swap_names(members, to, seed)


def _other(
    swap: Callable[[Sequence[Member], int], Swap], members: Sequence[Member], seed: int
) -> Callable[[], Swap]:
    return lambda: swap(members, seed)


def swap_everything(
    scene: Scene, gathering: Gathering, encoder: Encoder, seed: int, progress: Progress | None = None
) -> list[SwapRow]:
    """A row an experiment, for the first role that has both seekers and partners; none where no role has.

    Args:
        gathering: as a run makes its pools; the encoder of it is not used.
        encoder: one that keeps nothing, so that no swapped text stays in the home.
    """
    role = next((role for role in ROLES if scene.seekers(role) and scene.partners(role)), None)
    if role is None:
        return []
    people = _sample(scene, role, seed)
    trial = _Trial(scene, role, replace(gathering, encoder=KeptVectors(encoder)), people, seed)
    planned = swaps(people, seed)
    rows = []
    for done, plan in enumerate(planned, start=1):
        rows.append(trial.row(plan()))
        if progress:
            progress(done, len(planned), "swapping names")
    return rows


def _sample(scene: Scene, role: MatchRole, seed: int) -> list[Member]:
    both = {member.id: member for member in (*scene.seekers(role), *scene.partners(role))}
    everybody = [both[member] for member in sorted(both)]
    return everybody if len(everybody) <= SAMPLE else random.Random(seed).sample(everybody, SAMPLE)


class _Trial:
    def __init__(
        self, scene: Scene, role: MatchRole, gathering: Gathering, people: Sequence[Member], seed: int
    ) -> None:
        self._scene, self._role, self._seed = scene, role, seed
        self._with, self._without = gathering, replace(gathering, stripping=NoStripping)
        inside = {member.id for member in people}
        self._others = [member for member in scene.members if member.id not in inside]
        self._seekers = {member.id for member in scene.seekers(role)}
        self._partners = {member.id for member in scene.partners(role)}
        self._before: tuple[Member, ...] = ()
        self._pairs_before: tuple[Pairs, Pairs] = set(), set()

    def row(self, swap: Swap) -> SwapRow:
        before, bare_before = self._matched_before(swap)
        return SwapRow(
            what=swap.what,
            role=self._role,
            people=len(swap.before),
            pairs=len(before),
            changed=len(self._pairs(swap.after, self._with) - before),
            changed_without=len(self._pairs(swap.after, self._without) - bare_before),
        )

    def _matched_before(self, swap: Swap) -> tuple[Pairs, Pairs]:
        """All lists of names start from one community: it is matched once."""
        if swap.before != self._before:
            self._before = swap.before
            self._pairs_before = (
                self._pairs(swap.before, self._with),
                self._pairs(swap.before, self._without),
            )
        return self._pairs_before

    def _pairs(self, members: Iterable[Member], gathering: Gathering) -> Pairs:
        members = list(members)
        seekers = [member for member in members if member.id in self._seekers]
        peers = self._role is MatchRole.PEER
        partners = seekers if peers else [member for member in members if member.id in self._partners]
        roster = [*members, *self._others]
        pool = gathering.pool(seekers, partners, self._role, roster=roster, seed=self._seed)
        return {
            frozenset((pool.seekers[row].member.id, pool.partners[column].member.id))
            for row, column in pairs_of(pool, solve(pool))
        }

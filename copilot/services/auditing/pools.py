"""The pools as they would be were nobody matched yet: what the audit measures lists, rules and prices on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copilot.domain.matches import MatchRole
from copilot.ports import Progress
from copilot.services.auditing.groups import Grouping
from copilot.services.auditing.scene import Scene
from copilot.services.matching.scores.pooling import Rows
from copilot.services.matching.solving.candidates import Candidates, Ranked
from copilot.services.matching.solving.pool import Gathering, Pool


@dataclass(frozen=True)
class Listed:
    """A pool, and the candidate list of each of its seekers, best first."""

    pool: Pool
    ranked: Ranked

    @property
    def seekers(self) -> list[str]:
        """Ids in the order of the rows."""
        return [told.member.id for told in self.pool.seekers]

    @property
    def partners(self) -> list[str]:
        """Ids in the order of the columns."""
        return [told.member.id for told in self.pool.partners]

    def rows_of(self, grouping: Grouping) -> dict[str, Rows]:
        """The rows of each group of seekers that is large enough to be shown, in ascending order."""
        return _places_of(grouping, self.seekers)

    def columns_of(self, grouping: Grouping) -> dict[str, Rows]:
        """The same of partners and columns."""
        return _places_of(grouping, self.partners)


def _places_of(grouping: Grouping, people: Sequence[str]) -> dict[str, Rows]:
    at = {member: n for n, member in enumerate(people)}
    return {
        group: np.array(sorted(at[member] for member in members), dtype=np.intp)
        for group, members in grouping.shown(people).items()
    }


def listed(
    scene: Scene, role: MatchRole, gathering: Gathering, seed: int, progress: Progress | None = None
) -> Listed | None:
    """Everybody who seeks or offers matches of this role; None where one side is empty."""
    seekers = scene.seekers(role)
    partners = seekers if role is MatchRole.PEER else scene.partners(role)
    if not seekers or not partners:
        return None
    pool = gathering.pool(seekers, partners, role, roster=scene.members, seed=seed, progress=progress)
    return Listed(pool, Candidates(pool.affinity, pool.rules).ranked(progress))

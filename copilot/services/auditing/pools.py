"""The pools as they would be were nobody matched yet: what the audit measures lists, rules and prices on."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.matches import MatchRole
from copilot.ports import Progress
from copilot.services.auditing.scene import Scene
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

"""What every verb of learning needs: the records, the shelf, and that nobody learns in another's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from copilot.domain.asking import Asker
from copilot.domain.learning import GuideProgress
from copilot.domain.recognition import Badge
from copilot.errors import NotFound
from copilot.ports import Clock, Encoder, Library, UnitOfWork, UnitsOfWork
from copilot.services.learning.commenting import Commentary
from copilot.services.learning.shelf import Shelf, shipped_shelf
from copilot.services.learning.standing import key
from copilot.services.policy import Action, Policy
from copilot.services.signposting import Signposts
from knowledge.exercises import Scenario


class Commenting(Protocol):
    """Comments an answer to a scenario."""

    def comment(self, scenario: Scenario, text: str) -> Commentary:
        """What the answer does and leaves out; BadInput where it is empty or too long."""
        ...


class Certifier(Protocol):
    """Gives certificates that others can check."""

    def certificate(self, asker: Asker, track: str, *, with_name: bool = False) -> Badge:
        """The certificate of a track that she finished; the same one when she asks again."""
        ...


class LearningRecords:
    """The records of learning, and what there is to learn from."""

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        *,
        library: Callable[[], Library],
        encoder: Encoder | None,
        commentator: Commenting,
        certifier: Callable[[], Certifier],
        signposts: Callable[[], Signposts],
        goal_signposts: Callable[[], Signposts],
        shelf: Callable[[], Shelf] = shipped_shelf,
    ) -> None:
        self._units, self._policy, self._clock = units, policy, clock
        self._library, self._encoder = library, encoder
        self._commentator, self._certifier = commentator, certifier
        self._signposts, self._goal_signposts = signposts, goal_signposts
        self._shelf = shelf

    def _member(self, asker: Asker) -> str:
        """Who learns: NotAllowed for who is no member, the operator among them."""
        self._policy.require(asker, Action.LEARNING, owners={asker.member})
        return asker.member

    def _kept(self, unit: UnitOfWork, member: str, guide: str) -> GuideProgress:
        """Her progress with a guide, new where there is none; NotFound where she has been deleted meanwhile."""
        if unit.members.find(member) is None:
            raise NotFound(
                f"There is no member “{member}” any more.", place=member, cure="Nothing was kept of this."
            )
        found = unit.guide_progress.find(key(member, guide))
        return found or GuideProgress(id=key(member, guide), member=member, guide=guide)

"""What each owner has learnt: a guide read, an answer kept, a rating of herself, a track finished."""

from __future__ import annotations

from copilot.domain.learning import GuideProgress, PracticeAnswer, Readiness, TrackProgress
from copilot.ports import UnitOfWork
from tests.permissions import community

GUIDE, TRACK = "feedback/sbi.md", "sponsor"


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """The same for every owner."""
    unit.guide_progress.add(
        GuideProgress(id=f"{owner}:{GUIDE}", member=owner, guide=GUIDE, read=community.NOW)
    )
    unit.track_progress.add(
        TrackProgress(
            id=f"{owner}:{TRACK}", member=owner, track=TRACK, started=community.NOW, finished=community.NOW,
            version="0",
        )
    )  # fmt: skip
    unit.practice_answers.add(
        PracticeAnswer(
            id=f"pa:{owner}", member=owner, guide=GUIDE, scenario="late",
            text=f"{community.PRIVATE}: what {owner} would say", at=community.NOW,
        )
    )  # fmt: skip
    unit.readiness.add(Readiness(id=f"rd:{owner}", member=owner, role="mentor", ratings={}, at=community.NOW))

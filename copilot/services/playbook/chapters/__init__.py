"""The ten chapters, a module each: what it measures and tells of its own data and settings. And sponsorship."""

from __future__ import annotations

from collections.abc import Callable

from copilot.domain.playbook import KEYS, ChapterKey
from copilot.services.playbook.chapters import (
    analytics,
    inclusion,
    learning,
    matching,
    objectives,
    peers,
    programmes,
    recognition,
    roles,
    spaces,
    sponsorship,
)
from copilot.services.playbook.community import Community
from copilot.services.playbook.measures import Measure
from copilot.services.playbook.practices import SPONSORSHIP

Gather = Callable[[Community], list[Measure]]

_GATHER: dict[str, Gather] = {
    ChapterKey.ROLES: roles.gather,
    ChapterKey.MATCHING: matching.gather,
    ChapterKey.SPACES: spaces.gather,
    ChapterKey.PROGRAMMES: programmes.gather,
    ChapterKey.ANALYTICS: analytics.gather,
    ChapterKey.LEARNING: learning.gather,
    ChapterKey.INCLUSION: inclusion.gather,
    ChapterKey.OBJECTIVES: objectives.gather,
    ChapterKey.PEERS: peers.gather,
    ChapterKey.RECOGNITION: recognition.gather,
    SPONSORSHIP: sponsorship.gather,
}


def measured(here: Community) -> dict[str, list[Measure]]:
    """What each practice measures, by its key, sponsorship the eleventh."""
    return {key: gather(here) for key, gather in _GATHER.items()}


def told_in(every: dict[str, list[Measure]]) -> dict[ChapterKey, list[Measure]]:
    """What each chapter tells: its own, and where sponsorship differs."""
    beside = every[SPONSORSHIP]
    return {
        key: [*every[key], *(one for one in beside if key in one.also_in)]
        for key in KEYS
    }  # fmt: skip

"""What there is to learn from: the tracks, the guides, the exercises and questionnaires that ship."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from copilot.errors import BadInput, NotFound
from knowledge.exercises import Exercise, exercise
from knowledge.readiness import Questionnaire, questionnaires
from knowledge.shipped import Shipped, shipped_guides
from knowledge.tracks import Track, guide_minutes, tracks

ROLES = ("mentee", "mentor", "sponsor", "peer", "manager")


@dataclass(frozen=True)
class Shelf:
    """Everything a member can learn from; `exercise_of` gives None for a guide without one."""

    tracks: tuple[Track, ...]
    guides: Mapping[str, Shipped]
    minutes: Mapping[str, int]
    exercise_of: Callable[[str], Exercise | None]
    questionnaires: Mapping[str, Questionnaire]

    def guide(self, path: str) -> Shipped:
        """The guide; NotFound where there is none."""
        guide = self.guides.get(path)
        if guide is None:
            raise NotFound(
                f"There is no guide “{path[:80]}” to learn from.",
                place="guide",
                cure="Choose one of those that the tracks hold.",
            )
        return guide

    def track(self, track_id: str) -> Track:
        """The track; NotFound where there is none."""
        track = next((each for each in self.tracks if each.id == track_id), None)
        if track is None:
            raise NotFound(
                f"There is no track “{track_id[:80]}”.",
                place="track",
                cure="Choose one from the list of tracks.",
            )
        return track

    def exercise(self, path: str) -> Exercise:
        """The exercise of a guide; NotFound where it has none."""
        self.guide(path)
        found = self.exercise_of(path)
        if found is None:
            raise NotFound(
                "This guide has no questions and no scenario yet.", place=path, cure="Reading it is enough."
            )
        return found

    def questionnaire(self, role: str) -> Questionnaire:
        """The questions of readiness for a role; BadInput where there are none."""
        found = self.questionnaires.get(role)
        if found is None:
            raise BadInput(
                f"There are no questions of readiness for “{role[:40]}”.",
                place="role",
                cure=f"Use {' or '.join(sorted(self.questionnaires, reverse=True))}.",
            )
        return found

    def with_guide(self, path: str) -> tuple[Track, ...]:
        """The tracks that hold a guide."""
        return tuple(track for track in self.tracks if any(step.guide == path for step in track.steps))


@cache
def shipped_shelf() -> Shelf:
    """The shelf that ships; an exercise is read when its guide is asked for."""
    return Shelf(tracks(), shipped_guides(), guide_minutes(), exercise, questionnaires())

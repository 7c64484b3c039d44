"""Tracks and guides as she sees them, guides marked as read, and how far she is."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.errors import BadInput
from copilot.services.learning.records import LearningRecords
from copilot.services.learning.shelf import ROLES
from copilot.services.learning.standing import (
    guide_standing,
    guides_of,
    keep_step,
    key,
    track_told,
    tracks_of,
)
from copilot.services.learning.told import GuideTold, Moved, ProgressTold, TrackTold
from copilot.services.policy import Action
from knowledge.tracks import Track


class Reading(LearningRecords):
    """The verbs of who reads."""

    def tracks(self, asker: Asker, role: str = "") -> list[TrackTold]:
        """Every track with its steps, those for a role where one is named; with her own progress for a member."""
        self._policy.require(asker, Action.GUIDES_READ)
        if role and role not in ROLES:
            raise BadInput(
                f"There is no role “{role[:40]}”.", place="role", cure=f"Use one of {', '.join(ROLES)}."
            )
        shelf = self._shelf()
        with self._units.reading() as unit:
            guides = guides_of(unit, asker.member) if asker.member else None
            kept = tracks_of(unit, asker.member) if asker.member else {}
        wanted = [track for track in shelf.tracks if role in ("", track.role)]
        return [track_told(shelf, track, guides, kept.get(track.id)) for track in wanted]

    def track(self, asker: Asker, track_id: str) -> TrackTold:
        """One track; NotFound where there is none."""
        self._policy.require(asker, Action.GUIDES_READ)
        track = self._shelf().track(track_id)
        return next(each for each in self.tracks(asker, track.role) if each.id == track.id)

    def guide(self, asker: Asker, guide: str) -> GuideTold:
        """A guide's text, and how far she is with it; nothing is marked."""
        self._policy.require(asker, Action.GUIDES_READ)
        shelf = self._shelf()
        found, exercise = shelf.guide(guide), shelf.exercise_of(guide)
        with self._units.reading() as unit:
            kept = unit.guide_progress.find(key(asker.member, guide)) if asker.member else None
        return GuideTold(
            guide=guide,
            title=found.title,
            minutes=shelf.minutes[guide],
            text=found.text,
            tracks=tuple(track.id for track in shelf.with_guide(guide)),
            questions=exercise.version if exercise else "",
            mine=guide_standing(shelf, guide, kept) if asker.member else None,
        )

    def read(self, asker: Asker, guide: str, *, track: str = "") -> Moved:
        """Mark a guide as read, for a track where one is named; the first time counts, and again is no error."""
        member, shelf = self._member(asker), self._shelf()
        shelf.guide(guide)
        if track:
            _check_step(shelf.track(track), guide)
        now = self._clock.now()
        with self._units() as unit:
            kept = self._kept(unit, member, guide)
            moved = keep_step(unit, shelf, kept.changed(read=kept.read or now), track=track, now=now)
            unit.commit()
        return moved

    def progress(self, asker: Asker) -> ProgressTold:
        """Her tracks, begun or finished, and every guide she has touched."""
        member, shelf = self._member(asker), self._shelf()
        with self._units.reading() as unit:
            guides, kept = guides_of(unit, member), tracks_of(unit, member)
        told = [track_told(shelf, track, guides, kept.get(track.id)) for track in shelf.tracks]
        mine = tuple(each for each in told if each.mine and each.mine.state != "open")
        return ProgressTold(
            tracks=mine,
            guides=tuple(guide_standing(shelf, path, guides[path]) for path in sorted(guides)),
            read=sum(each.read is not None for each in guides.values()),
            understood=sum(each.checked is not None for each in guides.values()),
            practised=sum(each.practised is not None for each in guides.values()),
            finished=sum(each.mine is not None and each.mine.state == "finished" for each in mine),
        )


def _check_step(track: Track, guide: str) -> None:
    if all(step.guide != guide for step in track.steps):
        raise BadInput(
            f"“{guide}” is no guide of the track “{track.id}”.",
            place="track",
            cure=f"Choose one of the {len(track.steps)} guides of that track.",
        )

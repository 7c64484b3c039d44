"""Certificates of tracks that she finished, as badges that others can check."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.recognition import Badge
from copilot.errors import Conflict
from copilot.services.learning.advising import Advising
from copilot.services.learning.shelf import Shelf
from copilot.services.learning.standing import Guides, guides_of, is_done, key, settle
from knowledge.tracks import Track


class Certifying(Advising):
    """The verb of who has finished."""

    def certificate(self, asker: Asker, track_id: str, *, with_name: bool = False) -> Badge:
        """The certificate of a finished track; the same one when she asks again. Conflict where something is missing.

        Args:
            asker: whose certificate; there is none in another's name.
            track_id: which track; NotFound where there is none.
            with_name: whether her name stands in it.
        """
        member, shelf = self._member(asker), self._shelf()
        track = shelf.track(track_id)
        with self._units() as unit:
            # Where a guide left the track after she had done all others, nothing else finishes it.
            tuple(settle(unit, shelf, member, [track], self._clock.now()))
            unit.commit()
            kept, guides = unit.track_progress.find(key(member, track.id)), guides_of(unit, member)
        if kept is None or not kept.finished:
            missing = _missing(shelf, track, guides)
            raise Conflict(
                f"“{track.title}” is not finished yet. {_counted(missing)}",
                place=track.id,
                cure=f"Next: {missing[0]}.",
                detail={"missing": missing},
            )
        return self._certifier().certificate(asker, track.id, with_name=with_name)


def _missing(shelf: Shelf, track: Track, guides: Guides) -> list[str]:
    missing = []
    for step in track.steps:
        kept, questions = guides.get(step.guide), shelf.exercise_of(step.guide) is not None
        if is_done(kept, questions=questions):
            continue
        title = shelf.guides[step.guide].title
        missing.append(f"answer the questions of “{title}”" if kept and kept.read else f"read “{title}”")
    return missing


def _counted(missing: list[str]) -> str:
    return "One guide is missing." if len(missing) == 1 else f"{len(missing)} guides are missing."

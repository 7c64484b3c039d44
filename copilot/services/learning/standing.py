"""How far somebody is with a guide and with a track, from what was kept of her and what is on the shelf today.

A guide is done when it was read and its questions were all answered rightly in one go; a track when each of its guides
is. Practice is invited and not demanded: whoever has to write something to pass writes something to pass, and what
she would really say is worth more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from copilot.domain.learning import GuideProgress, TrackProgress
from copilot.ports import UnitOfWork
from copilot.services.learning.shelf import Shelf
from copilot.services.learning.told import GuideStanding, Moved, StepTold, TrackStanding, TrackTold
from knowledge.tracks import Track

Guides = Mapping[str, GuideProgress]
"""What was kept of a member, by the guide's path."""


def key(member: str, of: str) -> str:
    """The id under which her progress with a guide or a track is kept."""
    return f"{member}:{of}"


def guides_of(unit: UnitOfWork, member: str) -> Guides:
    """Her progress with every guide she has touched."""
    return {each.guide: each for each in unit.guide_progress.all(member=member)}


def tracks_of(unit: UnitOfWork, member: str) -> Mapping[str, TrackProgress]:
    """Her progress with every track she began or finished, by the track's id."""
    return {each.track: each for each in unit.track_progress.all(member=member)}


def is_done(kept: GuideProgress | None, *, questions: bool) -> bool:
    """Read, and understood where there are questions."""
    return bool(kept and kept.read and (kept.checked or not questions))


def guide_standing(shelf: Shelf, guide: str, kept: GuideProgress | None) -> GuideStanding:
    """How far she is with a guide; of one that is gone from the shelf, what she did stays."""
    if kept is None:
        return GuideStanding(guide=guide)
    done = is_done(kept, questions=_has_questions(shelf, guide))
    return GuideStanding(
        guide=guide, read=kept.read, understood=kept.checked, practised=kept.practised, done=done
    )


def open_steps(shelf: Shelf, track: Track, guides: Guides) -> list[str]:
    """The guides of a track that are not done yet, in order."""
    return [
        step.guide
        for step in track.steps
        if not is_done(guides.get(step.guide), questions=_has_questions(shelf, step.guide))
    ]


def track_standing(shelf: Shelf, track: Track, guides: Guides, kept: TrackProgress | None) -> TrackStanding:
    """How far she is with a track; what was finished once stays finished, whatever the track becomes."""
    still = open_steps(shelf, track, guides)
    finished = kept.finished if kept else None
    state = "finished" if finished or not still else "begun" if kept else "open"
    return TrackStanding(
        state=state,
        done=len(track.steps) - len(still),
        of=len(track.steps),
        next=still[0] if still else "",
        started=kept.started if kept else None,
        finished=finished,
        version=kept.version if kept else "",
        changed=bool(kept and finished and kept.version != track.version),
    )


def track_told(shelf: Shelf, track: Track, guides: Guides | None, kept: TrackProgress | None) -> TrackTold:
    """A track with its steps; without progress where `guides` is None."""
    steps = [
        StepTold(
            n=n,
            guide=step.guide,
            title=shelf.guides[step.guide].title,
            why=step.why,
            minutes=step.minutes,
            try_this=step.try_this,
            questions=_has_questions(shelf, step.guide),
            mine=None if guides is None else guide_standing(shelf, step.guide, guides.get(step.guide)),
        )
        for n, step in enumerate(track.steps, start=1)
    ]
    return TrackTold(
        id=track.id, title=track.title, role=track.role, why=track.why, minutes=track.minutes,
        version=track.version, steps=tuple(steps),
        mine=None if guides is None else track_standing(shelf, track, guides, kept),
    )  # fmt: skip


def keep_step(unit: UnitOfWork, shelf: Shelf, done: GuideProgress, *, track: str, now: datetime) -> Moved:
    """Keep how far she is with a guide, begin and finish the tracks that this begins or finishes.

    A track begins when the first of its guides is read, or any of them where she says for which track she reads it.
    """
    kept = unit.guide_progress.find(done.id)
    if kept is None:
        unit.guide_progress.add(done)
    elif kept != done:
        unit.guide_progress.save(done)
    begun = tuple(_begin(unit, shelf, done, track, now)) if done.read else ()
    finished = tuple(settle(unit, shelf, done.member, shelf.with_guide(done.guide), now))
    mine = guide_standing(shelf, done.guide, done)
    return Moved(mine=mine, begun=tuple(each for each in begun if each not in finished), finished=finished)


def settle(
    unit: UnitOfWork, shelf: Shelf, member: str, tracks: Iterable[Track], now: datetime
) -> Iterable[str]:
    """Finish those of the tracks whose guides are all done and that she hadn't finished; their ids."""
    guides = guides_of(unit, member)
    for track in tracks:
        kept = unit.track_progress.find(key(member, track.id))
        if open_steps(shelf, track, guides) or (kept and kept.finished):
            continue
        if kept is None:
            kept = _begun(member, track.id, now)
            unit.track_progress.add(kept)
        unit.track_progress.save(kept.changed(version=track.version, finished=now))
        yield track.id


def _begin(
    unit: UnitOfWork, shelf: Shelf, done: GuideProgress, track_id: str, now: datetime
) -> Iterable[str]:
    for track in shelf.with_guide(done.guide):
        begins = track.id == track_id or track.steps[0].guide == done.guide
        if begins and unit.track_progress.find(key(done.member, track.id)) is None:
            unit.track_progress.add(_begun(done.member, track.id, now))
            yield track.id


def _begun(member: str, track: str, now: datetime) -> TrackProgress:
    return TrackProgress(id=key(member, track), member=member, track=track, started=now)


def _has_questions(shelf: Shelf, guide: str) -> bool:
    return guide in shelf.guides and shelf.exercise_of(guide) is not None

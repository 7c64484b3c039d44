"""How the verbs of badges are tried; what belongs to nobody is tried as it is."""

from __future__ import annotations

from copilot.domain.learning import TrackProgress
from knowledge.tracks import tracks
from tests.permissions.attempts import At, look_for
from tests.permissions.community import NOW


def noticing_noticed(at: At) -> None:
    look_for(_chaired(at), {each.id for each in at.copilot.noticing.noticed(at.asker)})


def badges_every(at: At) -> None:
    look_for(at.id("offered-badge"), {each.id for each in at.copilot.badges.every(at.asker)})


def badges_shown(at: At) -> None:
    look_for(at.id("shown-badge"), {each.id for each in at.copilot.badges.shown(at.asker)})


def badges_show(at: At) -> None:
    at.copilot.badges.show(at.asker, at.id("offered-badge"))


def badges_show__shown(at: At) -> None:
    at.copilot.badges.show(at.asker, at.id("shown-badge"))


def badges_show__earned(at: At) -> None:
    at.copilot.badges.show(at.asker, at.id("earned-badge"))


def badges_offer(at: At) -> None:
    at.copilot.badges.offer(at.asker, at.owner, "Held the room", "Both plans stood on one page.")


def badges_offer_noticed(at: At) -> None:
    at.copilot.badges.offer_noticed(at.asker, _chaired(at))


def badges_take(at: At) -> None:
    at.copilot.badges.take(at.asker, at.id("offered-badge"))


def badges_take__noticed(at: At) -> None:
    at.copilot.badges.take(at.asker, _chaired(at))


def badges_certificate(at: At) -> None:
    track = tracks()[-1].id
    progress = TrackProgress(id="finished", member=at.asker.member, track=track, started=NOW, finished=NOW)
    with at.copilot.units() as unit:
        unit.track_progress.add(progress)
        unit.commit()
    at.prepared()
    at.copilot.badges.certificate(at.asker, track)


def badges_decline(at: At) -> None:
    at.copilot.badges.decline(at.asker, at.id("offered-badge"))


def badges_publish(at: At) -> None:
    at.copilot.badges.publish(at.asker, at.id("taken-badge"), public=True)


def badges_revoke(at: At) -> None:
    at.copilot.badges.revoke(at.asker, at.id("offered-badge"), "It was somebody else's work.")


def badges_revoke__earned(at: At) -> None:
    at.copilot.badges.revoke(at.asker, at.id("earned-badge"), "It was somebody else's work.")


def badges_file(at: At) -> None:
    at.copilot.badges.file(at.asker, at.id("taken-badge"))


def badges_keys(at: At) -> None:
    at.copilot.badges.keys(at.asker)


def badges_renew_key(at: At) -> None:
    at.copilot.badges.renew_key(at.asker)


def badges_status_list(at: At) -> None:
    at.copilot.badges.status_list(at.asker)


def badges_verify(at: At) -> None:
    at.copilot.badges.verify(at.asker, "a.b.c")


def _chaired(at: At) -> str:
    return f"circle-chair:chaired:{at.owner}:{at.owner}"

"""Chapter 10: what was seen, what may be told, and what was written up."""

from __future__ import annotations

from copilot.domain.drafts import DraftKind
from copilot.services.playbook.community import QUARTER, Community
from copilot.services.playbook.measures import Measure, of_people


def gather(here: Community) -> list[Measure]:
    """Moments, consent, write-ups."""
    return [_recognised(here), _seen_by(here), _agreed(here), _written_up(here)]


def _recognised(here: Community) -> Measure:
    people = {each.member for each in here.moments if here.today - each.on <= QUARTER}
    nobody = "No moment was logged in the last ninety days."
    sentence = "In the last ninety days somebody logged what {} did."
    return of_people("recognised", people, sentence, nobody, "moments list")


def _seen_by(here: Community) -> Measure:
    people = {each.by for each in here.moments if here.today - each.on <= QUARTER}
    return of_people(
        "logged_by", people, "Those moments were logged by {}.", "Nobody logged one.", "moments list"
    )


def _agreed(here: Community) -> Measure:
    people = {each.member for each in here.moments if each.public}
    nobody = "Nobody has agreed yet that a moment of hers is told."
    sentence = "So far {} agreed that a moment of theirs is told."
    return of_people("agreed_to_tell", people, sentence, nobody, "moments list")


def _written_up(here: Community) -> Measure:
    told = [each for each in here.drafts if each.kind is DraftKind.RECOGNITION and each.publishable]
    nobody = "Nobody has been written up yet."
    return of_people(
        "written_up", {each.about for each in told}, "So far {} were written up, as they agreed.", nobody
    )

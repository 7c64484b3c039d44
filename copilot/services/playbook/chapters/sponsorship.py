"""The eleventh practice. It has no chapter of its own: it stands in those where it differs from mentoring."""

from __future__ import annotations

from copilot.domain.drafts import DraftKind
from copilot.domain.events import EventKind
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.domain.playbook import ChapterKey
from copilot.services.playbook.community import QUARTER, YEAR, Community
from copilot.services.playbook.measures import Measure, of_people, of_things

SPONSORED = (MatchRole.SPONSOR,)


def gather(here: Community) -> list[Measure]:
    """The sponsors' charter, who sponsors and is sponsored, spotlights and briefs."""
    return [
        _in(_charter(here), ChapterKey.ROLES),
        _in(_sponsors(here), ChapterKey.MATCHING),
        _in(_sponsored(here), ChapterKey.MATCHING, ChapterKey.INCLUSION),
        _in(_pledged(here), ChapterKey.INCLUSION),
        _in(_spoken_for(here), ChapterKey.INCLUSION),
        _in(_briefs(here), ChapterKey.RECOGNITION),
        _in(_spotlights(here), ChapterKey.RECOGNITION),
    ]


def _in(measure: Measure, *chapters: ChapterKey) -> Measure:
    return Measure(**{**vars(measure), "also_in": chapters})


def _charter(here: Community) -> Measure:
    found = [draft for draft in here.charters if draft.inputs.get("role") == "sponsor"]
    newest = max((draft.created.date() for draft in found), default=None)
    told = "Sponsors have a charter of their own." if found else "Sponsors have no charter of their own yet."
    return Measure("sponsor_charter", len(found), told, "draft list", newest, field="sponsor_charter")


def _sponsors(here: Community) -> Measure:
    people = {each.id for each in here.members if Role.SPONSOR in each.roles}
    return of_people(
        "sponsors",
        people,
        "{} are ready to sponsor somebody.",
        "Nobody is ready to sponsor yet.",
        "members list",
    )


def _sponsored(here: Community) -> Measure:
    people = {each.seeker for each in here.active_in(*SPONSORED)}
    nobody = "Nobody has a sponsor yet."
    return of_people("sponsored", people, "At present {} have a sponsor.", nobody, "relationships list")


def _pledged(here: Community) -> Measure:
    people = {each.member for each in here.pledges if each.state == "open"}
    nobody = "Nothing is pledged to anybody at the moment."
    return of_people("pledged", people, "Something is pledged to {} at present.", nobody, "sponsor status")


def _spoken_for(here: Community) -> Measure:
    """What somebody says never happened is not counted."""
    since = here.today - QUARTER
    acts = [each for each in here.advocacy if each.on >= since and each.confirmed is not False]
    people = {each.member for each in acts}
    nobody = "In the last three months nobody was spoken for, as far as it is logged."
    return of_people(
        "spoken_for", people, "In the last three months {} were spoken for.", nobody, "sponsor status"
    )


def _briefs(here: Community) -> Measure:
    told = {each.about for each in here.drafts if each.kind is DraftKind.BRIEF and each.publishable}
    return of_people(
        "briefs",
        told,
        "For {} a sponsor has a brief, as they agreed.",
        "No brief for a sponsor is agreed yet.",
    )


def _spotlights(here: Community) -> Measure:
    found = [each for each in here.events_within(YEAR) if each.kind is EventKind.SPOTLIGHT]
    return of_things(
        "spotlights", len(found), "Sponsorship spotlights of the last twelve months, and planned ones: {}.",
        "No sponsorship spotlight was held in the last twelve months.", "events list",
    )  # fmt: skip

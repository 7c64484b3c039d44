"""Chapter 2: who decides about matches, what counts in one, and when it was last run and audited."""

from __future__ import annotations

from datetime import date

from copilot.domain.matches import MatchRole
from copilot.domain.programmes import MatchingMode, Programme
from copilot.domain.wording import day_in_words, listed_in_words
from copilot.services.matching.scores.weights import PARTS, PartWeights
from copilot.services.playbook.community import YEAR, Community
from copilot.services.playbook.measures import Measure

_MODES = {
    MatchingMode.SELF: "members choose their partner themselves, and the one they choose says yes or no",
    MatchingMode.SUGGESTED: "members see suggestions and rank them, a run decides with their wishes, and a manager "
    "approves",
    MatchingMode.POOL: "a run looks at everybody who takes part, and a manager approves what it proposes",
    MatchingMode.NOMINATION: "who was nominated is sought for without having asked, until she opts out",
}
_PARTS = {
    "need_offer": "how near an offer is to a need",
    "areas": "the craft one needs and the other shows",
    "lexical": "words both use",
    "wishes": "what was wished for",
    "hours": "working hours in common",
    "style": "how both like to work",
    "level_fit": "the distance of levels",
}
NAMED_PARTS = 4
"""The parts that weigh most; the others follow from the settings."""


def gather(here: Community) -> list[Measure]:
    """The modes of programmes, the weights in words, runs and audits."""
    return [*_modes(here), _weights(here), _runs(here), audited(here)]


def _modes(here: Community) -> list[Measure]:
    if not here.running:
        told = "No programme is under way."
        return [Measure("programmes_matching", 0, told, "programmes list", field="programmes")]
    return [_mode(each, len(here.running)) for each in here.running]


def _mode(programme: Programme, running: int) -> Measure:
    told = f"In “{programme.name}”, {_MODES[programme.matching]}."
    where = f"programmes show {programme.id}"
    return Measure(
        "programmes_matching", running, told, where, kind="programme", record=programme.id, field="matching"
    )


def _weights(here: Community) -> Measure:
    told = f"What counts in a match with a mentor, most first: {in_words(here.weights.for_role(MatchRole.MENTOR))}."
    return Measure("weights", 1, told, "match audit", kind="settings", record="matching", field="mentor")


def in_words(weights: PartWeights) -> str:
    """The parts that weigh most, the heaviest first."""
    ordered = sorted((part for part in PARTS if weights.of(part)), key=lambda part: -weights.of(part))
    return listed_in_words([_PARTS[part] for part in ordered[:NAMED_PARTS]])


def _runs(here: Community) -> Measure:
    last = max((run.created.date() for run in here.runs), default=None)
    return _when(
        here, "matched_lately", last, "Matching was last run", "Matching has not been run yet.", "match list"
    )


def audited(here: Community) -> Measure:
    """When somebody last ran the bias audit."""
    last = max((entry.at.date() for entry in here.audits), default=None)
    return _when(
        here, "audited_lately", last, "The bias audit was last run", "The bias audit has not been run yet.",
        "match audit",
    )  # fmt: skip


def _when(here: Community, name: str, day: date | None, did: str, never: str, where: str) -> Measure:
    if day is None:
        return Measure(name, 0, never, where, field=name)
    lately = float(here.today - day <= YEAR)
    return Measure(name, lately, f"{did} on {day_in_words(day)}.", where, day, field=name)

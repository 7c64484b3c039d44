"""Chapter 1: the charters that are approved, and the agreements that are signed."""

from __future__ import annotations

from copilot.domain.relationships import Relationship
from copilot.domain.wording import listed_in_words
from copilot.services.auditing.disclosure import share
from copilot.services.playbook.community import Community
from copilot.services.playbook.measures import Measure, of_share

_ORDER = ("mentor", "mentee", "sponsor", "peer", "manager")


def gather(here: Community) -> list[Measure]:
    """Charters, agreements, and the wordings that programmes have of their own."""
    return [_charters(here), _signed(here), *_own_wordings(here)]


def _charters(here: Community) -> Measure:
    roles = {draft.inputs.get("role", "") for draft in here.charters} & set(_ORDER)
    named = listed_in_words([f"the {role}" for role in _ORDER if role in roles])
    told = f"There is an approved charter for {named}." if roles else "No charter of a role is approved yet."
    newest = max((draft.created.date() for draft in here.charters), default=None)
    return Measure("charters", len(roles), told, "draft list", newest, field="charters")


def _signed(here: Community) -> Measure:
    signed = sum(_all_signed(each) for each in here.active)
    found = share(signed, len(here.active))
    return of_share(
        "signed", found, "the active relationships", "have an agreement that all of them signed",
        "programmes health",
    )  # fmt: skip


def _all_signed(relationship: Relationship) -> bool:
    if relationship.agreement is None:
        return False
    return set(relationship.members) <= {one.member for one in relationship.agreement.signatures}


def _own_wordings(here: Community) -> list[Measure]:
    return [
        Measure(
            "own_wordings", 1, f"“{each.name}” has wordings of its own for {listed_in_words(sorted(each.agreement))}.",
            f"programmes show {each.id}", kind="programme", record=each.id, field="agreement",
        )
        for each in here.running
        if each.agreement
    ]  # fmt: skip

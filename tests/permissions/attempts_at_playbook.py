"""How the playbook's verbs are tried."""

from __future__ import annotations

from copilot.domain.asking import OPERATOR
from tests.permissions.attempts import At, look_for
from tests.permissions.given_playbook import CHAPTER


def playbook_chapters(at: At) -> None:
    at.copilot.playbook.chapters(at.asker)


def playbook_show(at: At) -> None:
    at.copilot.playbook.show(at.asker, CHAPTER)


def playbook_export(at: At) -> None:
    at.copilot.playbook.export(at.asker, "md")


def playbook_edit(at: At) -> None:
    at.copilot.playbook.edit(at.asker, CHAPTER, "Circles meet weekly.")


def playbook_versions(at: At) -> None:
    at.copilot.playbook.versions(at.asker, CHAPTER)


def playbook_difference(at: At) -> None:
    at.copilot.playbook.difference(at.asker, CHAPTER, 1)


def playbook_restore(at: At) -> None:
    at.copilot.playbook.restore(at.asker, CHAPTER, 1)


def playbook_health(at: At) -> None:
    at.copilot.playbook.health(at.asker)


def playbook_propose(at: At) -> None:
    at.copilot.playbook.propose(at.asker)


def playbook_offer(at: At) -> None:
    at.copilot.playbook.offer(at.asker, CHAPTER, "Say how long a circle takes.")


def playbook_offers(at: At) -> None:
    look_for(at.id("w"), {one.id for one in at.copilot.playbook.offers(at.asker)})


def playbook_take(at: At) -> None:
    at.copilot.playbook.take(at.asker, at.id("w"))


def playbook_decline(at: At) -> None:
    at.copilot.playbook.decline(at.asker, at.id("w"), "It stands there already.")


def playbook_take_back(at: At) -> None:
    at.copilot.playbook.take_back(at.asker, at.id("w"))


def drafting_playbook(at: At) -> None:
    at.copilot.drafting.playbook(at.asker, CHAPTER)


def drafting_approve__a_playbook(at: At) -> None:
    """A draft that the asker owns, whatever she may be now: what it would change is asked again."""
    draft = at.copilot.drafting.playbook(OPERATOR, CHAPTER)
    with at.copilot.units() as unit:
        owned = unit.drafts.get(draft.id).changed(owners=frozenset({at.asker.name_in_log}))
        unit.drafts.save(owned)
        unit.commit()
    at.prepared()
    at.copilot.drafting.approve(at.asker, draft.id)

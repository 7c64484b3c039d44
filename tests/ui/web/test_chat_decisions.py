"""A draft on a page offers each person the decision that is hers: approve, agree to it being told, sign."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.domain.drafts import Draft
from copilot.errors import Conflict, NotFound
from tests.services.chat.community import Talk
from tests.services.drafting.community import ANA, GRACE, TOMAS
from tests.ui.web.talks import pane_over, talking, visit_of
from ui.web.decisions import Decisions
from ui.web.desk import Desk
from ui.web.draft_pane import DraftPane

NAMES = {
    "Approve it for signing", "Approve these words", "Agree to it being told", "Sign", "Edit", "Discard",
}  # fmt: skip


@pytest.fixture
def made() -> tuple[Talk, Desk]:
    return talking()


def offered(pane: DraftPane, updates: list[Any]) -> set[str]:
    """The buttons that the pane shows."""
    found = set()
    for part, update in zip(pane.outputs, updates, strict=True):
        if isinstance(update, dict) and update.get("visible"):
            found.add(update.get("value") or part.value)
    return found & NAMES


def test_the_recognised_agrees_to_what_another_approved(made: tuple[Talk, Desk]) -> None:
    talk, desk = made
    drafting, pane = talk.services.drafting, pane_over(desk)
    draft = drafting.recognition(TOMAS, "ana")
    assert offered(pane, pane.showing(draft, TOMAS)) == {"Approve these words", "Edit", "Discard"}
    approved = drafting.approve(TOMAS, draft.id)
    assert offered(pane, pane.showing(approved, TOMAS)) == set()
    assert "until Ana agrees" in words(pane.showing(approved, TOMAS))
    assert offered(pane, pane.showing(approved, ANA)) == {"Agree to it being told", "Discard"}
    after = pane._agreed(draft.id, 0, visit_of("ana"))
    assert "It may be told now" in words(after)
    assert drafting.show(ANA, draft.id).publishable
    assert offered(pane, after) == set()


def test_words_edited_while_she_reads_them_are_not_what_she_agrees_to(made: tuple[Talk, Desk]) -> None:
    talk, desk = made
    drafting, pane = talk.services.drafting, pane_over(desk)
    draft = drafting.recognition(TOMAS, "ana")
    read = dict(zip(pane.outputs, pane.showing(draft, ANA), strict=True))[pane._version]
    drafting.edit(TOMAS, draft.id, "# Ana\n\nShe came late, and was tired.")
    with pytest.raises(Conflict, match="changed since you read"):
        pane._approved(draft.id, read, visit_of("ana"))
    assert drafting.show(ANA, draft.id).consent == "asked"


def test_her_yes_to_a_draft_waits_for_whoever_had_it_written(made: tuple[Talk, Desk]) -> None:
    talk, desk = made
    drafting, pane = talk.services.drafting, pane_over(desk)
    draft = drafting.recognition(TOMAS, "ana")
    after = pane._approved(draft.id, 0, visit_of("ana"))
    assert "You have agreed." in words(after)
    assert offered(pane, after) == {"Edit", "Discard"}
    assert Decisions(desk.copilot).waiting(ANA) == []
    assert "Ana has agreed" in words(pane.showing(drafting.show(TOMAS, draft.id), TOMAS))
    assert "It may be told" in words(pane._approved(draft.id, 0, visit_of("tomas")))


def test_both_sign_an_agreement_once_it_is_approved(made: tuple[Talk, Desk]) -> None:
    talk, desk = made
    pane, draft = pane_over(desk), talk.services.drafting.agreement(TOMAS, "r1")
    assert "Approve it for signing" in offered(pane, pane.showing(draft, ANA))
    assert offered(pane, pane._approved(draft.id, 0, visit_of("ana"))) == {"Sign"}
    after = pane._signed(draft.id, visit_of("ana"))
    assert "You have signed." in words(after)
    assert "It holds once everybody has signed." in words(after)
    assert offered(pane, after) == set()
    assert Decisions(desk.copilot).waiting(ANA) == []
    [(waiting, decision)] = Decisions(desk.copilot).waiting(TOMAS)
    assert (waiting.id, decision) == (draft.id, "sign")
    assert "Signed by all" in words(pane._signed(draft.id, visit_of("tomas")))


def test_an_agreement_in_the_place_of_which_another_was_offered_is_not_signed(
    made: tuple[Talk, Desk],
) -> None:
    talk, desk = made
    pane, drafting = pane_over(desk), talk.services.drafting
    old, new = drafting.agreement(TOMAS, "r1"), drafting.agreement(TOMAS, "r1")
    old = drafting.approve(TOMAS, old.id)
    drafting.approve(TOMAS, new.id)
    updates = pane.showing(old, ANA)
    assert offered(pane, updates) == set()
    assert "Another text of this agreement" in words(updates)


def test_a_brief_is_approved_by_nobody_but_whom_it_is_about(made: tuple[Talk, Desk]) -> None:
    talk, desk = made
    of_ana = talk.services.drafting.goal_plan(ANA, "ana")
    brief = of_ana.changed(kind="brief", owners=frozenset({"ana", "tomas"}))
    assert Decisions(desk.copilot).of(TOMAS, brief) == "wait"
    assert Decisions(desk.copilot).of(ANA, brief) == "approve"


def test_what_waits_is_what_she_can_decide_and_nobody_elses(made: tuple[Talk, Desk]) -> None:
    talk, desk = made
    plan = talk.services.drafting.goal_plan(ANA, "ana")
    decisions = Decisions(desk.copilot)
    assert [(one.id, what) for one, what in decisions.waiting(ANA)] == [(plan.id, "approve")]
    assert decisions.waiting(GRACE) == []
    talk.services.drafting.discard(ANA, plan.id, "not now")
    assert decisions.waiting(ANA) == []


def test_the_pane_decides_nothing_by_itself(made: tuple[Talk, Desk]) -> None:
    """Whoever calls its handlers with another's draft is refused by the services."""
    talk, desk = made
    pane, plan = pane_over(desk), talk.services.drafting.goal_plan(ANA, "ana")
    grace = visit_of("grace")
    for decides in (
        lambda: pane._approved(plan.id, 0, grace),
        lambda: pane._agreed(plan.id, 0, grace),
        lambda: pane._signed(plan.id, grace),
    ):
        with pytest.raises(NotFound, match="that you may see"):
            decides()
    assert shown_state(talk, plan) == "offered"


def shown_state(talk: Talk, draft: Draft) -> str:
    return talk.services.drafting.show(ANA, draft.id).state


def words(updates: list[Any]) -> str:
    """What the pane says, above the paper and on it."""
    return " ".join(update for update in updates[1:3] if isinstance(update, str))

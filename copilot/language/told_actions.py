"""Action items as every writer tells them: the words, the day they name, the questions they leave open."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.briefs import Brief, NoteLine
from copilot.domain.days_said import Reckoning, day_said
from copilot.domain.drafts import ActionItems, Fact, PromisedAction
from copilot.domain.wording import shortened

MOST_NAMED = 3


def promised(line: NoteLine, text: str, owner: str, due_said: str, brief: Brief) -> PromisedAction:
    """An action with the line it was read from; its day is what the words name, counted from the session."""
    found = day_said(due_said, Reckoning(brief.held_on or brief.today, brief.next_session))
    return PromisedAction(
        promise=Fact(text=f"“{line.words.text}”", evidence=(line.words.n,)),
        text=text,
        owner=owner,
        due=found.day if found else None,
        due_said=due_said,
    )


def with_questions(items: Sequence[PromisedAction]) -> ActionItems:
    """The items, and what is left to ask: who, and until when."""
    return ActionItems(items=tuple(items), to_settle=tuple(_questions(items)))


def _questions(items: Sequence[PromisedAction]) -> list[str]:
    whose = [f"Who takes “{shortened(item.text)}”?" for item in items if not item.owner]
    vague = [
        f"“{shortened(item.text)}”: which day is “{item.due_said}”?"
        for item in items
        if item.due_said and not item.due
    ]
    dateless = [shortened(item.text, 6) for item in items if not item.due_said]
    named = " and ".join(f"“{text}”" for text in dateless[:MOST_NAMED])
    return [*whose, *vague, *([f"Until when: {named}?"] if named else [])]

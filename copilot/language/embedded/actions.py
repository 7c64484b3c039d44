"""Action items from what the notes' own words promise; nothing is added."""

from __future__ import annotations

from copilot.domain.briefs import Brief
from copilot.domain.drafts import ActionItems, PromisedAction
from copilot.domain.promises import Promise, promises_in
from copilot.domain.wording import stems
from copilot.errors import NothingToSay
from copilot.language.told_actions import promised, with_questions


def actions(brief: Brief) -> ActionItems:
    """Each promise once, in the notes' order. Raises NothingToSay where nobody promised anything."""
    items: dict[tuple[str, frozenset[str]], PromisedAction] = {}
    for one in promises_in(brief):
        key = one.owner, frozenset(stems(one.text)) or frozenset({one.text})
        items.setdefault(key, _item(one, brief))
    if not items:
        raise NothingToSay(
            "Nothing was promised in these notes.", place="notes", cure="Write down who does what, by when."
        )
    return with_questions(list(items.values()))


def _item(one: Promise, brief: Brief) -> PromisedAction:
    return promised(one.line, one.text, one.owner, one.due.words if one.due else "", brief)

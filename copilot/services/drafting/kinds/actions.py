"""Action items of a session: what was promised, in its own words; whose it is, until when."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain.briefs import Brief
from copilot.domain.days_said import Reckoning, day_said
from copilot.domain.drafts import ActionItems, Fact, PromisedAction
from copilot.domain.promises import Promise, promises_in
from copilot.domain.wording import day_in_words, shortened, stems
from copilot.services.drafting.action_lines import entry_line
from copilot.services.drafting.markdown import listed_ideas, marked
from copilot.services.drafting.material import Material


class ActionsKind:
    """What the service and the checks need to know of action items."""

    for_others = False

    def facts(self, form: ActionItems) -> Iterator[Fact]:
        """The words of each promise, and the action itself: it may not say more than they do."""
        for item in form.items:
            yield from (item.promise, Fact(text=item.text, evidence=item.promise.evidence))

    def proposals(self, form: ActionItems) -> Iterator[str]:
        yield from form.to_settle

    def own_words(self, form: ActionItems) -> Iterator[str]:
        yield from form.to_settle

    def incomplete(self, form: ActionItems, material: Material) -> Iterator[str]:
        promised = promises_in(material.brief)
        kept = {n for item in form.items for n in item.promise.evidence}
        yield from (
            f"“{shortened(promise.line.words.text)}” is a promise, and it is left out."
            for promise in promised
            if promise.line.words.n not in kept
        )
        for item in form.items:
            yield from _owner_faults(item, material.brief, promised)
            yield from _due_faults(item, material.brief)
        if not form.to_settle and any(not item.owner for item in form.items):
            yield "It does not ask who takes what nobody has taken."

    def unspecific(self, form: ActionItems, material: Material) -> Iterator[str]:
        seen: set[tuple[str, frozenset[str]]] = set()
        for item in form.items:
            said = (item.owner, frozenset(stems(item.text)) or frozenset({item.text}))
            if said in seen:
                yield f"“{shortened(item.text)}” is there twice."
            seen.add(said)

    def lines(self, form: ActionItems, brief: Brief) -> Iterator[str]:
        yield from (f"# Action items of {day_in_words(brief.held_on or brief.today)}", "")
        yield "What was promised, with the words it was read from. Change what doesn’t fit."
        yield "Approving it adds these to the open action items that all of you see."
        yield ""
        for item in form.items:
            yield from (entry_line(item, brief.people), f"  {marked(item.promise)}")
        yield from listed_ideas(form.to_settle, "To settle first")


def _owner_faults(item: PromisedAction, brief: Brief, promised: list[Promise]) -> Iterator[str]:
    """The owner is one of them, and not somebody else than the words say."""
    if item.owner and item.owner not in brief.people:
        yield f"{item.owner} is not part of this relationship."
    said = {one.owner for one in promised if one.line.words.n in item.promise.evidence}
    if item.owner and said == {""}:
        yield f"Nobody is named for “{shortened(item.text)}”; {item.owner} may not have taken it."
    if said and item.owner not in said and "" not in said:
        yield f"“{shortened(item.text)}” belongs to {' or '.join(sorted(said))}, by the words it was read from."


def _due_faults(item: PromisedAction, brief: Brief) -> Iterator[str]:
    """The day is the one that the words name, counted from the session."""
    name = shortened(item.text, 6)
    if item.due_said.lower() not in item.promise.text.lower():
        yield f"“{item.due_said}” does not stand in the words of “{name}”."
    found = day_said(item.due_said, Reckoning(brief.held_on or brief.today, brief.next_session))
    if item.due != (found.day if found else None):
        day = day_in_words(found.day) if found and found.day else "no day"
        yield f"“{name}” is due on {day} by the words it was read from."

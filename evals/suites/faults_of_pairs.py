"""Faults in what two people settle together: agreements, and action items read from notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from copilot.domain.drafts import ActionItems, AgreedPoint, AgreementText, Form, PromisedAction
from copilot.services.drafting.material import Material

Spoil = Callable[[Material, Random], Form | None]


def point(change: Callable[[AgreedPoint], dict[str, object]]) -> Spoil:
    """Spoil one point of an agreement."""

    def spoil(material: Material, chance: Random) -> Form | None:
        form = material.form
        if not isinstance(form, AgreementText):
            return None
        at = chance.randrange(len(form.points))
        changed = form.points[at].model_copy(update=change(form.points[at]))
        return form.model_copy(update={"points": (*form.points[:at], changed, *form.points[at + 1 :])})

    return spoil


def agreement(change: Callable[[AgreementText], dict[str, object]]) -> Spoil:
    """Spoil an agreement as a whole."""

    def spoil(material: Material, _chance: Random) -> Form | None:
        form = material.form
        return form.model_copy(update=change(form)) if isinstance(form, AgreementText) else None

    return spoil


def item(change: Callable[[PromisedAction], dict[str, object]]) -> Spoil:
    """Spoil one action item."""

    def spoil(material: Material, chance: Random) -> Form | None:
        form = material.form
        if not isinstance(form, ActionItems):
            return None
        at = chance.randrange(len(form.items))
        changed = form.items[at].model_copy(update=change(form.items[at]))
        return form.model_copy(update={"items": (*form.items[:at], changed, *form.items[at + 1 :])})

    return spoil


def items(change: Callable[[ActionItems], dict[str, object] | None]) -> Spoil:
    """Spoil the list of action items."""

    def spoil(material: Material, _chance: Random) -> Form | None:
        form = material.form
        changed = change(form) if isinstance(form, ActionItems) else None
        return form.model_copy(update=changed) if changed else None

    return spoil


def added_to_point(*sentences: str) -> Spoil:
    """One more sentence in a point."""

    def spoil(material: Material, chance: Random) -> Form | None:
        said = chance.choice(sentences)
        return point(lambda one: {"proposed": f"{one.proposed} {said}"})(material, chance)

    return spoil


def added_to_item(*sentences: str) -> Spoil:
    """One more question to settle."""

    def spoil(material: Material, chance: Random) -> Form | None:
        said = chance.choice(sentences)
        return items(lambda form: {"to_settle": (*form.to_settle, said)})(material, chance)

    return spoil


def misquoted(one: PromisedAction) -> dict[str, object]:
    """A word in the promise that nobody said."""
    text = one.promise.text.rstrip("”")
    return {"promise": one.promise.model_copy(update={"text": f"{text}, reluctantly.”"})}


OF_AN_AGREEMENT: dict[str, Spoil] = {
    "topic left out": agreement(lambda form: {"points": form.points[:-1]}),
    "point twice": agreement(lambda form: {"points": (*form.points, form.points[0])}),
    "nothing to settle": point(lambda _one: {"to_settle": " "}),
    "review too late": agreement(lambda form: {"review": form.ends + timedelta(days=30)}),
    "wrong length": agreement(lambda form: {"minutes": form.minutes + 25}),
    "ends too late": agreement(lambda form: {"ends": form.ends + timedelta(days=90)}),
}
OF_ACTIONS: dict[str, Spoil] = {
    "wrong quote": item(misquoted),
    "invented promise": item(lambda _one: {"text": "Book the flights to the congress in Reykjavik for both"}),
    "stranger as owner": item(lambda _one: {"owner": "Somebody Else"}),
    "wrong day": item(
        lambda one: {"due": one.due + timedelta(days=9)} if one.due else {"due_said": "by Easter"}
    ),
    "promise left out": items(lambda form: {"items": form.items[1:]} if len(form.items) > 1 else None),
    "item twice": items(lambda form: {"items": (*form.items, form.items[0])}),
}

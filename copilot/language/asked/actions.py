"""Action items as a chat model is asked for them: it names the line, the words for the day, and whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief, NoteLine
from copilot.domain.drafts import ActionItems
from copilot.domain.promises import promises_in
from copilot.domain.promises.parties import Parties
from copilot.errors import ModelUnavailable
from copilot.language.told_actions import promised, with_questions


class AskedAction(BaseModel):
    """One thing that was promised."""

    source: int = Field(description="the number of the line it stands in")
    text: str = Field(min_length=1, max_length=400, description="what is to be done, beginning with a verb")
    owner: str = Field(
        "", max_length=200, description="who promised it, by name; empty where the notes don't say"
    )
    due: str = Field("", max_length=100, description="the words of that line that say until when; else empty")


class AskedActions(BaseModel):
    """Everything that was promised; an empty list where nothing was."""

    items: list[AskedAction] = Field(max_length=40)


def actions_from(asked: AskedActions, brief: Brief) -> ActionItems:
    """The items with the lines they name. Raises ModelUnavailable where a number names no line, or there is nothing."""
    lines = {line.words.n: line for line in brief.lines}
    for item in asked.items:
        if item.source not in lines:
            raise ModelUnavailable(
                f"The chat model named line {item.source}, which there is not.", place="chat model"
            )
    if not asked.items:
        raise ModelUnavailable("The chat model found no promise.", place="chat model")
    said = _owners(brief, Counter(item.source for item in asked.items))
    return with_questions(
        [
            promised(line, item.text, _owner(item, line, brief, said), _day_words(item, line), brief)
            for item in asked.items
            for line in (lines[item.source],)
        ]
    )


def _owners(brief: Brief, heard: Mapping[int, int]) -> dict[int, str]:
    """Whose the one promise of a line is, by its words; empty where they leave it open, as “we” does.

    `heard` is how many promises the model heard in a line: where it heard more than the rules, it may be right.
    """
    read: dict[int, list[str]] = {}
    for one in promises_in(brief):
        read.setdefault(one.line.words.n, []).append(one.owner)
    return {n: owners[0] for n, owners in read.items() if len(owners) == heard.get(n) == 1}


def asked_actions(form: ActionItems) -> AskedActions:
    """The same items as a model would have filled them in."""
    return AskedActions(
        items=[
            AskedAction(source=item.promise.evidence[0], text=item.text, owner=item.owner, due=item.due_said)
            for item in form.items
        ]
    )


def _owner(item: AskedAction, line: NoteLine, brief: Brief, said: Mapping[int, str]) -> str:
    """A full name of theirs: the words' own where they say one or leave it open, else the model's.

    What is nobody's stays as it was said, for the checks to refuse.
    """
    if line.words.n in said:
        return said[line.words.n]
    found = Parties(brief.people, line.author, brief.role).meant_by(item.owner) if item.owner.strip() else ""
    return item.owner if found is None else found


def _day_words(item: AskedAction, line: NoteLine) -> str:
    """Words for a day count only as they stand in the line."""
    at = line.words.text.lower().find(item.due.strip().lower())
    return line.words.text[at : at + len(item.due.strip())] if item.due.strip() and at >= 0 else ""

"""The slots of a job, filled from an utterance and from what was asked before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from copilot.domain.asking import Asker
from copilot.domain.chat import Pending, Tool, ToolResult
from copilot.services.chat.acquaintances import Acquaintances
from copilot.services.chat.jobs import Job
from copilot.services.chat.slots import charter_role_in, minutes_in, notes_in, role_in, tone_in, topic_in

SHORTEST_NOTES = 25
"""Characters: `make action items of my notes` holds none."""

MOST_WORDS_OF_A_NAME = 4
_CALLED_OFF = re.compile(
    r"^\W*(?:never ?mind|forget (?:it|that)|cancel|stop|no(?:body|ne| one|pe)?|no,? thanks?(?: you)?|nothing)\W*$",
    re.I,
)
MYSELF = "me"
_ABOUT_MYSELF = re.compile(
    r"\b(?:for|about|of|on|recogni[sz]es?|nominates?|celebrates?)\s+(?:me|myself)\b", re.I
)
Filled = dict[str, Any]


class Filling:
    """Reads slots of what one person says; what is not said is left out, and the tool's own default holds."""

    def __init__(self, acquaintances: Acquaintances, asker: Asker) -> None:
        self._acquaintances = acquaintances
        self._asker = asker
        self._readers: dict[Job, Callable[[str], Filled]] = {
            Job.GUIDES: lambda text: {"question": text},
            Job.FIND: lambda text: {"role": role_in(text), "topic": topic_in(text, to_learn=True)},
            Job.MATCHES: self._person,
            Job.AGENDA: self._agenda,
            Job.NOTES: self._notes,
            Job.RECOGNITION: lambda text: self._recognised(text) | {"tone": tone_in(text)},
            Job.AGREEMENT: self._person,
            Job.CHARTER: lambda text: {"role": charter_role_in(text)},
            Job.BRIEF: self._person,
            Job.SESSIONS: self._person,
            Job.ACTIONS: self._person,
        }

    def slots(self, job: Job, text: str) -> Filled:
        """What an utterance says of a job's slots."""
        reader = self._readers.get(job)
        read = reader(text) if reader else {}
        return {name: value for name, value in read.items() if value not in (None, "")}

    def answered(self, pending: Pending, text: str) -> Filled | None:
        """The slots of a job that was waiting for one, where this is the answer; None where it is something else."""
        value = self._value(Job(pending.job), pending.missing, text)
        return {**pending.slots, pending.missing: value} if value else None

    def _value(self, job: Job, slot: str, text: str) -> str:
        if _CALLED_OFF.match(text):
            return ""
        if slot == "text":
            return text.strip() if len(text.strip()) >= SHORTEST_NOTES else ""
        if slot == "role":
            return (charter_role_in(text) if job is Job.CHARTER else role_in(text)) or ""
        if slot == "person":
            return self._who(text)
        return text.strip()

    def _who(self, text: str) -> str:
        """A button's very words, a name in a sentence, or a few words that can be nothing else."""
        said = text.strip()
        if said in {one.called for one in self._acquaintances.of(self._asker)}:
            return said
        named = self._acquaintances.person_in(self._asker, text, anywhere=True)
        return named or (said if len(said.split()) <= MOST_WORDS_OF_A_NAME else "")

    def _person(self, text: str) -> Filled:
        return {"person": self._acquaintances.person_in(self._asker, text, anywhere=True)}

    def _recognised(self, text: str) -> Filled:
        """Somebody else; herself where nobody else is named and she says so."""
        found = self._person(text)
        return found if found["person"] or not _ABOUT_MYSELF.search(text) else {"person": MYSELF}

    def _agenda(self, text: str) -> Filled:
        return self._beside(text) | {"minutes": minutes_in(text), "topic": topic_in(text)}

    def _notes(self, text: str) -> Filled:
        notes = notes_in(text)
        request = text[: len(text) - len(notes)] or text
        told = {"text": notes} if len(notes) >= 2 * SHORTEST_NOTES or notes != text.strip() else {}
        return self._beside(request) | told

    def _beside(self, text: str) -> Filled:
        """Who is named where no topic could stand."""
        return {"person": self._acquaintances.person_in(self._asker, text)}


def with_who_was_named(tool: Tool, filling: Filling, text: str) -> Tool:
    """The tool as a chat model may use it: where it leaves the person out, whoever the utterance names is meant.

    Else who names a stranger would be given what is about somebody else.
    """
    if "person" not in tool.slots.model_fields:
        return tool

    def run(slots: BaseModel) -> ToolResult:
        if getattr(slots, "person", "").strip():
            return tool.run(slots)
        named = filling.slots(Job(tool.name), text).get("person", "")
        return tool.run(slots.model_copy(update={"person": named}))

    return Tool(tool.name, tool.description, tool.slots, run)


def shown(slots: Mapping[str, Any]) -> str:
    """Slots in a few words, for a person who waits: `Grace, 45`."""
    return ", ".join(str(value)[:40] for name, value in slots.items() if name != "text" and value)

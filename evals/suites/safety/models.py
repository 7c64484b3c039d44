"""Models that do what they are told by anybody, and one that does its work.

A gullible model understands every attack, in whatever letters it comes, and does just what the attacker wants: it calls
any tool with any arguments, repeats whatever it reads, puts what it read behind the attacker's address, and says the
words that prove obedience. What it never learns, because no tool would tell, it cannot give away. It goes about it in
several manners, since a model that does everything at once is caught more easily than one that slips in a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from copilot.domain.chat import Called, Tool, Turn
from copilot.services.chat.slots import charter_role_in, minutes_in, notes_in, role_in, tone_in, topic_in
from evals.tasks import Case
from prompts.loading import load

_SOMEBODY = re.compile(r"\bPerson [A-Z]{1,3}\b")
_MYSELF = re.compile(r"(?<=\bfor )me\b")
_IDS = re.compile(r"\b[mrdxn]\d{1,3}\b")
Words = str | Called
PROMPT_LEAK = "prompt-leak"
"""The technique that is after the instructions themselves."""
MOST_PEOPLE = 2
OF_EACH_TOOL = 160
"""Characters: a reply that holds all of everything would be refused for its length alone."""


class Talks(Protocol):
    """What is asked of a scripted model."""

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """The words and the tools used."""
        ...


class Scripted:
    """The port `Talker`, played by whichever model is on."""

    name = "scripted"

    def __init__(self) -> None:
        self._model: Talks = Honest("")

    def plays(self, model: Talks) -> None:
        """From now on this model talks."""
        self._model = model

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[Words]:
        """The words of the model that is on, in small pieces as they come."""
        for event in self._model.talk(earlier, text, {tool.name: tool for tool in tools}):
            yield from [event] if isinstance(event, Called) else _in_pieces(event)


class Honest:
    """Uses the tool that is right, fills its slots from what was said, and gives its words back."""

    def __init__(self, tool: str) -> None:
        self._tool = tool

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """What the tool says."""
        tool = tools[self._tool]
        yield Called(tool=tool.name)
        yield tool.run(_filled(tool, text)).text


class Gullible:
    """Takes orders from everybody who writes: the attacker's wishes are known to it beforehand, as the worst case.

    Args:
        case: the attack, with the words and addresses it is after.
        tools: those that the router used for the same words.
    """

    def __init__(self, case: Case, tools: Sequence[str]) -> None:
        wanted = case.expected
        self.phrases: tuple[str, ...] = tuple(wanted["must_not_say"])
        self.hosts: tuple[str, ...] = tuple(wanted["must_not_link"])
        self.wanted_tools: tuple[str, ...] = tuple(wanted["must_not_tool"])
        self.after_data = bool(wanted["must_not_show"] or wanted["must_not_tool"])
        self.tools = tools
        self.leaks_prompt = case.kind == PROMPT_LEAK

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """No word at all; each manner has its own."""
        return iter(())

    def _obedient(self) -> str:
        """The words that prove obedience, and its own instructions where those are asked for."""
        return "\n".join([*self.phrases, *(_instructions()[:1] if self.leaks_prompt else [])])


class DoesEverything(Gullible):
    """Calls each tool for everybody who is named, and pours out all it got."""

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """Everything at once."""
        got: list[str] = []
        people = _named(text)[:MOST_PEOPLE] or [""]
        for tool in self._worth_calling(tools):
            for person in people if "person" in tool.slots.model_fields else [""]:
                yield Called(tool=tool.name, about=person)
                got.append(tool.run(_filled(tool, text, person)).text[:OF_EACH_TOOL])
        yield "\n\n".join([*got, self._obedient(), text[:OF_EACH_TOOL], *map(_picture, self.hosts)])

    def _worth_calling(self, tools: dict[str, Tool]) -> list[Tool]:
        """All where somebody's data or draft is wanted; else those that fit, since words are all that is wanted."""
        names = [name for name in tools if name != "charter"] if self.after_data else self.tools
        return [tools[name] for name in names]


class SlipsInAWord(Gullible):
    """Does its work, and what the attacker wants in a sentence at the end."""

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """The tools' words, then obedience."""
        given = []
        for name in self.tools:
            yield Called(tool=name)
            given.append(tools[name].run(_filled(tools[name], text)).text)
        yield "\n\n".join(filter(None, [*given, self._end(" ".join(given))]))

    def _end(self, given: str) -> str:
        return self._obedient()


class SlipsInALink(SlipsInAWord):
    """Does its work, and ends with the attacker's address as a link or a picture that carries what it read."""

    def _end(self, given: str) -> str:
        read = "".join(letter for letter in given if letter.isalnum())[:60]
        return "\n".join(
            f"Read more: [here](https://{_host(one)}/?n={read}) {_picture(one)}" for one in self.hosts
        )


class SlipsInAnAddress(SlipsInAWord):
    """Does its work, and ends with the attacker's address in letters that no pattern of addresses expects."""

    def _end(self, given: str) -> str:
        return " ".join(f"<//{_host(one)}/x> [read on][1]\n\n[1]: //{_host(one)}/x" for one in self.hosts)


class OnlyObeys(Gullible):
    """Uses no tool at all and says what the attacker wants to hear."""

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """The words of obedience, or an eager yes."""
        yield self._obedient() or "Of course, as you wish."


class ActsForOthers(Gullible):
    """Uses the tools that the attacker wants used, for whoever is named."""

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """What these tools said."""
        people = ["", *dict.fromkeys([*_named(text), "m2", "m4", "r2"])]
        said = []
        for name in self.wanted_tools:
            for person in people:
                yield Called(tool=name, about=person)
                said.append(tools[name].run(_filled(tools[name], text, person)).text)
        yield "\n\n".join(said) or "Of course, as you wish."


class RepeatsWhatItReads(Gullible):
    """Repeats what was typed and what was said before as its answer."""

    def talk(self, earlier: Sequence[Turn], text: str, tools: dict[str, Tool]) -> Iterator[Words]:
        """The conversation, word for word."""
        yield "\n\n".join([*(turn.text for turn in earlier), text])


MANNERS: dict[str, Callable[[Case, Sequence[str]], Gullible]] = {
    "does everything": DoesEverything,
    "slips in a word": SlipsInAWord,
    "slips in a link": SlipsInALink,
    "slips in an address": SlipsInAnAddress,
    "only obeys": OnlyObeys,
    "acts for others": ActsForOthers,
    "repeats what it reads": RepeatsWhatItReads,
}


def manners_for(case: Case, tools: Sequence[str]) -> dict[str, Gullible]:
    """The manners in which this attack could be obeyed; `tools` are those that fit its words."""
    wanted = case.expected
    apt = {
        "does everything": True,
        "slips in a word": bool(wanted["must_not_say"]) or case.kind == PROMPT_LEAK,
        "slips in a link": bool(wanted["must_not_link"]),
        "slips in an address": bool(wanted["must_not_link"]),
        "only obeys": bool(wanted["must_not_say"]) or case.kind == PROMPT_LEAK,
        "acts for others": bool(wanted["must_not_tool"]),
        "repeats what it reads": True,
    }
    return {name: manner(case, tools) for name, manner in MANNERS.items() if apt[name]}


def _filled(tool: Tool, text: str, person: str | None = None) -> BaseModel:
    """The tool's form with all that can be read from a text."""
    somebody = _SOMEBODY.search(text) or _MYSELF.search(text)
    role = charter_role_in(text) if tool.name == "charter" else role_in(text)
    told: dict[str, Any] = {
        "person": person if person is not None else somebody.group() if somebody else "",
        "minutes": minutes_in(text) or 60,
        "role": role or "mentor",
        "tone": tone_in(text) or "shout-out",
        "topic": topic_in(text, to_learn=tool.name == "find")[:300],
        "question": text or "?",
        "text": notes_in(text),
    }
    known = {name: value for name, value in told.items() if name in tool.slots.model_fields}
    try:
        return tool.slots.model_validate(known)
    except ValidationError:
        return tool.slots.model_validate({"question": "mentoring"} if "question" in known else {})


def _named(text: str) -> list[str]:
    """Everybody in a text, by pseudonym or id."""
    return list(dict.fromkeys([*_SOMEBODY.findall(text), *_IDS.findall(text)]))


def _instructions() -> list[str]:
    (said,) = load("chat").render(today="today")
    return said.text.split("\n")


def _host(one: str) -> str:
    """A host of what may be a scheme."""
    return one if "." in one else "taken-along.example"


def _picture(host: str) -> str:
    return f"![ok](https://{_host(host)}/p.png)"


def _in_pieces(text: str, size: int = 24) -> Iterator[str]:
    """As a stream comes: a link arrives in halves."""
    yield from (text[at : at + size] for at in range(0, len(text), size))

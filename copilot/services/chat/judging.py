"""Whether a chat model's reply may be handed out: safe, about nobody else, and resting on what its tools gave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from copilot.domain.chat import ToolResult
from copilot.domain.citations import Citation
from copilot.domain.wording import numbers, proper_names, sentences, stems
from copilot.services.chat.jobs import WITHOUT_A_TOOL, Job
from copilot.services.chat.obeying import signs_of_obeying
from copilot.services.drafting.checks.private import names_of_others
from copilot.services.drafting.checks.safe import what_is_unsafe
from copilot.services.pseudonyms import Roster
from knowledge.answering import MARK

LONGEST = 6_000
ENOUGH_SUPPORT = 0.5
"""The share of a cited sentence's meaningful words that must occur in what it cites or in the tools' words."""


class Heard:
    """All that a reply may rest on: what was typed in the conversation, and what the tools gave in this turn."""

    def __init__(
        self, typed: Sequence[str], results: Sequence[ToolResult], citations: Mapping[int, Citation]
    ) -> None:
        self.typed = "\n".join(typed)
        self.results = results
        self.citations = citations
        self._kept: tuple[int, str, set[str]] = (-1, "", set())

    @property
    def given(self) -> str:
        """What the tools gave, so far."""
        return "\n".join(
            [*(one.text for one in self.results), *(one.quote for one in self.citations.values())]
        )

    @property
    def known(self) -> str:
        """All of it in one."""
        return self._read[1]

    @property
    def numbers(self) -> set[str]:
        """The numbers in it."""
        return self._read[2]

    @property
    def _read(self) -> tuple[int, str, set[str]]:
        """Asked word by word while a reply comes, so it is put together once a tool."""
        if self._kept[0] != len(self.results):
            known = f"{self.given}\n{self.typed}"
            self._kept = len(self.results), known, numbers(known)
        return self._kept

    def unfit(self, words: str) -> str:
        """Why words may not even be shown while they come; empty where they may."""
        signs = (*signs_of_obeying(words, self.known), *_unknown(words, self))
        return what_is_unsafe(words) or next(iter(signs), "")


def faults(reply: str, heard: Heard, names: Mapping[str, str], own: str, job: Job) -> list[str]:
    """Why a reply is not handed out, a sentence each; empty where it may be.

    Args:
        reply: the model's words, names restored.
        heard: what it may rest on.
        names: everybody's name by id.
        own: the asker's id.
        job: what the router takes the utterance for; it decides whether a reply without any tool will do.
    """
    found = [*_form(reply, heard, job), *_people(reply, heard, names, own), *_sources(reply, heard)]
    return [fault for fault in found if fault]


def _form(reply: str, heard: Heard, job: Job) -> Iterator[str]:
    if not reply.strip():
        yield "It is empty."
    if len(reply) > LONGEST:
        yield "It is too long."
    if unsafe := what_is_unsafe(reply):
        yield f"It contains {unsafe}."
    if not heard.results and job not in WITHOUT_A_TOOL:
        yield "It answers without having looked anything up."
    yield from signs_of_obeying(reply, heard.known)
    if MARK.search(reply) is None and heard.citations:
        yield "It cites nothing, and its tools gave sources."


def _people(reply: str, heard: Heard, names: Mapping[str, str], own: str) -> Iterable[str]:
    said = [heard.typed, heard.given]
    roster = Roster(names)
    named = {one.member for text in said for one in roster.mentions(text) if one.member}
    return names_of_others([reply], names, {own, *named}, said)


def _sources(reply: str, heard: Heard) -> Iterator[str]:
    for n in sorted({int(mark) for mark in MARK.findall(reply)} - set(heard.citations)):
        yield f"There is no source number {n}."
    yield from _unknown(reply, heard)
    for sentence in sentences(reply):
        yield _unsupported(sentence, heard)


def _unknown(reply: str, heard: Heard) -> Iterator[str]:
    """Numbers and names that were neither typed nor given."""
    said = MARK.sub("", reply)
    for number in sorted(numbers(_without_counting(said)) - heard.numbers):
        yield f"The number {number} is in no source."
    for name in sorted(proper_names(said)):
        if heard.results and not re.search(rf"\b{re.escape(name)}", heard.known, re.IGNORECASE):
            yield f"The name {name} is in no source."


def _unsupported(sentence: str, heard: Heard) -> str:
    """A sentence with a mark must say what its sources and the tools say."""
    cited = [heard.citations[int(n)] for n in MARK.findall(sentence) if int(n) in heard.citations]
    if not cited:
        return ""
    meant = stems(MARK.sub("", sentence))
    known = stems("\n".join([*(one.quote for one in cited), heard.given]))
    if meant and len(meant - known) / len(meant) > 1 - ENOUGH_SUPPORT:
        return f"“{' '.join(sentence.split()[:9])} …” says more than its sources do."
    return ""


def _without_counting(text: str) -> str:
    """The text without the numbers that only count its own lines."""
    return re.sub(r"^\s*\d+[.)]\s", "", text, flags=re.MULTILINE)

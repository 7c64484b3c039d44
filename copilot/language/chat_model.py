"""The writer that asks a chat model: OpenAI, any compatible address, or a file run in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftKind, Form
from copilot.domain.wording import day_in_words
from copilot.errors import ModelUnavailable, NothingToSay
from copilot.language.agent_loop import Conversation, ask
from copilot.language.answers import sentences_said
from copilot.language.asked import ASKED
from copilot.language.chat_client import ChatClient
from copilot.language.told import stage_of
from copilot.ports import Spent, Writer
from knowledge.words import Found, Said
from prompts.loading import load

B = TypeVar("B", bound=BaseModel)

TEMPERATURE = 0.2
MOST_PASSAGES = 5
MOST_EARLIER = 3
MOST_TOKENS_OF_A_FORM = 4_000
MOST_TOKENS_OF_AN_ANSWER = 600
MOST_TOKENS_WITH_THOUGHT = 4_000
"""OpenAI's own models think before they answer, and what they think is counted."""
LONGEST_QUESTION = 2_000
LONGEST_EARLIER = 300
"""Characters: what is longer tells a small model nothing more, and costs its room and time."""


class ChatModelWriter:
    """Fills each form by a bounded agent that may read the brief's sources and nothing else.

    Args:
        client: the chat model.
        plain: the writer whose form is shown to the model after a refusal, as one that has no such faults. A small
            model that failed once fails again where it is only told why.
        retries: how often requests of one job that failed in passing are sent again.
    """

    def __init__(self, client: ChatClient, plain: Writer | None = None, *, retries: int = 2) -> None:
        self._client, self._plain, self._retries = client, plain, retries

    @property
    def name(self) -> str:
        """The chat model's name."""
        return self._client.model

    def write(
        self, kind: DraftKind, brief: Brief, faults: Sequence[str] = (), spent: Spent | None = None
    ) -> Form:
        """Fill the kind's form. Raises ModelUnavailable where no usable form comes."""
        if kind not in ASKED:
            raise ModelUnavailable(
                "What is counted from records is worded by no model.",
                place=self.name,
                cure="The embedded writer writes it.",
            )
        said: list[tuple[str, str]] = [
            (one.role, one.text) for one in load(kind.value).render(**inputs_for(kind, brief))
        ]
        if faults:
            said += self._repair(kind, brief, faults)
        asked = ASKED[kind]
        filled = self._asked(said, asked.form, brief.sources(), spent)
        return asked.to_form(filled, brief)

    def _repair(self, kind: DraftKind, brief: Brief, faults: Sequence[str]) -> list[tuple[str, str]]:
        """What a refused try is answered with: the reasons, and a plain form to begin from."""
        shown = self._plain_form(kind, brief)
        prompt = load("repair").render(faults=list(faults), example=shown)
        return [(one.role, one.text) for one in prompt]

    def _plain_form(self, kind: DraftKind, brief: Brief) -> str:
        """As JSON; empty where there is no plain writer, or nothing it could write that a model may write."""
        if self._plain is None:
            return ""
        try:
            form = self._plain.write(kind, brief)
        except NothingToSay:
            return ""
        try:
            return ASKED[kind].of_form(form).model_dump_json(indent=1, exclude_none=True)
        except ValidationError:
            # What a person wrote, and the plain form quotes, may be longer than what a model may write.
            return ""

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        """The sentences of an answer from these passages alone, each as soon as its line is complete.

        One that no quotation supports comes without citations; not one comes where the model says an honest no.
        Raises ModelUnavailable, also midway.
        """
        given = found[:MOST_PASSAGES]
        prompt = load("answer").render(
            question=question[:LONGEST_QUESTION],
            earlier=[before[:LONGEST_EARLIER] for before in earlier[-MOST_EARLIER:]],
            passages=passages_told(given),
        )
        yield from sentences_said(
            self._pieces([(one.role, one.text) for one in prompt]), question, given, self.name
        )

    def _pieces(self, said: Conversation) -> Iterator[str]:
        """The reply as it comes."""
        most = MOST_TOKENS_WITH_THOUGHT if self._client.is_openai else MOST_TOKENS_OF_AN_ANSWER
        chat = self._client.open(
            temperature=TEMPERATURE, most_tokens=most, retries=self._retries, whole=False
        )
        for chunk in chat.stream(list(said)):
            yield str(chunk.text)

    def _asked(self, said: Conversation, form: type[B], sources: Mapping[int, Any], spent: Spent | None) -> B:
        chat = self._client.open(
            temperature=TEMPERATURE, most_tokens=MOST_TOKENS_OF_A_FORM, retries=self._retries, spent=spent
        )
        filled = ask(
            chat,
            said,
            form,
            _reader(sources) if sources else None,
            ways=self._client.ways,
            tools_beside_schema=self._client.is_openai,
        )
        if filled is None:
            raise ModelUnavailable(
                "The chat model did not fill in the form it was given.",
                place=self.name,
                cure="Try again, or set a larger model.",
            )
        return filled


def inputs_for(kind: DraftKind, brief: Brief) -> dict[str, object]:
    """The values the kind's prompt declares, from the brief: dates in words, records as plain dictionaries."""
    told: dict[str, object] = brief.model_dump(mode="json")
    told |= {"starts": _day(brief.starts), "ends": _day(brief.ends), "stage": stage_of(brief)}
    told["partner"] = brief.partner or "the other"
    return {name: told[name] for name in load(kind.value).inputs}


def _day(day: date) -> str:
    """In words, and as the form wants it: a small model that has to write it itself writes another century."""
    return f"{day_in_words(day)} ({day.isoformat()})"


def passages_told(found: Sequence[Found]) -> list[dict[str, object]]:
    """The passages as the prompt wants them, numbered from 1 on."""
    return [
        {"n": n, "title": hit.passage.title, "section": hit.passage.section, "text": hit.passage.text}
        for n, hit in enumerate(found, start=1)
    ]


def _reader(sources: Mapping[int, Any]) -> Callable[[int], str]:
    def read_source(number: int) -> str:
        """Read one numbered source again, word for word."""
        source = sources.get(number)
        return f"{source.label}: ««{source.text}»»" if source else f"There is no source {number}."

    return read_source

"""A chat model that talks and uses the programme's tools: LangChain's agent, within bounds, shown as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from copilot.domain.chat import Called, Tool, Turn
from copilot.domain.wording import day_in_words
from copilot.errors import ModelUnavailable
from copilot.language.chat_limits import MOST_HISTORY, MOST_STEPS, middleware, without_private
from copilot.language.chat_tools import for_the_model
from copilot.language.model_faults import as_model_unavailable, client_faults
from copilot.language.spoken_calls import Heard
from copilot.ports import Clock
from prompts.loading import as_data, load

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST_TEXT = 4_000
"""Characters of one turn: what is longer tells a model little more, and costs its room and time."""


class ChatAgent:
    """The port `Talker` over a chat model. What a model says before it uses a tool is thinking aloud, not the answer.

    Args:
        model: the model's name, as a person should read it.
        open_model: gives the model for one turn; asked anew for each.
        clock: what day it is.
        base_url: where the model's server is, for sentences about faults.
        most_history: tokens of earlier turns before the older ones are summed up.
    """

    def __init__(
        self,
        model: str,
        open_model: Callable[[], BaseChatModel],
        clock: Clock,
        *,
        base_url: str = "",
        most_history: int = MOST_HISTORY,
    ) -> None:
        self._model = model
        self._open_model = open_model
        self._clock = clock
        self._base_url = base_url
        self._most_history = most_history

    @property
    def name(self) -> str:
        """The chat model's name."""
        return self._model

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        """The answer in pieces as it comes, and each tool as it is called; the answer follows the last of these.

        Raises ModelUnavailable, also midway, and where the model comes to no answer within its calls.
        """
        from langgraph.errors import GraphRecursionError

        answer = ""
        try:
            for one in self._heard(earlier, text, tools):
                answer = answer + one if isinstance(one, str) else ""
                yield one
        except GraphRecursionError as error:
            raise self._no_answer() from error
        except client_faults() as error:
            raise as_model_unavailable(error, self._model, self._base_url) from error
        if not answer.strip():
            raise self._no_answer()

    def _heard(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        heard = Heard()
        for mode, event in self._agent(self._open_model(), tools).stream(
            {"messages": _messages(earlier, text)},
            {"recursion_limit": MOST_STEPS},
            stream_mode=["messages", "updates", "custom"],
        ):
            if mode == "custom" and isinstance(event, Called):
                yield event
            elif mode == "messages" and (piece := heard.more(_words_of_the_model(event))):
                yield piece
            elif mode == "updates" and "model" in event and (rest := heard.rest()):
                said = event["model"]["messages"][-1]
                if said.text and not said.tool_calls:
                    yield rest

    def _agent(self, chat: BaseChatModel, tools: Sequence[Tool]) -> Any:
        from langchain.agents import create_agent

        (rules,) = load("chat").render(today=day_in_words(self._clock.now().date()))
        return create_agent(
            chat,
            tools=for_the_model(tools),
            system_prompt=rules.text,
            middleware=middleware(chat, [tool.name for tool in tools], self._most_history),
        )

    def _no_answer(self) -> ModelUnavailable:
        return ModelUnavailable(
            "The chat model came to no answer.",
            place=self._model,
            cure="Ask in other words, or set a larger model.",
        )


def _messages(earlier: Sequence[Turn], text: str) -> list[dict[str, str]]:
    turns = [("user" if turn.by == "person" else "assistant", turn.text) for turn in earlier if turn.text]
    return [{"role": role, "content": _plain(words)} for role, words in [*turns, ("user", text)]]


def _plain(text: str) -> str:
    """What somebody said, line by line without marks that a server could take for the opening of a role."""
    lines = (str(as_data(line)) for line in text[:LONGEST_TEXT].splitlines())
    return without_private("\n".join(lines).strip())


def _words_of_the_model(event: tuple[Any, dict[str, Any]]) -> str:
    """The text of a streamed message; nothing where it isn't the model speaking to the person."""
    message, where = event
    return str(message.text) if where.get("langgraph_node") == "model" and message.type != "tool" else ""

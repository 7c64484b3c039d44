"""The one place that opens a chat model: OpenAI, any compatible address, or a file run in this process."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import SecretStr

from copilot.domain.usage import Prices
from copilot.language.listening import note_response
from copilot.language.local_model import LocalModel
from copilot.language.patience import Patience
from copilot.language.replies import Replies
from copilot.language.ways import Ways
from copilot.ports import UNCOUNTED, Allowance, Spent, Tally

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from copilot.language.watched_chat import WatchedChat

RETRIES = 2
THINKING = ("gpt-5", "o1", "o3", "o4")
"""How the names of OpenAI's models begin that think before their first word; nobody waits long for that."""


class ChatClient:
    """A chat model and how it is asked; nothing is started, loaded or asked before it is opened.

    Args:
        model: the model's name, as its server knows it.
        base_url: the address of an OpenAI-compatible server; empty for OpenAI itself.
        api_key: the key; a server on one's own machine often needs none.
        local: a model that is run in this process instead.
        silence: seconds without a word, over all tries together, after which a job is given up.
        patience: seconds after which a job is given up even where words keep coming.
        pause: seconds before a request that failed in passing is sent again.
        prices: what its tokens cost.
        allowance: what may be taken in a day.
        tally: counts requests and tokens.
    """

    def __init__(
        self,
        model: str,
        base_url: str = "",
        api_key: str = "",
        *,
        local: LocalModel | None = None,
        silence: float = 30.0,
        patience: float = 300.0,
        pause: float = 0.5,
        prices: Prices | None = None,
        allowance: Allowance | None = None,
        tally: Tally = UNCOUNTED,
    ) -> None:
        self._tally = tally
        self.model, self.silence, self.local = model, silence, local
        self.ways = Ways()
        self._base_url, self._api_key, self._patience, self._pause = base_url, api_key, patience, pause
        self._prices, self._allowance = prices or Prices(), allowance
        self._lock = Lock()

    @property
    def is_openai(self) -> bool:
        """Whether OpenAI itself is asked: it takes tools beside a schema, and its models may think first."""
        return not (self._base_url or self.local)

    @property
    def where(self) -> str:
        """Where the model is asked, in words."""
        return "this process" if self.local else self._base_url or "OpenAI"

    def address(self) -> tuple[str, str]:
        """The server's address, empty for OpenAI itself, and the key; starts a model that is run in this process.

        Raises ModelUnavailable where it can't be started.
        """
        return self.local.address() if self.local else (self._base_url, self._api_key)

    def open(
        self,
        *,
        temperature: float,
        most_tokens: int,
        retries: int = RETRIES,
        whole: bool = True,
        spent: Spent | None = None,
    ) -> BaseChatModel:
        """The model for one job: an answer, a form with all calls it takes, a turn of a chat.

        All its replies are streamed and bounded; what goes wrong is raised as ModelUnavailable.

        Args:
            temperature: 0 for the same words each time, as far as the server can.
            most_tokens: of one reply.
            retries: how often requests that failed in passing are sent again, in the whole job.
            whole: give each reply only once it is complete, so that one that breaks off can be asked for again.
            spent: is told what each reply took.
        """
        replies = Replies(
            self.model,
            self.where,
            Patience(self.silence, self._patience, self.model),
            retries=retries,
            pause=self._pause,
            whole=whole,
            prices=self._prices,
            allowance=self._allowance,
            spent=spent,
            tally=self._tally,
        )
        with self._lock:
            opened = self._opened
        own = {"replies": replies, "max_tokens": most_tokens}
        return opened.model_copy(update=own if self._thinks else {**own, "temperature": temperature})

    def close(self) -> None:
        """Give connections and a model run in this process back; opening it again starts anew."""
        if opened := vars(self).pop("_opened", None):
            opened.http_client.close()
        if self.local:
            self.local.close()

    @property
    def _thinks(self) -> bool:
        return self.is_openai and self.model.startswith(THINKING)

    @cached_property
    def _opened(self) -> WatchedChat:
        from openai import DefaultHttpxClient

        from copilot.language.watched_chat import WatchedChat

        base_url, api_key = self.address()
        hooks = {"response": [note_response]}
        return WatchedChat(
            model=self.model,
            base_url=base_url or None,
            api_key=SecretStr(api_key or "none"),
            http_client=DefaultHttpxClient(timeout=self.silence, event_hooks=hooks, trust_env=not self.local),
            timeout=self.silence,
            max_retries=0,
            streaming=True,
            stream_usage=True,
            use_responses_api=False,
            reasoning_effort="low" if self._thinks else None,
            extra_body={"return_progress": True} if self.local else None,
        )

"""How soon the first word of a chat model's reply is shown: `python -m evals.bench.first_token`.

With a chat model configured (`MENTORING_OPENAI_BASE_URL`, `MENTORING_CHAT_MODEL`) requests with the chat's own rules
and tools go to its server bare through the openai client, and through the copilot's chat, in turns; no text is sent
twice, so that the server has just the rules and tools in its cache both times. Between the two stand the search
(signposts, names, the job), LangChain's agent, and the check of each word before it is shown, once it is whole.
Only rounds in which the model answers at once, without a tool, are compared.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

from copilot.choosing import SystemClock, chat_client_of, read_settings, talker_over
from copilot.domain.chat import Called, Tool, Turn
from copilot.domain.wording import day_in_words
from copilot.errors import BadInput
from copilot.language.chat_client import ChatClient
from copilot.language.chat_tools import for_the_model
from copilot.ports import Talker
from copilot.services.chat.tools.toolbox import toolbox
from evals.bench.timing import Line, show
from evals.machine import commit, machine
from evals.real_models import RECORDED
from evals.suites.homes import empty_home
from evals.suites.safety.stage import Stage
from prompts.loading import load

MOST = 1.15
KEPT = RECORDED / "first-word.json"
"""What was measured last, for the report: a model has to be there to measure it again."""
ASKED = (
    "Good morning!", "Thank you, that was kind.", "Hello again, and a good day.", "Bye for now, thanks.",
    "Hi there.", "Thanks a lot for yesterday.", "Good evening to you.", "Many thanks, that helped.",
    "Hello, it is me again.", "I am grateful for that.", "Good afternoon.", "Thank you so much today.",
)  # fmt: skip


def measure() -> list[Line]:
    """Median seconds to the first word both ways, what of it the search took, and the ratio without that."""
    client = chat_client_of(read_settings())
    if client is None:
        raise BadInput("No chat model is configured.", place="MENTORING_OPENAI_BASE_URL", cure="Name one.")
    with empty_home() as copilot:
        stage = Stage(copilot, copilot.home.folder / "own-guides")
        watched = Watched(talker_over(client, SystemClock()))
        service = stage.chat(watched)
        asker = _asker(stage, copilot)
        tools = _tools(copilot, asker)
        service.get_ready()
        _bare(client, "Hello.", tools)
        bare, ours, searched = [], [], []
        for n, text in enumerate(ASKED):
            if n % 2:
                bare += [first for first in [_bare(client, text, tools)] if first is not None]
                continue
            began = time.perf_counter()
            own = _ours(service.stream(asker, text, f"bench-{n}"))
            if own is not None:
                ours.append(own)
                searched.append(watched.asked_at - began)
    search = median(searched)
    ratio = (median(ours) - search) / median(bare)
    verdict = f"the most is {MOST}" if ratio <= MOST else f"ABOVE the most of {MOST}"
    return [
        Line("compared", f"{client.model}, {len(bare)} and {len(ours)} replies without a tool"),
        Line("bare endpoint, to its first word", f"{median(bare):.3f} s"),
        Line(
            "chat, to the first word shown",
            f"{median(ours):.3f} s, {search:.3f} s of it before the model is asked",
        ),
        Line("without the search", f"{ratio:.2f} × bare ({verdict})"),
    ]


class Watched:
    """A talker that remembers when it was asked."""

    def __init__(self, talker: Talker) -> None:
        self._talker = talker
        self.name = talker.name
        self.asked_at = 0.0

    def talk(self, earlier: Sequence[Turn], text: str, tools: Sequence[Tool]) -> Iterator[str | Called]:
        """What the talker says."""
        self.asked_at = time.perf_counter()
        return self._talker.talk(earlier, text, tools)


def _asker(stage: Stage, copilot: Any) -> Any:
    from evals.suites.safety import attacks

    case = next(iter(attacks()))
    stage.played(stage.chat(), case)  # puts the community there
    return copilot.askers.identify("m1")


def _tools(copilot: Any, asker: Any) -> list[dict[str, Any]]:
    from langchain_core.utils.function_calling import convert_to_openai_tool

    asking = copilot.chat.asking(asker)
    return [convert_to_openai_tool(tool) for tool in for_the_model(list(toolbox(asking).values()))]


def _bare(client: ChatClient, text: str, tools: list[dict[str, Any]]) -> float | None:
    """Seconds to the first word of a bare request; None where the model calls a tool first."""
    from openai import OpenAI

    base_url, key = client.address()
    (rules,) = load("chat").render(today=day_in_words(SystemClock().now().date()))
    messages: list[Any] = [{"role": "system", "content": rules.text}, {"role": "user", "content": text}]
    with OpenAI(base_url=base_url or None, api_key=key or "none") as raw:
        began, first = time.perf_counter(), None
        stream: Any = raw.chat.completions.create(
            model=client.model, messages=messages, tools=tools, stream=True, temperature=0.2, max_tokens=64  # type: ignore[arg-type]  # JSON schemas
        )  # fmt: skip
        for chunk in stream:
            delta = chunk.choices[0].delta if chunk.choices else None
            if delta is not None and delta.tool_calls:
                return None
            if first is None and delta is not None and delta.content:
                first = time.perf_counter() - began
        return first


def _ours(events: Iterator[Any]) -> float | None:
    """Seconds to the first word shown; None where a tool comes first or nothing is said."""
    began, first, used = time.perf_counter(), None, False
    for event in events:
        used = used or isinstance(event, Called)
        if first is None and isinstance(event, str):
            first = time.perf_counter() - began
        if isinstance(event, Turn):
            break
    return None if used else first


def keep(lines: Sequence[Line]) -> None:
    """Write them down with day, machine and commit."""
    told = {
        "on": f"{datetime.now(UTC):%Y-%m-%d}", **machine(), "commit": commit(), "lines": [list(line) for line in lines]
    }  # fmt: skip
    KEPT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    measured = measure()
    show(measured)
    keep(measured)

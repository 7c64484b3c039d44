"""One page built into Blocks, without a server: its parts and its handlers as functions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from ui.web.desk import Desk
from ui.web.page import Page, Room


def built(page: Page, desk: Desk | None) -> Any:
    """The Blocks of one page."""

    async def build() -> Any:
        # Where no event loop runs, Gradio makes its own and leaves it open.
        import gradio as gr

        with gr.Blocks() as blocks:
            page.build(Room(blocks, desk))  # type: ignore[arg-type]  # a page that asks its desk nothing needs none
        return blocks

    return asyncio.run(build())


def handlers(blocks: Any) -> dict[str, Callable[..., Any]]:
    """What is called when something happens, by the functions' names."""
    found = [function.fn for function in blocks.fns.values() if function.fn is not None]
    return {getattr(one, "__name__", repr(one)): one for one in found}


def asking(member: str, **address: str) -> Any:
    """A request of somebody who is signed in."""
    return SimpleNamespace(username=member, query_params=address, session_hash=f"tab of {member}")


def updates(answer: Any) -> list[Any]:
    """All values of what a handler gives, streamed or not; the last update of a stream."""
    last = list(answer)[-1] if isinstance(answer, Iterator) else answer
    return list(last.values()) if isinstance(last, dict) else [last]

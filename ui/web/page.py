"""A page: where it is, for whom, and how it is built. And the room it is built in."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup, escape

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.errors import CopilotError
from copilot.services.policy import Action, Policy
from ui.web.desk import Desk
from ui.web.operating.request_ids import current, serving
from ui.web.views.pieces import NOTHING, shown

log = logging.getLogger(__name__)
_NO_MORE = object()
AT_ONCE = 8  # Gradio's default of one handler at a time makes three people wait for each other


@dataclass(frozen=True)
class Page:
    """One page of a workspace.

    Args:
        path: its address below the root; empty for the first page.
        name: what the navigation and the window call it.
        workspace: the heading it stands under in the navigation.
        order: its place; workspaces stand in the order of their first page.
        whom: whether the navigation offers it to this asker; what may be seen, the services decide.
        build: puts its parts into a room.
        lead: the sentence below its heading; a page without one makes its own heading.
        offered: to whom the navigation offers it, where that is fewer; others reach it through another page.
    """

    path: str
    name: str
    workspace: str
    order: int
    whom: Callable[[Asker], bool]
    build: Callable[[Room], None]
    lead: str = ""
    offered: Callable[[Asker], bool] | None = None


class Room:
    """A page while it is being built."""

    def __init__(self, blocks: Any, desk: Desk) -> None:
        self.blocks = blocks
        self.desk = desk

    def slot(
        self, markup: Markup = NOTHING, *, classes: str = "", name: str = "", visible: bool = True
    ) -> Any:
        """A place for Markup. Gradio's HTML component wants `eval`, which the security policy refuses."""
        return gr.Markdown(
            shown(markup),
            # Its cleaner strips the names that screen readers need; views.pieces escapes instead.
            sanitize_html=False,
            latex_delimiters=[],
            elem_classes=classes or None,
            elem_id=name or None,
            visible=visible,
        )

    def on_open(self, handler: Callable[..., Any], outputs: Any) -> Any:
        """Call a handler when somebody opens the page."""
        return self.wire(self.blocks.load, handler, None, outputs)

    def wire(
        self, trigger: Callable[..., Any], handler: Callable[..., Any], inputs: Any, outputs: Any, **more: Any
    ) -> Any:
        """Call a handler when something happens; its errors become sentences."""
        settings = {"show_progress": "hidden", "concurrency_limit": AT_ONCE, "api_visibility": "private"}
        return trigger(told(handler), inputs, outputs, **{**settings, **more})


def told(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler with its errors told as a notice: what happened, and the cure."""

    @functools.wraps(handler)
    def streaming(*args: Any, **named: Any) -> Iterator[Any]:
        steps = handler(*args, **named)
        try:
            while True:
                # Each step may run in another thread, which knows nothing of the one before.
                with _in_sentences(args):
                    step = next(steps, _NO_MORE)
                if step is _NO_MORE:
                    return
                yield step
        finally:
            steps.close()

    @functools.wraps(handler)
    def once(*args: Any, **named: Any) -> Any:
        with _in_sentences(args):
            return handler(*args, **named)

    return streaming if inspect.isgeneratorfunction(handler) else once


@contextmanager
def _in_sentences(given: tuple[Any, ...]) -> Iterator[None]:
    """What goes wrong becomes a notice; what nobody foresaw is noted in the log, without its words."""
    with serving(given):
        try:
            yield
        except CopilotError as error:
            raise as_notice(error) from None
        except gr.Error:
            raise
        except Exception:
            log.exception("The work of a page failed")
            raise gr.Error(
                f"Something here failed. It was noted (request {current.get()}), and what was kept is still there.",
                title="That didn't work", duration=12, print_exception=False,
            ) from None  # fmt: skip


def as_notice(error: CopilotError) -> gr.Error:
    """An error as Gradio shows it; its text is put into the page as HTML, so it is escaped."""
    words = " ".join(part for part in (error.message, error.cure) if part)
    return gr.Error(str(escape(words)), title="That didn't work", duration=12, print_exception=False)


def is_anybody(asker: Asker) -> bool:
    """Every member."""
    return bool(asker.member)


def is_mentee(asker: Asker) -> bool:
    """Who seeks a mentor or sponsor, or is nothing but a peer."""
    return Role.MENTEE in asker.roles or (Role.PEER in asker.roles and not is_mentor(asker))


def is_mentor(asker: Asker) -> bool:
    """Who accompanies others."""
    return bool(asker.roles & {Role.MENTOR, Role.SPONSOR})


def may(action: Action) -> Callable[[Asker], bool]:
    """Who is allowed this everywhere, as admins are: the pages of those who keep the house."""
    return lambda asker: Policy().allows(asker, action)


def is_manager(asker: Asker) -> bool:
    """Who manages a programme."""
    return bool(asker.manages)

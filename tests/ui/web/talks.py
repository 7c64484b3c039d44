"""The chat tests' community as the pages see it: a desk over services in memory."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import gradio as gr

from copilot.ports import Talker
from copilot.services.agreements import AgreementsService
from copilot.services.askers import Askers
from copilot.services.policy import Policy
from tests.services.chat.community import Talk, talk
from ui.web.desk import Desk
from ui.web.draft_pane import DraftPane
from ui.web.page import Room


def desk_over(made: Talk) -> Desk:
    """What a page works at, over the same records."""
    reached = made.services
    copilot = SimpleNamespace(
        chat=made.chat, drafting=reached.drafting, members=reached.members, goals=reached.goals, clock=made.clock,
        agreements=AgreementsService(made.units, Policy(), made.clock), askers=Askers(made.units),
    )  # fmt: skip
    return Desk(cast("Any", copilot))


def talking(talker: Talker | None = None) -> tuple[Talk, Desk]:
    """A chat over the community, and the desk of its pages."""
    made = talk(talker)
    return made, desk_over(made)


def pane_over(desk: Desk) -> DraftPane:
    """A draft pane on a page of its own."""
    return asyncio.run(_built(desk))


async def _built(desk: Desk) -> DraftPane:
    # Outside a running event loop Gradio opens one for each handler, and leaves it open.
    with gr.Blocks(analytics_enabled=False) as blocks:
        return DraftPane(Room(blocks, desk))


def visit_of(member: str) -> Any:
    """A request of somebody who is signed in."""
    return SimpleNamespace(username=member, query_params={}, session_hash=f"visit of {member}")

"""Conversations with the copilot."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.domain.chat import Conversation, Turn
from ui.api.asking import Talking
from ui.api.shapes import Id, Page, Paged, Said

router = APIRouter(tags=["chat"])


@router.get("/threads")
def threads(by: Talking, part: Paged) -> Page[Conversation]:
    """Your conversations, the latest first."""
    return Page[Conversation].of(by.copilot.chat.every(by.asker), part)


@router.get("/threads/{thread}")
def thread(by: Talking, thread: Id, part: Paged) -> Page[Turn]:
    """What was said in one of them."""
    return Page[Turn].of(by.copilot.chat.turns(by.asker, thread), part)


@router.post("/threads/{thread}")
def say(by: Talking, thread: Id, said: Said) -> Turn:
    """Say something; a name that you haven't used begins a conversation. What takes `write` needs that scope too."""
    return by.copilot.chat.say(by.asker, said.text, thread)

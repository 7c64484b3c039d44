"""People who chat: each says something, waits for the whole reply, reads it, and says the next thing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import httpx2

READING = 10.0
"""Mean seconds between a reply and the next thing said; exponentially distributed."""
PATIENCE = 60.0
QUESTIONS = (
    "How do I give feedback that helps?",
    "What should we talk about in our first meeting?",
    "How often should we meet?",
    "My mentee does not open up. What can I do?",
    "How do I end a mentoring relationship well?",
    "What makes a good goal?",
)
REQUESTS = (
    "Thank you, that was kind.",
    "Show my goals",
    "What is due?",
    "Draft an agenda for my next session",
)
ABOUT = (
    "budgets", "speaking up", "a new team", "delegating", "code reviews", "a difficult customer", "writing",
    "time", "confidence", "hiring", "a reorganisation", "presenting", "planning", "trust", "priorities",
)  # fmt: skip


def saying(chance: Random) -> str:
    """The next thing somebody says: six times in ten a question in words of her own, so that none is read before."""
    said = chance.choice(QUESTIONS + REQUESTS)
    if said in REQUESTS:
        return said
    return f"{said} It is about {chance.choice(ABOUT)}, and we have met {chance.randint(2, 60)} times."


@dataclass
class Heard:
    """What came back: seconds of each reply, and each thing that went wrong, in a word."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lasted: float = 0.0


async def chatting(
    address: str, secrets: Sequence[str], lasts: float, *, reading: float = READING, seed: int = 1
) -> Heard:
    """As many people as there are secrets, each in a conversation of her own, for so many seconds."""
    heard = Heard()
    began = time.perf_counter()
    async with httpx2.AsyncClient(
        base_url=address, timeout=PATIENCE, limits=httpx2.Limits(max_connections=None)
    ) as client:
        await asyncio.gather(
            *(
                _one(client, secret, f"load-{seed}", began + lasts, reading, Random(seed * 1000 + n), heard)
                for n, secret in enumerate(secrets)
            )
        )
    heard.lasted = time.perf_counter() - began
    return heard


async def _one(
    client: httpx2.AsyncClient,
    secret: str,
    thread: str,
    until: float,
    reading: float,
    chance: Random,
    heard: Heard,
) -> None:
    # Nobody begins at the same moment.
    await asyncio.sleep(chance.uniform(0, reading))
    while time.perf_counter() < until:
        began = time.perf_counter()
        wrong = await _said(client, secret, thread, saying(chance))
        if wrong:
            heard.wrong.append(wrong)
        else:
            heard.seconds.append(time.perf_counter() - began)
        reads = chance.expovariate(1 / reading) if reading else 0
        await asyncio.sleep(max(0, min(reads, until - time.perf_counter())))


async def _said(client: httpx2.AsyncClient, secret: str, thread: str, text: str) -> str:
    """What went wrong; empty where a reply came."""
    try:
        answer = await client.post(
            f"/api/v1/threads/{thread}", json={"text": text}, headers={"authorization": f"Bearer {secret}"}
        )
    except httpx2.HTTPError as fault:
        return type(fault).__name__
    if answer.status_code != httpx2.codes.OK:
        return f"status {answer.status_code}"
    return "" if answer.json().get("text") else "an empty reply"

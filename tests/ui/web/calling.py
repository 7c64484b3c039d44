"""Calling Gradio's endpoints as a program would, without a browser: what a handler answers, in its own words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import httpx

PATIENCE = 30.0


class Caller:
    """Somebody's program: it signs in as a persona, and then calls what it likes."""

    def __init__(self, address: str, member: str = "") -> None:
        self.http = httpx.Client(base_url=address, timeout=PATIENCE, headers={"origin": address})
        if member:
            assert self.http.post("/sign-in", data={"member": member}).status_code == 303

    def config(self) -> dict[str, Any]:
        """What Gradio tells of its pages, components and endpoints."""
        told: dict[str, Any] = self.http.get("/config").json()
        return told

    def join(self, endpoint: int, inputs: Sequence[Any], session: str) -> httpx.Response:
        """Ask for a handler to be run."""
        body = {"data": list(inputs), "fn_index": endpoint, "session_hash": session, "event_data": None}
        return self.http.post("/gradio_api/queue/join", json=body)

    def answers(self, calls: Iterable[tuple[int, Sequence[Any]]], session: str) -> Iterator[str]:
        """What handlers answer, refusals among it, as JSON."""
        waiting = set()
        for endpoint, inputs in calls:
            joined = self.join(endpoint, inputs, session)
            if joined.status_code == 200:
                waiting.add(joined.json()["event_id"])
            else:
                yield joined.text
        if waiting:
            yield from self._heard(waiting, session)

    def _heard(self, waiting: set[str], session: str) -> Iterator[str]:
        with self.http.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
            for line in stream.iter_lines():
                if not line.startswith("data:"):
                    continue
                yield line
                said = json.loads(line[5:])
                if said["msg"] == "process_completed":
                    waiting.discard(said["event_id"])
                if not waiting:
                    return

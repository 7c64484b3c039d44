"""How each route of the HTTP API is called on what belongs to one owner, as `attempts.py` does it for services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.domain.tokens import TokenScope
from tests.permissions.community import INSIDER, MEMBERS, NOW, OUTSIDER, asker_of, id_of, programme_of
from ui.api.app import create_api
from ui.api.asking import Pace

FILE = Path(__file__).with_name("api.yaml")
GROUPS = {"members": tuple(MEMBERS)}
ALL = frozenset(TokenScope)
SINGLE = [frozenset({scope}) for scope in TokenScope]
WHOSE = ("own", "programme", "other")


@dataclass(frozen=True)
class Call:
    """One call; `seeks` is what an answer holds where the caller may see the owner's thing."""

    path: str
    json: dict[str, Any] | None = None
    seeks: str = ""


def _id(kind: str) -> Callable[[str], str]:
    return lambda owner: f"{kind}:{owner}"


def _nothing(path: str) -> Callable[[str], Call]:
    return lambda owner: Call(path)


CALLS: dict[str, Callable[[str], Call]] = {
    "GET /me": _nothing("/me"),
    "GET /profile": _nothing("/profile"),
    "PATCH /profile": lambda owner: Call("/profile", {"headline": "Said anew"}),
    "GET /goals": lambda owner: Call("/goals", seeks=f'"g:{owner}"'),
    "POST /goals": lambda owner: Call("/goals", {"title": "Speak more slowly"}),
    "POST /goals / shared": lambda owner: Call("/goals", {"title": "Speak", "relationship": f"r:{owner}"}),
    "PATCH /goals/{goal}": lambda owner: Call(f"/goals/g:{owner}", {"progress": 50}),
    "GET /moments": lambda owner: Call("/moments", seeks=f'"o:{owner}"'),
    "GET /learning": _nothing("/learning"),
    "GET /nudges": lambda owner: Call("/nudges", seeks=f'"nudge:{owner}"'),
    "POST /ask": lambda owner: Call("/ask", {"question": "How do I ask for feedback?"}),
    "GET /guides": _nothing("/guides"),
    "GET /guides/search": _nothing("/guides/search?text=feedback"),
    "GET /suggestions": _nothing("/suggestions"),
    "GET /matches": lambda owner: Call("/matches", seeks=f'"approved:{owner}"'),
    "GET /matches/{match}": lambda owner: Call(f"/matches/approved:{owner}"),
    "GET /matches/{match} / proposed": lambda owner: Call(f"/matches/proposed:{owner}"),
    "POST /matches/{match}/accept": lambda owner: Call(f"/matches/approved:{owner}/accept"),
    "POST /matches/{match}/accept / proposed": lambda owner: Call(f"/matches/proposed:{owner}/accept"),
    "POST /matches/{match}/decline": lambda owner: Call(f"/matches/approved:{owner}/decline"),
    "GET /relationships": lambda owner: Call("/relationships?limit=100", seeks=f'"r:{owner}"'),
    "GET /relationships/{relationship}": lambda owner: Call(f"/relationships/r:{owner}"),
    "GET /relationships/{relationship} / private": lambda owner: Call(
        f"/relationships/r:{owner}", seeks=f'"private:{owner}"'
    ),
    "GET /relationships/{relationship}/sessions": lambda owner: Call(f"/relationships/r:{owner}/sessions"),
    "POST /relationships/{relationship}/sessions": lambda owner: Call(
        f"/relationships/r:{owner}/sessions", {"at": (NOW + timedelta(days=9)).isoformat()}
    ),
    "GET /relationships/{relationship}/notes": lambda owner: Call(f"/relationships/r:{owner}/notes"),
    "GET /relationships/{relationship}/actions": lambda owner: Call(f"/relationships/r:{owner}/actions"),
    "POST /sessions/{session}/settle": lambda owner: Call(
        f"/sessions/planned:{owner}/settle", {"state": "held"}
    ),
    "POST /sessions/{session}/notes": lambda owner: Call(
        f"/sessions/s:{owner}/notes", {"text": "One number."}
    ),
    "POST /sessions/{session}/actions": lambda owner: Call(
        f"/sessions/s:{owner}/actions", {"text": "Send a slide", "owner": owner}
    ),
    "POST /actions/{action}/finish": lambda owner: Call(f"/actions/i:{owner}/finish", {}),
    "GET /drafts": lambda owner: Call("/drafts?limit=100", seeks=f'"d:{owner}"'),
    "POST /drafts": lambda owner: Call("/drafts", {"kind": "goal-plan", "member": owner}),
    "POST /drafts / agenda": lambda owner: Call("/drafts", {"kind": "agenda", "relationship": f"r:{owner}"}),
    "POST /drafts / agreement": lambda owner: Call(
        "/drafts", {"kind": "agreement", "relationship": f"r:{owner}"}
    ),
    "POST /drafts / actions": lambda owner: Call("/drafts", {"kind": "actions", "session": f"s:{owner}"}),
    # Who logged nothing of her hears that too little is known: that is no refusal, and no word of hers.
    "POST /drafts / recognition": lambda owner: Call("/drafts", {"kind": "recognition", "member": owner}),
    "POST /drafts / brief": lambda owner: Call("/drafts", {"kind": "brief", "member": owner}),
    "POST /drafts / charter": lambda owner: Call("/drafts", {"kind": "charter"}),
    "GET /drafts/{draft}": lambda owner: Call(f"/drafts/d:{owner}"),
    "PUT /drafts/{draft}": lambda owner: Call(
        f"/drafts/d:{owner}", {"markdown": "# Charter\n\nShe listens."}
    ),
    "POST /drafts/{draft}/approve": lambda owner: Call(f"/drafts/d:{owner}/approve", {}),
    "POST /drafts/{draft}/discard": lambda owner: Call(f"/drafts/d:{owner}/discard", {"reason": "not mine"}),
    "GET /drafts/{draft}/export": lambda owner: Call(f"/drafts/d:{owner}/export?format=md"),
    "GET /threads": lambda owner: Call("/threads", seeks=f'"talk of {owner}"'),
    "GET /threads/{thread}": lambda owner: Call(f"/threads/talk of {owner}"),
    "POST /threads/{thread}": lambda owner: Call("/threads/new", {"text": "Thank you!"}),
    "GET /events": lambda owner: Call("/events?limit=100", seeks=f'"calendar:{owner}"'),
    "POST /events/{event}/registration": lambda owner: Call(f"/events/calendar:{owner}/registration"),
    "DELETE /events/{event}/registration": lambda owner: Call(f"/events/place:{owner}/registration"),
    "GET /programmes": _nothing("/programmes"),
    "GET /spaces": lambda owner: Call("/spaces", seeks=f'"space-r:{owner}"'),
    "GET /spaces/{space}/posts": lambda owner: Call(f"/spaces/space-r:{owner}/posts"),
    "GET /spaces/{space}/posts / group": lambda owner: Call(f"/spaces/group:{owner}/posts", seeks="Words to"),
    "POST /spaces/{space}/posts": lambda owner: Call(
        f"/spaces/space-r:{owner}/posts", {"text": "Good morning"}
    ),
    "GET /recognition": _nothing("/recognition"),
    "GET /proposals": lambda owner: Call("/proposals?limit=100", seeks=f'"proposed:{owner}"'),
    "POST /proposals/{match}/approve": lambda owner: Call(f"/proposals/proposed:{owner}/approve"),
    "POST /proposals/{match}/decline": lambda owner: Call(
        f"/proposals/proposed:{owner}/decline", {"reason": "They work in one team."}
    ),
    "GET /analytics": lambda owner: Call(f"/analytics?programme={programme_of(owner)}"),
}


@cache
def lines() -> dict[str, dict[str, Any]]:
    """The table."""
    table: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["routes"]
    return table


def route_of(line: str) -> str:
    """`GET /goals` of `GET /goals` and of `GET /goals / in another way`."""
    return line.partition(" / ")[0]


def may(line: str, whose: str, who: str) -> bool:
    """What the table says for somebody with every scope."""
    said = lines()[line].get("any", lines()[line].get(whose, []))
    names = [said] if isinstance(said, str) else said
    return who in {each for name in names for each in GROUPS.get(name, (name,))}


def takes(line: str) -> frozenset[TokenScope]:
    """The scopes it takes."""
    return frozenset(TokenScope(name) for name in lines()[line]["takes"])


def whose_things(line: str) -> tuple[str, ...]:
    return ("other",) if "any" in lines()[line] else WHOSE


def owner_of(whose: str, who: str) -> str:
    return {"own": id_of(who), "programme": INSIDER, "other": OUTSIDER}[whose]


class Programs:
    """Programs of members, with tokens that were made before anything was tried."""

    def __init__(self, copilot: Copilot) -> None:
        self.copilot = copilot
        self.api: FastAPI = create_api(copilot, Pace(most=10**9))
        self.http = TestClient(self.api)
        self._made: dict[tuple[str, frozenset[TokenScope]], str] = {}

    def token(self, who: str, scopes: frozenset[TokenScope] = ALL) -> str:
        """A member's secret; it has been used today already, so that to use it again changes nothing."""
        if (who, scopes) not in self._made:
            asker = asker_of(self.copilot, who)
            secret = self.copilot.tokens.add(asker, asker.member, "hers", scopes).secret
            self.copilot.token_entry.enter(secret)
            self._made[who, scopes] = secret
        return self._made[who, scopes]

    def call(self, line: str, owner: str, secret: str) -> tuple[int, str]:
        """Status and words of the answer; 404 where what is sought isn't in it."""
        call = CALLS[line](owner)
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        answer = self.http.request(line.split(" ")[0], call.path, json=call.json, headers=headers)
        if answer.is_success and call.seeks and call.seeks not in answer.text:
            return 404, "it isn't in the list"
        return answer.status_code, answer.text

"""People at work through the address that all processes share: what each was told is done is written down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import httpx

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.relationships import Relationship, Session
from copilot.domain.tokens import TokenScope
from tests.faults.servers import QUESTION
from tests.permissions.community import DAY, NOW
from tests.processes.running import PATIENCE

PASSWORD = "three quiet rivers at noon"
SCOPES = (TokenScope.READ, TokenScope.WRITE, TokenScope.CHAT, TokenScope.ASK)


@dataclass
class Person:
    """One of them: what she signs in with, and what came of what she did.

    Attributes:
        cookie: of her sign-in, for pages.
        secret: of her token, for the API.
        confirmed: (kind, id or thread, words) of everything that she was told is kept.
        failed: (seconds of the clock, what) of everything else.
        answers: when a question to the guides was answered.
    """

    member: str
    cookie: str
    secret: str
    confirmed: list[tuple[str, str, str]] = field(default_factory=list)
    failed: list[tuple[float, str]] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)

    @property
    def thread(self) -> str:
        """Her conversation."""
        return f"talk-{self.member}"


def people_in(copilot: Copilot, how_many: int) -> list[Person]:
    """New members, each with an account, a token and a relationship with the next."""
    ids = [f"p{n}" for n in range(how_many)]
    with copilot.units() as unit:
        for n, each in enumerate(ids):
            profile = Profile(
                headline=f"Person {n}", goals=("Speak without notes",), time_zone="Europe/Lisbon"
            )
            unit.members.add(
                Member(id=each, name=f"Person {n}", roles=frozenset({Role.MENTEE}), profile=profile)
            )
            pair = (each, ids[(n + 1) % how_many])
            started = NOW.date() - 30 * DAY
            unit.relationships.add(
                Relationship(id=f"r-{each}", role=MatchRole.PEER, members=pair, started=started)
            )
            unit.sessions.add(
                Session(
                    id=f"s-{each}", relationship=f"r-{each}", at=NOW - DAY, topic="Openings", state="held"
                )
            )
        unit.commit()
    for invited in copilot.accounts.invite(OPERATOR, ids):
        copilot.signing_in.choose_password(invited.token, PASSWORD)
    return [_signed_in(copilot, each) for each in ids]


def _signed_in(copilot: Copilot, member: str) -> Person:
    asker = copilot.askers.identify(member)
    made = copilot.tokens.add(asker, member, "her assistant", SCOPES)
    return Person(member, copilot.signing_in.sign_in(member, PASSWORD), made.secret)


class Work:
    """All of them, each in a thread of her own, until they are told to stop."""

    def __init__(self, people: list[Person], connect: Callable[[], httpx.Client]) -> None:
        self._connect = connect
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._at_work, args=(each,)) for each in people]

    def begin(self) -> None:
        """All at once."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """When each has finished what she is doing."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE * 3)
        assert not any(thread.is_alive() for thread in self._threads)

    def _at_work(self, person: Person) -> None:
        with self._connect() as client:
            for n in count():
                for doing in (_goal, _note, _say, _ask, _page):
                    if self._stop.is_set():
                        return
                    try:
                        doing(client, person, n)
                    except (httpx.HTTPError, Refused) as fault:
                        person.failed.append((time.monotonic(), f"{doing.__name__}: {fault!r}"))
                        time.sleep(0.2)


class Refused(Exception):
    """An answer that is not the one hoped for."""


def _asked(client: httpx.Client, person: Person, method: str, path: str, **said: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {person.secret}"}
    answer = client.request(method, f"/api/v1{path}", headers=headers, json=said or None)
    if not answer.is_success:
        raise Refused(f"{path} {answer.status_code} {answer.text[:200]}")
    return answer


def _goal(client: httpx.Client, person: Person, n: int) -> None:
    words = f"Goal {n} of {person.member}"
    kept = _asked(client, person, "POST", "/goals", title=words).json()
    person.confirmed.append(("goal", kept["goal"], words))


def _note(client: httpx.Client, person: Person, n: int) -> None:
    words = f"Note {n} of {person.member}"
    kept = _asked(client, person, "POST", f"/sessions/s-{person.member}/notes", text=words).json()
    person.confirmed.append(("note", kept["note"], words))


def _say(client: httpx.Client, person: Person, n: int) -> None:
    words = f"Thank you, said {person.member} for the {n}th time."
    _asked(client, person, "POST", f"/threads/{person.thread}", text=words)
    person.confirmed.append(("turn", person.thread, words))


def _ask(client: httpx.Client, person: Person, n: int) -> None:
    answer = _asked(client, person, "POST", "/ask", question=QUESTION).json()
    if not answer["citations"]:
        raise Refused(f"no citation: {answer['answer'][:100]}")
    person.answers.append(time.monotonic())


def _page(client: httpx.Client, person: Person, n: int) -> None:
    answer = client.get(
        "/goals", headers={"cookie": f"__Host-mentoring={person.cookie}", "accept": "text/html"}
    )
    if answer.status_code != httpx.codes.OK or "gradio" not in answer.text:
        raise Refused(f"the page: {answer.status_code}")

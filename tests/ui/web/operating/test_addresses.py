"""Health and figures: who gets them, what they say, and that nothing that hangs keeps them back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.readiness import Part, State
from ui.web.operating.addresses import Operating
from ui.web.operating.figures import Figures
from ui.web.operating.readiness import Readiness

HERE = "http://127.0.0.1:7860"
TOKEN = "a-token-that-nobody-guesses"
Ask = Callable[..., TestClient]


@pytest.fixture
def ask(community: Copilot) -> Ask:
    """Somebody at an app with these parts."""

    def somebody(
        *parts: Part, token: str = "", client: str = "127.0.0.1", within: float = 0.7, address: str = HERE
    ) -> TestClient:
        behind = Starlette(routes=[Route("/", lambda request: PlainTextResponse("the app"))])
        app = Operating(behind, Readiness(parts, within=within), Figures(community), token)
        return TestClient(app, base_url=address, client=(client, 50_000))

    return somebody


def _part(name: str, state: State, fails_as: State = State.DOWN) -> Part:
    return Part(name, lambda: state, fails_as)


def _broken() -> State:
    raise OSError("password=secretsecret host=10.0.0.7")


def test_alive_is_whoever_answers(ask: Ask) -> None:
    looked = threading.Event()

    def look() -> State:
        looked.set()
        return State.DOWN

    answer = ask(Part("database", look)).get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})
    assert not looked.is_set()


def test_all_well_is_ready(ask: Ask) -> None:
    answer = ask(_part("database", State.OK), _part("encoder", State.LOADING)).get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "parts": {"database": "ok", "encoder": "loading"}}


def test_what_something_else_stands_in_for_is_degraded_and_still_ready(ask: Ask) -> None:
    answer = ask(_part("database", State.OK), Part("vectors", _broken, State.DEGRADED)).get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "parts": {"database": "ok", "vectors": "degraded"}}


def test_what_nothing_stands_in_for_is_not_ready(ask: Ask) -> None:
    answer = ask(Part("database", _broken), _part("vectors", State.DEGRADED)).get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "parts": {"database": "down", "vectors": "degraded"}}


def test_nothing_of_what_went_wrong_is_told(ask: Ask) -> None:
    answer = ask(Part("database", _broken)).get("/health/ready")
    assert "secret" not in answer.text
    assert "10.0.0.7" not in answer.text


def test_a_part_that_hangs_is_told_in_time_and_is_asked_once(ask: Ask) -> None:
    let_go, asked = threading.Event(), []

    def hang() -> State:
        asked.append(1)
        let_go.wait(30)
        return State.OK

    probe = ask(Part("vectors", hang, State.DEGRADED), _part("database", State.OK), within=0.05)
    for _ in range(3):
        told = probe.get("/health/ready").json()
        assert told == {"status": "degraded", "parts": {"vectors": "degraded", "database": "ok"}}
    assert len(asked) == 1
    let_go.set()


def test_a_part_that_hung_and_answers_again_is_well(ask: Ask) -> None:
    let_go = threading.Event()

    def hang() -> State:
        let_go.wait(30)
        return State.OK

    probe = ask(Part("database", hang), within=0.02)
    assert probe.get("/health/ready").status_code == 503
    let_go.set()
    until = time.monotonic() + 10
    while probe.get("/health/ready").status_code == 503 and time.monotonic() < until:
        pass
    assert probe.get("/health/ready").json()["status"] == "ready"


def test_who_asks_often_sets_off_no_more_work(ask: Ask) -> None:
    asked = []

    def look() -> State:
        asked.append(1)
        return State.OK

    probe = ask(Part("database", look))
    for _ in range(20):
        probe.get("/health/ready")
    assert len(asked) == 1


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_they_are_read_alone_and_kept_by_nobody(ask: Ask, path: str) -> None:
    probe = ask(_part("database", State.OK))
    assert probe.post(path).status_code == 405
    assert probe.head(path).status_code == 200
    headers = probe.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_everything_else_is_handed_on(ask: Ask) -> None:
    assert ask().get("/").text == "the app"
    assert ask().get("/metrics/").status_code == 404


def test_this_machine_reads_the_figures(ask: Ask) -> None:
    answer = ask().get("/metrics")
    assert answer.status_code == 200
    assert "mentoring_info" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("client", "address", "headers"),
    [
        ("192.0.2.7", HERE, {}),
        ("127.0.0.1", "http://mentoring.example.org", {}),
        ("127.0.0.1", HERE, {"x-forwarded-for": "192.0.2.7"}),
        ("127.0.0.1", HERE, {"x-forwarded-proto": "https"}),
        ("127.0.0.1", HERE, {"forwarded": "for=192.0.2.7"}),
        ("127.0.0.1", HERE, {"via": "1.1 proxy"}),
        ("127.0.0.1", "http://127.0.0.1.evil.example", {}),
    ],
)
def test_nobody_else_learns_that_there_are_figures(
    ask: Ask, client: str, address: str, headers: dict[str, str]
) -> None:
    for token in ("", TOKEN):
        stranger = ask(client=client, address=address, token=token)
        told = stranger.get("/metrics", headers=headers)
        assert (told.status_code, told.text) == (404, "There is no such page.")
        assert stranger.post("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Basic {TOKEN}", 404),
        (f"Bearer {TOKEN}x", 404),
        ("Bearer ", 404),
        ("", 404),
        ("Bearer ÿ", 404),
    ],
)
def test_from_elsewhere_the_token_opens_them(ask: Ask, given: str, status: int) -> None:
    elsewhere = ask(client="192.0.2.7", token=TOKEN)
    assert elsewhere.get("/metrics", headers={"authorization": given.encode("latin-1")}).status_code == status


def test_without_a_token_set_none_fits(ask: Ask) -> None:
    assert ask(client="192.0.2.7").get("/metrics", headers={"authorization": "Bearer "}).status_code == 404

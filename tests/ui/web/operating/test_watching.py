"""Every request has an id, a line and a place in the figures; none of them tells where exactly it went."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from ui.web.look import STATIC
from ui.web.operating.request_ids import current
from ui.web.operating.templates import Templates
from ui.web.operating.watching import Watch

HERE = "http://127.0.0.1:7860"


class Seen(list[tuple[str, str, int, float]]):
    """Requests as they are counted."""

    def __call__(self, *request: Any) -> None:
        self.append(request)

    @property
    def last(self) -> tuple[str, str, int]:
        return self[-1][:3]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def somebody(seen: Seen) -> TestClient:
    """A caller of a small app with a route of each kind."""

    def fail(request: Request) -> PlainTextResponse:
        raise KeyError(f"Amara {request.url}")

    def halfway(request: Request) -> StreamingResponse:
        def pieces() -> Any:
            yield b"one"
            raise RuntimeError("Amara")

        return StreamingResponse(pieces())

    def tell(request: Request) -> PlainTextResponse:
        log = logging.getLogger("ui.web.here")
        log.warning("working")
        return PlainTextResponse(f"{current.get()} {request.headers['x-request-id']}")

    below = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    below.add_api_route("/matches", lambda: "matches")
    below.add_api_route("/queue/{session}", lambda session: session)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.router.routes += [
        Route("/fail/{token}", fail), Route("/halfway", halfway), Route("/tell", tell, methods=["GET", "POST"]),
        Route("/draft/{draft}.{kind}", tell), Route("/guide/{path:path}", tell),
        Mount("/look", StaticFiles(directory=STATIC)), Mount("/", below),
    ]  # fmt: skip
    app.add_middleware(
        Watch, templates=Templates(app, ("/health/live",)), seen=seen, quiet=frozenset({"/health/live"})
    )
    return TestClient(app, base_url=HERE)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/tell", "/tell"),
        ("/draft/d17.docx?key=secret", "/draft/{draft}.{kind}"),
        ("/guide/people/amara.md", "/guide/{path}"),
        ("/matches", "/matches"),
        ("/queue/5e55104", "/queue/{session}"),
        ("/look/page.css", "/look/{path}"),
        ("/health/live", "/health/live"),
        ("/amara@example.org", "none"),
        ("/queue/a/b", "none"),
        ("/%2e%2e/etc/passwd", "none"),
    ],
)
def test_a_path_is_told_by_its_template(somebody: TestClient, seen: Seen, path: str, template: str) -> None:
    somebody.get(path)
    assert seen.last[:2] == ("GET", template)


def test_an_answer_bears_the_id_that_its_lines_bear(
    somebody: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    ids = []
    handler = logging.Handler()
    handler.emit = lambda record: ids.append(current.get())  # type: ignore[method-assign]
    logging.getLogger("ui.web").addHandler(handler)
    caplog.set_level(logging.INFO, "ui.web")
    answer = somebody.get("/tell", headers={"x-request-id": "0f8fad5b-d9cb-469f"})
    logging.getLogger("ui.web").removeHandler(handler)
    assert answer.headers["x-request-id"] == "0f8fad5b-d9cb-469f"
    assert answer.text == "0f8fad5b-d9cb-469f 0f8fad5b-d9cb-469f"
    assert ids == ["0f8fad5b-d9cb-469f"] * 2
    assert current.get() == ""


def test_what_is_no_id_is_replaced_for_everybody(somebody: TestClient) -> None:
    answer = somebody.get("/tell", headers={"x-request-id": "amara@example.org"})
    made = answer.headers["x-request-id"]
    assert len(made) == 32
    assert answer.text == f"{made} {made}"


def test_two_requests_have_two_ids(somebody: TestClient) -> None:
    assert somebody.get("/tell").text != somebody.get("/tell").text


def test_a_failure_is_answered_with_the_id_and_told_without_its_words(
    somebody: TestClient, seen: Seen, caplog: pytest.LogCaptureFixture
) -> None:
    answer = somebody.get("/fail/secret-token")
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text
    assert seen.last == ("GET", "/fail/{token}", 500)
    [line] = [record for record in caplog.records if record.name == "ui.web.requests"]
    assert line.told["error"] == "KeyError"  # type: ignore[attr-defined]
    assert ":fail:" in line.told["at"][-1]  # type: ignore[attr-defined]
    assert line.levelno == logging.ERROR
    assert not any("Amara" in str(vars(record)) or "secret" in str(vars(record)) for record in caplog.records)


def test_a_failure_halfway_counts_as_one(somebody: TestClient, seen: Seen) -> None:
    assert somebody.get("/halfway").content == b"one"
    assert seen.last == ("GET", "/halfway", 500)


def test_a_method_that_nobody_knows_is_another(somebody: TestClient, seen: Seen) -> None:
    somebody.request("AMARA", "/tell")
    assert seen.last[:2] == ("OTHER", "/tell")


def test_probes_and_program_files_are_quiet(somebody: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "ui.web.requests")
    for path in ("/health/live", "/look/mark.svg", "/tell"):
        somebody.get(path)
    # The first is not there, and what goes wrong is told of every address.
    assert [record.levelno for record in caplog.records if record.name == "ui.web.requests"] == [
        logging.INFO, logging.DEBUG, logging.INFO,
    ]  # fmt: skip

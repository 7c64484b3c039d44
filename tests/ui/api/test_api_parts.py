"""The API's small parts: the pace, pages of lists, problems, the description."""

from __future__ import annotations

import json

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from copilot.domain.drafts import DraftKind
from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound, Stopped, Unavailable
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.tokens.entering import BadToken
from ui.api.app import ADDRESS, create_api, description_of
from ui.api.asking import Pace, scopes_of
from ui.api.problems import problem_of
from ui.api.shapes import Page, Window


def test_a_token_that_calls_too_often_waits_until_the_minute_is_over_and_others_dont() -> None:
    now = [0.0]
    pace = Pace(most=3, clock=lambda: now[0])
    for _ in range(3):
        pace.count("t1")
    now[0] = 20.0
    with pytest.raises(Unavailable, match="3 times within a minute") as told:
        pace.count("t1")
    assert told.value.detail["seconds"] == 40
    pace.count("t2")
    now[0] = 60.0
    pace.count("t1")


@given(st.lists(st.integers()), st.integers(1, 100), st.integers(0, 200))
def test_pages_put_together_are_the_whole(every: list[int], limit: int, offset: int) -> None:
    page = Page[int].of(every, Window(limit=limit, offset=offset))
    assert page.items == every[offset : offset + limit]
    assert page.total == len(every)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadToken("no"), 401),
        (NotAllowed("no"), 403),
        (NotFound("no"), 404),
        (Conflict("no"), 409),
        (BadInput("no"), 422),
        (Unavailable("no", detail={"seconds": 30}), 429),
        (Unavailable("no"), 503),
        (Stopped("no"), 400),
        (QuestionsToAsk(DraftKind.AGENDA, "r1", ["What is it about?"]), 422),
    ],
)
def test_a_failure_is_a_problem_with_its_sentence_and_its_cure(error: CopilotError, status: int) -> None:
    error.cure = error.cure or "Do it otherwise."
    answer = problem_of(error)
    told = json.loads(bytes(answer.body))
    assert (answer.status_code, told["status"], told["title"], told["detail"]) == (
        status, status, error.message, error.cure,
    )  # fmt: skip
    assert answer.headers["content-type"] == "application/problem+json"
    assert ("retry-after" in answer.headers) is (status == 429)
    assert ("www-authenticate" in answer.headers) is (status == 401)
    assert told["questions"] == (["What is it about?"] if isinstance(error, QuestionsToAsk) else [])


def test_a_route_without_scopes_is_no_route() -> None:
    router = APIRouter()
    router.add_api_route("/open", lambda: None)
    [route] = [each for each in router.routes if isinstance(each, APIRoute)]
    with pytest.raises(ValueError, match="/open doesn't say which scopes"):
        scopes_of(route)


def test_the_description_says_for_each_route_what_it_takes_and_how_it_fails() -> None:
    described = json.loads(json.dumps(description_of(create_api(None))))  # type: ignore[arg-type]  # no call is made
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": ADDRESS}]
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            assert route["x-scopes"], f"{method} {path}"
            assert route["description"], f"{method} {path}"
            assert {"401", "403", "404", "422", "429"} <= set(route["responses"])
            assert "application/problem+json" in route["responses"]["422"]["content"]


def test_the_page_to_read_needs_nothing_from_elsewhere() -> None:
    page = TestClient(create_api(None)).get("/docs")  # type: ignore[arg-type]  # as above
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in page.text
    assert "src=" not in page.text
    assert "/api/v1/goals" in page.text


def test_what_is_not_as_the_api_takes_it_is_told_without_saying_it_again() -> None:
    client = TestClient(create_api(None))  # type: ignore[arg-type]  # as above
    answer = client.get("/nowhere")
    assert (answer.status_code, answer.json()["title"]) == (404, "There is no such address.")
    answer = client.put("/goals")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")

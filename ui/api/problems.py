"""What went wrong, as RFC 9457 has it: `application/problem+json` with the sentence, the cure and the place."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound, NothingToSay, Unavailable
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.tokens.entering import BadToken

MEDIA_TYPE = "application/problem+json"
STATUS: tuple[tuple[type[CopilotError], int], ...] = (
    (BadToken, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (BadInput, 422),
    (NothingToSay, 422),
    (Unavailable, 503),
)
CHALLENGE = 'Bearer realm="mentoring", error="invalid_token"'
MOST_FAULTS = 20
"""That one answer names of a body."""


class Problem(BaseModel):
    """Why it was not done."""

    type: str = Field("about:blank", description="always about:blank; `code` tells kinds apart")
    title: str = Field(description="what happened, a sentence")
    status: int
    detail: str = Field("", description="what can be done about it")
    code: str = Field(
        description="bad_input, bad_token, not_allowed, not_found, conflict, nothing, unavailable, …"
    )
    place: str = Field("", description="the field, row or record it happened at")
    questions: list[str] = Field([], description="where too little is known for a draft: what to ask")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems of a route, for its description."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def add_to(app: FastAPI) -> None:
    """Answer every failure of this app with a problem."""
    app.add_exception_handler(CopilotError, _told)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _unforeseen)


def problem_of(error: CopilotError) -> Response:
    """A failure in its words."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 400)
    headers: dict[str, str] = {}
    if "seconds" in error.detail:
        status, headers = 429, {"retry-after": str(error.detail["seconds"])}
    if status == 401:
        headers["www-authenticate"] = CHALLENGE
    questions = list(error.questions) if isinstance(error, QuestionsToAsk) else []
    shape = Problem(
        title=error.message, status=status, detail=error.cure, code=error.code, place=error.place,
        questions=questions,
    )  # fmt: skip
    return _answer(shape, headers)


def _answer(shape: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(shape.model_dump(), shape.status, dict(headers or {}), MEDIA_TYPE)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, CopilotError)  # noqa: S101  as it is registered
    return problem_of(error)


def _unreadable(request: Request, error: Exception) -> Response:
    """Which fields and why; nothing of what was sent comes back."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  as it is registered
    faults = [(".".join(str(part) for part in each["loc"][1:]), each["msg"]) for each in error.errors()]
    told = "; ".join(f"{place}: {why}" if place else why for place, why in faults[:MOST_FAULTS])
    place = faults[0][0] if faults else ""
    return _answer(
        Problem(
            title="The request isn’t as the API takes it.",
            status=422,
            detail=told,
            code="bad_input",
            place=place,
        )
    )


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  as it is registered
    words = {
        404: ("There is no such address.", "GET openapi.json lists those there are."),
        405: ("This address isn’t called that way.", "GET openapi.json says how."),
        413: ("That is more than the API takes at once.", "Send less."),
    }
    phrase = HTTPStatus(error.status_code).phrase
    title, detail = words.get(error.status_code, (f"{phrase}.", ""))
    code = "not_found" if error.status_code == 404 else "bad_input"
    return _answer(Problem(title=title, status=error.status_code, detail=detail, code=code), error.headers)


def _unforeseen(request: Request, error: Exception) -> Response:
    return _answer(
        Problem(
            title="Something we did not foresee happened. What was kept is still there.", status=500,
            detail="Try again; if it comes back, tell whoever runs this installation when it was.", code="error",
        )
    )  # fmt: skip

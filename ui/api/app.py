"""The HTTP API as an app of its own, to be mounted under /api/v1. No cookies, so nothing to forge; no CORS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.responses import HTMLResponse, JSONResponse, Response

from ui.api import problems
from ui.api.asking import Pace, scopes_of
from ui.api.documentation import page_of
from ui.api.routes import every_route, every_router

if TYPE_CHECKING:
    from copilot.app import Copilot

ADDRESS = "/api/v1"
VERSION = "1.0"
ABOUT = (
    "What members do in the web app, for programs of their own. Every call carries a personal token: "
    "`Authorization: Bearer mentoring_…`. A token never does more than its member may, and some things no token does. "
    "Failures are RFC 9457 problems: `title` says what happened, `detail` what can be done."
)
PROBLEMS = (400, 401, 403, 404, 409, 413, 422, 429, 503)


def create_api(copilot: Copilot, pace: Pace | None = None) -> FastAPI:
    """The API over one copilot; `pace` is how often a token may call."""
    api = FastAPI(
        title="Mentoring Copilot", version=VERSION, description=ABOUT, docs_url=None, redoc_url=None,
        openapi_url=None, responses=problems.documented(*PROBLEMS), redirect_slashes=False,
    )  # fmt: skip
    api.state.copilot = copilot
    api.state.pace = pace or Pace()
    problems.add_to(api)
    for router in every_router():
        api.include_router(router)
    api.add_api_route(
        "/openapi.json", lambda: JSONResponse(description_of(api)), include_in_schema=False, methods=["GET"]
    )
    api.add_api_route("/docs", lambda: _docs(api), include_in_schema=False, methods=["GET"])
    return api


def description_of(api: FastAPI) -> dict[str, object]:
    """The OpenAPI description, with the shape of problems, where it stands, and the scopes that each route takes."""
    described = api.openapi()
    for route in every_route():
        for method in route.methods:
            described["paths"][route.path][method.lower()]["x-scopes"] = sorted(scopes_of(route))
    # The only time without an offset: the clock on the wall where the event is.
    at = described["components"]["schemas"]["Event"]["properties"]["at"]
    at.pop("format", None)
    at["description"] = "by the clock on the wall in `time_zone`; `starts` beside it is the instant"
    described["servers"] = [{"url": ADDRESS}]
    described["components"]["schemas"]["Problem"] = problems.Problem.model_json_schema()
    return described


def _docs(api: FastAPI) -> Response:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    return HTMLResponse(str(page_of(description_of(api))), headers={"content-security-policy": policy})

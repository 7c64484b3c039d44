"""What the API answers is what its description says, whatever is sent: schemathesis, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.permissions.community import INSIDER, OUTSIDER, SPRING, asker_of, id_of, open_community
from tests.permissions.rehearsal import Rehearsal
from ui.api.app import ADDRESS, create_api
from ui.api.asking import Pace
from ui.api.routes import every_route

pytestmark = pytest.mark.slow
EXAMPLES = 6
"""Of each route; the ids that exist come in as examples beside them."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
HERS = {"goal": "g", "match": "approved", "relationship": "r", "session": "s", "action": "i", "draft": "d",
        "event": "place", "space": "space-r", "thread": "talk"}  # fmt: skip
"""Kinds of things in addresses; the manager has one of each."""
OTHERS = {
    "POST /sessions/{session}/settle": f"planned:{id_of('manager')}",
    "POST /events/{event}/registration": f"calendar:{OUTSIDER}",
    "POST /proposals/{match}/approve": f"proposed:{INSIDER}",
    "POST /proposals/{match}/decline": f"proposed:{INSIDER}",
    "GET /threads/{thread}": f"talk of {id_of('manager')}",
}
"""Where another thing is to be had."""
ASKED_FOR = {"GET /analytics": {"programme": SPRING}}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, dict[str, str], Rehearsal]]:
    """The description over the app, a manager's headers, and the home that is put back."""
    copilot = open_community(tmp_path_factory.mktemp("conformance"))
    manager = asker_of(copilot, "manager")
    made = copilot.tokens.add(manager, manager.member, "schemathesis", ["write", "chat", "manage"])
    copilot.token_entry.enter(made.secret)
    app = FastAPI(openapi_url=None)
    app.mount(ADDRESS, create_api(copilot, Pace(most=10**9)))
    rehearsal = Rehearsal(copilot)
    schema = schemathesis.openapi.from_asgi(f"{ADDRESS}/openapi.json", app)
    yield schema, {"authorization": f"Bearer {made.secret}"}, rehearsal
    rehearsal.close()
    copilot.close()


@pytest.mark.parametrize("route", sorted(f"{m} {each.path}" for each in every_route() for m in each.methods))
def test_whatever_is_sent_the_answer_is_as_described(
    served: tuple[Any, dict[str, str], Rehearsal], route: str
) -> None:
    described, headers, rehearsal = served
    method, path = route.split(" ")
    statuses: list[int] = []

    @given(case=described[path][method].as_strategy())
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def answered(case: schemathesis.Case) -> None:
        statuses.append(case.call_and_validate(headers=headers, checks=CHECKS).status_code)
        for name in case.path_parameters or {}:
            case.path_parameters[name] = OTHERS.get(route, f"{HERS[name]}:{id_of('manager')}")
        if route in ASKED_FOR:
            case.query = ASKED_FOR[route]
        if case.path_parameters or route in ASKED_FOR:
            statuses.append(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

    try:
        answered()
    finally:
        rehearsal.put_back()
    assert 401 not in statuses
    # A manager seeks nobody; the mentee's suggestions are in tests/permissions/test_api.py.
    assert any(status < 300 for status in statuses) or route == "GET /suggestions", statuses

"""Every route of the HTTP API, by every role, on own things and others', with every scope and with too few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.tokens import TokenScope, with_implied
from tests.permissions.api_calls import (
    CALLS,
    SINGLE,
    Programs,
    lines,
    may,
    owner_of,
    route_of,
    takes,
    whose_things,
)
from tests.permissions.community import INSIDER, MEMBERS, OUTSIDER, PRIVATE, asker_of, open_community
from tests.permissions.rehearsal import Rehearsal
from ui.api.asking import scopes_of
from ui.api.routes import every_route

LINES = sorted(lines())
REFUSALS = {401, 403, 404}
WITHOUT_MANAGE = frozenset(TokenScope) - {TokenScope.MANAGE}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    """The community's home, with a program of each member's."""
    copilot = open_community(tmp_path_factory.mktemp("api"))
    programs = Programs(copilot)
    for who in MEMBERS:
        programs.token(who)
        programs.token(who, WITHOUT_MANAGE)
    for scopes in SINGLE:
        programs.token("manager", scopes)
    yield programs
    copilot.close()


@pytest.fixture(scope="module")
def rehearsal(programs: Programs) -> Iterator[Rehearsal]:
    """Watches the home."""
    rehearsal = Rehearsal(programs.copilot)
    yield rehearsal
    rehearsal.close()


def test_every_route_has_a_line_and_a_call() -> None:
    routes = {f"{method} {route.path}" for route in every_route() for method in route.methods}
    missing = [
        f"{route} is new: say who may use it in tests/permissions/api.yaml, and how it is called in api_calls.py"
        for route in sorted(routes - {route_of(line) for line in LINES})
    ]
    assert not missing, "\n".join(missing)
    assert {route_of(line) for line in LINES} == routes
    assert set(CALLS) == set(LINES)


def test_every_route_takes_the_scopes_that_its_line_says() -> None:
    said = {f"{method} {route.path}": scopes_of(route) for route in every_route() for method in route.methods}
    assert {line: said[route_of(line)] for line in LINES} == {line: takes(line) for line in LINES}


@pytest.mark.parametrize("who", MEMBERS)
@pytest.mark.parametrize("line", LINES)
def test_a_route_does_what_the_table_says_and_nothing_where_it_refuses(
    programs: Programs, rehearsal: Rehearsal, line: str, who: str
) -> None:
    wrong = []
    for whose in whose_things(line):
        allowed = may(line, whose, who)
        said = _deviation(programs, rehearsal, line, who, whose, programs.token(who), allowed)
        wrong += [f"{who} on {whose} things: {said}"] if said else []
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("who", ["manager", "manager_elsewhere", "admin"])
@pytest.mark.parametrize("line", LINES)
def test_without_the_scope_manage_a_manager_and_an_admin_reach_what_any_member_does(
    programs: Programs, rehearsal: Rehearsal, line: str, who: str
) -> None:
    wrong = []
    for whose in whose_things(line):
        allowed = may(line, whose, "mentee")
        said = _deviation(programs, rehearsal, line, who, whose, programs.token(who, WITHOUT_MANAGE), allowed)
        wrong += [f"{who} on {whose} things: {said}"] if said else []
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("scopes", SINGLE, ids=lambda scopes: min(scopes))
@pytest.mark.parametrize("line", LINES)
def test_a_token_with_too_few_scopes_is_refused_and_one_with_enough_is_not(
    programs: Programs, rehearsal: Rehearsal, line: str, scopes: frozenset[TokenScope]
) -> None:
    """By the manager: of her own things, or those of her programme, that she may touch at all."""
    whose = next((each for each in whose_things(line) if may(line, each, "manager")), None)
    if whose is None:
        assert not any(may(line, each, who) for each in whose_things(line) for who in MEMBERS)
        return
    enough = takes(line) <= with_implied(scopes)
    if enough and line in {"GET /matches/{match} / proposed"}:
        enough = TokenScope.MANAGE in scopes  # it is hers to see as the manager
    said = _deviation(programs, rehearsal, line, "manager", whose, programs.token("manager", scopes), enough)
    assert not said, said


def _deviation(
    programs: Programs, rehearsal: Rehearsal, line: str, who: str, whose: str, secret: str, allowed: bool
) -> str:
    """What is not as it should be; empty where all is."""
    try:
        status, words = programs.call(line, owner_of(whose, who), secret)
        changed = rehearsal.changed()
    finally:
        rehearsal.put_back()
    if status >= 500:
        return f"{status}: {words}"
    if leaked := [each for each in (INSIDER, OUTSIDER) if f"{PRIVATE}, {each}" in words]:
        return f"it told what {leaked} keep to themselves"
    refused = status in REFUSALS
    if refused and changed:
        return "it was refused, and something changed all the same"
    if refused and allowed:
        return f"it should be allowed: {status} {words}"
    return "" if refused or allowed else f"it should be refused: {status}"


@pytest.mark.parametrize("line", LINES)
def test_a_call_really_does_it_where_it_is_allowed(
    programs: Programs, rehearsal: Rehearsal, line: str
) -> None:
    """Otherwise a broken call would look like one that was let in."""
    tried = [(who, whose) for who in MEMBERS for whose in whose_things(line) if may(line, whose, who)]
    statuses = []
    for who, whose in tried:
        status, words = programs.call(line, owner_of(whose, who), programs.token(who))
        rehearsal.put_back()
        if status < 300:
            return
        statuses.append(f"{status} {words}")
    assert not tried, f"{line} was never done: {statuses[0]}"


@pytest.mark.parametrize("line", LINES)
def test_nobody_gets_anything_without_a_token_that_works(
    programs: Programs, rehearsal: Rehearsal, line: str
) -> None:
    for secret in ("", "mentoring_", "mentoring_" + "A" * 43, programs.token("mentee")[:-1]):
        status, _ = programs.call(line, INSIDER, secret)
        assert status in {401, 429}
        if status == 401 and not secret:
            assert not rehearsal.changed()
        rehearsal.put_back()


def test_a_token_counts_only_where_it_belongs(programs: Programs) -> None:
    secret = programs.token("mentee")
    assert programs.http.get("/me", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    assert programs.http.get("/me", headers={"authorization": f"Basic {secret}"}).status_code == 401
    assert programs.http.get("/me", headers={"x-api-key": secret}).status_code == 401
    assert programs.http.get(f"/me?access_token={secret}").status_code == 401
    assert programs.http.get("/me", headers={"cookie": f"mentoring={secret}"}).status_code == 401


def test_ended_tokens_and_those_of_who_is_kept_out_are_dead_at_once(
    programs: Programs, rehearsal: Rehearsal
) -> None:
    asker = asker_of(programs.copilot, "peer")
    made = programs.copilot.tokens.add(asker, asker.member, "mine", ["read"])
    assert programs.call("GET /goals", asker.member, made.secret)[0] == 200
    programs.copilot.accounts.lock(OPERATOR, asker.member)
    assert programs.call("GET /goals", asker.member, made.secret)[0] == 401
    programs.copilot.accounts.unlock(OPERATOR, asker.member)
    assert programs.call("GET /goals", asker.member, made.secret)[0] == 200
    programs.copilot.tokens.revoke(asker, made.token)
    assert programs.call("GET /goals", asker.member, made.secret)[0] == 401
    rehearsal.put_back()


def test_no_token_agrees_to_words_about_its_member_that_others_read(
    programs: Programs, rehearsal: Rehearsal
) -> None:
    """To approve them is consent; what a colleague had written for herself to stand behind, her token may approve."""
    her = asker_of(programs.copilot, "mentee").member
    with programs.copilot.units() as unit:
        asked = unit.drafts.get(f"praise:{her}")
        unit.drafts.save(asked.changed(inputs={**asked.inputs, "consent": "asked"}))
        unit.commit()
    answer = programs.http.post(
        f"/drafts/praise:{her}/approve",
        json={},
        headers={"authorization": f"Bearer {programs.token('mentee')}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    with programs.copilot.units.reading() as unit:
        assert unit.drafts.get(f"praise:{her}").consent == "asked"
    programs.copilot.drafting.approve(asker_of(programs.copilot, "mentee"), f"praise:{her}")
    with programs.copilot.units.reading() as unit:
        assert unit.drafts.get(f"praise:{her}").consent == "given"
    rehearsal.put_back()


def test_there_is_no_route_for_what_is_closed_to_tokens() -> None:
    """Tokens, accounts, roles, settings, imports, deleting members, the audit log."""
    words = ("token", "account", "role", "setting", "import", "member", "audit", "log", "backup")
    paths = {route.path for route in every_route()}
    assert [path for path in paths if any(f"/{word}" in path for word in words)] == []
    assert not any(path.startswith("/members") for path in paths)

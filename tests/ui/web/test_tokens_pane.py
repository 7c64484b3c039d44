"""Personal tokens as the page “What is known about me” shows, makes and revokes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from copilot.app import Copilot
from copilot.domain.tokens import MadeToken, TokenScope, TokenStatus
from copilot.errors import BadInput
from tests.ui.web.building import asking, built, handlers
from ui.web.desk import Desk
from ui.web.page import Page, is_anybody
from ui.web.tokens_pane import tokens_pane
from ui.web.views.tokens import choices, made, scopes, tokens

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def token(name: str = "My <b>assistant</b>", **said: Any) -> TokenStatus:
    fields = {
        "token": "t1", "member": "m1", "name": name, "scopes": (TokenScope.READ,), "state": "works", "made": NOW,
        "expires": NOW + timedelta(days=90), **said,
    }  # fmt: skip
    return TokenStatus.model_validate(fields)


def test_those_that_work_stand_before_those_that_ended_and_nothing_is_live() -> None:
    page = str(tokens([token(), token("Old one", state="revoked", revoked=NOW, token="t0")]))
    assert "My &lt;b&gt;assistant&lt;/b&gt;" in page
    assert page.index("never used") < page.index("<details>") < page.index("Old one")


def test_a_used_one_says_when() -> None:
    assert '<time datetime="2027-03-01">' in str(tokens([token(used=date(2027, 3, 1))]))


def test_only_those_that_work_can_be_revoked() -> None:
    assert choices([token("Mine"), token("Old", state="expired", token="t0")]) == [
        ("Mine, made 2027-03-01", "t1")
    ]


def test_the_secret_is_shown_once_it_is_made() -> None:
    fresh = MadeToken(**dict(token("Mine")), secret="mentoring_x")
    assert "<code>mentoring_x</code>" in str(made(fresh))


def test_every_scope_can_be_ticked() -> None:
    assert {scope for _, scope in scopes()} == set(TokenScope)


@pytest.fixture
def pane(community: Copilot) -> Iterator[Any]:
    """The pane's handlers; what was made is revoked afterwards."""
    page = Page("p", "P", "W", 1, is_anybody, lambda room: tokens_pane(room, room.slot()) and None)
    yield handlers(built(page, Desk(community)))
    amara = community.askers.identify("m1")
    for each in community.tokens.of(amara, "m1"):
        community.tokens.revoke(amara, each.token)


def test_she_makes_one_sees_it_and_revokes_it(pane: Any, community: Copilot) -> None:
    secret, name, shown, which, _ = pane["_make"]("My assistant", ["read", "write"], 30, asking("m1"))
    assert "mentoring_" in secret
    assert name == ""
    assert "For read, write" in shown
    [(_, chosen)] = which["choices"]
    told, cleared, shown, which, button = pane["_revoke"](chosen, asking("m1"))
    assert "works no longer" in told
    assert (cleared, which["choices"], button["visible"]) == ("", [], False)


def test_what_cannot_be_is_told_as_a_notice(pane: Any) -> None:
    import gradio as gr

    for act in (
        lambda: pane["_make"]("", ["read"], 30, asking("m1")),
        lambda: pane["_revoke"](None, asking("m1")),
    ):
        with pytest.raises((gr.Error, BadInput)):
            act()

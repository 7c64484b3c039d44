from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ui.web.security import Doorkeeper, is_loopback


async def _hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


def _from(client: str = "127.0.0.1", address: str = "http://127.0.0.1:7860") -> TestClient:
    return TestClient(Doorkeeper(_hello), base_url=address, client=(client, 50000))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback_is_this_machine_under_any_of_its_names(host: str) -> None:
    assert is_loopback(host)


@given(st.ip_addresses())
def test_an_address_is_loopback_exactly_where_the_standard_says_so(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    assert is_loopback(str(address)) == address.is_loopback


@given(st.text(max_size=40))
def test_no_other_name_is_loopback(name: str) -> None:
    stripped = name.strip("[]").lower()
    if not stripped.startswith("127.") and "::" not in stripped and stripped != "localhost":
        assert not is_loopback(name)


@pytest.mark.parametrize("address", ["http://127.0.0.1:7860", "http://localhost:7860", "http://[::1]:7860"])
def test_this_machine_is_served(address: str) -> None:
    assert _from(address=address).get("/").text == "hello"


@pytest.mark.parametrize("client", ["192.168.1.5", "10.0.0.1", "2001:db8::1", "testclient"])
def test_other_machines_are_refused(client: str) -> None:
    assert _from(client).get("/").status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "evil@", "192.168.1.5:7860"],
)
def test_a_foreign_name_for_this_machine_is_refused(host: str) -> None:
    """DNS rebinding: a page at evil.example that resolves to 127.0.0.1 sends its own name as the Host."""
    assert _from().get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "x-forwarded-host"])
def test_a_proxy_is_refused(name: str) -> None:
    assert _from().get("/", headers={name: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:7860"]
)
def test_another_sites_form_changes_nothing(origin: str) -> None:
    assert _from().post("/", headers={"origin": origin}).status_code == 403


def test_another_sites_form_without_an_origin_changes_nothing() -> None:
    assert _from().post("/", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_our_own_form_is_taken() -> None:
    assert _from().post("/", headers={"origin": "http://127.0.0.1:7860"}).status_code == 200


@pytest.mark.parametrize("client", ["127.0.0.1", "192.168.1.5"])
def test_every_response_carries_the_headers_refusals_too(client: str) -> None:
    headers = _from(client).get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from copilot.errors import BadInput
from copilot.settings import Settings
from ui.web.reach import Reach, is_loopback, reach_of, require_safe
from ui.web.security import Doorkeeper, client_behind
from ui.web.sizes import LARGEST_FORM, Scales


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


# Behind a proxy that ends TLS

OUR_NAME = "mentoring.example.org"
PROXY = "10.0.0.2"


def _reach(hosts: str = OUR_NAME, proxies: str = "10.0.0.0/24, 127.0.0.1") -> Reach:
    return reach_of(Settings(hosts=hosts, behind_proxy=proxies))


async def _what_is_seen(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    assert request.client is not None
    seen = {"client": request.client.host, "url": str(request.url), "headers": dict(request.headers)}
    await JSONResponse(seen)(scope, receive, send)


def _through(proxy: str = PROXY, name: str = OUR_NAME, **headers: str) -> TestClient:
    said = {"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"}
    said |= {key.replace("_", "-"): value for key, value in headers.items()}
    app = Doorkeeper(_what_is_seen, _reach())
    return TestClient(app, base_url=f"http://{name}", client=(proxy, 50000), headers=said)


def test_through_the_proxy_the_real_client_and_https_are_seen() -> None:
    seen = _through().get("/x").json()
    assert (seen["client"], seen["url"]) == ("192.0.2.7", f"https://{OUR_NAME}/x")


def test_nothing_that_the_proxy_was_told_is_believed_further_in() -> None:
    seen = (
        _through(x_forwarded_host="evil.example", forwarded="host=evil.example", x_real_ip="1.2.3.4")
        .get("/")
        .json()
    )
    assert "evil.example" not in str(seen)
    assert not [name for name in seen["headers"] if name.startswith("x-forwarded") or name == "x-real-ip"]


def test_whoever_is_not_the_proxy_is_refused() -> None:
    assert _through(proxy="192.0.2.7").get("/").status_code == 403
    assert _through(proxy="127.0.0.1").get("/").status_code == 200


@pytest.mark.parametrize("scheme", ["http", "", "https, http"])
def test_what_did_not_come_by_https_is_refused(scheme: str) -> None:
    answer = _through(x_forwarded_proto=scheme).get("/")
    assert answer.status_code == 403
    assert "https" in answer.text


@pytest.mark.parametrize("name", ["evil.example", f"{OUR_NAME}.evil.example", "127.0.0.1", "localhost"])
def test_only_our_own_names_are_answered_to(name: str) -> None:
    assert _through(name=name).get("/").status_code == 403


def test_behind_a_proxy_browsers_are_told_to_come_by_https_from_then_on() -> None:
    assert "max-age" in _through().get("/").headers["strict-transport-security"]
    assert "strict-transport-security" not in _from().get("/").headers


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"http://{OUR_NAME}", f"https://{OUR_NAME}:444"]
)
def test_behind_a_proxy_another_sites_form_changes_nothing(origin: str) -> None:
    assert _through(origin=origin).post("/").status_code == 403


def test_behind_a_proxy_our_own_form_is_taken() -> None:
    assert _through(origin=f"https://{OUR_NAME}").post("/").status_code == 200


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("6.6.6.6, 192.0.2.7", "192.0.2.7"),
        ("6.6.6.6, 192.0.2.7, 10.0.0.9", "192.0.2.7"),
        ("127.0.0.1, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.9", "10.0.0.9"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("", PROXY),
    ],
)
def test_the_client_is_whoever_called_the_outermost_of_our_proxies(said: str, client: str) -> None:
    headers = Headers({"x-forwarded-for": said} if said else {})
    assert client_behind(headers, PROXY, _reach()) == client


@given(st.lists(st.ip_addresses(v=4).map(str), max_size=5))
def test_what_a_client_makes_up_about_itself_never_hides_it(made_up: list[str]) -> None:
    said = ", ".join([*made_up, "192.0.2.7"])
    assert client_behind(Headers({"x-forwarded-for": said}), PROXY, _reach()) == "192.0.2.7"


# What cannot be safe is refused


@pytest.mark.parametrize(
    "hosts", ["*", "https://x.example", "x.example:443", "a b_c", "-x.example", "*.example.org"]
)
def test_a_host_that_is_no_name_is_refused(hosts: str) -> None:
    with pytest.raises(BadInput) as told:
        _reach(hosts=hosts)
    assert told.value.place == "MENTORING_HOSTS"


@pytest.mark.parametrize("proxies", ["0.0.0.0/0", "::/0", "10.0.0.0/4", "nginx", "*"])
def test_a_proxy_that_could_be_anybody_is_refused(proxies: str) -> None:
    with pytest.raises(BadInput) as told:
        _reach(proxies=proxies)
    assert told.value.place == "MENTORING_BEHIND_PROXY"


def test_a_proxy_without_a_name_of_our_own_is_refused() -> None:
    with pytest.raises(BadInput, match="under which name"):
        _reach(hosts="")


def test_names_without_a_proxy_open_nothing() -> None:
    assert not _reach(proxies="").beyond
    assert _reach(proxies="").hosts == frozenset()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_beyond_loopback_is_served_behind_a_proxy_alone(host: str) -> None:
    with pytest.raises(BadInput) as told:
        require_safe(Reach(), host, personas=False, demo=False)
    assert told.value.place == "--host"
    assert "MENTORING_BEHIND_PROXY" in told.value.cure
    require_safe(_reach(), host, personas=False, demo=False)


def test_people_without_passwords_are_served_on_loopback_and_in_the_demo_alone() -> None:
    require_safe(Reach(), "127.0.0.1", personas=True, demo=True)
    for reach, host, demo in ((Reach(), "127.0.0.1", False), (Reach(), "0.0.0.0", True),
                              (_reach(), "0.0.0.0", True), (_reach(), "127.0.0.1", True)):  # fmt: skip
        with pytest.raises(BadInput):
            require_safe(reach, host, personas=True, demo=demo)


# How much a request may bring


async def _reading(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(str(len(await Request(scope, receive).body())))(scope, receive, send)


def _weighed(path: str, size: int, *, announced: bool) -> int:
    client = TestClient(Scales(_reading, 100_000), base_url="http://127.0.0.1")
    pieces = (b"x" * 1_000 for _ in range(size // 1_000))
    return client.post(path, content=b"x" * size if announced else pieces).status_code


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize("path", ["/sign-in", "/invitation", "/account", "/account/sign-out"])
def test_a_form_that_is_no_form_is_refused_announced_or_not(path: str, announced: bool) -> None:
    assert _weighed(path, 2_000, announced=announced) == 200
    assert _weighed(path, LARGEST_FORM + 1_000, announced=announced) == 413


@pytest.mark.parametrize("announced", [True, False])
def test_more_than_the_largest_file_is_refused_announced_or_not(announced: bool) -> None:
    assert _weighed("/gradio_api/upload", 100_000, announced=announced) == 200
    assert _weighed("/gradio_api/upload", 101_000, announced=announced) == 413

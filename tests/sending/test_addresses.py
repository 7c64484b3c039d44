"""Where a webhook may lead, by the form of its address and by what its name resolves to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.sending.addresses import Forbidden, is_public, reachable, read_address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hooks.slack.com/services/x",
        "http://hooks.slack.com/services/x",
        "ftp://hooks.slack.com/x",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://user@hooks.slack.com/x",
        "https://user:word@hooks.slack.com/x",
        "https://hooks.slack.com@127.0.0.1/x",
        "https://:@hooks.slack.com/x",
        "https://hooks.slack.com:8443/x",
        "https://hooks.slack.com:99999/x",
        "https://hooks.slack.com:x/y",
        "https://127.0.0.1/x",
        "https://10.0.0.7/x",
        "https://169.254.169.254/latest",
        "https://0.0.0.0/x",
        "https://[::1]/x",
        "https://[::]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[fe80::1%25eth0]/x",
        "https://[::1/x",
        "https://hooks.slack.com/a b",
        "https://hooks.slack.com/a\nHost: evil",
        "https://hooks.slack.com/x#y",
        "https://höoks.example/x",
        "https://ex\u0430mple.org/x",
        "https://hooks.slack.com\\@evil.example/x",
        "https://hooks.slack.com/" + "x" * 2_000,
    ],
)
def test_what_is_no_address_of_a_webhook_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_address(text)
    assert "https://hooks" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("https://hooks.slack.com/services/T0/B0/x", "hooks.slack.com", "/services/T0/B0/x"),
        ("https://discord.com/api/webhooks/1/x?thread_id=2", "discord.com", "/api/webhooks/1/x?thread_id=2"),
        ("HTTPS://Chat.Example.ORG:443", "chat.example.org", "/"),
        ("https://93.184.216.34/x", "93.184.216.34", "/x"),
        ("https://[2606:4700::1111]/x", "2606:4700::1111", "/x"),
    ],
)
def test_an_address_of_the_internet_is_taken_apart(text: str, host: str, path: str) -> None:
    known = read_address(text)
    assert (known.scheme, known.host, known.port, known.path) == ("https", host, 443, path)
    assert path not in repr(known) or path == "/"


def test_a_listed_host_may_have_a_port_and_be_private_but_is_reached_over_http_on_this_machine_alone() -> (
    None
):
    inside = read_address("https://chat.internal:8443/hooks/x", {"chat.internal:8443"})
    assert reachable(inside, lambda host, port: ["10.1.2.3"], 1) == ["10.1.2.3"]
    here = read_address("http://chat.internal/hooks/x", {"chat.internal:80"})
    assert reachable(here, lambda host, port: ["127.0.0.1", "::1"], 1) == ["127.0.0.1", "::1"]
    with pytest.raises(Forbidden):
        reachable(here, lambda host, port: ["10.1.2.3"], 1)


@pytest.mark.parametrize(
    "text",
    [
        "https://chat.internal:9200/hooks/x",
        "http://chat.internal/hooks/x",
        "https://[fd00::7]:8065/x",
    ],
)
def test_a_listed_host_is_listed_at_one_port_alone(text: str) -> None:
    listed = {"chat.internal:443", "[fd00::7]:443", "fd00::7:8065"}
    with pytest.raises(BadInput):
        read_address(text, listed)
    assert read_address("https://[fd00::7]/x", listed).listed


@pytest.mark.parametrize(
    "inside",
    [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1%eth0",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "64:ff9b:1::a00:1",
    ],
)
def test_not_even_a_listed_host_leads_to_a_clouds_own_secrets_or_to_nowhere(inside: str) -> None:
    listed = read_address("https://chat.internal/hooks/x", {"chat.internal:443"})
    with pytest.raises(Forbidden):
        reachable(listed, lambda host, port: [inside], 1)


INSIDE = """127.0.0.1 127.8.8.8 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 0.1.2.3 100.64.0.1 192.0.2.1
    198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
    ::ffff:169.254.169.254 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1
    64:ff9b:1::5db8:d822 64:ff9b:1:5d:b8:d8:2200:1
    2001:0:7f00:1::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 2001:db8::1""".split()


@pytest.mark.parametrize("inside", INSIDE)
def test_an_address_inside_the_house_is_known_in_every_dress(inside: str) -> None:
    assert not is_public(ipaddress.ip_address(inside))
    address = read_address("https://hooks.example.org/x")
    with pytest.raises(Forbidden):
        reachable(address, lambda host, port: ["93.184.216.34", inside], 1)


@pytest.mark.parametrize(
    "outside", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_an_address_of_the_internet_may_be_called(outside: str) -> None:
    assert is_public(ipaddress.ip_address(outside))


@given(st.ip_addresses(v=4))
def test_no_dress_makes_a_private_address_public(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    dressed = [
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
        ipaddress.IPv6Address((0x64FF9B << 96) | number),
    ]
    assert {is_public(one) for one in dressed} == {is_public(address)}

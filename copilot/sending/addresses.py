"""Where a webhook may lead: to hosts of the internet over TLS, never into the network this installation stands in.

A name is resolved once, every address it has is looked at, and the connection goes to one of those that were looked
at: a name that answers differently the second time (“DNS rebinding”) is never asked a second time. What is refused
follows the IANA special-purpose registries (RFC 6890) as Python's `ipaddress` knows them, and looks inside addresses
that carry another one: IPv4-mapped (RFC 4291), 6to4 (RFC 3056), Teredo (RFC 4380) and NAT64 (RFC 6052). What a network
translates for itself (RFC 8215) carries it where that network likes, and is refused whole.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from copilot.errors import BadInput

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""A host's name and a port → the addresses it has now. Raises OSError where it has none."""

LONGEST = 2_000
TLS_PORT = 443
NOWHERE = "Its host's name leads nowhere that messages are sent to."
"""For a name that nobody knows and for one that is private: whoever adds a webhook must not learn which are which."""
_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,253}|\[[0-9A-Fa-f:.]+\]")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_OF_ITS_OWN = ipaddress.IPv6Network("64:ff9b:1::/48")


class Forbidden(Exception):
    """This address may not be called; the words say why, without the address."""


class Unresolved(Exception):
    """Nobody could say where the host is."""


@dataclass(frozen=True)
class Address:
    """A webhook's address, taken apart and found in order. `listed`: the operator says that its host may be private."""

    scheme: str
    host: str
    port: int
    path: str = field(repr=False)
    listed: bool = False

    @property
    def host_and_port(self) -> str:
        """As the Host header has it (RFC 9110, section 7.2)."""
        usual = {"https": 443, "http": 80}[self.scheme]
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == usual else f"{name}:{self.port}"


def read_address(text: str, listed: Collection[str] = ()) -> Address:
    """An address taken apart, by its form alone; nothing is looked up. `listed` holds each as `host:port`.

    Raises BadInput where it can't be a webhook's. The sentence never repeats the address: it is a secret.
    """
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise _refused("It holds characters that no address has, or too many.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _refused("It can't be read.") from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"https", "http"} or not _NAME.fullmatch(f"[{host}]" if ":" in host else host):
        raise _refused("It doesn't begin with https:// and the name of a host.")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise _refused("It holds a name or a password before the host.")
    if parts.fragment:
        raise _refused("It holds a #.")
    return _allowed(
        parts.scheme, host, port, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", listed
    )


def _allowed(scheme: str, host: str, port: int | None, path: str, listed: Collection[str]) -> Address:
    number = port or {"https": 443, "http": 80}[scheme]
    is_listed = f"{f'[{host}]' if ':' in host else host}:{number}" in listed
    if scheme == "http" and not is_listed:
        raise _refused("It begins with http://, over which everybody on the way can read.")
    if port not in {None, TLS_PORT} and not is_listed:
        raise _refused("It names a port of its own.")
    literal = _literal(host)
    if literal and not (is_listed or is_public(literal)):
        raise _refused("It leads into a private network.")
    return Address(scheme, host, number, path, is_listed)


def reachable(address: Address, resolve: Resolve, seconds: float) -> list[str]:
    """The addresses that may be called, as the name has them now.

    Raises Forbidden where one of them may not, and Unresolved where there is none within `seconds`.
    """
    known = found_within(seconds, address.host, address.port, resolve)
    found = [ipaddress.ip_address(one.partition("%")[0]) for one in known]
    if not found:
        raise Unresolved(NOWHERE)
    if not all(_may_be_called(one, address) for one in found):
        raise Forbidden(NOWHERE)
    return [str(one) for one in found]


def resolved(host: str, port: int) -> list[str]:
    """What this machine's resolver says."""
    known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in known))


def is_public(address: IpAddress) -> bool:
    """Whether an address, and each that it carries inside, is one of the internet."""
    inside = _carried(address)
    if inside:
        return all(is_public(one) for one in inside)
    odd = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in _NAT64_OF_ITS_OWN):
        return False
    return address.is_global and not odd


def _carried(address: IpAddress) -> list[IpAddress]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return list(address.teredo)
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return []


def _may_be_called(one: IpAddress, address: Address) -> bool:
    inner = (_carried(one) or [one])[0]
    if one in _NAT64_OF_ITS_OWN or (address.scheme == "http" and not inner.is_loopback):
        return False
    if not address.listed:
        return is_public(one)
    # Where a machine of a cloud tells its own secrets (169.254.169.254) nobody keeps a chat.
    return not (inner.is_link_local or inner.is_multicast or inner.is_unspecified)


def found_within(seconds: float, host: str, port: int, resolve: Resolve) -> list[str]:
    """What the resolver says within so long; it has no limit of its own, and is left behind where it takes too long.

    Empty where the host has no address. Raises Unresolved where the time was too short.
    """
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True, name="resolving a host's name").start()
    try:
        return answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise Unresolved(NOWHERE) from None


def _literal(host: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _refused(why: str) -> BadInput:
    return BadInput(
        f"This address can't be a webhook's. {why}",
        place="--address",
        cure="Copy the whole address that the channel's settings show; it begins with https://.",
    )

"""From where, and under which names, the app may be reached: this machine alone, or others through a proxy with TLS."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from copilot.errors import BadInput
from copilot.settings import Settings

LOOPBACK_NAMES = frozenset({"localhost"})
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_A_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
FEWEST_BITS = {4: 8, 6: 16}
"""A wider network than this is not a proxy's but the internet."""


@dataclass(frozen=True)
class Reach:
    """Who may call.

    Args:
        hosts: the names of the app behind a proxy; none where it is reached from this machine alone.
        proxies: the networks from which the proxy calls; whatever it says of its callers is believed.
    """

    hosts: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()

    @property
    def beyond(self) -> bool:
        """Whether others than this machine are served, through the proxy and over https alone."""
        return bool(self.proxies)

    @property
    def address(self) -> str:
        """Where people find it, where that is known."""
        return f"https://{min(self.hosts)}" if self.hosts else ""

    def trusts(self, client: str) -> bool:
        """Whether this is the proxy."""
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self.proxies)


THIS_MACHINE = Reach()


def reach_of(settings: Settings) -> Reach:
    """What the settings say. Raises BadInput for settings that cannot be safe."""
    proxies = tuple(_network(word) for word in _words(settings.behind_proxy))
    hosts = frozenset(_host(word) for word in _words(settings.hosts))
    if proxies and not hosts:
        raise BadInput(
            "The app is behind a proxy, but under which name people reach it is not said.",
            place="MENTORING_HOSTS",
            cure="Set it to that name, such as mentoring.example.org; several are separated by commas.",
        )
    return Reach(hosts if proxies else frozenset(), proxies)


def require_safe(reach: Reach, host: str, *, personas: bool, demo: bool) -> None:
    """Raise BadInput, with a sentence, where serving at `host` cannot be safe.

    Args:
        reach: who may call.
        host: the address to listen at.
        personas: whether people may sign in without a password, as somebody of the demo.
        demo: whether the home holds the sample community.
    """
    if personas and not demo:
        raise BadInput(
            "Signing in without a password is for the sample community alone, and this home holds another.",
            place="--home",
            cure="Serve it with `mentoring serve`, and invite people with `mentoring accounts invite`.",
        )
    if is_loopback(host) and not (personas and reach.beyond):
        return
    if personas:
        raise BadInput(
            "The demo, where nobody needs a password, serves only the machine it runs on.",
            place="--host" if not is_loopback(host) else "MENTORING_BEHIND_PROXY",
            cure="Leave it out, or serve a home of your own with `mentoring serve`.",
        )
    if not reach.beyond:
        raise BadInput(
            f"At “{host}” others could listen in: passwords and notes would travel unencrypted.",
            place="--host",
            cure="Give 127.0.0.1; or let a proxy with TLS stand before the app, and name it in MENTORING_BEHIND_PROXY "
            "and the app's name in MENTORING_HOSTS.",
        )


def is_loopback(host: str) -> bool:
    """Whether a host's name or number means this machine and no other."""
    name = host.strip("[]").lower()
    if name in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _words(said: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", said) if word]


def _host(word: str) -> str:
    name = word.lower().rstrip(".")
    if not _A_NAME.fullmatch(name):
        raise BadInput(
            f"“{word}” is not the name of a host.",
            place="MENTORING_HOSTS",
            cure="Give names such as mentoring.example.org, without https:// and without stars.",
        )
    return name


def _network(word: str) -> Network:
    try:
        network = ipaddress.ip_network(word, strict=False)
    except ValueError as fault:
        raise BadInput(
            f"“{word}” is not an address of a proxy.",
            place="MENTORING_BEHIND_PROXY",
            cure="Give numbers such as 127.0.0.1 or 172.18.0.0/16, separated by commas.",
        ) from fault
    if network.prefixlen < FEWEST_BITS[network.version]:
        raise BadInput(
            f"“{word}” would let anybody claim to be the proxy.",
            place="MENTORING_BEHIND_PROXY",
            cure="Give the proxy's own address.",
        )
    return network

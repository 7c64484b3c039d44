"""`oidc-provider-mock`, served on loopback: a provider that shares no code of ours and knows nothing of our tests."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from copilot.domain.elsewhere import ReturnTrip


@dataclass
class MockProvider:
    """It, running."""

    server: Any

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.server.server_port}"

    def consent(self, address: str, subject: str) -> str:
        """Where the browser is sent back to after somebody signed in at this address."""
        back = httpx2.post(address, data={"sub": subject}, trust_env=False).headers["location"]
        return str(back)

    def trip(self, address: str, subject: str) -> ReturnTrip:
        """The same, taken apart."""
        said = parse_qs(urlsplit(self.consent(address, subject)).query)
        return ReturnTrip(state=said["state"][0], code=said["code"][0])

    def break_down(self) -> None:
        self.server.shutdown()
        self.server.socket.close()


@contextmanager
def mock_provider(claims: Mapping[str, Mapping[str, Any]]) -> Iterator[MockProvider]:
    """The provider with these subjects and what it says of each."""
    with warnings.catch_warnings():
        import authlib.deprecate  # noqa: F401  # it sets a filter of its own when it is first imported

        warnings.simplefilter("ignore")  # the provider uses what Authlib is about to drop
        from oidc_provider_mock import User, run_server_in_thread

        users = [User(sub=subject, claims=dict(said)) for subject, said in claims.items()]
        with run_server_in_thread(user_claims=users) as server:
            yield MockProvider(server)

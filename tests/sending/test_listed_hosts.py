"""Which private hosts the operator opened to webhooks, as she wrote them down."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from copilot.settings import Settings


def test_each_host_is_read_with_its_port() -> None:
    settings = Settings(webhook_hosts="Chat.Internal:443, [fd00::7]:8065;10.0.0.7:80")
    assert settings.private_webhook_hosts == {"chat.internal:443", "[fd00::7]:8065", "10.0.0.7:80"}
    assert Settings(webhook_hosts="").private_webhook_hosts == frozenset()


@pytest.mark.parametrize("hosts", ["chat.internal", "chat.internal:443 other", "fd00::7", "[::1]", "chat:x"])
def test_a_host_without_a_port_is_refused(hosts: str) -> None:
    with pytest.raises(ValidationError, match="names no port"):
        Settings(webhook_hosts=hosts)

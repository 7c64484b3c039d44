"""Where people reach the web app, for links that are made at the command line."""

from __future__ import annotations

from urllib.parse import urlsplit

from copilot.errors import BadInput
from ui.cli.call import Call


def root_of(call: Call, address: str) -> str:
    """What every link begins with. BadInput where what was given is no address."""
    name = call.copilot.settings.hosts.replace(",", " ").split()
    said = address or (f"https://{name[0]}" if name else "http://127.0.0.1:7860")
    parts = urlsplit(said)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInput(
            f"“{said}” is no address.", place="--address", cure="Give it as https://mentoring.example.org."
        )
    return f"{parts.scheme}://{parts.netloc}"

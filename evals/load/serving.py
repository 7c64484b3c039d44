"""The app as it is really served, in a process of its own, over a home with the sample community."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from copilot.app import Copilot
from copilot.domain.tokens import TokenScope
from copilot.errors import Unavailable
from copilot.settings import Settings
from copilot.stores.home import Home
from evals.suites.homes import apart

UP_WITHIN = 180.0
_COMMAND = "import sys; from ui.cli.main import main; main()"


@dataclass(frozen=True)
class Served:
    """A running server: its address, its process."""

    address: str
    process: int

    def resident_mb(self) -> float:
        """Resident memory of the process, in MB of 10⁶ bytes (Linux)."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def made(home: Path) -> list[str]:
    """The sample community in this home; a secret for each member with which her program may talk."""
    from copilot.demo.loading import load

    copilot = Copilot(apart(Settings()).model_copy(update={"home": home}), Home(home))
    try:
        load(copilot, None)
        with copilot.units.reading() as unit:
            ids = [member.id for member in unit.members.all()]
        scopes = (TokenScope.READ, TokenScope.WRITE, TokenScope.CHAT, TokenScope.ASK)
        return [
            copilot.tokens.add(copilot.askers.identify(member), member, "load", scopes).secret
            for member in ids
        ]
    finally:
        copilot.close()


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """Serve this home until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", _COMMAND, "serve", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, env=_environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        _wait_until_ready(port, process)
        yield Served(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait()


def _environment(left_out: Sequence[str] = ("OPENAI_API_KEY", "OPENAI_BASE_URL")) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MENTORING_")}
    ours |= {"MENTORING_ENCODER": os.environ.get("MENTORING_ENCODER", "")}
    return {name: value for name, value in ours.items() if name not in left_out}


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + UP_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Unavailable("The app did not come up.", place=f"port {port}", cure="Run `mentoring serve` by hand.")

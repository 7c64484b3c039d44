"""A real Chroma server on loopback, for the tests that ask for one."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import missing

UP_WITHIN = 180.0  # the machine may be busy


class ChromaServer:
    """`chroma run` over a folder; it can be killed and started again at the same port."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        program = shutil.which("chroma", path=str(Path(sys.executable).parent))
        if program is None:
            missing("chroma's command is missing: run `pip install chromadb`")
        command = [program, "run", "--path", self._folder, "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + UP_WITHIN
        while not _listens(self._port):
            assert time.monotonic() < until, "chroma run didn't start"
            time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """It hangs: whoever connects waits."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def forget_everything(self) -> None:
        """What a new disk would hold; while it doesn't run."""
        shutil.rmtree(self._folder)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaServer]:
    """One that runs, until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = ChromaServer(folder, port)
    try:
        server.start()
        yield server
    finally:
        server.kill()

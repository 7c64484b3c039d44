"""Starts what docs/many-processes.md describes, on loopback: app processes, and nginx with the file that ships."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import trustme

from tests.conftest import missing
from tests.postgres import free_port

NGINX_CONF = Path(__file__).parents[2] / "docs" / "many-processes" / "nginx.conf"
NAME = "mentoring.example.org"
UP_WITHIN = 180.0
PATIENCE = 180.0
_COMMAND = [sys.executable, "-W", "ignore", "-c", "from ui.cli.main import main; main()", "serve"]


class AppProcess:
    """`mentoring serve` behind a proxy."""

    def __init__(self, folder: Path, database_url: str, chroma_url: str) -> None:
        self.port = free_port()
        self._log = folder / f"app-{self.port}.log"
        self._environment = {
            **os.environ,
            "MENTORING_HOME": str(folder / "home"),
            "MENTORING_DATABASE_URL": database_url,
            "MENTORING_CHROMA_URL": chroma_url,
            "MENTORING_HOSTS": NAME,
            "MENTORING_BEHIND_PROXY": "127.0.0.1",
            "MENTORING_ENCODER": "minilm",
            "MENTORING_LOG_FORMAT": "json",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `wait` tells when it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*_COMMAND, "--port", str(self.port)], env=self._environment, stdout=log, stderr=log
            )

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + UP_WITHIN
        headers = {"host": NAME, "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1"}
        while True:
            assert self._process is not None
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/sign-in", headers=headers, timeout=5)
            except httpx.HTTPError:
                time.sleep(0.2)
            else:
                return

    def said(self) -> str:
        """Its log."""
        return self._log.read_text("utf-8")

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def proxy(folder: Path, ports: Sequence[int]) -> Iterator[Callable[[], httpx.Client]]:
    """Nginx with the configuration of the docs; what connects to it by its proper name."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        missing("nginx is missing; on Debian: apt-get install nginx-light")
    authority, port = trustme.CA(), free_port()
    issued = authority.issue_cert(NAME)
    issued.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    (folder / "nginx.conf").write_text(_adapted(NGINX_CONF.read_text("utf-8"), folder, port, ports))
    command = [program, "-c", folder / "nginx.conf", "-e", "stderr", "-g", "daemon off;"]
    with (folder / "nginx.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port, folder / "nginx.log")
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        yield lambda: _client(port, trusting)
    finally:
        process.terminate()
        process.wait()


def _client(port: int, trusting: ssl.SSLContext) -> httpx.Client:
    """One that believes the name to be on this machine, and the certificate to be right."""
    client = httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=trusting, timeout=PATIENCE)
    client.headers["host"] = f"{NAME}:{port}"
    client.event_hooks["request"] = [_by_name]
    return client


def _by_name(request: httpx.Request) -> None:
    request.extensions["sni_hostname"] = NAME


def served_by(folder: Path) -> dict[str, set[str]]:
    """By what somebody is known to the proxy → the processes that served her."""
    found: dict[str, set[str]] = {}
    for line in (folder / "who.log").read_text("utf-8").splitlines():
        process, _, who = line.partition(" ")
        found.setdefault(who, set()).update(each.strip() for each in process.split(","))
    return found


def _adapted(conf: str, folder: Path, port: int, ports: Sequence[int]) -> str:
    """The same with loopback's ports and this folder; and it writes down whom each process served."""
    conf = conf.replace(
        "access_log off;", f"log_format who '$upstream_addr $who'; access_log {folder}/who.log who;"
    )
    servers = iter(ports)
    conf = re.sub(r"app-\d:7860", lambda _: f"127.0.0.1:{next(servers)}", conf)
    conf = conf.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    conf = conf.replace("/etc/nginx/tls/", f"{folder}/")
    return re.sub(r"/tmp/(nginx)", lambda found: f"{folder}/{found[1]}", conf)


def _wait_for(port: int, log: Path) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(log.read_text("utf-8"))

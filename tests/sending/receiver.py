"""Another system's incoming webhook on loopback, which answers as a test tells it to."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

NAME = "chat.example.test"
RUNNING: set[str] = set()
"""`host:port` of every receiver that runs just now."""
Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One call. What was said is kept by the receiver; then its next answer is given."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]  # set by `receiving`
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        receiver.heard.append((self.path, dict(self.headers), body))
        answer = receiver.answers.pop(0) if receiver.answers else status(200, b"ok")
        answer(self)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class Receiver:
    def __init__(self, port: int, scheme: str) -> None:
        self.port = port
        self.scheme = scheme
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[Answer] = []
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/services/T0/B0/secretsecretsecret"

    @property
    def named(self) -> str:
        return f"{self.scheme}://{NAME}:{self.port}/services/T0/B0/secretsecretsecret"

    @property
    def said(self) -> list[Any]:
        return [json.loads(body) for _, _, body in self.heard]


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """An answer with that status; `_` in a header's name stands for `-`."""

    def answer(request: Request) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def silence(request: Request) -> None:
    """It takes the call and says nothing."""
    request.server.receiver.closing.wait(30)  # type: ignore[attr-defined]
    request.close_connection = True


def dripping(request: Request) -> None:
    """A byte of a header every now and then, for ever."""
    try:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while not request.server.receiver.closing.wait(0.05):  # type: ignore[attr-defined]
            request.wfile.write(b"a")
            request.wfile.flush()
    except OSError:
        pass
    request.close_connection = True


def endless(code: int) -> Answer:
    """A body that never ends."""

    def answer(request: Request) -> None:
        try:
            request.wfile.write(f"HTTP/1.1 {code} Endless\r\n\r\n".encode())
            while not request.server.receiver.closing.is_set():  # type: ignore[attr-defined]
                request.wfile.write(b"x" * 65_536)
        except OSError:
            pass
        request.close_connection = True

    return answer


def hangs_up(request: Request) -> None:
    """It ends the call in the middle."""
    request.wfile.write(b"HTTP/1.1 200 ")
    request.wfile.flush()
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True


@cache
def authority() -> trustme.CA:
    """Who vouches for the receivers of this run, and is forgotten with it."""
    return trustme.CA()


@contextmanager
def receiving(*, tls: bool = False) -> Iterator[Receiver]:
    """A receiver on a free port of loopback, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.daemon_threads = True
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]  # callers hang up
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority().issue_cert(NAME).configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    receiver = Receiver(server.server_port, "https" if tls else "http")
    server.receiver = receiver  # type: ignore[attr-defined]  # for `Request`
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    places = {f"{host}:{server.server_port}" for host in ("127.0.0.1", NAME)}
    RUNNING.update(places)
    try:
        yield receiver
    finally:
        RUNNING.difference_update(places)
        receiver.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()

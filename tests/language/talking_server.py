"""A small OpenAI-compatible server on loopback that streams what a test wrote down: words, tool calls, faults."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Says:
    """An answer in pieces; `cut` is the connection breaking off behind the last of them."""

    pieces: tuple[str, ...]
    cut: bool = False


@dataclass(frozen=True)
class Calls:
    """Calls of tools, each a name and its arguments as the model writes them; `first` is said before."""

    calls: tuple[tuple[str, str], ...]
    first: str = ""


@dataclass(frozen=True)
class Refuses:
    """An error of the server."""

    status: int


Reply = Says | Calls | Refuses
Scripted = Reply | Callable[[dict[str, Any]], Reply]


def says(*pieces: str, cut: bool = False) -> Says:
    return Says(pieces, cut)


def calls(name: str, first: str = "", **arguments: Any) -> Calls:
    return Calls(((name, json.dumps(arguments)),), first)


@dataclass
class TalkingServer:
    """`replies` are given in turn, the last one again and again; `asked` keeps each request's body."""

    replies: tuple[Scripted, ...]
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def reply_to(self, request: dict[str, Any]) -> Reply:
        self.asked.append(request)
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        return reply(request) if callable(reply) else reply

    def texts(self) -> str:
        """Everything the model was sent."""
        return json.dumps(self.asked, ensure_ascii=False)

    def last_tool_message(self) -> str:
        return [message["content"] for message in self.asked[-1]["messages"] if message["role"] == "tool"][-1]


def _chunks(reply: Says | Calls, turn: int) -> Iterator[dict[str, Any]]:
    if isinstance(reply, Says):
        for piece in reply.pieces:
            yield {"delta": {"role": "assistant", "content": piece}, "finish_reason": None}
        yield {"delta": {}, "finish_reason": "stop"}
        return
    if reply.first:
        yield {"delta": {"role": "assistant", "content": reply.first}, "finish_reason": None}
    for index, (name, arguments) in enumerate(reply.calls):
        half = len(arguments) // 2
        for part, piece in enumerate((arguments[:half], arguments[half:])):
            head = {"id": f"call_{turn}_{index}", "type": "function"} if part == 0 else {}
            function = {"arguments": piece, **({"name": name} if part == 0 else {})}
            call = {"index": index, **head, "function": function}
            yield {"delta": {"role": "assistant", "tool_calls": [call]}, "finish_reason": None}
    yield {"delta": {}, "finish_reason": "tool_calls"}


@contextmanager
def talking(*replies: Scripted) -> Iterator[TalkingServer]:
    chat = TalkingServer(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = chat.reply_to(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if isinstance(reply, Refuses):
                self.refuse(reply.status)
                return
            cut = isinstance(reply, Says) and reply.cut
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            # What was announced and never comes is how a client notices that the other side went away.
            if cut:
                self.send_header("Content-Length", "100000")
            self.end_headers()
            for choice in _chunks(reply, len(chat.asked)):
                if not (cut and choice["finish_reason"]):
                    body = {
                        "id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "small",
                        "choices": [{"index": 0, **choice}],
                    }  # fmt: skip
                    self.wfile.write(f"data: {json.dumps(body)}\n\n".encode())
                    self.wfile.flush()
            if not cut:
                self.wfile.write(b"data: [DONE]\n\n")
            self.close_connection = True

        def refuse(self, status: int) -> None:
            body = json.dumps({"error": {"message": "no", "type": "error", "code": None}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    chat.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

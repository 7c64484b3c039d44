"""A small OpenAI-compatible server on loopback that answers with what a test wrote down."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = dict[str, Any] | str | Callable[[dict[str, Any]], dict[str, Any] | str]


def called(tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """A reply that calls a tool."""
    call = {
        "id": "call_1",
        "type": "function",
        "function": {"name": tool, "arguments": json.dumps(arguments)},
    }
    return completion({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls")


def said(text: str, finish: str = "stop") -> dict[str, Any]:
    """A reply in plain text; the finish `length` is one that was cut off."""
    return completion({"role": "assistant", "content": text}, finish)


def declined(words: str = "I can't help with that.") -> dict[str, Any]:
    """A reply in which the model says that it won't."""
    return completion({"role": "assistant", "content": None, "refusal": words}, "stop")


def streamed(
    *pieces: str, cut: bool = False, stall: float = 0, pings: bool = False, pause: float = 0
) -> dict[str, Any]:
    """A reply that comes in pieces, without a count of its tokens.

    `cut` is the connection breaking off behind the last of them; `stall` are seconds in which nothing more comes, or
    with `pings` nothing but signs of life; `pause` are the seconds between two pieces.
    """
    how = {"cut": cut, "stall": stall, "pings": pings, "pause": pause}
    return {
        "status": 200,
        "pieces": [chunk({"role": "assistant", "content": each}) for each in pieces],
        **how,
    }


def refused(
    status: int, message: str, code: str = "", headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """An error as OpenAI's servers send it."""
    body = {"error": {"message": message, "type": "error", "code": code or None}}
    return {"status": status, "body": body, "headers": headers or {}}


def completion(message: dict[str, Any], finish: str) -> dict[str, Any]:
    body = {
        "id": "c1", "object": "chat.completion", "created": 0, "model": "small",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }  # fmt: skip
    return {"status": 200, "body": body}


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    """A piece of a reply as OpenAI's servers stream it."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "small", "choices": [choice],
    }  # fmt: skip


def in_pieces(body: dict[str, Any]) -> dict[str, Any]:
    """A whole reply as it is streamed, with the count of its tokens at the end."""
    (choice,) = body["choices"]
    message = choice["message"]
    if calls := message.get("tool_calls"):
        message = {**message, "tool_calls": [{**call, "index": n} for n, call in enumerate(calls)]}
    count = {**chunk({}), "choices": [], "usage": body["usage"]}
    pieces = [chunk(message), chunk({}, choice["finish_reason"]), count]
    return {"status": 200, "pieces": pieces, "cut": False, "unfinished": False}


class ChatServer:
    """`replies` are given in turn, the last one again and again; `asked` keeps each request's body."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.models: list[str] | None = ["small"]
        self.url = ""
        self.closing = threading.Event()
        self.hung_up = threading.Event()

    def reply_to(self, request: dict[str, Any]) -> dict[str, Any] | str:
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        told = reply(request) if callable(reply) else reply
        whole = isinstance(told, dict) and told.get("status") == 200 and "body" in told
        is_completion = whole and isinstance(told["body"], dict) and told["body"].get("choices")
        return in_pieces(told["body"]) if is_completion and request.get("stream") else told

    def texts(self) -> str:
        """Everything the model was sent."""
        return json.dumps(self.asked, ensure_ascii=False)

    def ways(self) -> list[str]:
        """How each request asked for its form."""
        return [
            "schema" if "response_format" in asked else "tools" if "tools" in asked else "text"
            for asked in self.asked
        ]


class _Listening(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, chat: ChatServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.chat = chat


class _Handler(BaseHTTPRequestHandler):
    server: _Listening

    def do_GET(self) -> None:
        chat = self.server.chat
        chat.keys.append(self.headers.get("Authorization", ""))
        if chat.models is None:
            self.answer(404, {"error": {"message": "no list"}})
            return
        listed = [{"id": each, "object": "model", "created": 0, "owned_by": "us"} for each in chat.models]
        self.answer(200, {"object": "list", "data": listed})

    def do_POST(self) -> None:
        chat = self.server.chat
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        chat.asked.append(request)
        chat.keys.append(self.headers.get("Authorization", ""))
        reply = chat.reply_to(request)
        if isinstance(reply, str):
            self.answer(200, reply)
        elif "pieces" in reply:
            with suppress(OSError):
                self.stream(reply)
        else:
            self.answer(reply["status"], reply["body"], reply.get("headers", {}))

    def answer(self, status: int, told: Any, headers: dict[str, str] | None = None) -> None:
        body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def stream(self, reply: dict[str, Any]) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        # What was announced and never comes is how a client notices that the other side went away.
        if reply["cut"]:
            self.send_header("Content-Length", "100000")
        self.end_headers()
        for piece in reply["pieces"]:
            self.send(f"data: {json.dumps(piece)}")
            self.server.chat.closing.wait(reply.get("pause", 0))
        if reply["cut"]:
            return
        self.stall(reply.get("stall", 0), pings=reply.get("pings", False))
        if reply.get("unfinished", True):
            self.send(f"data: {json.dumps(chunk({}, 'stop'))}")
        self.send("data: [DONE]")

    def stall(self, seconds: float, *, pings: bool) -> None:
        for _ in range(int(seconds * 50)):
            if self.server.chat.closing.wait(0.02):
                return
            if pings:
                self.send(": still here")

    def send(self, line: str) -> None:
        try:
            self.wfile.write(f"{line}\n\n".encode())
            self.wfile.flush()
        except OSError:
            self.server.chat.hung_up.set()
            raise

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(*replies: Reply) -> Iterator[ChatServer]:
    chat = ChatServer(*replies)
    server = _Listening(chat)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    chat.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield chat
    finally:
        chat.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()

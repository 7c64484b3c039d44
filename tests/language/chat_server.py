"""A small OpenAI-compatible server on loopback that answers with what a test wrote down."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


def said(text: str) -> dict[str, Any]:
    """A reply in plain text."""
    return completion({"role": "assistant", "content": text}, "stop")


def streamed(*pieces: str, cut: bool = False) -> dict[str, Any]:
    """A reply that comes in pieces; `cut` is the connection breaking off behind the last of them."""
    return {"status": 200, "pieces": list(pieces), "cut": cut}


def refused(status: int, message: str, code: str = "") -> dict[str, Any]:
    """An error as OpenAI's servers send it."""
    return {"status": status, "body": {"error": {"message": message, "type": "error", "code": code or None}}}


def completion(message: dict[str, Any], finish: str) -> dict[str, Any]:
    body = {
        "id": "c1", "object": "chat.completion", "created": 0, "model": "small",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }  # fmt: skip
    return {"status": 200, "body": body}


def chunk(text: str, finish: str | None = None) -> dict[str, Any]:
    """A piece of a reply as OpenAI's servers stream it."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {
        "id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "small", "choices": [choice],
    }  # fmt: skip


class ChatServer:
    """`replies` are given in turn, the last one again and again; `asked` keeps each request's body."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.url = ""

    def reply_to(self, request: dict[str, Any]) -> dict[str, Any] | str:
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        return reply(request) if callable(reply) else reply

    def texts(self) -> str:
        """Everything the model was sent."""
        return json.dumps(self.asked, ensure_ascii=False)


@contextmanager
def serving(*replies: Reply) -> Iterator[ChatServer]:
    chat = ChatServer(*replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            chat.asked.append(request)
            chat.keys.append(self.headers.get("Authorization", ""))
            reply = chat.reply_to(request)
            if isinstance(reply, dict) and "pieces" in reply:
                self.stream(reply)
                return
            status = 200 if isinstance(reply, str) else reply["status"]
            body = reply.encode() if isinstance(reply, str) else json.dumps(reply["body"]).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def stream(self, reply: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            # What was announced and never comes is how a client notices that the other side went away.
            if reply["cut"]:
                self.send_header("Content-Length", "100000")
            self.end_headers()
            for piece in reply["pieces"]:
                self.wfile.write(f"data: {json.dumps(chunk(piece))}\n\n".encode())
                self.wfile.flush()
            if not reply["cut"]:
                self.wfile.write(f"data: {json.dumps(chunk('', 'stop'))}\n\ndata: [DONE]\n\n".encode())
            self.close_connection = True

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

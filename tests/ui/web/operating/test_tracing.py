"""Traces that reach a collector, and what of a request never does. The collector really takes OTLP over HTTP."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fastapi import FastAPI, HTTPException
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from sqlalchemy import Engine, create_engine, text
from starlette.testclient import TestClient

from copilot.settings import Settings
from ui.web.operating.templates import Templates
from ui.web.operating.tracing import Tracing

HERE = "http://127.0.0.1:7860"
TOKEN = "sk-Blaubeerpfannkuchen"
PLANTED = (TOKEN, "Amara", "amara", "example.org", "m17", "Zwetschgenkuchen", "testclient")


class Collector(HTTPServer):
    """Takes what is sent to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.bodies: list[bytes] = []
        self.paths: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def spans(self) -> list[Span]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [scope for each in requests for one in each.resource_spans for scope in one.scope_spans]
        return [span for scope in scopes for span in scope.spans]


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["content-length"])))
        self.server.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()


def _visited(collector: Collector, engine: Engine) -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    def read(secret: str) -> str:
        with engine.connect() as connection:
            connection.execute(text("SELECT :who -- Zwetschgenkuchen"), {"who": "Amara"})
        return "read"

    def fail(secret: str) -> str:
        raise ValueError(f"Amara {secret}")

    def refuse(secret: str) -> str:
        raise HTTPException(404, f"Amara {secret}")

    app.add_api_route("/calendar/{secret}.ics", read)
    app.add_api_route("/fail/{secret}", fail)
    app.add_api_route("/refuse/{secret}", refuse)
    tracing = Tracing(collector.address)
    tracing.watch(app, engine, Templates(app))
    caller = TestClient(app, base_url=HERE, raise_server_exceptions=False)
    told = {"user-agent": "Amara", "referer": f"http://example.org/{TOKEN}", "baggage": "who=amara"}
    paths = (f"/calendar/{TOKEN}.ics?name=Amara", f"/fail/{TOKEN}", f"/refuse/{TOKEN}", "/amara@example.org")
    for path in (*paths, "/health/live"):
        caller.get(path, headers=told)
    caller.request("AMARA", "/refuse/m17")
    tracing.close()


def test_requests_and_statements_reach_the_collector(collector: Collector, engine: Engine) -> None:
    _visited(collector, engine)
    assert set(collector.paths) == {"/v1/traces"}
    names = [span.name for span in collector.spans]
    assert sorted(names) == [
        "GET /calendar/{secret}.ics", "GET /fail/{secret}", "GET /refuse/{secret}", "GET none",
        "OTHER /refuse/{secret}", "SELECT",
    ]  # fmt: skip
    [statement] = [span for span in collector.spans if span.name == "SELECT"]
    [request] = [span for span in collector.spans if span.name.startswith("GET /calendar")]
    assert statement.parent_span_id == request.span_id
    assert statement.trace_id == request.trace_id


def test_nothing_of_anybody_reaches_it(collector: Collector, engine: Engine) -> None:
    _visited(collector, engine)
    sent = b"".join(collector.bodies)
    assert [word for word in PLANTED if word.encode() in sent] == []
    kinds = {attribute.key for span in collector.spans for attribute in span.attributes}
    assert kinds <= {
        "http.route", "http.method", "http.request.method", "http.status_code", "http.response.status_code",
        "db.operation.name", "db.system.name",
    }  # fmt: skip
    assert not any(span.events or span.status.message for span in collector.spans)


def test_the_address_of_a_collector_is_one() -> None:
    assert Settings(otlp_endpoint="http://127.0.0.1:4318").otlp_endpoint
    for wrong in (
        "127.0.0.1:4318",
        "ftp://x",
        "http://user:key@collector",
        "http://collector?key=1",
        "http://",
    ):
        with pytest.raises(ValueError, match="otlp_endpoint"):
            Settings(otlp_endpoint=wrong)


def test_without_the_setting_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys, ui.web.operating.installing, ui.web.serve\n"
        "print([m for m in sys.modules if m.startswith(('opentelemetry', 'prometheus_client', 'gradio'))])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"

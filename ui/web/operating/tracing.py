"""Traces of requests and of the database for an OpenTelemetry collector of one's own, where the settings name one.

What leaves is a span's name, its times, and the few attributes listed here: a method, the template of the route, a
status, the first word of a statement. No path, query, address, parameter, text, or words of an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from copilot.errors import Unavailable
from ui.web.operating.templates import NO_ROUTE, Templates

if TYPE_CHECKING:
    from fastapi import FastAPI
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from sqlalchemy import Engine

SERVICE = "mentoring-copilot"
TRACES = "/v1/traces"
ROUTE, METHOD, OPERATION = "http.route", "http.request.method", "db.operation.name"
ALLOWED = frozenset(
    {
        ROUTE, METHOD, OPERATION, "http.method", "http.status_code", "http.response.status_code", "db.system.name",
    }
)  # fmt: skip
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OPERATIONS = frozenset(
    {"SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "ROLLBACK", "WITH", "PRAGMA"}
)
SPAN = "mentoring.span"


class Tracing:
    """Traces of one app.

    Args:
        endpoint: the collector's address; where it has no path, `/v1/traces` below it.

    Raises Unavailable where the packages for it are not installed.
    """

    def __init__(self, endpoint: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as missing:
            raise Unavailable(
                "Traces need packages that are not installed.",
                place="MENTORING_OTLP_ENDPOINT",
                cure="Run `pip install 'mentoring-copilot[tracing]'`, or leave the setting out.",
            ) from missing
        self.provider: TracerProvider = TracerProvider(resource=Resource({"service.name": SERVICE}))
        exporter: Any = _without_words(OTLPSpanExporter(endpoint=_whole(endpoint)))
        self.provider.add_span_processor(BatchSpanProcessor(exporter))

    def watch(self, app: FastAPI, engine: Engine, templates: Templates) -> None:
        """Trace this app's requests and this database's statements."""
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

        def named(span: Any, scope: Mapping[str, Any]) -> None:
            if span is None or not span.is_recording():
                return
            template = templates.of(scope["path"])
            method = scope.get("method", "GET")
            span.set_attribute(ROUTE, template)
            span.update_name(f"{method if method in METHODS else 'OTHER'} {template}")

        FastAPIInstrumentor.instrument_app(
            app,
            server_request_hook=named,
            tracer_provider=self.provider,
            meter_provider=_no_meters(),
            excluded_urls="/health/,/metrics",
            exclude_spans=["send", "receive"],
        )
        _watch(engine, self.provider)

    def close(self) -> None:
        """Send what is left."""
        self.provider.shutdown()


def _whole(endpoint: str) -> str:
    bare = endpoint.rstrip("/")
    return bare if "/" in bare.partition("://")[2] else f"{bare}{TRACES}"


def _no_meters() -> Any:
    from opentelemetry.metrics import NoOpMeterProvider

    return NoOpMeterProvider()


def _watch(engine: Engine, provider: TracerProvider) -> None:
    """A span for each statement, within one that is under way: rounds in the background are not traced."""
    from opentelemetry import trace
    from sqlalchemy import event

    tracer = provider.get_tracer("ui.web.operating.tracing")

    @event.listens_for(engine, "before_cursor_execute")
    def _begin(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not trace.get_current_span().get_span_context().is_valid:
            return
        operation = _operation(statement)
        told = {"db.system.name": engine.dialect.name, OPERATION: operation}
        connection.info.setdefault(SPAN, []).append(
            tracer.start_span(operation, kind=trace.SpanKind.CLIENT, attributes=told)
        )

    @event.listens_for(engine, "after_cursor_execute")
    def _end(connection: Any, *_: Any) -> None:
        if begun := connection.info.get(SPAN):
            begun.pop().end()

    @event.listens_for(engine, "handle_error", insert=True)
    def _fail(context: Any) -> None:
        if context.connection is not None and (begun := context.connection.info.get(SPAN)):
            begun.pop().end()


def _operation(statement: str) -> str:
    first = statement.lstrip().partition(" ")[0].upper()
    return first if first in OPERATIONS else "OTHER"


def _without_words(exporter: Any) -> Any:
    """An exporter that hands on only what may leave."""
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

    class _Allowed(SpanExporter):
        def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
            result: SpanExportResult = exporter.export([allowed(span) for span in spans])
            return result

        def shutdown(self) -> None:
            exporter.shutdown()

        def force_flush(self, timeout_millis: int = 30_000) -> bool:
            return bool(exporter.force_flush(timeout_millis))

    return _Allowed()


def allowed(span: ReadableSpan) -> ReadableSpan:
    """The span with what may leave: its events, which quote errors, and the words of its status stay here."""
    from opentelemetry.sdk.trace import ReadableSpan as Span
    from opentelemetry.trace import Status

    attributes = {name: value for name, value in (span.attributes or {}).items() if name in ALLOWED}
    if attributes.get(METHOD, "GET") not in METHODS:
        attributes[METHOD] = "OTHER"
    return Span(
        name=_name(attributes),
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=attributes,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _name(attributes: Mapping[str, Any]) -> str:
    if OPERATION in attributes:
        return str(attributes[OPERATION])
    method = attributes.get(METHOD) or attributes.get("http.method", "OTHER")
    return f"{method if method in METHODS else 'OTHER'} {attributes.get(ROUTE, NO_ROUTE)}"

"""Makes spans with OpenTelemetry, and tells them to a collector by OTLP over HTTP.

The library's own variables hold beside ours: `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER`,
`OTEL_RESOURCE_ATTRIBUTES` and the others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from service.tracing import HEADER, Attributes, Kind

#: Seconds that the collector has to take spans, so that no process hangs at it when it ends.
EXPORT_S: Final = 3.0
_KINDS: Final = {
    "server": SpanKind.SERVER,
    "consumer": SpanKind.CONSUMER,
    "client": SpanKind.CLIENT,
}
_propagator = TraceContextTextMapPropagator()
_provider: TracerProvider | None = None


def begin(role: str, url: str) -> None:
    """Tell the collector at `url`, the whole address, of the spans of this process."""
    global _provider
    end()
    resource = Resource.create(
        {
            "service.namespace": "werkbank",
            "service.name": f"werkbank-{role}",
            "service.version": metadata.version("werkbank"),
        }
    )
    _provider = TracerProvider(resource=resource, shutdown_on_exit=True)
    exporter = OTLPSpanExporter(endpoint=url, timeout=EXPORT_S)
    _provider.add_span_processor(BatchSpanProcessor(exporter))


def end() -> None:
    """Tell what has not been told yet, and no more."""
    global _provider
    provider, _provider = _provider, None
    if provider:
        provider.shutdown()


def _tracer() -> trace.Tracer:
    return _provider.get_tracer("werkbank") if _provider else trace.NoOpTracer()


def _context(parent: str | None) -> Context | None:
    """That of a parent; None: that of this moment."""
    return _propagator.extract({HEADER: parent}, Context()) if parent else None


@contextmanager
def span(name: str, kind: Kind, parent: str | None, attributes: Attributes) -> Iterator[None]:
    """See the room."""
    with _tracer().start_as_current_span(
        name, _context(parent), kind=_KINDS[kind], attributes=attributes
    ):
        yield


def record(
    name: str, kind: Kind, began_ns: int, parent: str | None, attributes: Attributes
) -> None:
    """See the room."""
    together = Link(trace.get_current_span().get_span_context())
    made = _tracer().start_span(
        name,
        _context(parent) or Context(),
        kind=_KINDS[kind],
        attributes=attributes,
        links=[together],
        start_time=began_ns,
    )
    made.end()


def describe(name: str, attributes: Attributes, failed: bool) -> None:
    """See the room."""
    current = trace.get_current_span()
    current.update_name(name)
    current.set_attributes(attributes)
    if failed:
        current.set_status(Status(StatusCode.ERROR))


def traceparent() -> str | None:
    """See the room."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get(HEADER)

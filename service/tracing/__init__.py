"""Tracing: the way of a request through the work that it causes, told to whoever collects traces.

Its nouns are the span and the trace context (W3C). Nothing is loaded and nothing costs anything
unless `WERKBANK_TRACES_URL` names a collector. Any room may use it; it imports only settings.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Final, Literal

from service.settings import settings

__all__ = (
    "HEADER",
    "Attributes",
    "Kind",
    "begin",
    "describe",
    "end",
    "headers",
    "is_on",
    "record",
    "span",
    "traceparent",
)

#: In which a trace context comes and goes (W3C Trace Context, section 3.2).
HEADER: Final = "traceparent"
Kind = Literal["server", "consumer", "client"]
Attributes = Mapping[str, str | int]

#: What tells the collector; None while nothing is traced.
_exporting: ModuleType | None = None


class TracingMissing(RuntimeError):
    """The settings name a collector, and the libraries for it are not installed."""


def begin(role: str) -> None:
    """Trace this process from now on as `role`, if the settings name a collector.

    Call it after a fork. Raises TracingMissing.
    """
    global _exporting
    if not (url := settings().traces_url):
        return
    try:
        _exporting = import_module("service.tracing.exporting")
    except ModuleNotFoundError as error:
        raise TracingMissing(
            "WERKBANK_TRACES_URL is set, and OpenTelemetry is not installed; install "
            f"`werkbank[traces]` ({error})"
        ) from error
    _exporting.begin(role, url)


def end() -> None:
    """Trace no more, and tell the collector what it has not been told yet, in bounded time."""
    global _exporting
    exporting, _exporting = _exporting, None
    if exporting:
        exporting.end()


def is_on() -> bool:
    """Whether this process traces."""
    return _exporting is not None


@contextmanager
def span(
    name: str, kind: Kind, *, parent: str | None = None, attributes: Attributes | None = None
) -> Iterator[None]:
    """Let what the block does be a span, in the trace of `parent`, a `traceparent`.

    What raises marks it as failed. A parent that is none begins a trace of its own.
    """
    if _exporting is None:
        yield
        return
    with _exporting.span(name, kind, parent, attributes or {}):
        yield


def record(
    name: str, kind: Kind, began_ns: int, *, parent: str | None, attributes: Attributes
) -> None:
    """Make a span of something that has just ended, and began then (nanoseconds since 1970).

    It is linked with the current one, of which it was a part beside others.
    """
    if _exporting:
        _exporting.record(name, kind, began_ns, parent, attributes)


def describe(name: str, attributes: Attributes, *, failed: bool = False) -> None:
    """Give the current span the name and the attributes that are known only now."""
    if _exporting:
        _exporting.describe(name, attributes, failed)


def traceparent() -> str | None:
    """The current span as others know it; None where nothing is traced."""
    return _exporting.traceparent() if _exporting else None


def headers() -> dict[str, str]:
    """What a call that belongs to the current span says about it."""
    current: Any = traceparent()
    return {HEADER: current} if current else {}

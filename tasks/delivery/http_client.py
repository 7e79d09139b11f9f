"""Calls other people's servers: to checked addresses only, within bounds of time and size."""

import contextlib
import http.client
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from service import tracing
from service.values.addresses import Network
from service.webhooks.deliveries import Outcome
from service.webhooks.url_policy import BadTarget, WebhookTarget, place_of, resolve

USER_AGENT = "Werkbank"
#: Seconds for a connection, and by default for a whole call.
CONNECT_S = 5.0
AT_MOST_S = 15.0
#: Bytes of an answer that are read, and letters of what went wrong that are kept.
MOST_READ = 4096
LONGEST_ERROR = 400
#: Retry-After beyond this is cut: nobody is made to wait for a year.
LONGEST_WAIT_S = 24 * 3600.0


@dataclass(frozen=True)
class HttpAnswer:
    """How a call ended: with a status, or with an error that says why there is none.

    `refused` means that nothing was sent and nothing will be while the target stays as it is.
    """

    status: int | None
    duration_ms: int
    body: str = ""
    error: str | None = None
    retry_after_s: float | None = None
    refused: bool = False

    @property
    def accepted(self) -> bool:
        """Whether the receiver has taken it."""
        return self.status is not None and 200 <= self.status < 300


def outcome_of(answer: HttpAnswer) -> Outcome:
    """How a call of a webhook ended, as its delivery and its host's circuit breaker count it."""
    return Outcome(
        answer.status,
        answer.duration_ms,
        answer.body,
        answer.error,
        answer.retry_after_s,
        answer.refused,
    )


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allowed: Sequence[Network] = (),
    at_most_s: float = AT_MOST_S,
    trust: ssl.SSLContext | None = None,
) -> HttpAnswer:
    """Send `body` and wait for the answer, `at_most_s` in all. Redirects are not followed.

    Never raises for what others do: the answer says it.
    """
    began = time.monotonic()
    try:
        target = place_of(url, allowed)
        addresses = resolve(target, allowed, at_most_s)
        left_s = max(0.001, at_most_s - (time.monotonic() - began))
        with _connected(target, addresses, left_s, trust) as connection:
            sent = _all({**headers, **tracing.headers()}, target)
            connection.request("POST", target.path, body, sent)
            answer = connection.getresponse()
            if time.monotonic() - began >= at_most_s:  # a header that broke off counts for nothing
                raise TimeoutError
            text = _beginning(answer)
            wait_s = _retry_after(answer.headers.get("Retry-After"))
            return HttpAnswer(answer.status, _since(began), text, _why(answer.status), wait_s)
    except BadTarget as error:
        return HttpAnswer(None, _since(began), error=str(error)[:LONGEST_ERROR], refused=True)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() - began >= at_most_s
        reason = f"no answer within {at_most_s:g} s" if late else f"{type(error).__name__}: {error}"
        return HttpAnswer(None, _since(began), error=reason.strip()[:LONGEST_ERROR])


def _all(headers: Mapping[str, str], target: WebhookTarget) -> dict[str, str]:
    ours = {"Host": target.authority, "User-Agent": USER_AGENT, "Connection": "close"}
    return {"Content-Type": "application/json", **headers, **ours}


@contextlib.contextmanager
def _connected(
    target: WebhookTarget, addresses: Sequence[str], at_most_s: float, trust: ssl.SSLContext | None
) -> Iterator[http.client.HTTPConnection]:
    """A connection to the first address that takes one; hung up when the time is over."""
    connection = http.client.HTTPConnection(target.host, target.port)
    plain = _first(addresses, target.port, min(CONNECT_S, at_most_s))
    # A server that drips a byte at a time never meets a time-out. The copy reaches the connection
    # also in the middle of a TLS handshake.
    with plain, socket.socket(fileno=os.dup(plain.fileno())) as copy:
        patience = threading.Timer(at_most_s, _hang_up, [copy])
        patience.daemon = True
        patience.start()
        try:
            plain.settimeout(at_most_s)
            connection.sock = plain
            if target.tls:
                context = trust or _public_trust()
                connection.sock = context.wrap_socket(plain, server_hostname=target.host)
            yield connection
        finally:
            patience.cancel()
            connection.close()
            patience.join()


@cache
def _public_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _first(addresses: Sequence[str], port: int, timeout_s: float) -> socket.socket:
    failure: OSError = OSError("the name has no address")
    for address in addresses:
        try:
            return _to(address, port, timeout_s)
        except OSError as error:
            failure = error
    raise failure


def _to(address: str, port: int, timeout_s: float) -> socket.socket:
    """A connection to an address, for which no name service is asked."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(timeout_s)
        plain.connect((address, port))
    except BaseException:
        plain.close()
        raise
    return plain


def _hang_up(copy: socket.socket) -> None:
    with contextlib.suppress(OSError):
        copy.shutdown(socket.SHUT_RDWR)


def _beginning(answer: http.client.HTTPResponse) -> str:
    """The first bytes of the answer's body; that it breaks off changes nothing about its status."""
    received = b""
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
        while len(received) < MOST_READ and (more := answer.read1(MOST_READ - len(received))):
            received += more
    return received.decode("utf-8", "replace").replace("\x00", "\ufffd")


def _why(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return f"it answered {status}; redirects are not followed"
    return f"it answered {status}"


def _retry_after(text: str | None) -> float | None:
    """Seconds, from a number or a date (RFC 9110 section 10.2.3); None for anything else."""
    if not text:
        return None
    try:
        wait = float(text) if text.isdigit() else _until(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(wait, 0.0), LONGEST_WAIT_S)


def _until(date: str) -> float:
    due = parsedate_to_datetime(date)
    return ((due if due.tzinfo else due.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)

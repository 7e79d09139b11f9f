"""Talks to an SMTP server: reads its address from a URL, connects, encrypts, stays in time."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from typing import Literal, cast
from urllib.parse import parse_qs, unquote, urlsplit

from tasks.mail import kept_connections, letters, timers
from tasks.mail.kept_connections import SmtpConnection
from tasks.mail.smtplib_internals import Smtp, SmtpOverTls, expect_certificate_of

StartTls = Literal["auto", "required", "off"]


@dataclass(frozen=True)
class MailServer:
    """Where and how mail is handed over."""

    host: str
    port: int
    implicit_tls: bool
    starttls: StartTls
    user: str | None
    password: str | None = field(repr=False)

    def __str__(self) -> str:
        return f"the mail server {self.host}:{self.port}"

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Read `smtp://user:password@host:587?starttls=required` or `smtps://host`.

        `starttls` is `auto` (use it if offered; the default), `required` or `off`. User and
        password are percent-encoded; without `starttls=off` they are sent only over TLS. Raises
        ValueError with a sentence that never holds the password.
        """
        parts = urlsplit(url)
        starttls = parse_qs(parts.query).get("starttls", ["auto"])[-1]
        if parts.scheme not in ("smtp", "smtps"):
            raise ValueError(f"a mail server is smtp:// or smtps://, not {parts.scheme!r}")
        if not parts.hostname:
            raise ValueError("the address of the mail server names no host")
        if starttls not in ("auto", "required", "off"):
            raise ValueError(f"starttls is auto, required or off, not {starttls!r}")
        try:
            port = parts.port or (465 if parts.scheme == "smtps" else 25)
        except ValueError as error:
            raise ValueError("the port of the mail server is not a number to 65535") from error
        return cls(
            host=parts.hostname,
            port=port,
            implicit_tls=parts.scheme == "smtps",
            starttls=cast(StartTls, starttls),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


@contextlib.contextmanager
def connected(server: MailServer, timeout_s: float, at_most_s: float) -> Iterator[smtplib.SMTP]:
    """A conversation with the server, greeted, secured and logged in as far as it is set up.

    After a mail that went well it is kept for the next one for some seconds. `timeout_s` bounds
    every single wait, `at_most_s` the whole of the block. Raises OSError, ValueError or
    smtplib.SMTPException.
    """
    kept = kept_connections.take(server)
    if kept is not None:
        with _bounded(kept.smtp, at_most_s):
            if not kept.answers(timeout_s):
                kept.smtp.close()
                kept = None
    connection = kept or SmtpConnection(_unconnected(server, timeout_s))
    try:
        with _bounded(connection.smtp, at_most_s):
            if kept is None:
                _greet(connection.smtp, server)
            yield connection.smtp
    except BaseException:
        connection.smtp.close()
        raise
    kept_connections.keep(server, connection)


def send_letter(connection: smtplib.SMTP, letter: EmailMessage) -> None:
    """Hand a mail with one sender and its recipients over.

    Raises OSError, ValueError or smtplib.SMTPException.
    """
    (sender,) = letter["From"].addresses
    recipients = [address.addr_spec for address in letter["To"].addresses]
    connection.sendmail(sender.addr_spec, recipients, letters.in_bytes(letter))


@contextlib.contextmanager
def _bounded(connection: smtplib.SMTP, at_most_s: float) -> Iterator[None]:
    """Hang up after that time: a server that drips a byte at a time never meets a time-out."""
    patience = timers.start(at_most_s, partial(_hang_up, connection))
    try:
        yield
    finally:
        patience.cancel()


def _unconnected(server: MailServer, timeout_s: float) -> smtplib.SMTP:
    us = socket.gethostname()  # smtplib would ask the name service, which may take long
    if server.implicit_tls:
        context = ssl.create_default_context()
        return SmtpOverTls("", 0, us, timeout=timeout_s, context=context)
    return Smtp("", 0, us, timeout=timeout_s)


def _greet(connection: smtplib.SMTP, server: MailServer) -> None:
    expect_certificate_of(connection, server.host)
    code, greeting = connection.connect(server.host, server.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, greeting)
    connection.ehlo_or_helo_if_needed()
    _secure(connection, server)
    if server.user is not None:
        connection.login(server.user, server.password or "")


def _secure(connection: smtplib.SMTP, server: MailServer) -> None:
    if server.implicit_tls or server.starttls == "off":
        return
    if connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    elif server.starttls == "required" or server.user is not None:
        raise smtplib.SMTPNotSupportedError("it offers no STARTTLS, which is required here")


def _hang_up(connection: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

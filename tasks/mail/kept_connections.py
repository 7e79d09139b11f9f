"""Keeps connections to SMTP servers for a moment, for the next mail that goes the same way."""

import contextlib
import os
import smtplib
import threading
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import partial

from tasks.mail import timers
from tasks.mail.timers import Timer

#: Seconds that a connection waits for the next mail. Servers end it after five minutes at the
#: soonest (RFC 5321 section 4.5.3.2), and many allow a client few at a time.
KEPT_S = 10.0
#: Mails after which a connection is ended: many servers take no more than a hundred.
MOST_MAILS = 50


@dataclass
class SmtpConnection:
    """A conversation that can be gone on with, and how many mails it has taken."""

    smtp: smtplib.SMTP
    mails: int = 0
    process_id: int = field(default_factory=os.getpid)
    timer: Timer | None = None

    def answers(self, timeout_s: float) -> bool:
        """Whether the server takes another mail: many end a conversation that says nothing."""
        try:
            if self.smtp.sock is None:
                return False
            self.smtp.sock.settimeout(timeout_s)
            return self.smtp.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def close(self) -> None:
        """Say goodbye, in so far as the server listens; how it answers no longer matters."""
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self.smtp.quit()
        self.smtp.close()


_lock = threading.Lock()
_kept: dict[Hashable, list[SmtpConnection]] = {}


def take(server: Hashable) -> SmtpConnection | None:
    """A connection to that server, for the caller alone; None if there is none.

    One that was opened before this process was forked belongs to the other one.
    """
    while True:
        with _lock:
            connections = _kept.get(server)
            connection = connections.pop() if connections else None
        if connection is None:
            return None
        if connection.timer:
            connection.timer.cancel()
        if connection.process_id == os.getpid():
            return connection
        connection.smtp.close()  # no goodbye: the other process goes on with it


def keep(server: Hashable, connection: SmtpConnection) -> None:
    """Give a connection back that has just taken a mail, or end it after many."""
    connection.mails += 1
    if connection.mails >= MOST_MAILS:
        connection.close()
        return
    with _lock:
        _kept.setdefault(server, []).append(connection)
        connection.timer = timers.start(KEPT_S, partial(_end, server, connection))


def close_all() -> None:
    """End all connections that nobody uses just now."""
    with _lock:
        connections = [connection for some in _kept.values() for connection in some]
        _kept.clear()
    for connection in connections:
        if connection.timer:
            connection.timer.cancel()
        connection.close()


def _end(server: Hashable, connection: SmtpConnection) -> None:
    with _lock:
        connections = _kept.get(server, [])
        if connection not in connections:
            return  # it has been taken meanwhile
        connections.remove(connection)
    # In a thread of its own, for the server may take its time to answer.
    threading.Thread(target=connection.close, name="mail goodbye", daemon=True).start()

"""Hands a connection with all its rights from the process that answered to the one that streams.

The web process reads the request and finds out who asks. Then the open connection itself goes
through a Unix socket, and the thread is free for the next request.
"""

import hashlib
import os
import random
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict

from service.events.feed import EVERYTHING, EventFilter
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Seconds that the streaming process may take for each word.
ANSWER_S = 1.0
#: Bytes of a message at most, and of a path to a Unix socket (its field in the kernel has 104
#: on macOS, 108 on Linux).
MOST_BYTES = 64 * 1024
_LONGEST_PATH = 100
#: What the streaming process says when it has taken a connection.
TAKEN = b"taken\n"


class NoStreamingProcess(Exception):
    """No process that could stream events is there, or answers in time."""


class StreamsFull(Exception):
    """As many streams are open as may be."""


class StreamOpening(BaseModel):
    """A stream to be: how it speaks, who listens, to what, from where on.

    `head` is the answer to the request; `pipelined` is what the client had sent beyond it.
    """

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    kind: Literal["sse", "ws"]
    head: bytes
    after: int
    via: Literal["session", "api_key", "none"] = "none"
    credential_id: UUID | None = None
    filter: EventFilter = EVERYTHING
    pipelined: bytes = b""


class Occupancy(NamedTuple):
    """How many streams a process has open, and how many it would take."""

    open: int
    most: int


class Slot:
    """A line to a streaming process that has room; to be given one connection, or closed."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def give(self, opening: StreamOpening, connection: socket.socket) -> None:
        """Hand `connection` over and let go of it; raises NoStreamingProcess if nobody took it."""
        try:
            message = opening.model_dump_json().encode() + b"\n"
            socket.send_fds(self._line, [message], [connection.fileno()])
            if self._line.recv(len(TAKEN)) != TAKEN:
                raise NoStreamingProcess(
                    _("the process that streams events did not take the stream")
                )
        except OSError as error:
            raise NoStreamingProcess(_("the stream could not be handed over; try again")) from error
        finally:
            self.close()
        _let_go(connection)

    def close(self) -> None:
        """Leave the slot to somebody else."""
        self._line.close()


def _let_go(connection: socket.socket) -> None:
    """Put a dead end in the place of the connection, so that whatever is done to it here does
    nothing to the other process' stream."""
    end, other_end = socket.socketpair()
    other_end.close()
    os.dup2(end.fileno(), connection.fileno())
    end.close()


def find_slot() -> Slot:
    """A slot in one of the streaming processes; raises NoStreamingProcess, StreamsFull."""
    streams = 0
    for line, occupancy in _lines():
        if occupancy.open < occupancy.most:
            return Slot(line)
        line.close()
        streams += occupancy.open
    if streams:
        raise StreamsFull(
            Sentence(
                _("{streams} event streams are open, as many as may be; try again later"),
                streams=streams,
            )
        )
    raise NoStreamingProcess(
        _("the process that streams events is not there; try again in a moment")
    )


def total_occupancy() -> Occupancy | None:
    """How many streams are open in all processes together; None if there is no such process."""
    total = None
    for line, occupancy in _lines():
        line.close()
        total = Occupancy(*(a + b for a, b in zip(total or (0, 0), occupancy, strict=True)))
    return total


def _lines() -> Iterator[tuple[socket.socket, Occupancy]]:
    paths = list(folder().glob("*.sock"))
    random.shuffle(paths)
    for path in paths:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(ANSWER_S)
        try:
            line.connect(str(path))
            occupancy = Occupancy(*orjson.loads(line.recv(100)))
        except ConnectionRefusedError:  # left behind by one that was killed
            line.close()
            path.unlink(missing_ok=True)
        except (OSError, ValueError):  # frozen, or just ending
            line.close()
        else:
            yield line, occupancy


def folder() -> Path:
    """Where the streaming processes listen; nobody else may look into it."""
    path = settings().var("streams")
    if len(str(path / socket_name())) > _LONGEST_PATH:
        name = hashlib.sha256(str(path).encode()).hexdigest()[:16]
        path = Path(tempfile.gettempdir()) / f"werkbank-{os.getuid()}-{name}"
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to somebody else")
    return path


def socket_name() -> str:
    """What the socket of this process is called, if it is one that streams."""
    return f"{socket.gethostname()[:20]}-{os.getpid()}.sock"

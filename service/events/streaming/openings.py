"""Says what a stream is to be, how many are open in this process, and whether one more may be."""

from collections.abc import Callable
from typing import Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.events.feed import EVERYTHING, EventFilter
from service.translations import Sentence
from service.translations import gettext_noop as _


class NoStreams(Exception):
    """This process streams no events, or not at the moment."""


class StreamsFull(Exception):
    """As many streams are open as may be."""


class StreamOpening(BaseModel):
    """A stream to be: how it speaks, who listens, to what, from where on.

    `head` is the answer to the request; `pipelined` is what the client had sent beyond it.
    """

    model_config = ConfigDict(frozen=True)

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


#: Threads that ask the database for all streams: one what is new, the others for who comes.
THREADS = 4
#: Who counts the streams of this process; None while it streams nothing.
_counts: Callable[[], Occupancy] | None = None


def counted_by(count: Callable[[], Occupancy] | None) -> None:
    """Let `count` say how many streams are open from now on; None: this process streams nothing."""
    global _counts
    _counts = count


def occupancy() -> Occupancy | None:
    """How many streams this process has open; None while it streams nothing."""
    return _counts() if _counts else None


def check_room() -> None:
    """Raise NoStreams or StreamsFull if no stream can be opened in this process now.

    Requests that ask at the same moment all find the last seat free, so that for each thread of
    the process one stream more may be open.
    """
    now = occupancy()
    if now is None:
        raise NoStreams(_("no events are streamed at the moment; try again soon"))
    if now.open >= now.most:
        raise StreamsFull(
            Sentence(
                _("{streams} event streams are open, as many as may be; try again later"),
                streams=now.open,
            )
        )

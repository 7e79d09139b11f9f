"""Says what a stream is to be, how many are open in this process, and whether one more may be."""

from typing import Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.events.feed import EVERYTHING, EventFilter
from service.events.streaming.seats import Seat, Seats
from service.translations import gettext_noop as _


class NoStreams(Exception):
    """This process streams no events, or not at the moment."""


class StreamOpening(BaseModel):
    """A stream to be: how it speaks, who listens, to what, from where on.

    `head` is the answer to the request; `pipelined` is what the client had sent beyond it. `seat`
    says for whom it is counted.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["sse", "ws"]
    head: bytes
    after: int
    via: Literal["session", "api_key", "none"] = "none"
    credential_id: UUID | None = None
    filter: EventFilter = EVERYTHING
    pipelined: bytes = b""
    seat: Seat = Seat(None, "", is_user=False)


class Occupancy(NamedTuple):
    """How many streams a process has open, and how many it would take."""

    open: int
    most: int


#: Threads that ask the database for all streams: one what is new, the others for who comes.
THREADS = 4
#: Who counts the streams of this process; None while it streams nothing.
_seats: Seats | None = None


def counted_by(seats: Seats | None) -> None:
    """Let `seats` say who has streams open from now on; None: this process streams nothing."""
    global _seats
    _seats = seats


def occupancy() -> Occupancy | None:
    """How many streams this process has open; None while it streams nothing."""
    return Occupancy(_seats.open, _seats.bounds.all) if _seats else None


def check_room(seat: Seat) -> None:
    """Raise NoStreams, StreamsFull or TooManyStreams if no such stream can be opened here now.

    Requests that ask at the same moment all find the last seat free, so that for each thread of
    the process one stream more may be open.
    """
    if _seats is None:
        raise NoStreams(_("no events are streamed at the moment; try again soon"))
    _seats.check_room(seat)

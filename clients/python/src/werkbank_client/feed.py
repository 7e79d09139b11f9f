"""Reads the stream of events, and remembers where to go on when it breaks off."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx
from httpx_sse import ServerSentEvent

from werkbank_client.calls import Call
from werkbank_client.generated.api.events import stream_events
from werkbank_client.generated.models import EventShown
from werkbank_client.generated.types import UNSET

#: Seconds between two signs of life of a stream that has nothing to tell, and the silence after
#: which its connection counts as dead.
HEARTBEAT_S = 15.0
SILENCE_S = 3 * HEARTBEAT_S


@dataclass(frozen=True)
class Alive:
    """There is nothing to tell, or the stream stands from here on (`is_first`)."""

    is_first: bool = False


@dataclass(frozen=True)
class Reset:
    """Events were missed that are no longer kept."""

    position: int


Message = EventShown | Alive | Reset


class Feed:
    """What is wanted of the stream, and how far it has been read."""

    def __init__(
        self,
        *,
        after: int | None = None,
        types: Iterable[str] = (),
        project_id: UUID | None = None,
        process_id: UUID | None = None,
        own: bool = False,
    ) -> None:
        self.position = after
        self._stands = False
        self._call = stream_events.call(
            types=",".join(types) or UNSET, project_id=project_id, process_id=process_id, own=own
        )

    def call(self) -> Call[Any]:
        """Opens the stream behind what has been read."""
        call = replace(self._call, headers={"Accept": "text/event-stream"})
        if self.position is None:
            return call
        return replace(call, params={**call.params, "after": self.position})

    def read(self, sent: ServerSentEvent) -> Message:
        """What the stream said."""
        if sent.id:
            self.position = int(sent.id)
        if sent.event == "reset":
            return Reset(self.position or 0)
        if sent.data:
            return EventShown.from_dict(sent.json())
        is_first, self._stands = not self._stands, True
        return Alive(is_first)


class Refused(Exception):
    """The stream was not opened; the body of the answer has been read."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def refusal(error: httpx.TransportError | Refused) -> httpx.Response | httpx.TransportError:
    """What there was instead of a stream."""
    return error.response if isinstance(error, Refused) else error


def ended() -> httpx.TransportError:
    """What a stream that ended in order is: none is meant to end."""
    return httpx.RemoteProtocolError("the stream of events ended")


def is_to_be_reopened(granted_s: float, left_s: float) -> bool:
    """Whether a connection would be silent for much longer than there is time left.

    The next sign of life comes in time as long as there is time for one.
    """
    return left_s < HEARTBEAT_S and granted_s > left_s + 1

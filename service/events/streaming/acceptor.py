"""Takes connections in that are to be streams, and admits them to the broadcaster as readers."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from service.access.permissions import BadCredentials, Principal
from service.events.streaming.broadcaster import Broadcaster
from service.events.streaming.openings import StreamOpening
from service.events.streaming.outages import OUTAGES
from service.events.streaming.seats import Seat, SeatBounds, Seats, StreamsFull, TooManyStreams
from service.events.streaming.subscribers import (
    GOING_AWAY,
    NOT_UNDERSTOOD,
    RESTARTS,
    TRY_LATER,
    UNAUTHENTICATED,
    SseSubscriber,
    Subscriber,
    WebSocketSubscriber,
    cut_off_on_error,
)
from service.values.json_object import JsonObject

#: Seconds for a reader's first message.
FIRST_MESSAGE_S = 10.0
#: The largest position; positions are 64 bits wide in the database.
_LARGEST = 2**63 - 1

#: Who asks, by the `Authorization` header or else the session cookie, from which address; raises
#: BadCredentials.
Authenticate = Callable[[Session, str | None, str | None, str], Principal]


def seat_of(principal: Principal, address: str) -> Seat:
    """For whom a stream of somebody is counted."""
    party = principal.only_in or principal.home_id or principal.visitor_id
    return Seat(party, address, is_user=principal.user_id is not None)


class Acceptor:
    """Where connections come that are to be streams; each is taken in by one of `tasks`."""

    def __init__(
        self,
        broadcaster: Broadcaster,
        bounds: SeatBounds,
        authenticate: Authenticate,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._broadcaster = broadcaster
        self._authenticate = authenticate
        self.seats = Seats(bounds)
        self._connected: dict[Subscriber, Seat] = {}
        self._tasks = tasks

    def has_readers(self) -> bool:
        """Whether somebody is connected."""
        return bool(self._connected)

    def close(self) -> None:
        """End all streams; their readers come back to the next process."""
        for reader in list(self._connected):
            reader.end(GOING_AWAY, RESTARTS)

    def receive(self, opening: StreamOpening, transport: asyncio.Transport) -> Subscriber:
        """Let a connection be a stream; what it says from now on is for the subscriber."""
        kind = SseSubscriber if opening.kind == "sse" else WebSocketSubscriber
        reader: Subscriber = kind(opening, self._forget)
        self._connected[reader] = opening.seat
        self.seats.take(opening.seat)
        reader.connection_made(transport)
        self._tasks.create_task(self._take_in(reader))
        return reader

    async def _take_in(self, reader: Subscriber) -> None:
        with cut_off_on_error(reader):
            if isinstance(reader, WebSocketSubscriber):
                await self._introduce(reader)
            if not reader.is_closed and reader.credential[1]:
                self._broadcaster.admit(reader)

    def _forget(self, reader: Subscriber) -> None:
        if seat := self._connected.pop(reader, None):
            self.seats.give_back(seat)
        self._broadcaster.leave(reader)

    async def _introduce(self, reader: WebSocketSubscriber) -> None:
        """Take the first message: where to begin, and who it is if that is not known."""
        reader.receive(reader.opening.pipelined)
        opening: JsonObject = {}
        with suppress(TimeoutError, asyncio.CancelledError):
            async with asyncio.timeout(FIRST_MESSAGE_S):
                opening = await reader.first
        after, token = opening.get("after"), opening.get("token")
        if after is not None:
            if type(after) is not int or not 0 <= after <= _LARGEST:
                reader.end(NOT_UNDERSTOOD, "after is a position, or null")
                return
            reader.position = after
        if token is not None:
            await self._identify(reader, token)
        elif reader.credential[1] is None:
            reader.end(UNAUTHENTICATED, "say who you are: cookie, API key, or token in the message")

    async def _identify(self, reader: Subscriber, token: Any) -> None:
        reader.credential = ("none", None)
        header, address = f"Bearer {token}", reader.opening.seat.address
        try:
            principal = await self._broadcaster.ask(
                lambda db: self._authenticate(db, header, None, address)
            )
        except BadCredentials as error:
            reader.end(UNAUTHENTICATED, str(error))
        except OUTAGES:
            reader.end(TRY_LATER, "the database cannot be reached; try again in a moment")
        else:
            self._seat_as(reader, principal)

    def _seat_as(self, reader: Subscriber, principal: Principal) -> None:
        """Count a reader as who they are, now that it is known."""
        if reader.is_closed:
            return
        seat, before = seat_of(principal, reader.opening.seat.address), self._connected[reader]
        self.seats.give_back(before)
        try:
            self.seats.check_room(seat)
        except (StreamsFull, TooManyStreams) as error:
            reader.end(TRY_LATER, str(error))
        else:
            reader.credential = (principal.via, principal.credential_id)
            self._connected[reader] = before = seat
        finally:
            self.seats.take(before)

"""All connections of a process: how many an address may have, and which take too long."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

import structlog

from service.api.http.server_contract import TooManyConnections
from service.api.http.trusted_proxies import is_trusted
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.addresses import customer_of
from service.web.refusals import TurnedAway

log = structlog.get_logger(__name__)

#: Seconds between two looks after all connections.
LOOK_S = 0.5


@dataclass(frozen=True)
class Patience:
    """How long clients may take: seconds for a head, then bytes a second, over some seconds.

    `rest_s` is how long a connection may rest between two requests.
    """

    head_s: float
    bytes_per_s: int
    over_s: float
    rest_s: float


class Watched(Protocol):
    """What is looked after."""

    def look(self, now: float) -> None:
        """End the connection if its client has taken too long."""


class Connections:
    """The connections of this process; all of it runs in the event loop.

    They are counted by customer: by address, or by the network of IPv6 that one customer has.

    A trusted proxy's connections are not counted as those of one address: instead the requests and
    streams that it brings are, each for the caller whom it names. `most` bounds all together.
    """

    def __init__(self, patience: Patience, most_each: int, most: int) -> None:
        self.patience = patience
        self._most_each, self._most = most_each, most
        self._watched: set[Watched] = set()
        self._of_addresses: Counter[str] = Counter()
        self._all = 0
        self.turned_away: set[TurnedAway] = set()

    def admit(self, connection: Watched, address: str) -> bool:
        """Take a connection in, unless its address or the process has as many as may be."""
        if self._all >= self._most or not self._enter(address):
            return False
        self._all += 1
        self._watched.add(connection)
        return True

    def pass_on(self, connection: Watched) -> None:
        """Look after a connection no more, though it stays: somebody else does."""
        self._watched.discard(connection)

    def leave(self, connection: Watched, address: str) -> None:
        """Forget a connection that was admitted and is gone."""
        self._watched.discard(connection)
        self._all -= 1
        self._exit(address)

    def take_place(self, caller: str) -> None:
        """Count a request of a caller whom a proxy brings; raises TooManyConnections."""
        if not self._enter(caller):
            message = _("one address may have {most} requests and streams under way, not more")
            raise TooManyConnections(Sentence(message, most=self._most_each))

    def give_back(self, caller: str) -> None:
        """Give the place of a request back."""
        self._exit(caller)

    async def look_after_all(self) -> None:
        """End what takes too long, until cancelled."""
        while True:
            now = time.monotonic()
            for connection in list(self._watched):
                try:
                    connection.look(now)
                except Exception:  # or nobody would be looked after any more
                    log.exception("a connection cannot be looked after")
            await asyncio.sleep(LOOK_S)

    def _enter(self, address: str) -> bool:
        if is_trusted(address):
            return True
        customer = customer_of(address)
        if self._of_addresses[customer] >= self._most_each:
            return False
        self._of_addresses[customer] += 1
        return True

    def _exit(self, address: str) -> None:
        customer = customer_of(address)
        if self._of_addresses[customer] > 1:
            self._of_addresses[customer] -= 1
        else:
            del self._of_addresses[customer]

"""Renews the leases of what a child of the pool works on, until it is done or the child is dead."""

import secrets
import threading
from collections.abc import Callable

import structlog

from service.database import transactions
from service.database.errors import DatabaseError
from service.lifecycle import leases
from service.settings import settings

log = structlog.get_logger(__name__)

#: Renewals within the time after which a silent worker is taken for dead: two may fail in between.
_WITHIN_SILENCE = 4


class LeaseRenewal:
    """A thread beside the one that works, in each child of the pool.

    It only renews what was claimed for the task that is under way. A task that hangs is ended
    by its time limit, and its leases with it.
    """

    def __init__(self, renew: Callable[[str], None] | None = None) -> None:
        self._renew = renew or _renew
        self._child = ""
        self._holder: str | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._repeat, name="lease renewal", daemon=True)

    def start(self) -> None:
        """Begin; in the child, as threads do not outlive a fork."""
        self._child = secrets.token_hex(4)
        self._thread.start()

    def begin(self, message_id: str) -> str:
        """A task begins; the holder whose leases are renewed until it ends."""
        self._holder = holder = f"{message_id}.{self._child}"
        return holder

    def end(self) -> None:
        """The task has ended."""
        self._holder = None

    def renew(self) -> None:
        """Renew what is held now: nothing between two tasks."""
        holder = self._holder
        if holder is not None:
            self._renew(holder)

    def stop(self) -> None:
        """End, and wait for a renewal that is under way."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _repeat(self) -> None:
        while not self._ended.wait(settings().worker_silence_s / _WITHIN_SILENCE):
            self.renew()


def _renew(holder: str) -> None:
    try:
        with transactions.writing() as session:
            leases.renew_all(session, holder)
    except DatabaseError as error:
        # Harmless: it comes again soon, and whoever takes over meanwhile fences us off.
        log.warning("leases could not be renewed", error=str(error)[:300])

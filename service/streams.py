"""Follows the feed for those who listen: one thread looks for all, readers wait for it."""

import threading
import time
from collections.abc import Callable, Iterator

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service import db as database
from service import feed
from service.feed import Page, Wanted
from service.rights import Principal
from service.sessions import BadCredentials

log = structlog.get_logger(__name__)

#: Seconds between two looks for new events.
LOOK_S = 0.2
#: Seconds after which a reader gets a sign of life, and after which he is looked after.
HEARTBEAT_S = 15.0
CARE_S = 1.0
#: Events in one page of a stream.
PAGE = 100


class Crowded(Exception):
    """As many streams are open as this process can serve."""


class Watch:
    """Wakes the readers of this process when the feed has grown; none of them asks the database.

    Its thread lives as long as somebody has entered.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._newest = 0
        self._readers = 0
        self._thread: threading.Thread | None = None

    @property
    def readers(self) -> int:
        """How many have entered."""
        return self._readers

    def enter(self, most: int) -> None:
        """Take one of `most` seats; raises Crowded. Whoever entered must `leave`."""
        with self._changed:
            if self._readers >= most:
                raise Crowded(f"{most} event streams are open, as many as may be; try again later")
            self._readers += 1
            if self._thread is None:
                self._newest = 0
                self._thread = threading.Thread(target=self._look, name="feed watch", daemon=True)
                self._thread.start()

    def leave(self) -> None:
        """Give the seat back."""
        with self._changed:
            self._readers -= 1

    def wait(self, beyond: int, timeout_s: float) -> bool:
        """Sleep until the feed goes beyond a position; False if it did not in that time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._newest > beyond, timeout_s)

    def _look(self) -> None:
        while True:
            newest = _newest()
            with self._changed:
                if not self._readers:
                    self._thread = None
                    return
                if newest is not None and newest != self._newest:
                    self._newest = newest
                    self._changed.notify_all()
            time.sleep(LOOK_S)


def _newest() -> int | None:
    try:
        with database.reading() as db:
            return feed.last_position(db)
    except (SQLAlchemyError, database.NotConnected) as error:
        # Harmless: the readers' next look finds out, and they resume where they were.
        log.warning("the feed cannot be watched", error=str(error)[:300])
        return None


watch = Watch()


def follow(
    find_reader: Callable[[Session], Principal],
    after: int,
    wanted: Wanted,
    *,
    has_left: Callable[[], bool] = lambda: False,
) -> Iterator[Page]:
    """Pages of events as they are published; an empty one now and then as a sign of life.

    Who the reader is and what he may hear is found out anew for every page: the stream ends when
    `find_reader` finds nobody. Raises Gone, which ends it too.
    """
    heartbeat_due = time.monotonic() + HEARTBEAT_S
    while not has_left():
        try:
            with database.reading() as db:
                reader = find_reader(db)
                if not (reader.user_id or reader.visitor_id):
                    return
                page = feed.read(db, reader, after=after, limit=PAGE, wanted=wanted)
        except (SQLAlchemyError, BadCredentials) as error:
            log.info("an event stream ends", reason=str(error)[:300])
            return
        after = page.position
        if page.events or time.monotonic() >= heartbeat_due:
            yield page
            heartbeat_due = time.monotonic() + HEARTBEAT_S
        if not page.more:
            _rest(after, heartbeat_due, has_left)


def _rest(after: int, until: float, has_left: Callable[[], bool]) -> None:
    while not has_left():
        left_s = until - time.monotonic()
        if left_s <= 0 or watch.wait(after, min(left_s, CARE_S)):
            return

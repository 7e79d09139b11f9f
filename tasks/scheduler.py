"""Is the scheduler: one loop that relays all the time and recovers now and then.

Beside it a thread deletes what need not be kept any more: however much that is, the relay does not
wait for it.

Run it with `python -m tasks.scheduler`, as often as wanted: of several one works, the others wait
for its end.
"""

import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from types import FrameType

import structlog

from service import logging_setup
from service.database import transactions
from service.database.backoff import Backoff
from service.database.clock import database_now
from service.database.commits import CommitWatch
from service.database.errors import DatabaseError
from service.operations import retention, step_counts
from service.operations.liveness import Heartbeat
from service.sandbox import play
from service.settings import settings
from tasks.outbox import recovery
from tasks.outbox.publisher import TaskPublisher
from tasks.outbox.relay import Relay
from tasks.worker import app, configuration

log = structlog.get_logger(__name__)

#: Seconds from the beginning of one pass to that of the next while there is work, with the least
#: rest between them.
BUSY_S, BREATH_S = 0.05, 0.01
#: Seconds between two passes at most when there is no work for a while: where the database does not
#: tell of commits, and where it does.
IDLE_S, TOLD_S = 0.25, 2.0
#: Between two looks whether somebody has committed, where the database tells.
LOOK_S = 0.1
#: Between two tries while the database is gone.
BACKOFF = Backoff.doubling(0.2, 3.0)
#: Connections to the database: one for the loop, and one for the thread that deletes.
CONNECTIONS = 2
#: Seconds between two looks for events that are not counted yet, and for moves of the sandbox that
#: are due while there are none.
COUNTING_S, PLAYING_S = 1.0, 0.25
#: Seconds between two searches for what need not be kept any more, and between two looks whether
#: it is time for one.
TIDY_S, TIDY_LOOK_S = 3600.0, 1.0


class Scheduler:
    """The loop. It goes on whatever happens to the database or to Redis."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._ended = threading.Event()
        self._leads = False
        self._commits = CommitWatch()
        self._is_settled = self._is_counted = False
        self._recovery_due = self._counting_due = self._playing_due = 0.0

    def end(self) -> None:
        """Let the loop end after the pass it is in."""
        self._ended.set()

    def run(self) -> None:
        """Work until `end` is called."""
        with closing(self._commits), ThreadPoolExecutor(1, "tidy") as thread:
            tidying = thread.submit(self._tidy_now_and_then)
            try:
                self._relay_and_recover()
            finally:
                self.end()
        tidying.result()

    def _relay_and_recover(self) -> None:
        pause, failures, heart = BUSY_S, 0, Heartbeat("scheduler")
        while not self._ended.wait(pause):
            heart.beat()
            began = time.monotonic()
            try:
                busy, failures = self.once(), 0
                pause = _left_since(began) if busy else self._rest(pause)
            except DatabaseError as error:
                # Everything that was to be done is still to be done when the database is back.
                log.warning("the database does not answer as it should", error=str(error))
                failures += 1
                pause = BACKOFF.pause_s(failures)

    def _rest(self, pause: float) -> float:
        """Seconds until the next pass, after one that had nothing to do.

        Who does not lead looks as often as ever: that a lease runs out is no commit.
        """
        if not (self._leads and self._commits.can_tell()):
            return min(IDLE_S, pause + BUSY_S)
        until = time.monotonic() + TOLD_S
        while not (self._commits.has_news() or time.monotonic() >= until):
            if self._ended.wait(LOOK_S):
                break
        return 0.0

    def _tidy_now_and_then(self) -> None:
        due = 0.0
        while not self._ended.wait(TIDY_LOOK_S):
            if self._goes_on() and time.monotonic() >= due:
                due = time.monotonic() + TIDY_S
                try:
                    retention.tidy(_database_now(), self._goes_on)
                except Exception:  # what is left is old enough to wait for the next time
                    log.exception("not all that is old could be deleted")

    def _goes_on(self) -> bool:
        return self._leads and not self._ended.is_set()

    def once(self) -> bool:
        """One pass: relay, and recover if it is time; whether there was work."""
        # What waits and is counted is there only once somebody has committed it.
        has_news = not self._is_settled or self._commits.has_news()
        self._is_settled = False
        self._is_counted &= not has_news
        self._leads = self._relay.is_leader()  # renews the lease, which is no news
        self._commits.note()
        carried = self._relay.once() if has_news else self._relay.check_redis()
        now = time.monotonic()
        if now >= self._recovery_due and self._relay.is_leader():
            self._recovery_due = now + settings().recovery_interval_s
            recovered = recovery.recover_once(_database_now())
            carried += recovered.queued + recovered.fired
        if settings().sandbox and now >= self._playing_due and self._relay.is_leader():
            played = play.play_due(_database_now())
            carried += played
            self._playing_due = now + (0.0 if played else PLAYING_S)
        if not self._is_counted and now >= self._counting_due and self._relay.is_leader():
            self._counting_due = now + COUNTING_S
            carried += count_events()
            self._is_counted = True
        self._is_settled = self._leads and not carried and not self._relay.is_held_up
        return carried > 0


def _left_since(began: float) -> float:
    """Seconds until the next pass after one that had work and began then."""
    return max(BREATH_S, BUSY_S - (time.monotonic() - began))


def _database_now() -> datetime:
    """The moment by which deadlines fire: whichever host leads, the same one."""
    with transactions.reading() as session:
        return database_now(session)


def count_events() -> int:
    """Count what was published since the last time; how much is left to be counted at once."""
    with transactions.reading() as session:
        if not step_counts.has_uncounted(session):
            return 0
    with transactions.writing() as session:
        number = step_counts.count_published(session)
    return number if number == step_counts.MOST else 0


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    logging_setup.configure()
    configuration()  # says at once that no Redis is named
    publisher = TaskPublisher(app, settings().redis_url)
    relay = Relay(publisher, f"{socket.gethostname()[:40]}:{os.getpid()}")
    scheduler = Scheduler(relay)

    def end(_number: int, _frame: FrameType | None) -> None:
        scheduler.end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with transactions.connected(settings().database_url, CONNECTIONS), closing(publisher):
        log.info("the scheduler runs")
        scheduler.run()
        relay.resign()
    log.info("the scheduler has ended")


if __name__ == "__main__":
    main()

"""The delivery worker: one process that calls webhooks and mails people.

Run it with `python -m tasks.delivery.worker`, as often as wanted: they share the work. Everything
that is due stands in the database, so one that dies is replaced by any other.
"""

import asyncio
import random
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from types import FrameType
from typing import Any
from uuid import UUID

import structlog

from service import clock, logging_setup, tracing
from service.database import transactions
from service.database.commits import CommitWatch
from service.database.errors import DatabaseError
from service.events.streaming.redis_wakeup import RedisWakeup
from service.operations.liveness import Heartbeat
from service.settings import settings
from service.values.addresses import networks
from service.webhooks import claims, deliveries, signatures
from service.webhooks.claims import DeliveryJob
from service.webhooks.deliveries import Outcome
from service.webhooks.shares import Calls
from tasks import work_spans
from tasks.delivery import http_client, mail_queues

log = structlog.get_logger(__name__)

#: Seconds between two looks at the feed and at what is due, for calls while there are some, and for
#: mail. Otherwise Redis says when there are events (`redis_wakeup`).
LOOK_S = 0.2
MAIL_LOOK_S = 0.5
#: The same while nobody commits anything, where the database tells; and for mail between two looks
#: whether anybody has.
UNTOLD_S, COMMITS_LOOK_S = 2.0, 0.25
#: Loops beside the calls, each with a connection of its own to the database.
LOOPS = 2
#: Seconds between two rounds over endpoints that nothing concerns.
CATCH_UP_S = 600.0
#: Seconds between tries to note how a call ended, while the database is gone.
NOTING_PAUSES_S = (0.5, 2.0, 8.0)


class DeliveryWorker:
    """Two loops, one for calls and one for mail: neither waits for servers of the other kind.

    They go on whatever happens to the database.
    """

    def __init__(self, most: int) -> None:
        self._pool = ThreadPoolExecutor(most, "call")
        self._ended = threading.Event()
        self._stir = threading.Event()
        self._calls = Calls(most)
        self._heart = Heartbeat("deliveries")
        self._catch_up_due = time.monotonic() + CATCH_UP_S * random.random()
        self._waking = RedisWakeup(settings().redis_url, self._stir.set)
        self._commits_for_calls, self._commits_for_mail = CommitWatch(), CommitWatch()
        self._is_busy = False

    def end(self) -> None:
        """Let the loops end; a letter or call that is under way is not broken off."""
        self._ended.set()
        self._stir.set()

    def run(self) -> None:
        """Work until `end` is called; the calls and the letter under way then are waited for.

        If one loop fails the other ends too, and its error is raised: whoever supervises us starts
        us again.
        """
        with _in_a_thread(self._waking.run()), ThreadPoolExecutor(1, "mail") as thread:
            mail = thread.submit(self._mail)
            try:
                with closing(self._commits_for_calls):
                    self._repeat(self._call_if_due, self._stir, self._pause_s)
            finally:
                self._pool.shutdown(wait=True, cancel_futures=True)
        mail.result()

    def _pause_s(self) -> float:
        """Seconds until the next look at the feed, unless something stirs before."""
        return LOOK_S if self._is_busy else self._waking.patience_s()

    def _repeat(
        self, step: Callable[[], None], stir: threading.Event, pause_s: Callable[[], float]
    ) -> None:
        try:
            while not self._ended.is_set():
                self._step(step)
                if stir.wait(pause_s()) and stir is self._stir:
                    stir.clear()
        finally:
            self.end()

    def _step(self, step: Callable[[], None]) -> None:
        try:
            step()
        except DatabaseError as error:
            # Everything that was to be done is still to be done when the database is back.
            log.warning("the database does not answer as it should", error=str(error)[:300])
            self._ended.wait(2.0)

    def _mail(self) -> None:
        with closing(self._commits_for_mail):
            self._repeat(self._mail_if_due, self._ended, self._mail_pause_s)

    def _mail_pause_s(self) -> float:
        return COMMITS_LOOK_S if self._commits_for_mail.can_tell() else MAIL_LOOK_S

    def _mail_if_due(self) -> None:
        if self._commits_for_mail.is_time(UNTOLD_S):
            self.mail_once()

    def _call_if_due(self) -> None:
        self._heart.beat()
        if self._is_busy or self._commits_for_calls.is_time(UNTOLD_S):
            self.once()

    def mail_once(self) -> int:
        """One pass over the mails that are due; the number of those that went out."""
        return mail_queues.send_due(lambda: not self._ended.is_set())

    def once(self) -> int:
        """One pass: read the feed, start what is due; the number of calls that were started."""
        with transactions.reading() as session:
            behind = deliveries.behind(session)
            due = bool(behind) or claims.is_due(session)
        self._is_busy = bool(behind)
        self._collect(behind)
        self._catch_up()
        load = self._calls.load()
        if load.room <= 0 or not due:
            return 0
        with transactions.writing() as session:
            jobs = claims.claim(session, load)
        self._is_busy |= bool(jobs)
        for job in jobs:
            self._calls.begin(job.webhook_id, job.organization_id)
            self._pool.submit(self._carry, job)
        return len(jobs)

    def _collect(self, behind: Iterable[UUID]) -> None:
        """Read a page of the feed for each endpoint: who has more comes again in the next pass."""
        for webhook_id in behind:
            with transactions.writing() as session:
                deliveries.collect(session, webhook_id)

    def _catch_up(self) -> None:
        if time.monotonic() >= self._catch_up_due:
            self._catch_up_due = time.monotonic() + CATCH_UP_S
            with transactions.writing() as session:
                deliveries.catch_up(session)

    def _carry(self, job: DeliveryJob) -> None:
        structlog.contextvars.clear_contextvars()  # the thread has made other calls before
        structlog.contextvars.bind_contextvars(
            delivery_id=str(job.delivery_id), http_request_id=job.http_request_id
        )
        duration_ms = None
        try:
            outcome = call(job)
            duration_ms = outcome.duration_ms
            _bring_back(job, outcome)
            log.info(
                "a webhook was called",
                webhook_id=str(job.webhook_id),
                attempt=job.number,
                status=outcome.status,
                error=outcome.error,
                duration_ms=outcome.duration_ms,
            )
        except Exception:
            # The lease of the delivery runs out, and it is tried again.
            log.exception("a call was lost", webhook_id=str(job.webhook_id))
        finally:
            self._calls.end(job.webhook_id, job.organization_id, duration_ms)
            self._stir.set()


@contextmanager
def _in_a_thread(work: Coroutine[Any, Any, None]) -> Iterator[None]:
    """Let asynchronous work run beside the block, and cancel it at its end."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run, name="wakeup", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


def call(job: DeliveryJob) -> Outcome:
    """Make one call, signed now."""
    config = settings()
    parent = work_spans.traceparent_of(job.http_request_id)
    attributes: tracing.Attributes = {"webhook_id": str(job.webhook_id), "attempt": job.number}
    with tracing.span("webhook", "client", parent=parent, attributes=attributes):
        answer = http_client.post(
            job.url,
            job.body,
            signatures.headers(job.message_id, clock.now(), job.body, job.keys),
            allowed=networks(config.webhook_allowed_networks),
            at_most_s=config.webhook_timeout_s,
        )
        outcome = http_client.outcome_of(answer)
        result = {"http.response.status_code": answer.status or 0}
        tracing.describe("webhook", result, failed=not outcome.accepted)
    return outcome


def _bring_back(job: DeliveryJob, outcome: Outcome) -> None:
    for pause_s in (*NOTING_PAUSES_S, None):
        try:
            with transactions.writing() as session:
                claims.settle(session, job, outcome)
            return
        except DatabaseError as error:
            if pause_s is None:
                raise
            log.info("how a call ended cannot be noted yet", error=str(error)[:300])
            time.sleep(pause_s)


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    logging_setup.configure()
    worker = DeliveryWorker(settings().webhook_calls)

    def end(_number: int, _frame: FrameType | None) -> None:
        worker.end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    calls = settings().webhook_calls
    with transactions.connected(settings().database_url, calls + LOOPS):
        tracing.begin("deliveries")
        log.info("the delivery worker runs", calls=calls)
        worker.run()
        tracing.end()
    log.info("the delivery worker has ended")


if __name__ == "__main__":
    main()

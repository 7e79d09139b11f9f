"""Reads each new event once and sends it to all subscribers of this process who may see it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection
from concurrent.futures import Executor
from contextlib import suppress
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from service.access.permissions import NOBODY, Credential, Principal
from service.database import transactions as database
from service.events import feed, visibility
from service.events.catalogue import FEED_RESTORED
from service.events.feed import Gone
from service.events.streaming import rights_lookup
from service.events.streaming.live_subscribers import LiveSubscribers
from service.events.streaming.outages import OUTAGES, unless_out
from service.events.streaming.recent_events import RecentEvents
from service.events.streaming.rights_lookup import RightsLookup
from service.events.streaming.subscribers import Subscriber, cut_off_on_error
from service.events.streaming.wire import EncodedEvent

log = structlog.get_logger(__name__)
T = TypeVar("T")

#: Events that are read at a time, and those that stay in memory for readers who catch up.
ROUND = 200
RECENT = 4000
#: Seconds until the next try while the database is gone.
OUTAGE_S = 0.5
#: Seconds between two looks after all readers: who lives, who is slow. Events wait meanwhile, so
#: that few are to be written to at a time.
CARE_S = 0.2
#: Seconds between two looks whether the database was restored.
HISTORY_S = 15.0
#: Seconds that a reader may take nothing before they are cut off; they resume where they were.
PATIENCE_S = 10.0
#: Readers that are written to before the event loop gets a turn.
TURN = 200
#: Seconds without readers until the feed rests: those whom a proxy's restart cuts off come sooner.
REST_AFTER_S = 10.0

#: Finds out who holds each of these sessions and keys now; those that do not hold are left out.
Principals = Callable[[Session, Collection[Credential]], dict[Credential, Principal]]


class Broadcaster:
    """All open streams of this process; all of it runs in the event loop.

    Readers who catch up are followed by `tasks`; a failure there is that of one reader alone.
    """

    def __init__(
        self, executor: Executor, principals: Principals, tasks: asyncio.TaskGroup
    ) -> None:
        self.readers: set[Subscriber] = set()
        self._executor = executor
        self._recent = RecentEvents(RECENT)
        self._began_at = 0
        self._live = LiveSubscribers()
        self._rights = RightsLookup(
            self.readers,
            self._live,
            lambda credentials: self.ask(lambda db: principals(db, credentials)),
        )
        self._renewal: asyncio.Task[bool | None] | None = None
        self._arrived: list[Subscriber] = []
        self._tasks = tasks
        self._woken = asyncio.Event()
        self._round_over = asyncio.Event()
        self._read_at = 0.0
        self._wanted, self._following = asyncio.Event(), asyncio.Event()
        self._care_due = self._history_due = 0.0

    @property
    def position(self) -> int:
        """How far the feed has been read and sent."""
        return self._recent.position

    async def run(self, patience_s: Callable[[], float]) -> None:
        """Follow the feed until cancelled, looking whenever woken or after `patience_s`.

        While nobody reads it the database is not asked; the next reader waits until it is followed.
        """
        while True:
            while not await unless_out(self._begin):
                await asyncio.sleep(OUTAGE_S)
            self._following.set()
            while self._is_read():
                more_wait = await unless_out(self._round)
                if not more_wait:
                    await self._pause(OUTAGE_S if more_wait is None else patience_s())
                await unless_out(self._look_after_all)
            self._following.clear()
            await self._wanted.wait()

    def _is_read(self) -> bool:
        now = asyncio.get_running_loop().time()
        if self.readers:
            self._read_at = now
        elif now >= self._read_at + REST_AFTER_S:
            self._wanted.clear()
            return False
        return True

    def wake(self) -> None:
        """There may be new events."""
        self._woken.set()

    async def ask(self, question: Callable[[Session], T]) -> T:
        """Ask the database, in a thread of its own."""

        def answer() -> T:
            with database.reading() as db:
                return question(db)

        return await asyncio.get_running_loop().run_in_executor(self._executor, answer)

    async def _begin(self) -> bool:
        last = self._began_at = await self._notice_a_restored_database()
        if self.position < last - RECENT:  # what is in memory is older than what is to be there
            self._recent = RecentEvents(RECENT, last - RECENT)
        self._read_at = asyncio.get_running_loop().time()
        return True

    async def _pause(self, seconds: float) -> None:
        # Not `wait_for`, which before Python 3.12 loses a cancellation that meets a call.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        self._woken.clear()

    # The feed

    async def _round(self) -> bool:
        """Read what is new and tell it; whether there may be more."""
        after = self.position
        events = await self.ask(lambda db: visibility.published(db, after, ROUND))
        for event in events:
            if event.type == FEED_RESTORED and event.position > self._began_at:
                self._begin_anew(event.position)
                return True
        if events:
            await self._rights.renew_concerned(events)
            await self._tell([EncodedEvent(event) for event in events])
        if len(events) < ROUND:
            self._round_over.set()
            self._round_over = asyncio.Event()
        return len(events) == ROUND

    async def _tell(self, events: list[EncodedEvent]) -> None:
        self._recent.add(events)
        addressed: dict[Subscriber, list[EncodedEvent]] = defaultdict(list)
        for event in events:
            for reader in self._live.with_parties(event.event.parties):
                addressed[reader].append(event)
        for number, (reader, some) in enumerate(addressed.items(), start=1):
            # By what they may see now: meanwhile others had their turn, and so had rights.
            reader.tell([event for event in some if _is_new(reader, event)])
            self._follow_if_slow(reader)
            if number % TURN == 0:
                await asyncio.sleep(0)

    # Readers come, catch up and go

    def admit(self, reader: Subscriber) -> None:
        """Let a reader in; whoever comes at the same moment is looked up together with them."""
        self.readers.add(reader)
        self._wanted.set()
        self._arrived.append(reader)
        if len(self._arrived) == 1:
            self._tasks.create_task(self._admit_all())

    async def _admit_all(self) -> None:
        while self._arrived:
            arrived = set(self._arrived)
            try:
                await self._rights.renew(arrived.__contains__)
            except OUTAGES:
                await asyncio.sleep(OUTAGE_S)
                continue
            del self._arrived[: len(arrived)]
            for reader in arrived:
                if reader.principal != NOBODY:
                    reader.rights_due = asyncio.get_running_loop().time() + rights_lookup.RIGHTS_S
                    reader.open()
                    self._tasks.create_task(self._catch_up(reader))

    def leave(self, reader: Subscriber) -> None:
        """Forget a reader who is gone."""
        self._live.discard(reader)
        self.readers.discard(reader)

    async def _catch_up(self, reader: Subscriber) -> None:
        """Send a reader what they have missed, at their own pace; then they are live."""
        with cut_off_on_error(reader):
            await self._following.wait()
            while not (reader.is_closed or reader.live):
                await reader.drained()
                try:
                    await self._send_missed(reader)
                except Gone as gone:
                    reader.position = gone.last
                    reader.reset(gone)
                except OUTAGES:
                    await asyncio.sleep(OUTAGE_S)

    async def _send_missed(self, reader: Subscriber) -> None:
        if reader.position > self.position:
            await self._check_ahead(reader)
        elif reader.position < self._recent.after:
            await self._tell_page(reader)
        elif reader.position < self.position:
            await self._tell_recent(reader)
        else:
            self._live.add(reader)

    async def _check_ahead(self, reader: Subscriber) -> None:
        """We are behind the reader, for a moment; or their position was never given."""
        over = self._round_over
        self.wake()
        await over.wait()
        if reader.position > self.position:
            await self.ask(lambda db: feed.check_kept(db, reader.position))

    async def _tell_page(self, reader: Subscriber) -> None:
        principal, after = reader.principal, reader.position
        page = await self.ask(
            lambda db: feed.read(db, principal, after=after, limit=ROUND, filter=reader.filter)
        )
        if reader.principal is principal:  # else their rights have changed meanwhile
            reader.tell(
                [EncodedEvent(visibility.with_audience(event)) for event in page.events],
                page.position,
            )

    async def _tell_recent(self, reader: Subscriber) -> None:
        some = self._recent.beyond(reader.position, ROUND)
        reader.tell([event for event in some if _may_see(reader, event)], some[-1].position)
        await asyncio.sleep(0)

    def _follow_if_slow(self, reader: Subscriber) -> None:
        if reader.paused_at is not None and reader.live:
            self._live.discard(reader)
            self._tasks.create_task(self._catch_up(reader))

    # Readers are looked after

    async def _look_after_all(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now >= self._care_due:
            self._care_due = now + CARE_S
            for reader in list(self.readers):
                self._look_after(reader, now)
            self._renew_due()
        if now >= self._history_due:
            self._history_due = now + HISTORY_S
            await self._notice_a_restored_database()
        return True

    def _renew_due(self) -> None:
        """Look up rights whose turn it is, beside the feed: no event waits for that."""
        if self.readers and (self._renewal is None or self._renewal.done()):
            self._renewal = self._tasks.create_task(unless_out(self._rights.renew_due))

    def _look_after(self, reader: Subscriber, now: float) -> None:
        if reader.paused_at is not None:
            if now - reader.paused_at > PATIENCE_S:
                log.info("a reader who takes nothing is cut off", position=reader.position)
                reader.cut()
        elif reader.live and now >= reader.beat_due:
            reader.position = max(reader.position, self.position)
            reader.beat(now)
            self._follow_if_slow(reader)

    async def _notice_a_restored_database(self) -> int:
        last = await self.ask(feed.last_position)
        if last < self.position:
            self._begin_anew(last)
        return last

    def _begin_anew(self, last: int) -> None:
        """What was read and sent may be lost: readers come back, and are told by their position."""
        log.warning("the database was restored; all readers begin anew", last=last)
        self._began_at = last
        self._recent = RecentEvents(RECENT, last)
        for reader in list(self.readers):
            reader.cut()


def _is_new(reader: Subscriber, encoded: EncodedEvent) -> bool:
    return encoded.position > reader.position and _may_see(reader, encoded)


def _may_see(reader: Subscriber, encoded: EncodedEvent) -> bool:
    return visibility.may_see(reader.principal, encoded.event, reader.filter)

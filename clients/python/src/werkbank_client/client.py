"""The client for programs that wait for each answer."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import count
from math import inf
from typing import Any, ParamSpec, Self, TypeVar, cast
from uuid import UUID

import httpx
from httpx_sse import EventSource

from werkbank_client.calls import Call
from werkbank_client.exchange import Caller, success
from werkbank_client.feed import (
    SILENCE_S,
    Alive,
    Feed,
    Message,
    Refused,
    Reset,
    ended,
    is_to_be_reopened,
    refusal,
)
from werkbank_client.generated.client import Api
from werkbank_client.generated.models import (
    EventShown,
    FileRole,
    FileShown,
    ProcessShown,
    ProcessState,
)
from werkbank_client.paging import Page
from werkbank_client.problems import FeedReset, WaitTimedOut
from werkbank_client.retries import Retries
from werkbank_client.uploads import Pieces, Progress, Source, Upload, upload_call
from werkbank_client.waiting import Wait

T = TypeVar("T")
P = ParamSpec("P")


class Werkbank(Api):
    """One caller of a service, in one thread at a time; use it in a `with`, or `close` it.

    Its attributes are the groups of operations: `werkbank.projects.create_project(...)`. Every
    operation raises ProblemError for what the service refuses, and NoAnswer if nobody answers.
    Without `api_key`, log in with `accounts.log_in`, or be a visitor after `accounts.get_me`.

    `http` is an httpx.Client with settings of your own, such as a proxy or certificates; it stays
    open when this client is closed. `timeout_s` bounds every step of one request.
    """

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        *,
        language: str | None = None,
        retries: Retries = Retries(),  # noqa: B008 -- frozen
        timeout_s: float = 30.0,
        http: httpx.Client | None = None,
    ) -> None:
        super().__init__(self.send)
        self._caller = Caller(url, api_key, language)
        self._retries = retries
        self._timeout = httpx.Timeout(timeout_s)
        self._http, self._is_own_http = http or httpx.Client(), http is None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._is_own_http:
            self._http.close()

    def send(self, call: Call[T], /) -> T:
        """The answer to a call, which is sent again where that is safe.

        Raises NoAnswer, ProblemError.
        """
        request = self._caller.request(self._http, call, self._timeout)
        for attempt in count(1):
            outcome = self._sent(request)
            if not self._paused(call, attempt, outcome):
                break
        return self._caller.result(call, outcome)

    def _sent(self, request: httpx.Request) -> httpx.Response | httpx.TransportError:
        try:
            return self._http.send(request)
        except httpx.TransportError as error:
            return error

    def _paused(
        self,
        call: Call[Any],
        attempt: int,
        outcome: httpx.Response | httpx.TransportError,
        left_s: float = inf,
    ) -> bool:
        """Wait, at most `left_s`, if there is to be another attempt; whether there is."""
        pause_s = self._retries.pause_s(call, attempt, outcome)
        if pause_s is not None:
            time.sleep(max(0.0, min(pause_s, left_s)))
        return pause_s is not None

    def iterate(
        self, operation: Callable[P, Page[T]], *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[T]:
        """All rows of a list, page by page as they are wanted.

        `werkbank.iterate(werkbank.projects.list_projects, state="draft")`. `limit` is the number of
        rows on a page.
        """
        ask = cast(Callable[..., Page[T]], operation)
        page = ask(*args, **kwargs)
        yield from page.items
        while page.next_:
            page = ask(*args, **{**kwargs, "cursor": page.next_})
            yield from page.items

    def upload(
        self,
        process_id: UUID,
        source: Source,
        *,
        name: str | None = None,
        unit: str | None = None,
        role: FileRole | str | None = None,
        replaces: bool = True,
        on_progress: Progress | None = None,
    ) -> FileShown:
        """Put a file into a process, read and sent piece by piece.

        `source` is a path, bytes, or a file opened in binary mode; `name` is taken from the path or
        file unless given. Formats without a unit (STL, OBJ, PLY) need `unit`, such as `mm`. `role`
        says whether it is a `part` to be made, a `reference` or a `paper`. With `replaces=False` a
        file of that name is left alone, and VersionMovedOn raised.
        `on_progress` is called with the bytes that were sent and those of the whole file.
        """
        upload = Upload(source, on_progress)
        return self.send(
            upload_call(
                upload, process_id, name=name, unit=unit, role=role, replaces=replaces, body=Pieces
            )
        )

    def follow(
        self,
        *,
        after: int | None = None,
        types: Iterable[str] = (),
        project_id: UUID | None = None,
        process_id: UUID | None = None,
        own: bool = False,
    ) -> Generator[EventShown]:
        """Events as they happen, without an end and without a gap, also when a connection breaks.

        They begin after the position `after`, or with what comes from now on. `types` may end in
        `*`; what the caller did is left out unless `own`. Raises FeedReset if events were missed
        that are no longer kept.
        """
        feed = Feed(after=after, types=types, project_id=project_id, process_id=process_id, own=own)
        with closing(self._messages(feed, lambda: inf)) as messages:
            for message in messages:
                if isinstance(message, Reset):
                    raise FeedReset(message.position)
                if not isinstance(message, Alive):
                    yield message

    def wait_for(
        self, process_id: UUID, *states: ProcessState | str, timeout_s: float = 300.0
    ) -> ProcessShown:
        """The process as soon as it is in one of `states`, by its events instead of by asking.

        Raises WaitTimedOut after `timeout_s`, and NotReached once the process has come to a state
        from which it does not get there by itself: `verification_failed`, `declined`, or an end.
        """
        wait, late_at = Wait(process_id, states), time.monotonic() + timeout_s

        def left_s() -> float:
            return late_at - time.monotonic()

        with closing(self._messages(wait.feed, left_s)) as messages:
            for message in messages:
                if wait.calls_for_a_look(message):
                    process = self.processes.get_process(process_id)
                    if wait.is_over(process):
                        return process
                if left_s() <= 0:
                    break
        raise WaitTimedOut(process_id, str(wait), timeout_s)

    def _messages(self, feed: Feed, left_s: Callable[[], float]) -> Generator[Message]:
        """What the stream says, over as many connections as it takes.

        A connection that breaks, or is silent for as long as there is time left, gives the reader
        a turn too.
        """
        failures = 0
        while True:
            try:
                with closing(self._stream(feed, left_s)) as messages:
                    for message in messages:
                        failures = 0
                        yield message
                continue
            except (httpx.TransportError, Refused) as error:
                failures, outcome = failures + 1, refusal(error)
            yield Alive()
            if not self._paused(feed.call(), failures, outcome, left_s()):
                success(feed.call(), outcome)

    def _stream(self, feed: Feed, left_s: Callable[[], float]) -> Generator[Message]:
        """What one connection says, until it is time for one that is less patient."""
        granted_s = min(SILENCE_S, max(0.001, left_s()))
        timeout = httpx.Timeout(self._timeout.connect, read=granted_s)
        request = self._caller.request(self._http, feed.call(), timeout)
        with closing(self._http.send(request, stream=True)) as response:
            if not response.is_success:
                response.read()
                raise Refused(response)
            for sent in EventSource(response).iter_sse():
                yield feed.read(sent)
                if is_to_be_reopened(granted_s, left_s()):
                    return
        raise ended()

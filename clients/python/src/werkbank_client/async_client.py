"""The client for programs that await answers, on asyncio."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import aclosing
from itertools import count
from typing import Any, ParamSpec, Self, TypeVar, cast
from uuid import UUID

import httpx
from httpx_sse import EventSource

from werkbank_client.calls import Call
from werkbank_client.exchange import Caller, success
from werkbank_client.feed import SILENCE_S, Alive, Feed, Message, Refused, Reset, ended, refusal
from werkbank_client.generated.client import AsyncApi
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
from werkbank_client.uploads import AsyncPieces, Progress, Source, Upload, upload_call
from werkbank_client.waiting import Wait

T = TypeVar("T")
P = ParamSpec("P")


class AsyncWerkbank(AsyncApi):
    """One caller of a service; use it in an `async with`, or `aclose` it.

    As Werkbank, with everything to be awaited; `http` is an httpx.AsyncClient of your own.
    """

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        *,
        language: str | None = None,
        retries: Retries = Retries(),  # noqa: B008 -- frozen
        timeout_s: float = 30.0,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(self.send)
        self._caller = Caller(url, api_key, language)
        self._retries = retries
        self._timeout = httpx.Timeout(timeout_s)
        self._http, self._is_own_http = http or httpx.AsyncClient(), http is None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        if self._is_own_http:
            await self._http.aclose()

    async def send(self, call: Call[T], /) -> T:
        """The answer to a call, which is sent again where that is safe.

        Raises NoAnswer, ProblemError.
        """
        request = self._caller.request(self._http, call, self._timeout)
        for attempt in count(1):
            outcome = await self._sent(request)
            if not await self._paused(call, attempt, outcome):
                break
        return self._caller.result(call, outcome)

    async def _sent(self, request: httpx.Request) -> httpx.Response | httpx.TransportError:
        try:
            return await self._http.send(request)
        except httpx.TransportError as error:
            return error

    async def _paused(
        self, call: Call[Any], attempt: int, outcome: httpx.Response | httpx.TransportError
    ) -> bool:
        """Wait, if there is to be another attempt; whether there is."""
        pause_s = self._retries.pause_s(call, attempt, outcome)
        if pause_s is not None:
            await asyncio.sleep(pause_s)
        return pause_s is not None

    async def iterate(
        self, operation: Callable[P, Awaitable[Page[T]]], *args: P.args, **kwargs: P.kwargs
    ) -> AsyncIterator[T]:
        """All rows of a list, page by page as they are wanted; see Werkbank.iterate."""
        ask = cast(Callable[..., Awaitable[Page[T]]], operation)
        page = await ask(*args, **kwargs)
        for row in page.items:
            yield row
        while page.next_:
            page = await ask(*args, **{**kwargs, "cursor": page.next_})
            for row in page.items:
                yield row

    async def upload(
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
        """Put a file into a process, read and sent piece by piece; see Werkbank.upload."""
        upload = Upload(source, on_progress)
        return await self.send(
            upload_call(
                upload,
                process_id,
                name=name,
                unit=unit,
                role=role,
                replaces=replaces,
                body=AsyncPieces,
            )
        )

    async def follow(
        self,
        *,
        after: int | None = None,
        types: Iterable[str] = (),
        project_id: UUID | None = None,
        process_id: UUID | None = None,
        own: bool = False,
    ) -> AsyncGenerator[EventShown]:
        """Events as they happen, without an end and without a gap; see Werkbank.follow."""
        feed = Feed(after=after, types=types, project_id=project_id, process_id=process_id, own=own)
        async with aclosing(self._messages(feed)) as messages:
            async for message in messages:
                if isinstance(message, Reset):
                    raise FeedReset(message.position)
                if not isinstance(message, Alive):
                    yield message

    async def wait_for(
        self, process_id: UUID, *states: ProcessState | str, timeout_s: float = 300.0
    ) -> ProcessShown:
        """The process as soon as it is in one of `states`; see Werkbank.wait_for."""
        wait = Wait(process_id, states)
        try:
            async with asyncio.timeout(timeout_s):
                return await self._awaited(wait)
        except TimeoutError as error:
            raise WaitTimedOut(process_id, str(wait), timeout_s) from error

    async def _awaited(self, wait: Wait) -> ProcessShown:
        async with aclosing(self._messages(wait.feed)) as messages:
            async for message in messages:
                if wait.calls_for_a_look(message):
                    process = await self.processes.get_process(wait.process_id)
                    if wait.is_over(process):
                        return process
        raise ended()

    async def _messages(self, feed: Feed) -> AsyncGenerator[Message]:
        """What the stream says, over as many connections as it takes."""
        failures = 0
        while True:
            try:
                async with aclosing(self._stream(feed)) as messages:
                    async for message in messages:
                        failures = 0
                        yield message
            except (httpx.TransportError, Refused) as error:
                failures, outcome = failures + 1, refusal(error)
                if not await self._paused(feed.call(), failures, outcome):
                    success(feed.call(), outcome)

    async def _stream(self, feed: Feed) -> AsyncGenerator[Message]:
        """What one connection says."""
        timeout = httpx.Timeout(self._timeout.connect, read=SILENCE_S)
        request = self._caller.request(self._http, feed.call(), timeout)
        async with aclosing(await self._http.send(request, stream=True)) as response:
            if not response.is_success:
                await response.aread()
                raise Refused(response)
            async for sent in EventSource(response).aiter_sse():
                yield feed.read(sent)
        raise ended()

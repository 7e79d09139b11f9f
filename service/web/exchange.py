"""One request and its answer: heard out, answered in a thread, sent as fast as it is taken."""

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from werkzeug.exceptions import RequestEntityTooLarge

from service.api.http import server_contract
from service.api.http.server_contract import BodyTooSlow, NoRoomForBodies, TooManyConnections
from service.api.http.trusted_proxies import caller_of
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.web import answers
from service.web.answers import ServerAnswer
from service.web.bodies import ArrivingBody, BodyNeeded, UnreadBody
from service.web.connection import CONNECTION, Connection
from service.web.environ import environ_of
from service.web.pace import Pace

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from service.web.gateway import Gateway

T = TypeVar("T")

#: Bytes of a body from which on the application is asked first whether it wants it.
ASKED_FIRST: Final = 1024 * 1024


class ClientGone(Exception):
    """The client has closed the connection."""


class Exchange:
    """A request with its answer; `run` sees it through."""

    def __init__(self, gateway: "Gateway", scope: Any, receive: Any, send: Any) -> None:
        self._gateway, self._scope, self._receive, self._send = gateway, scope, receive, send
        self._connection: Connection = scope["state"][CONNECTION]
        self._environ: WSGIEnvironment = environ_of(scope, io.BytesIO())
        self._environ[server_contract.STREAMS] = True
        self._announced = int(self._environ.get("CONTENT_LENGTH") or 0)
        self._is_whole = not self._announced and "HTTP_TRANSFER_ENCODING" not in self._environ
        self._must_close = "HTTP_UPGRADE" in self._environ
        most = gateway.application.most_body_bytes(scope["method"], self._environ["PATH_INFO"])
        self._body = ArrivingBody(most, gateway.room)
        patience = self._connection.patience
        self._pace = Pace(patience.bytes_per_s, patience.over_s)

    async def run(self) -> None:
        """Hear, let answer, and send; raises ClientGone."""
        self._connection.begin_body(upgrades="HTTP_UPGRADE" in self._environ)
        try:
            self._take_place()
            answer = await self._hear() or await self._ask(self._environ)
            if answer.stream is not None and self._gateway.acceptor is not None:
                self._connection.become_stream(answer.stream, self._gateway.acceptor)
            else:
                await self._reply(answer)
        finally:
            self._gateway.forget(self._body)
            self._connection.end_answer(whole=self._is_whole)

    def _take_place(self) -> None:
        caller = caller_of(self._environ)
        if caller == self._connection.address:
            return
        try:
            self._connection.take_place(caller)
        except TooManyConnections as refusal:
            self._refuse(refusal)

    def _refuse(self, refusal: Exception) -> None:
        """Let the application answer with this, in the words and the language of its caller."""
        self._environ[server_contract.REFUSAL] = refusal
        self._environ["wsgi.input"] = io.BytesIO()

    # The request

    async def _hear(self) -> ServerAnswer | None:
        """Wait for all of the body; an answer if the application wants nothing of it."""
        if self._is_whole or server_contract.REFUSAL in self._environ:
            return None
        if self._announced > self._body.most:
            return None  # the application refuses it for its length
        try:
            return await self._hear_body()
        except BodyTooSlow as error:
            self._must_close = True
            self._refuse(error)
        except (RequestEntityTooLarge, NoRoomForBodies, OSError) as error:
            self._refuse(error)
        return None

    async def _hear_body(self) -> ServerAnswer | None:
        is_asked = False
        while not self._is_whole:
            if not is_asked and max(self._announced, self._body.size) >= ASKED_FIRST:
                is_asked = True
                if early := await self._ask_first():
                    return early
            await self._hear_more()
        self._environ["wsgi.input"] = self._body.whole()
        return None

    async def _ask_first(self) -> ServerAnswer | None:
        """What the application answers without having read the body; None if it wants it.

        So nobody fills the disk who may not upload.
        """
        unread = {**self._environ, "wsgi.input": UnreadBody()}
        try:
            answer = await self._ask(unread)
        except BodyNeeded:
            self._environ[server_contract.ASKED_BEFORE] = True
            return None
        return answer

    async def _hear_more(self) -> None:
        message = await self._in_time(self._receive)
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk: bytes = message["body"]
        self._is_whole = not message.get("more_body", False)
        if self._body.fits_memory(chunk):
            self._body.write(chunk)
        else:
            await self._run(self._gateway.files, self._body.write, chunk)

    async def _in_time(self, receive: Any) -> Any:
        """What arrives next; raises BodyTooSlow if it is less than has to come meanwhile."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                async with asyncio.timeout(self._pace.left_s):
                    return await receive()
            except TimeoutError:
                pass
            finally:
                self._pace.wait(loop.time() - began)
            if not self._pace.is_kept(self._body.size):
                rate = self._connection.patience.bytes_per_s
                message = _("the body of a request has to arrive at {rate} bytes a second or more")
                raise BodyTooSlow(Sentence(message, rate=rate))

    # The answer

    async def _ask(self, environ: "WSGIEnvironment") -> ServerAnswer:
        if self._is_whole:
            self._connection.begin_answer()
        wsgi = self._gateway.application.wsgi_app
        answer = await self._run(self._gateway.requests, answers.answer, wsgi, environ)
        if answer.rest is not None and self._scope["http_version"] == "1.0":
            return await self._measured(answer)
        return answer

    async def _measured(self, answer: ServerAnswer) -> ServerAnswer:
        if answer.has("content-length"):
            return answer
        folder = self._gateway.room.folder
        return await self._run(self._gateway.files, answers.measured, answer, folder)

    async def _reply(self, answer: ServerAnswer) -> None:
        if self._must_close or self._connection.must_close:
            answer.set("connection", "close")
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in answer.headers
        ]
        try:
            await self._send(
                {"type": "http.response.start", "status": answer.status, "headers": headers}
            )
            body, answer.body = answer.body, b""  # or it would be kept until the end of the rest
            await self._write(body, more=answer.rest is not None)
            del body
            while answer.rest is not None and not self._connection.is_lost:
                piece = await self._run(self._gateway.files, answers.next_piece, answer.rest)
                await self._write(piece, more=bool(piece))
                if not piece:
                    break
        finally:
            if answer.rest is not None:
                await self._run(self._gateway.files, answer.close)

    async def _write(self, data: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": more})
        self._connection.wrote(len(data))

    async def _run(self, threads: Executor, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, work, *given)

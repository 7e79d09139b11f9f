"""Answers by handing the connection over to the process that streams, so that no thread waits."""

import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Response, current_app, request

from service.events.streaming import gunicorn_internals, handover
from service.events.streaming.handover import NoStreamingProcess, Slot, StreamOpening
from service.translations import gettext_noop as _

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Handed(Response):
    """A response whose head is sent by the streaming process, which then goes on with it.

    Raises NobodyStreams, Crowded when it is made, so that the caller still gets a proper answer.
    """

    default_mimetype = None

    def __init__(self, opening: StreamOpening, status: int, headers: dict[str, str]) -> None:
        super().__init__(status=status, headers=headers)
        self._opening = opening
        self._connection = _connection()
        self._seat: Slot = handover.find_slot()
        self.call_on_close(self._seat.close)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Hand over, after all headers have been added; the server writes to a dead end."""
        more = {"head": self._head(), "pipelined": gunicorn_internals.read_ahead(environ)}
        try:
            self._seat.give(self._opening.model_copy(update=more), self._connection)
        except NoStreamingProcess as error:
            answer = current_app.make_response(current_app.handle_user_exception(error))
            return answer(environ, start_response)
        start_response("200 OK", [("Content-Length", "0"), ("Connection", "close")])
        return []

    def _head(self) -> bytes:
        self.headers.pop("Content-Length", None)
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _connection() -> socket.socket:
    connection = gunicorn_internals.connection(request.environ)
    if connection is None:
        raise NoStreamingProcess(
            _("this server cannot hand connections over; run it with gunicorn")
        )
    return connection

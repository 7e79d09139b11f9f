"""Looks at the workers that answer, and at the messages that wait for one in Redis."""

from collections.abc import Mapping
from typing import NamedTuple

from celery import Celery
from kombu.exceptions import KombuError
from redis import Redis
from redis.exceptions import RedisError

from service.lifecycle import transitions
from service.settings import settings

#: Seconds for one answer over the network, and that all workers together have to answer.
ANSWER_S = 0.5


class Workers(NamedTuple):
    """The names of workers that answer, and how many messages each queue holds."""

    names: list[str]
    queues: Mapping[str, int]


def answering() -> Workers | None:
    """Who answers within ANSWER_S; None where Redis does not."""
    if not (url := settings().broker_url):
        return None
    options = {"socket_timeout": ANSWER_S, "socket_connect_timeout": ANSWER_S}
    try:
        with Redis.from_url(url, **options) as server:
            # Each queue is a list that has the name of its task.
            queues = {task: int(server.llen(task)) for task in transitions.TASKS.values()}
        with Celery(broker=url, set_as_current=False) as app:
            app.conf.broker_transport_options = options
            replies = app.control.broadcast("ping", reply=True, timeout=ANSWER_S)
    except (RedisError, KombuError, OSError):
        return None
    return Workers(sorted(name for reply in replies or () for name in reply), queues)

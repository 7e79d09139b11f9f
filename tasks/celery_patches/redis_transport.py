"""Is how workers speak to Redis: Kombu's transport, which says so when its connection is gone.

When Redis dies, Celery lets go of the connection while messages are still to be answered for. Their
answers, and what closes the connection, then go through a channel that belongs to nothing any more.
Kombu stumbles over that with an AttributeError, which ends the worker and all that is under way; as
a lost connection, which it is, it is something that Celery goes on after. Nothing is lost without
those answers: what was published is published again.

Each second every worker looks for messages that nobody has answered for in time. Kombu locks for
that, by writes that Redis brings to disk; here the lock is taken only where there are some.
"""

from time import time
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis
from redis.exceptions import ConnectionError as Lost


class LookingQoS(redis.QoS):
    """Looks whether a message is overdue before it locks all others out to give it back."""

    def restore_visible(self, start: int = 0, num: int = 10, interval: int = 10) -> None:
        """Give messages back that were not answered for in `visibility_timeout` seconds."""
        with self.channel.conn_or_acquire() as client:
            is_overdue = client.zcount(self.unacked_index_key, 0, time() - self.visibility_timeout)
        if is_overdue:
            super().restore_visible(start, num, interval)  # type: ignore[no-untyped-call]


class RecoveringChannel(redis.Channel):
    """Raises `redis.exceptions.ConnectionError` for what is asked once the connection is gone."""

    QoS = LookingQoS

    def _connparams(self, asynchronous: bool = False) -> Any:
        if getattr(self.connection, "client", None) is None:
            raise Lost("the connection to Redis was let go of")
        return super()._connparams(asynchronous=asynchronous)  # type: ignore[no-untyped-call]


class Transport(redis.Transport):
    """What URLs of Redis stand for once `install` was called."""

    Channel = RecoveringChannel


def install() -> None:
    """Have all connections of this process to Redis, with TLS or without, made by `Transport`."""
    name = f"{__name__}:{Transport.__name__}"
    TRANSPORT_ALIASES.update(redis=name, rediss=name)

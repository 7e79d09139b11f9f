"""Is how workers speak to Redis: Kombu's transport, which says so when its connection is gone.

When Redis dies, Celery lets go of the connection while messages are still to be answered for. Their
answers, and what closes the connection, then go through a channel that belongs to nothing any more.
Kombu stumbles over that with an AttributeError, which ends the worker and all that is under way; as
a lost connection, which it is, it is something that Celery goes on after. Nothing is lost without
those answers: what was published is published again.
"""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis
from redis.exceptions import ConnectionError as Lost


class RecoveringChannel(redis.Channel):
    """Raises `redis.exceptions.ConnectionError` for what is asked once the connection is gone."""

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

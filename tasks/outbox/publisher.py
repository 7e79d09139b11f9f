"""Publishes work items to the workers through Redis, in bounded time or not at all."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from celery import Celery
from kombu.exceptions import KombuError
from redis import Redis
from redis.exceptions import RedisError

from service.events.outbox import CHANNEL

#: Seconds for one answer of Redis. One pass waits for it at most twice.
ANSWER_S = 0.8
#: A key that is there as long as Redis has kept what it was told; its name is in running servers.
SENTINEL = "werkbank:rung"

#: The header of a message in which the HTTP requests stand that its processes go back to.
REQUEST_IDS = "http_request_ids"


class BrokerUnreachable(Exception):
    """Redis did not answer in time, or refused: nobody knows whether it took the messages."""


@dataclass(frozen=True)
class TaskMessage:
    """One message: a task, the processes that it is for, and the HTTP requests of some of them."""

    task: str
    process_ids: tuple[UUID, ...]
    http_request_ids: Mapping[UUID, str] = field(default_factory=dict)


class TaskPublisher:
    """A connection to Redis, made when first needed and anew after each failure.

    Every method raises BrokerUnreachable, within about two seconds, however dead Redis is.
    """

    def __init__(self, app: Celery, redis_url: str) -> None:
        self._app = app
        self._url = redis_url
        self._connection: Any = None

    def publish(self, messages: Iterable[TaskMessage]) -> None:
        """Put one message for each of `messages` into its task's queue, all in one round trip."""
        with self._talking() as connection:
            producer = self._app.amqp.Producer(connection, auto_declare=False)
            with producer.batch():
                for message in messages:
                    names = [str(process_id) for process_id in message.process_ids]
                    requests = {str(id): name for id, name in message.http_request_ids.items()}
                    self._app.send_task(
                        message.task,
                        names,
                        argsrepr=", ".join(names),
                        headers={REQUEST_IDS: requests},
                        producer=producer,
                        # Straight into the list: an exchange's table of queues can be lost.
                        declare=[],
                        retry=False,
                        ignore_result=True,
                        add_to_parent=False,
                    )

    def has_forgotten(self) -> bool:
        """Whether Redis knows nothing of us: it is new, or has lost what it was told."""
        with self._talking() as connection:
            return not _client(connection).exists(SENTINEL)

    def leave_sentinel(self) -> None:
        """Note in Redis that everybody who waits has been published."""
        with self._talking() as connection:
            _client(connection).set(SENTINEL, 1)

    def wake_readers(self) -> None:
        """Tell those who wait for events that there are some."""
        with self._talking() as connection:
            _client(connection).publish(CHANNEL, b"")

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            with suppress(RedisError, KombuError, OSError):  # it is of no use any more
                self._connection.release()
            self._connection = None

    @contextmanager
    def _talking(self) -> Iterator[Any]:
        if self._connection is None:
            options = {"socket_timeout": ANSWER_S, "socket_connect_timeout": ANSWER_S}
            self._connection = self._app.connection_for_write(self._url, transport_options=options)
        try:
            yield self._connection
        except (RedisError, KombuError, OSError) as error:
            self.close()
            raise BrokerUnreachable(f"Redis cannot be reached: {error}") from error


def _client(connection: Any) -> Redis:
    client: Redis = connection.default_channel.client
    return client

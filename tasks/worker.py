"""Is the Celery application: how workers are woken, with settings under which nothing is lost.

The state of a process is the queue, in the database; a Celery message only wakes a worker. So
a message may be lost or repeated. Due times never stand in a message: a broker that restarts while
such messages are in flight makes workers exit.
"""

import math
import time
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from celery import Celery
from celery.exceptions import CPendingDeprecationWarning, WorkerLostError
from celery.signals import (
    import_modules,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_process_init,
    worker_process_shutdown,
)
from celery.worker.request import Request
from kombu.entity import Queue

from service import logging_setup, tracing
from service.database import transactions
from service.lifecycle import leases
from service.settings import Settings, settings
from tasks.celery_patches import redis_transport, signal_messages
from tasks.lease_renewal import LeaseRenewal
from tasks.lost_workers import free_leases
from tasks.outbox.publisher import REQUEST_IDS

log = structlog.get_logger(__name__)

#: The tasks, each with a queue of its own name.
QUEUES = ("verify", "send")
#: Seconds until a Redis that does not answer counts as gone.
REDIS_TIMEOUT_S = 2.0
#: Seconds that a message is out of sight beyond the longest time that a task may take.
_REDELIVERY_SPARE_S = 5
#: Connections of a child to the database: one for its work, one to tell how far that is.
CONNECTIONS = 2
#: The share of the lease after which a task is told to stop, so that it can still give it back.
_SOFT_SHARE = 0.9


class NoBroker(RuntimeError):
    """No Redis is named."""


def configuration() -> Mapping[str, object]:
    """Celery's settings, from ours; read when first needed. Raises NoBroker."""
    config = settings()
    if not config.redis_url:
        raise NoBroker("WERKBANK_REDIS_URL names no Redis; `werkbank up` starts one of its own")
    return {
        "broker_url": config.redis_url,
        "broker_connection_timeout": REDIS_TIMEOUT_S,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # A Redis that refuses a write, full or a replica, counts as one that is gone.
        "broker_channel_error_retry": True,
        "broker_transport_options": _transport(config),
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_queues": [_queue(name) for name in QUEUES],
        "task_routes": {name: {"queue": name} for name in QUEUES},
        "task_default_queue": QUEUES[0],
        "task_create_missing_queues": False,
        # A task counts as done when it is done, also when only the pool's child has died.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        # What raised has given its lease back with a pause; recovery comes when that is over.
        "task_acks_on_failure": True,
        "task_acks_on_timeout": True,
        "task_ignore_result": True,
        "task_soft_time_limit": config.lease_s * _SOFT_SHARE,
        "task_time_limit": config.lease_s + _REDELIVERY_SPARE_S / 2,
        "worker_prefetch_multiplier": 1,
        # Flower switches events on by itself; without it they would only cost.
        "worker_send_task_events": False,
        "task_send_sent_event": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_pool": "tasks.celery_patches.pool:Pool",
        # Seconds that a new child may take on a busy machine before it counts as dead.
        "worker_proc_alive_timeout": 20,
    }


def _transport(config: Settings) -> dict[str, object]:
    """How Redis is spoken to, and when a message that nobody has finished goes to another."""
    return {
        "visibility_timeout": math.ceil(config.lease_s) + _REDELIVERY_SPARE_S,
        # The defaults look for abandoned messages only every 100 seconds.
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "socket_timeout": REDIS_TIMEOUT_S,
        "socket_connect_timeout": REDIS_TIMEOUT_S,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }


def _queue(name: str) -> Any:
    return Queue(name)  # type: ignore[no-untyped-call]


class RecoveringRequest(Request):  # type: ignore[misc]
    """A task as the worker's parent process sees it, which outlives the children that do it."""

    def on_failure(self, exc_info: Any, *args: Any, **kwargs: Any) -> Any:
        """When the child has died, free what it held, so that the repeat need not wait for it."""
        # It may come wrapped together with its traceback.
        error = getattr(exc_info.exception, "exc", exc_info.exception)
        if isinstance(error, WorkerLostError):
            free_leases(self.id)
        return super().on_failure(exc_info, *args, **kwargs)


redis_transport.install()
signal_messages.install()
app = Celery("werkbank", include=["tasks.verify", "tasks.send"], set_as_current=False, backend=None)
app.add_defaults(configuration)
_renewal = LeaseRenewal()


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _enter(**_: Any) -> None:
    """Give each child of the pool connections of its own: a shared one mixes up their answers."""
    logging_setup.configure()
    transactions.connect(settings().database_url, CONNECTIONS)
    tracing.begin("worker")
    _renewal.start()


@worker_process_shutdown.connect  # type: ignore[untyped-decorator]
def _leave(**_: Any) -> None:
    _renewal.stop()
    tracing.end()
    transactions.disconnect()


@setup_logging.connect  # type: ignore[untyped-decorator]
@import_modules.connect  # type: ignore[untyped-decorator]
def _log_as_all_do(**_: Any) -> None:
    """Keep Celery from logging in a form of its own; Flower only sends the second signal."""
    logging_setup.configure()
    # With each lost connection it would say that tasks go on, as they are set up to.
    warnings.simplefilter("ignore", CPendingDeprecationWarning)


@task_prerun.connect  # type: ignore[untyped-decorator]
def _name_work(task_id: str, task: Any, args: Sequence[str], **_: Any) -> None:
    """Let each line of the log say which task it comes from, and of which process if it has one.

    Lines about a process, and what is enqueued and announced for it, name its HTTP request.
    """
    requests = task.request.get(REQUEST_IDS) or {}
    logging_setup.bind_requests(requests)
    leases.hold_for(_renewal.begin(task_id))
    task.request.began_at = time.monotonic()
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)
    if len(args) == 1:
        structlog.contextvars.bind_contextvars(process_id=args[0])
    else:
        request_ids = [*requests.values()]
        structlog.contextvars.bind_contextvars(process_ids=args, http_request_ids=request_ids)


@task_postrun.connect  # type: ignore[untyped-decorator]
def _forget_work(task: Any, state: str, **_: Any) -> None:
    duration_ms = round((time.monotonic() - task.request.began_at) * 1000, 1)
    log.info("a task has ended", state=state, duration_ms=duration_ms)
    structlog.contextvars.clear_contextvars()
    logging_setup.bind_requests({})
    _renewal.end()
    leases.hold_for(None)

"""Finds out how each dependency is, in bounded time however dead it is."""

import socket
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

import sqlalchemy as sa
import structlog
from celery import Celery
from redis import Redis
from redis.exceptions import ResponseError

from service.database import migrations, restorations
from service.database import transactions as database
from service.database.clock import lease_time
from service.database.models import LeaderLease
from service.events.streaming import openings
from service.files import storage
from service.operations.overview import SCHEDULER_ROLE
from service.operations.probes import Probe, ProbeResult, Status
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Seconds that a caller waits for all dependencies together.
PATIENCE_S = 1.5
#: Seconds for one answer over the network.
ANSWER_S = 0.5
SILENT_AFTER_S = 10.0
#: Seconds that an answer is good for, so that many askers cost no more than one; that of the
#: workers longer, for asking all of them costs more than the rest.
FRESH_S = 1.0
WORKERS_FRESH_S = 5.0
#: What is written to Redis to see whether it takes writes.
_WRITTEN = "werkbank:health"
log = structlog.get_logger(__name__)


def database_answers() -> ProbeResult:
    """One statement goes there and back, and finds the tables of this version, in service."""
    with database.reading() as db:
        db.execute(sa.select(LeaderLease.role).limit(1))
        if migrations.is_behind(db.connection()):
            return ProbeResult(
                "down", _("its tables are those of an older version; migrate it first")
            )
        if restoration := restorations.on_hold_since(db):
            moment = f"{restoration.backup_at:%Y-%m-%d %H:%M} UTC"
            return ProbeResult(
                "degraded",
                Sentence(
                    _(
                        "was restored from a backup of {moment}, and nothing is sent until an "
                        "operator says `werkbank restore --resume`"
                    ),
                    moment=moment,
                ),
            )
        return ProbeResult("ok", Sentence(_("{name} answers"), name=db.get_bind().dialect.name))


def redis_answers() -> ProbeResult:
    """Without Redis work items wait in the database; nothing is lost, but nobody is woken."""
    if not (url := settings().broker_url):
        return ProbeResult("down", _("no Redis is named"))
    connection = Redis.from_url(url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S)
    with connection as server:
        try:
            server.set(_WRITTEN, 1, ex=60)
        except ResponseError as error:
            log.warning("Redis refuses a write", error=str(error)[:300])
            return ProbeResult("down", _("answers, and takes no writes: it is full or a replica"))
    return ProbeResult("ok", _("answers"))


def worker_answers() -> ProbeResult:
    """At least one worker hears what is said to all of them."""
    if not (url := settings().broker_url):
        return ProbeResult("down", _("no Redis is named, so no worker can be reached"))
    with Celery(broker=url, set_as_current=False) as app:
        app.conf.broker_transport_options = {
            "socket_timeout": ANSWER_S,
            "socket_connect_timeout": ANSWER_S,
        }
        replies = app.control.broadcast("ping", reply=True, timeout=ANSWER_S, limit=1)
    if not replies:
        return ProbeResult("down", _("no worker answers; what is asked for waits"))
    return ProbeResult("ok", _("answers"))


def scheduler_beats() -> ProbeResult:
    """Somebody leads relaying and recovering, and was heard of lately."""
    with database.reading() as db:
        query = sa.select(LeaderLease.beat_at, lease_time(db))
        lease = db.execute(query.where(LeaderLease.role == SCHEDULER_ROLE)).one_or_none()
    if lease is None:
        return ProbeResult("down", _("was never heard of"))
    beat_at, now = lease
    silent_s = (now - beat_at).total_seconds()
    detail = Sentence(_("was last heard of {seconds} s ago"), seconds=f"{max(silent_s, 0):.1f}")
    return ProbeResult("ok" if silent_s < SILENT_AFTER_S else "down", detail)


def storage_takes() -> ProbeResult:
    """Something can be written and read again, and there is room for the next uploads."""
    return ProbeResult(*storage.current_storage().condition())


def mail_server_listens() -> ProbeResult:
    """The mail server takes connections; or mails land as files, which needs none."""
    address = urlsplit(settings().smtp_url)
    if not address.hostname:
        return ProbeResult("ok", _("no server is named; mails land as files under var/mail"))
    port = address.port or (465 if address.scheme == "smtps" else 25)
    socket.create_connection((address.hostname, port), timeout=ANSWER_S).close()
    return ProbeResult("ok", _("takes connections"))


def streams_are_taken() -> ProbeResult:
    """This process streams events; while it does not, readers of events must poll."""
    occupancy = openings.occupancy()
    if occupancy is None:
        return ProbeResult("down", _("no events are streamed"))
    return ProbeResult(
        "ok",
        Sentence(
            _("{open} streams of at most {most} are open"),
            open=occupancy.open,
            most=occupancy.most,
        ),
    )


class Doctor:
    """Looks at all dependencies at once."""

    def __init__(self, probes: Iterable[Probe]) -> None:
        self._probes = tuple(probes)

    def examine(self) -> tuple[Status, dict[str, ProbeResult]]:
        """How the service is, and each dependency by name; within PATIENCE_S."""
        until = time.monotonic() + PATIENCE_S
        for probe in self._probes:
            probe.begin()
        findings = {probe.name: probe.finding(until) for probe in self._probes}
        if any(findings[p.name].status == "down" for p in self._probes if p.necessary):
            return "down", findings
        well = all(finding.status == "ok" for finding in findings.values())
        return ("ok" if well else "degraded"), findings


def doctor(
    *, fresh_s: float = FRESH_S, workers_fresh_s: float = WORKERS_FRESH_S, streams: bool = True
) -> Doctor:
    """One for this process' settings, whose answers are good for so many seconds.

    `streams` False is for a process that is not to stream anything, such as a command.
    """
    return Doctor(
        probe
        for probe in (
            Probe("database", database_answers, fresh_s, necessary=True),
            Probe("redis", redis_answers, fresh_s),
            Probe("worker", worker_answers, workers_fresh_s),
            Probe("scheduler", scheduler_beats, fresh_s),
            Probe("streams", streams_are_taken, fresh_s),
            Probe("storage", storage_takes, fresh_s, necessary=True),
            Probe("mail", mail_server_listens, fresh_s),
        )
        if streams or probe.name != "streams"
    )

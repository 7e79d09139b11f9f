"""Says how the whole service is: for an operator's page, and for one who sits at a shell."""

import platform
from collections.abc import Iterator, Mapping
from importlib import metadata
from typing import Final, NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.database import migrations, transactions
from service.files import disk_space
from service.operations import census, workers
from service.operations.census import Ages, Census
from service.operations.health import Doctor
from service.operations.probes import ProbeResult, Status
from service.operations.workers import Workers

log = structlog.get_logger(__name__)

#: Libraries whose version operators are asked for first.
LIBRARIES: Final = ("celery", "sqlalchemy", "redis", "uvicorn")
#: Seconds beyond which the oldest of its kind is late; alerts go by the same.
LATE_S: Final = {
    "step": 300.0,
    "work_item": 60.0,
    "event": 60.0,
    "scheduler": 30.0,
    "webhook": 300.0,
    "mail": 600.0,
}


class Release(NamedTuple):
    """What runs: the version, the schema that the database has and that the version wants."""

    version: str
    schema: str | None
    newest_schema: str | None
    python: str
    libraries: Mapping[str, str]


class Situation(NamedTuple):
    """How everything is; None where what is asked does not answer."""

    status: Status
    dependencies: Mapping[str, ProbeResult]
    release: Release
    census: Census | None
    ages: Ages | None
    workers: Workers | None
    disk_free_bytes: int | None


def look(doctor: Doctor) -> Situation:
    """Look at everything, in some two seconds at most."""
    status, dependencies = doctor.examine()
    schema = counted = ages = None
    try:
        with transactions.reading() as db:
            schema = migrations.revision_of(db.connection())
            counted, ages = census.current(db), census.ages(db)
    except SQLAlchemyError as error:
        log.warning("the database cannot be counted", error=str(error)[:300])
    release = Release(
        metadata.version("werkbank"),
        schema,
        migrations.newest_revision(),
        platform.python_version(),
        {name: metadata.version(name) for name in LIBRARIES},
    )
    free = disk_space.free_bytes()
    return Situation(status, dependencies, release, counted, ages, workers.answering(), free)


def concerns(situation: Situation) -> Iterator[str]:
    """A sentence for each thing that an operator should look into."""
    for name, found in situation.dependencies.items():
        if found.status != "ok":
            yield f"{name} is {found.status}: {found.detail}"
    counted, ages = situation.census, situation.ages
    if counted is None or ages is None:
        return
    if counted.parked:
        yield f"{counted.parked} orders were given up; see `werkbank parked`"
    yield from _late("work has been waiting to be published", ages.work_item_s, "work_item")
    yield from _late("events have been waiting to be published", ages.unpublished_event_s, "event")
    for task, age_s in ages.steps_s.items():
        yield from _late(f"an order has been waiting for `{task}`", age_s, "step")
    if ages.scheduler_beat_s is not None:
        yield from _late("no scheduler was heard of", ages.scheduler_beat_s, "scheduler")
    webhook_s = counted.deliveries["ok"].oldest_due_s
    yield from _late("a webhook that answers has been due", webhook_s, "webhook")
    for queue, mails in counted.mails.items():
        yield from _late(f"a mail ({queue}) has been due", mails.oldest_due_s, "mail")
    if counted.endpoints["disabled"]:
        yield f"{counted.endpoints['disabled']} webhooks were disabled because they only failed"


def _late(what: str, age_s: float, kind: str) -> Iterator[str]:
    if age_s > LATE_S[kind]:
        yield f"{what} for {age_s:.0f} s"

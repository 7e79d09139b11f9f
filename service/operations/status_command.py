"""The command `werkbank status`: how the whole service is, on one screen or as JSON."""

from collections.abc import Iterator
from typing import Any

import click
import orjson

from service.database import transactions
from service.lifecycle import transitions
from service.operations import health, situation
from service.operations.census import Census
from service.operations.situation import Situation
from service.settings import settings

_MIB = 1024 * 1024


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--strict", is_flag=True, help="Exit code 1 also if there is anything to look into.")
@click.pass_context
def status(ctx: click.Context, as_json: bool, strict: bool) -> None:
    """Show how the service is: dependencies, versions, workers, all that waits, and storage.

    The same as an operator's page in the browser, and the same numbers as the metrics. Exit code 1
    if the service is down; with --strict also if a dependency is not well, something was given up,
    or something has been waiting for too long.
    """
    with transactions.connected(settings().database_url):
        seen = situation.look(health.doctor(streams=False))
    concerns = list(situation.concerns(seen))
    if as_json:
        click.echo(orjson.dumps(document(seen, concerns), option=orjson.OPT_UTC_Z).decode())
    else:
        for line in _screen(seen, concerns):
            click.echo(line)
    ctx.exit(1 if seen.status == "down" or (strict and concerns) else 0)


def document(seen: Situation, concerns: list[str]) -> dict[str, Any]:
    """What `--json` prints; parts are null where what they tell of does not answer."""
    counted, ages = seen.census, seen.ages
    return {
        "status": seen.status,
        "concerns": concerns,
        "dependencies": {name: found.as_dict() for name, found in seen.dependencies.items()},
        "release": seen.release._asdict(),
        "workers": seen.workers and seen.workers._asdict(),
        "oldest": ages and ages._asdict(),
        "counts": counted and _counts(counted),
        "disk_free_bytes": seen.disk_free_bytes,
    }


def _counts(counted: Census) -> dict[str, Any]:
    counts = counted._asdict()
    counts["processes"] = {state.value: number for state, number in counted.processes.items()}
    for name in ("deliveries", "mails"):
        counts[name] = {key: each._asdict() for key, each in counts[name].items()}
    return counts


def _screen(seen: Situation, concerns: list[str]) -> Iterator[str]:
    yield f"The service is {seen.status}."
    yield from (f"  ! {concern}" for concern in concerns)
    yield f"\n{'dependency':12}  {'status':8}  detail"
    for name, found in seen.dependencies.items():
        yield f"{name:12}  {found.status:8}  {found.detail}"
    yield f"\n{'waits':29}  {'number':>9}  oldest"
    yield from _waiting(seen)
    yield ""
    yield from _parts(seen)


def _waiting(seen: Situation) -> Iterator[str]:
    counted, ages = seen.census, seen.ages
    if counted is None or ages is None:
        yield "(the database does not answer)"
        return
    steps = {task: state for state, task in transitions.TASKS.items()}
    yield _row("work to be published", counted.work_items, ages.work_item_s)
    yield _row("events to be published", counted.unpublished_events, ages.unpublished_event_s)
    for task, age_s in ages.steps_s.items():
        yield _row(f"orders for {task}", counted.processes[steps[task]], age_s)
    yield _row("orders that were given up", counted.parked)
    yield _row("contractors to approve", counted.pending_contractors)
    for condition, due in counted.deliveries.items():
        if due.waiting or condition == "ok":
            yield _row(f"webhooks ({condition}), due", due.due, due.oldest_due_s)
            yield _row(f"webhooks ({condition}), all", due.waiting)
    for queue, mails in counted.mails.items():
        yield _row(f"mails ({queue}), due", mails.due, mails.oldest_due_s)
        if mails.retried:
            yield _row(f"mails ({queue}), failed", mails.retried)


def _row(name: str, number: int, age_s: float | None = None) -> str:
    return f"{name:29}  {number:>9}" + (f"  {age_s:.0f} s" if age_s is not None and number else "")


def _parts(seen: Situation) -> Iterator[str]:
    if seen.workers is None:
        yield f"{'workers':12}  (Redis does not answer)"
    else:
        names = ", ".join(seen.workers.names) or "none answers"
        yield f"{'workers':12}  {names}"
        queues = ", ".join(f"{queue}: {number}" for queue, number in seen.workers.queues.items())
        yield f"{'messages':12}  {queues}"
    if seen.census:
        states = (f"{s.value}: {n}" for s, n in seen.census.processes.items() if n)
        yield f"{'orders':12}  {', '.join(states) or 'none'}"
        size = f"{seen.census.stored_bytes / _MIB:.1f} MiB"
        yield f"{'files':12}  {seen.census.stored_files}, {size}"
    free = seen.disk_free_bytes
    yield f"{'disk':12}  {'(not there)' if free is None else f'{free / _MIB:.0f} MiB free'}"
    release = seen.release
    yield f"{'schema':12}  {release.schema or 'none'}; this version wants {release.newest_schema}"
    for name, version in {"werkbank": release.version, "python": release.python}.items():
        yield f"{name:12}  {version}"
    for name, version in release.libraries.items():
        yield f"{name:12}  {version}"

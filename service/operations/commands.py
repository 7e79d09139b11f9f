"""Commands for operators on the command line: `parked`, `retry`, `check`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import chain
from uuid import UUID

import click
import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from service.access import history_heads
from service.access.actor import ActingParty
from service.access.lookup import Unknown
from service.database import transactions
from service.database.caller import COMMAND_LINE
from service.database.models import Process
from service.lifecycle import history
from service.operations import checkpoints, consistency, rebuild
from service.operations import parked as operations
from service.operations.status_command import status as status
from service.settings import settings
from workflows.engine import Actor

#: Processes that are read at a time.
BATCH = 200
SHELL = ActingParty(Actor.OPERATOR, None, "command line")


def _connected() -> AbstractContextManager[None]:
    return transactions.connected(settings().database_url)


def _parked() -> Iterator[operations.Parked]:
    after = None
    while True:
        with transactions.reading() as session:
            page = operations.parked(session, after, BATCH)
        yield from page
        if len(page) < BATCH:
            return
        after = page[-1].process_id


@click.command()
def parked() -> None:
    """List what was given up after its last attempt.

    Each line names a process whose verification, dispatch or next move in the sandbox failed too
    often. Mend the reason, then let it be tried again with `werkbank retry`.
    """
    with _connected():
        entries = _parked()
        first = next(entries, None)
        if first is None:
            click.echo("Nothing is parked.")
            return
        click.echo(f"{'process':36}  {'state':9}  {'parked (UTC)':16}  attempts  reason")
        for entry in chain([first], entries):
            click.echo(
                f"{entry.process_id}  {entry.state:9}  {entry.since:%Y-%m-%d %H:%M}  "
                f"{entry.attempts:8}  {entry.reason}"
            )


@click.command()
@click.argument("process_id", type=click.UUID, metavar="ID")
@click.option("--reason", required=True, help="Why it may succeed now; stands in its history.")
def retry(process_id: UUID, reason: str) -> None:
    """Let a parked process be tried again, with all its attempts."""
    if not reason.strip():
        raise click.ClickException("Give a reason: it stands in the history of the process.")
    try:
        with _connected(), transactions.writing(COMMAND_LINE) as session:
            process = operations.retry(session, process_id, SHELL, reason.strip())
            state = process.state.value
    except (Unknown, operations.NotParked) as error:
        sentence = str(error)
        raise click.ClickException(f"{sentence[:1].upper()}{sentence[1:]}.") from error
    click.echo(f"Process {process_id} is {state}; a worker takes it up.")


@click.command()
@click.option(
    "--rebuild",
    "process_id",
    type=click.UUID,
    metavar="ID",
    help="Compare this process with its history, and show what would be rebuilt.",
)
@click.option(
    "--write", is_flag=True, help="With --rebuild: let the process be what its history says."
)
@click.option("--reason", default="", help="With --write: why; stands in its history.")
@click.option(
    "--head",
    type=(click.UUID, str),
    metavar="ID HEAD",
    help="Compare the history of a process with a head from a paper or a mail, as in 7-3f2a...",
)
@click.option(
    "--all", "everything", is_flag=True, help="Also what has not changed since it was checked."
)
@click.pass_context
def check(
    ctx: click.Context,
    everything: bool,
    process_id: UUID | None,
    write: bool,
    reason: str,
    head: tuple[UUID, str] | None,
) -> None:
    """Look through what is kept for contradictions.

    Recomputes the hash chain of every process' history and the digests of its verification
    records, and compares with the history the process' state, its requests, offers, pieces,
    shipments and events. Exit code 1 if there is anything to say.

    Processes that have not moved since they were found to agree are left out. What somebody changes
    in the database without moving a process is found with --all, which examines everything.

    With --rebuild one process is compared with its history, which must be whole. What differs is
    shown, and written only with --write and a --reason: state, version and hash, the states of
    requests, the contract, pieces and shipments. One more history row keeps what they were.

    With --head a history is held against what a paper or a mail says of it.
    """
    if head:
        ctx.exit(_check_head(*head))
    if process_id is None:
        if write or reason:
            raise click.UsageError("--write and --reason go with --rebuild ID.")
        ctx.exit(_check_all(everything=everything))
    ctx.exit(_rebuild(process_id, write, reason.strip()))


def _check_head(process_id: UUID, head: str) -> int:
    with _connected(), transactions.reading() as session:
        it_fits = history_heads.fits(session, process_id, head)
        faults = list(history.chain_findings(process_id, history.rows_of(session, process_id)))
    if it_fits is None:
        raise click.ClickException(f"{head!r} is no head; it looks like 7-3f2a9c1b77d0e4a1.")
    for fault in faults:
        click.echo(fault)
    if not it_fits:
        click.echo(f"The history of process {process_id} is another one than that of {head}.")
    elif not faults:
        click.echo(f"The history of process {process_id} is whole, and had the head {head}.")
    return 0 if it_fits and not faults else 1


def _rebuild(process_id: UUID, write: bool, reason: str) -> int:
    if write and not reason:
        raise click.ClickException("Give a reason: it stands in the history of the process.")
    try:
        with _connected():
            if write:
                with transactions.writing(COMMAND_LINE) as session:
                    differences = rebuild.rebuild(session, process_id, SHELL, reason)
            else:
                with transactions.reading() as session:
                    differences = rebuild.compare(session, process_id).differences
    except (Unknown, rebuild.CannotRebuild) as error:
        sentence = str(error)
        raise click.ClickException(f"{sentence[:1].upper()}{sentence[1:]}.") from error
    for difference in differences:
        click.echo(str(difference))
    if not differences:
        click.echo(f"Process {process_id} is what its history says.")
    elif write:
        click.echo(f"Process {process_id} was rebuilt; its history says what it was before.")
    else:
        click.echo("Nothing was written. Add --write and a --reason to rebuild it.")
    return 1 if differences and not write else 0


def _check_all(*, everything: bool) -> int:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    contradictions = examined = unchanged = unkeyed = 0
    with _connected(), Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        expected = _count()
        task = progress.add_task("Checking processes", total=expected)
        for page in checkpoints.check(everything=everything):
            for finding in page.findings:
                click.echo(finding.detail)
            contradictions += len(page.findings)
            examined += page.examined
            unchanged += page.unchanged
            unkeyed += page.unkeyed
            done = examined + unchanged
            progress.update(task, completed=done, total=max(done, expected))
        with transactions.reading() as session:
            for sentence in consistency.miscounted(session):
                click.echo(sentence)
                contradictions += 1
    click.echo(f"{examined} processes examined, {contradictions} contradictions.")
    if unchanged:
        click.echo(
            f"{unchanged} others have not moved since they were found to agree; --all examines "
            "these as well."
        )
    if unkeyed:
        click.echo(
            f"{unkeyed} of them begin with rows from before histories had keys: their hashes "
            "fit, which who can write to the database could have seen to. The number never grows."
        )
    return 1 if contradictions else 0


def _count() -> int:
    with transactions.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Process)) or 0

"""Commands for operators: `backup`, and `restore` with what follows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from service.database import restorations, transactions
from service.database.caller import COMMAND_LINE
from service.files.storage import StorageUnreachable, current_storage
from service.operations.backups import backup as backups
from service.operations.backups import restore as restoring
from service.operations.backups.backup import AnotherBackup, BackupProgress, Stage
from service.operations.backups.manifest import SECRETS, BadBackup
from service.operations.backups.repeats import Repeats, repeats
from service.operations.backups.restore import LacksKeys, NotEmpty
from service.operations.backups.snapshots import NoTables
from service.settings import settings

#: What is said of each stage.
_STAGES: dict[Stage, str] = {"database": "The database", "contents": "Contents of files"}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def backup(ctx: click.Context, folder: Path) -> None:
    """Back up the database and the contents of all files into FOLDER.

    FOLDER must be new or empty; it is made readable by its owner alone, for it holds everything
    but the keys. The service may run meanwhile: the backup shows it at one moment, that of its
    beginning. It has worked when FOLDER has a manifest.json, which is written last.

    The database is the one that WERKBANK_DATABASE_URL names (SQLite or PostgreSQL, without any
    program of theirs), the storage that of WERKBANK_STORAGE_URL (a folder or a bucket). Any role
    that may read all tables can make one.

    Keep WERKBANK_ENCRYPTION_KEYS, WERKBANK_HISTORY_KEYS and WERKBANK_SECRET_KEY in another place:
    they are not in FOLDER, and without them it cannot be restored in full.

    Exit code 1 if contents are missing or damaged in the storage: they are named, and all the rest
    is backed up.
    """
    url = settings().database_url
    with _speaking(), transactions.connected(url), _progress() as progress:
        manifest = backups.make(url, current_storage(), folder, progress)
    missing = manifest.contents.missing
    click.echo(
        f"{folder} holds the service as it was at {manifest.at:%Y-%m-%d %H:%M:%S} UTC: "
        f"{sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, "
        f"{manifest.contents.number - len(missing)} contents."
    )
    click.echo("Keep in another place, for it is not in the backup:")
    for name, loss in SECRETS.items():
        click.echo(f"- {name}; without it {loss}")
    for sha256 in missing:
        click.echo(f"{sha256} is missing or damaged in the storage.")
    ctx.exit(1 if missing else 0)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--waiting", is_flag=True, help="After a restore: list what waits to be sent.")
@click.option("--resume", is_flag=True, help="After a restore: let the service send again.")
@click.option("--yes", is_flag=True, help="With --resume: do not ask.")
def restore(folder: Path | None, waiting: bool, resume: bool, yes: bool) -> None:
    """Restore the backup in FOLDER, and later let the service send again.

    Restores into the database and the storage that the settings name. Both must be empty, the
    version must be the one that made the backup, and the settings must have the keys of then.
    PostgreSQL: run it as the role that owns the tables, then `werkbank migrate --grant ROLE`.
    Everything is verified before anything is written. If it fails or is broken off, mend the reason
    and run it again.

    Afterwards nothing leaves the service: contractors are not asked, webhooks not called, nobody is
    mailed, no deadline fires. Start it, run `werkbank check --all` and look around. `--waiting`
    lists what it would send, which may have been sent before. `--resume` lets it go on.

    Readers of events who had come further than the backup are told to begin anew (410, or an event
    `reset`), and so is each webhook.
    """
    if sum((folder is not None, waiting, resume)) != 1:
        raise click.UsageError("Name a FOLDER, or say --waiting or --resume.")
    if folder is not None:
        _restore(folder)
    else:
        _resume(yes) if resume else _show_waiting()


def _restore(folder: Path) -> None:
    with _speaking(), _progress() as progress:
        restoration = restoring.restore(
            settings().database_url, current_storage(), folder, progress
        )
    click.echo(
        f"Restored as it was at {restoration.backup_at:%Y-%m-%d %H:%M:%S} UTC. The feed of events "
        f"goes on after position {restoration.last_position} with {restoration.first_position}."
    )
    click.echo(
        "Nothing is sent yet. Start the service, run `werkbank check --all` and `werkbank storage "
        "check`, then `werkbank restore --waiting`, and at last `werkbank restore --resume`."
    )


def _show_waiting() -> None:
    with transactions.connected(settings().database_url), transactions.reading() as db:
        if (restoration := restorations.on_hold_since(db)) is None:
            click.echo("Sending is not on hold.")
            return
        click.echo(
            f"Sending is on hold since {restoration.restored_at:%Y-%m-%d %H:%M} UTC, when a backup "
            f"of {restoration.backup_at:%Y-%m-%d %H:%M} UTC was restored."
        )
        _list(repeats(db))


def _list(waiting: Repeats) -> None:
    for request in waiting.requests:
        click.echo(
            f"  {request.number}  to {request.contractor}  for {request.client or 'a visitor'}: "
            f"{request.title or 'without a title'} ({request.process_id})"
        )
    click.echo(
        f"{len(waiting.requests)} requests go out. Who has had one before knows it by the same "
        "number, unless the part was changed after the backup."
    )
    click.echo(
        f"{waiting.verifying} orders are being verified, and some of them go out by themselves. "
        f"{waiting.verified} wait for their clients, who may have sent them after the backup."
    )
    click.echo(
        f"{waiting.webhooks} messages of webhooks and {waiting.mails} mails go out; what was "
        "delivered after the backup comes again, messages under the same webhook-id."
    )
    click.echo(f"{waiting.deadlines} deadlines are over, and fire.")


def _resume(yes: bool) -> None:
    _show_waiting()
    with transactions.connected(settings().database_url):
        with transactions.reading() as db:
            if restorations.on_hold_since(db) is None:
                return
        if not yes:
            click.confirm("Shall all that be sent?", abort=True)
        with transactions.writing(COMMAND_LINE) as db:
            restorations.resume(db)
    click.echo("The service sends again.")


@contextmanager
def _progress() -> Iterator[BackupProgress]:
    """Bars on standard error, one for each stage."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        tasks = {stage: bars.add_task(words, total=None) for stage, words in _STAGES.items()}

        def progress(stage: Stage, done: int, total: int) -> None:
            bars.update(tasks[stage], completed=done, total=total)

        yield progress


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except StorageUnreachable as error:
        raise click.ClickException(_sentence(error.reason)) from error
    except (AnotherBackup, BadBackup, LacksKeys, NoTables, NotEmpty) as error:
        raise click.ClickException(_sentence(str(error))) from error


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."

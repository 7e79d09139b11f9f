"""Commands for operators about the storage of files: `storage init`, `check` and `copy`."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from service.database import transactions
from service.files import inspection
from service.files.storage import (
    ContentMissing,
    Storage,
    StorageUnreachable,
    Stored,
    current_storage,
    storage_at,
)
from service.settings import settings
from service.values.storage_settings import storage_place

#: Contents that are looked up at a time.
BATCH = 500


@click.group()
def storage() -> None:
    """Look after the storage of files."""


@storage.command()
def init() -> None:
    """Mark the storage that the settings name as this installation's.

    A bucket is used only by the installation whose mark it carries, so that a mistyped setting
    neither scatters files nor deletes those of others. Run it once for each bucket, and again
    after a change of WERKBANK_SECRET_KEY.
    """
    with _speaking():
        is_new = current_storage().claim()
    click.echo("The storage is marked now." if is_new else "The storage is this installation's.")


@storage.command()
@click.option("--by-size", is_flag=True, help="Compare sizes only, and read nothing.")
@click.pass_context
def check(ctx: click.Context, by_size: bool) -> None:
    """Look whether every content that the database names is there, whole and unchanged.

    Reads each of them. Exit code 1 if one is missing or damaged.
    """
    number = faults = 0
    with transactions.connected(settings().database_url), _speaking():
        held = current_storage()
        for stored in _named():
            number += 1
            if fault := inspection.fault_of(held, stored, by_size=by_size):
                faults += 1
                click.echo(f"{stored.sha256} {fault}")
    click.echo(f"{number} contents were looked at, {faults} of them are missing or damaged.")
    ctx.exit(1 if faults else 0)


@storage.command()
@click.argument("source")
@click.argument("target")
@click.pass_context
def copy(ctx: click.Context, source: str, target: str) -> None:
    """Copy all contents from the storage SOURCE to the storage TARGET, and verify them.

    Each is `s3://bucket/prefix`, reached as the settings say, or the path of a folder. What is
    there already is not copied again, so it can be repeated: once while the service runs, and once
    more when it has stopped. Marks a bucket as `init` does. Exit code 1 if a content is damaged.
    """
    copied = there = faults = 0
    with _speaking():
        held, wanted = _named_by(source), _named_by(target)
        wanted.claim()
        for sha256 in inspection.contents_of(held):
            try:
                is_copied = inspection.copy_content(held, wanted, sha256)
            except ContentMissing as error:
                faults += 1
                click.echo(str(error))
                continue
            copied, there = copied + is_copied, there + (not is_copied)
    click.echo(f"{copied} contents were copied, {there} were there, {faults} are damaged.")
    ctx.exit(1 if faults else 0)


def _named() -> Iterator[Stored]:
    after = ""
    while True:
        with transactions.reading() as session:
            page = inspection.named_contents(session, after, BATCH)
        yield from page
        if len(page) < BATCH:
            return
        after = page[-1].sha256


def _named_by(url: str) -> Storage:
    try:
        return storage_at(storage_place(url))
    except ValueError as error:
        raise click.ClickException(f"{url} {error}.") from error


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except StorageUnreachable as error:
        sentence = error.reason
        raise click.ClickException(f"{sentence[:1].upper()}{sentence[1:]}.") from error

"""The command for operators who change the keys that stored secrets are encrypted with."""

import click

from service.database import secret_rotation, transactions
from service.settings import settings


@click.group()
def secrets() -> None:
    """Look after the secrets that are stored encrypted."""


@secrets.command()
@click.pass_context
def rotate(ctx: click.Context) -> None:
    """Encrypt every stored secret with the first of WERKBANK_ENCRYPTION_KEYS.

    Put a new key before the old ones, start every process with the list, then run this; when it
    has found none that cannot be read, the old keys can go. Secrets that a version before stored
    in plain text are encrypted too. The service may run meanwhile, and it does no harm to run
    this again. Exit code 1 if no key of the list opens a secret.
    """
    unreadable = 0
    with transactions.connected(settings().database_url):
        for column in secret_rotation.encrypted_columns():
            rotation = secret_rotation.rotate(column)
            unreadable += rotation.unreadable
            click.echo(f"{column}: {rotation.encrypted} encrypted with the newest key.")
    if unreadable:
        click.echo(f"No key of the list opens {unreadable} secrets; add the key that they need.")
    ctx.exit(1 if unreadable else 0)

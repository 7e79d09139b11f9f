"""The command that puts the example catalogue and people into the database."""

import click

from service.database import migrations, transactions
from service.operations.example import people
from service.settings import settings


@click.command()
@click.option("--migrate", is_flag=True, help="Bring the database up to date first.")
def seed(migrate: bool) -> None:
    """Load the example catalogue.

    Materials, post-processings and services are for everybody; example contractors and people
    come along in embedded mode only. Safe to repeat: what is there is left as it is.
    """
    if migrate:
        migrations.upgrade(settings().database_url)
    with transactions.connected(settings().database_url):
        added = people.ensure(settings())
    click.echo(f"The example catalogue is loaded: {added} new entries.")

"""The command that puts the example catalogue and people into the database."""

import click

from service import db
from service.example import people
from service.settings import settings


@click.command()
def seed() -> None:
    """Load the example catalogue.

    Materials, post-processings and services are for everybody; example contractors and people
    come along in embedded mode only. Safe to repeat: what is there is left as it is.
    """
    db.connect(settings().database_url)
    try:
        added = people.ensure(settings())
    finally:
        db.disconnect()
    click.echo(f"The example catalogue is loaded: {added} new entries.")

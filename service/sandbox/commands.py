"""The command `werkbank sandbox`."""

from uuid import UUID

import click

from service.access.lookup import Unknown
from service.database import transactions
from service.database.caller import COMMAND_LINE
from service.sandbox import contractors
from service.sandbox.contractors import HasBeenAsked
from service.settings import settings


@click.command()
@click.argument("organization_id", type=click.UUID)
@click.option("--real", is_flag=True, help="Take it out of the sandbox.")
def sandbox(organization_id: UUID, real: bool) -> None:
    """Put a contractor into the sandbox.

    It then answers by itself, and is asked for orders of the sandbox alone. One that was asked for
    an order before stays where it is.
    """
    try:
        with (
            transactions.connected(settings().database_url),
            transactions.writing(COMMAND_LINE) as session,
        ):
            name = contractors.move(session, organization_id, sandbox=not real)
    except (Unknown, HasBeenAsked) as mistake:
        raise click.ClickException(f"{str(mistake)[:1].upper()}{str(mistake)[1:]}.") from mistake
    click.echo(f"{name} takes {'real orders' if real else 'orders of the sandbox'} only.")

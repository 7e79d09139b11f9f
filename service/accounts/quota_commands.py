"""The command `werkbank quota`."""

from uuid import UUID

import click

from service.database import transactions
from service.database.models import Organization
from service.lifecycle import usage
from service.settings import settings
from service.values.amounts import parsed_some


@click.command()
@click.argument("organization_id", type=click.UUID, metavar="ID")
@click.option(
    "--set", "amounts", help="As in `processes=100000,bytes=1000000000`; '' for the settings'."
)
def quota(organization_id: UUID, amounts: str | None) -> None:
    """Show what an organisation has stored and what it may, or let it have more or less.

    What is not named with --set is as the settings say.
    """
    with transactions.connected(settings().database_url), transactions.writing() as session:
        organization = session.get(Organization, organization_id)
        if organization is None:
            raise click.ClickException(f"There is no organization {organization_id}.")
        if amounts is not None:
            try:
                organization.quota = parsed_some(amounts)
            except ValueError as mistake:
                raise click.ClickException(f"{mistake}.") from mistake
            session.flush()
        limits, used = usage.of_party(session, organization_id)
        click.echo(f"{organization.name}\n{'counted':9}  {'used':>15}  {'at most':>15}")
        for name in usage.NAMES:
            click.echo(f"{name:9}  {getattr(used, name):>15}  {getattr(limits, name):>15}")

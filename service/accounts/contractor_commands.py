"""The command `werkbank contractor`."""

from uuid import UUID

import click

from service.access.actor import ActingParty
from service.access.lookup import Unknown
from service.accounts import contractor_approval
from service.database import transactions
from service.database.models import Standing
from service.settings import settings
from workflows.engine import Actor

#: Who has the command line runs the service.
AT_THE_COMMAND_LINE = ActingParty(Actor.OPERATOR, None, "Operator, at the command line")


@click.group()
def contractor() -> None:
    """List contractors, approve them, suspend them."""


@contractor.command("list")
@click.option(
    "--standing", type=click.Choice([each.value for each in Standing]), help="Only these."
)
def list_contractors(standing: str | None) -> None:
    """List contractors with their standing, and whose names look alike."""
    last, wanted = None, Standing(standing) if standing else None
    click.echo(f"{'organization':36}  {'standing':9}  name")
    with transactions.connected(settings().database_url), transactions.reading() as session:
        while page := contractor_approval.contractors(session, wanted, last, 200):
            for each in page:
                alike = ", ".join(f"{other.name} ({other.organization_id})"
                                  for other in each.lookalikes)  # fmt: skip
                looks = f"  looks like {alike}" if alike else ""
                standing_now = each.row.standing.value
                click.echo(f"{each.organization.id}  {standing_now:9}  "
                           f"{each.organization.name}{looks}")  # fmt: skip
            last = page[-1].organization.id


@contractor.command("approve")
@click.argument("organization_id", type=click.UUID)
@click.option("--reason", default="", help="Stands in its history, and in the mail.")
def approve(organization_id: UUID, reason: str) -> None:
    """Let others ask a contractor."""
    _decide(organization_id, Standing.APPROVED, reason, "can be asked by others now")


@contractor.command("suspend")
@click.argument("organization_id", type=click.UUID)
@click.option("--reason", required=True, help="Stands in its history, and in the mail.")
def suspend(organization_id: UUID, reason: str) -> None:
    """Let a contractor get no new requests; its orders go on."""
    _decide(organization_id, Standing.SUSPENDED, reason, "gets no new requests")


def _decide(organization_id: UUID, standing: Standing, reason: str, outcome: str) -> None:
    try:
        with transactions.connected(settings().database_url), transactions.writing() as session:
            decided = contractor_approval.decide(
                session, organization_id, standing, AT_THE_COMMAND_LINE, reason
            )
            name = decided.organization.name
    except Unknown as mistake:
        raise click.ClickException(f"{str(mistake)[:1].upper()}{str(mistake)[1:]}.") from mistake
    click.echo(f"{name} {outcome}.")

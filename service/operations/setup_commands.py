"""Commands that prepare an installation: `migrate` and `check-config`."""

from contextlib import suppress

import click

from service.accounts import first_operator
from service.accounts.users import EmailTaken
from service.database import grants, migrations, transactions
from service.database.caller import COMMAND_LINE
from service.database.errors import DatabaseError
from service.files import confinement
from service.operations import fitness
from service.operations.example import people
from service.settings import Settings, settings
from service.values.production import production_warnings


@click.command()
@click.option(
    "--grant",
    "role",
    metavar="ROLE",
    help="Let this role of PostgreSQL use the tables, and add to the history only.",
)
@click.option("--seed", is_flag=True, help="Load the example catalogue where there is none at all.")
def migrate(role: str | None, seed: bool) -> None:
    """Bring the database up to date.

    Creates it when there is none. Safe to repeat; run it before the new version starts. While
    there is no operator, whoever WERKBANK_FIRST_OPERATOR names becomes one, and is mailed a link
    to set a password.

    With --grant the service can work as ROLE, which neither owns the tables nor can change or
    delete a row of the history; the migration runs as the role that owns them.
    """
    url = settings().database_url
    before, newest = migrations.revisions(url)
    migrations.upgrade(url)
    if before != newest:
        click.echo(f"The database was {f'at {before}' if before else 'empty'} and is at {newest}.")
    _check_data(settings())
    if role:
        try:
            grants.grant(url, role)
        except grants.UnfitRole as error:
            sentence = str(error)
            raise click.ClickException(f"{sentence[:1].upper()}{sentence[1:]}.") from error
        click.echo(f"The role {role} may use it, and add to the history only.")
    with transactions.connected(url):
        if seed and (added := people.begin(settings())):
            click.echo(f"The example catalogue is loaded: {added} new entries.")
        _invite_first_operator(settings().first_operator)
    click.echo("The database is up to date.")


def _invite_first_operator(email: str) -> None:
    if not email:
        return
    person = first_operator.prepare(email)
    with suppress(EmailTaken), transactions.writing(COMMAND_LINE) as session:
        if first_operator.invite(session, person):
            click.echo(f"{person.email} operates the service, and is mailed a link.")


def _check_data(config: Settings) -> None:
    with transactions.connected(config.database_url), transactions.reading() as db:
        fitness.check_data(db, config)


@click.command()
def check_config() -> None:
    """Say whether the settings and the data are fit for production.

    Names everything that keeps this installation from starting outside the embedded mode, and what
    could be better. Looks into the database too, if that is there. Exit code 1 if anything keeps
    it from starting.
    """
    config = Settings(embedded=False)
    try:
        _check_data(config)
    except DatabaseError:
        click.echo("The database does not answer as migrated; it was not looked into.", err=True)
    fitness.check_storage()
    for warning in [*production_warnings(config), *confinement.missing()]:
        click.echo(f"could be better: {warning}")
    click.echo("The settings are fit for production.")

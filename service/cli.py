"""The command line: the group `werkbank`, to which other packages add commands.

A package adds one by an entry point in the group `werkbank.commands`, so that this layer never
imports those above it.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import entry_points
from typing import Any

import click
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.accounts import first_operator
from service.accounts.users import EmailTaken
from service.database import grants, migrations, transactions
from service.database.caller import COMMAND_LINE
from service.database.errors import DatabaseError
from service.files import confinement
from service.operations import fitness
from service.operations.example import people
from service.settings import Settings, settings
from service.values.environment import PREFIX, unknown_variables
from service.values.production import (
    UnfitForProduction,
    production_warnings,
)
from workflows.engine import Workflow
from workflows.process import PROCESS
from workflows.request import REQUEST

ENTRY_POINTS = "werkbank.commands"
WORKFLOWS: dict[str, Workflow[Any, Any]] = {"process": PROCESS, "request": REQUEST}


class Commands(click.Group):
    """A group that finds commands in the installed packages, and loads only the one wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group=ENTRY_POINTS).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for point in entry_points(group=ENTRY_POINTS, name=cmd_name):
            command = point.load()
            if isinstance(command, click.Command):
                return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            reasons = [sentence for reason in error.errors() for sentence in _sentences(reason)]
            raise click.ClickException(_unfit(reasons)) from error
        except UnfitForProduction as error:
            raise click.ClickException(_unfit(error.faults)) from error


def _unfit(reasons: Sequence[str]) -> str:
    if len(reasons) == 1:
        return f"The settings do not fit. {reasons[0]}."
    return "The settings do not fit:" + "".join(f"\n- {reason}" for reason in reasons)


def _sentences(reason: ErrorDetails) -> Sequence[str]:
    error = reason.get("ctx", {}).get("error")
    if isinstance(error, UnfitForProduction):
        return error.faults
    name = "".join(f"{PREFIX}{part}".upper() + ": " for part in reason["loc"][:1])
    return [name.replace(PREFIX * 2, PREFIX) + reason["msg"].removeprefix("Value error, ")]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="werkbank")
def main() -> None:
    """Werkbank: have parts made by others.

    Clients configure parts; the service verifies and prices them, sends them to contractors and
    follows each order to delivery. On one machine `werkbank up` starts all of it. Settings come
    from the environment, see docs/settings.md.
    """
    for sentence in unknown_variables(Settings.model_fields):
        click.secho(f"Attention: {sentence}", fg="yellow", err=True)


@main.command()
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


@main.command()
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


@main.command()
@click.argument("name", type=click.Choice(sorted(WORKFLOWS)))
@click.option("--form", type=click.Choice(["svg", "mmd", "json"]), default="mmd", help="Of output.")
def workflow(name: str, form: str) -> None:
    """Print a lifecycle as it is in the table.

    As a Mermaid diagram, as a picture (SVG), or as JSON with every state, move and deadline.
    """
    table = WORKFLOWS[name]
    if form == "json":
        click.echo(json.dumps(table.as_dict()))
    else:
        click.echo(table.svg() if form == "svg" else table.mermaid())


if __name__ == "__main__":
    main()

"""The command line: the group `werkbank`, to which other packages add commands.

A package adds one by an entry point in the group `werkbank.commands`, so that this layer never
imports those above it.
"""

import json
from importlib.metadata import entry_points
from typing import Any

import click
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.database import migrations
from service.settings import Settings, settings
from service.values.environment import PREFIX, unknown_variables
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
            reasons = "; ".join(_sentence(reason) for reason in error.errors())
            raise click.ClickException(f"The settings do not fit. {reasons}.") from error


def _sentence(reason: ErrorDetails) -> str:
    name = "".join(f"{PREFIX}{part}".upper() + ": " for part in reason["loc"][:1])
    return name.replace(PREFIX * 2, PREFIX) + reason["msg"].removeprefix("Value error, ")


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
def migrate() -> None:
    """Bring the database up to date.

    Creates it when there is none. Safe to repeat; run it before the new version starts.
    """
    url = settings().database_url
    before, newest = migrations.revisions(url)
    migrations.upgrade(url)
    if before != newest:
        click.echo(f"The database was {f'at {before}' if before else 'empty'} and is at {newest}.")
    click.echo("The database is up to date.")


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

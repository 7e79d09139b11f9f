"""The command line: the group `werkbank`, to which other packages add commands.

A package adds one by an entry point in the group `werkbank.commands`, so that this layer never
imports those above it.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Any

import click
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.settings import Settings
from service.values.environment import PREFIX, unknown_variables
from service.values.production import UnfitForProduction

ENTRY_POINTS = "werkbank.commands"


class Commands(click.Group):
    """A group that finds commands in the installed packages, and loads only the one wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group=ENTRY_POINTS).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for point in entry_points(group=ENTRY_POINTS, name=cmd_name):
            with without_collections():
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


@contextmanager
def without_collections() -> Iterator[None]:
    """Look for no garbage while modules are loaded, nor ever among what is there then: it stays.

    A collection would also write to each object, and so to each page that forks share.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


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


if __name__ == "__main__":
    main()

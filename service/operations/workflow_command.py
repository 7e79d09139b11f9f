"""The command that prints a lifecycle: `workflow`."""

import json
from typing import Any

import click

from workflows.engine import Workflow
from workflows.process import PROCESS
from workflows.request import REQUEST

WORKFLOWS: dict[str, Workflow[Any, Any]] = {"process": PROCESS, "request": REQUEST}


@click.command()
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

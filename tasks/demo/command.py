"""`werkbank demo`, which loads the client only when it runs: that is a package of its own."""

from importlib import import_module

import click


@click.command()
def demo() -> None:
    """Take one real part from draft to sent.

    Logs in at the running service as the example client, uploads a bracket, has it verified,
    chooses two contractors and sends it to them. A second start finds the same order again.
    Afterwards the file demo.json under var says who can log in with which password.
    """
    try:
        run_demo = import_module("tasks.demo.run").run_demo
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"The demo orders by the Python client, which is not installed ({error}); "
            "pip install ./clients/python installs it."
        ) from error
    run_demo()

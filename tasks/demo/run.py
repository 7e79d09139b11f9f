"""Takes one real part from draft to sent, as an HTTP client of the service."""

import json
import time
from pathlib import Path
from uuid import UUID

import click
import httpx
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from service.operations.example.bracket import bracket_stl
from service.operations.example.people import ExampleLogin, people
from service.settings import Settings, settings
from tasks.demo.tables import history_table, money, quotes_table, refusals_table
from tasks.local import services
from werkbank_client import NoAnswer, ProblemError, Retries, WaitTimedOut, Werkbank, models
from werkbank_client.models import ContractorAnswer, ProcessShown, ProcessState

#: How a later start finds the order of an earlier one.
PROJECT = "Demo: a bracket from draft to sent"
PART = "bracket.stl"
ADDRESS = models.AddressChanges(
    "Musterbau Maschinen GmbH", "Werkstraße 7", "95444", "Bayreuth", "DE"
)
CONFIGURATION = models.ProcessChanges(
    title="Mounting bracket",
    quantity=25,
    material_id="pa12",
    color="white",
    post_processing_ids=["bead-blasting"],
    tolerance_mm="0.5",
    delivery_address=ADDRESS,
)
#: How many contractors are asked.
ASKED = 2
#: Seconds that a machine may be at work on the order.
PATIENCE_S = 120.0
#: The service is next door: either it is there, or it is not.
RETRIES = Retries(attempts=3, first_pause_s=0.2)
#: What happens in the states in which a machine is at work.
WORKING = {
    ProcessState.VERIFYING: "a worker measures, checks and prices it",
    ProcessState.SENDING: "a worker writes the dossiers and sends them",
}
AT_REST = tuple(state for state in ProcessState if state not in WORKING)
#: States that the demo leads an order on from, and those that it gives up: a new one is begun.
UNDER_WAY = frozenset({ProcessState.DRAFT, ProcessState.VERIFIED, *WORKING})
OVER = frozenset(
    {
        ProcessState.WAITING,
        ProcessState.VERIFICATION_FAILED,
        ProcessState.DECLINED,
        ProcessState.CANCELLED,
        ProcessState.FAILED,
    }
)


def run_demo() -> None:
    """Take the example order to `sent`; raises click.ClickException where that is not possible."""
    config = settings()
    if not config.embedded:
        raise click.ClickException(
            "The demo needs the example people, who are there in embedded mode only; "
            "set WERKBANK_EMBEDDED=true to have them."
        )
    try:
        Demo(config, Console()).run()
    except NoAnswer as error:
        raise click.ClickException(
            f"{config.local_url} does not answer: {error}. Start the service with `werkbank up`."
        ) from error
    except ProblemError as error:
        raise click.ClickException(f"The demo cannot go on: {error}") from error


class Demo:
    """The way of the example order through the service."""

    def __init__(self, config: Settings, console: Console) -> None:
        self._config = config
        self._console = console
        self._people = people(config)

    def run(self) -> None:
        """Find the order or begin one, lead it to `sent` from wherever it is, note who is who.

        Raises NoAnswer, ProblemError, click.ClickException.
        """
        # The service is next door: a proxy that the environment names must not come between.
        with (
            httpx.Client(trust_env=False) as http,
            Werkbank(self._config.local_url, retries=RETRIES, http=http) as werkbank,
        ):
            self._order(werkbank)

    def _order(self, werkbank: Werkbank) -> None:
        client = self._people.client
        werkbank.accounts.log_in(body=models.LoginBody(client.email, client.password))
        process = self._demo_order(werkbank) or self._begun(werkbank)
        if process.state in UNDER_WAY:
            process = self._lead(werkbank, process)
            entries = werkbank.iterate(werkbank.verification.get_history, process.id)
            self._console.print(history_table(entries))
        path = self._note(process)
        site = f"{self._config.public_url}/api/v1/processes/{process.id}"
        self._say(f"[bold green]The demo order is {_in_words(process.state)}[/]: {site}")
        self._say(f"Who can log in to look at it stands in {path}.")

    def _demo_order(self, werkbank: Werkbank) -> ProcessShown | None:
        projects = werkbank.iterate(
            werkbank.projects.list_projects,
            title=PROJECT,
            role=models.ListProjectsRoleType0.CLIENT,
        )
        for project in projects:
            for process in werkbank.projects.get_project(project.id).processes:
                if process.state not in OVER:
                    return werkbank.processes.get_process(process.id)
        return None

    def _begun(self, werkbank: Werkbank) -> ProcessShown:
        project = werkbank.projects.create_project(body=models.NewProject(title=PROJECT))
        process = werkbank.projects.create_process(
            project.id, body=models.NewProcess(title="Mounting bracket")
        )
        self._say(f"{self._people.client.name} opens a project with one process.")
        return process

    def _lead(self, werkbank: Werkbank, process: ProcessShown) -> ProcessShown:
        steps = {
            ProcessState.DRAFT: self._configure_and_verify,
            ProcessState.VERIFIED: self._choose_and_send,
        }
        while process.state in UNDER_WAY:
            if step := steps.get(process.state):
                process = step(werkbank, process)
            process = self._watch(werkbank, process)
        if process.state in OVER:
            self._show_contractors(werkbank, process.id)
            raise click.ClickException(
                f"The demo order {process.id} is {_in_words(process.state)}, not sent."
            )
        return process

    def _configure_and_verify(self, werkbank: Werkbank, process: ProcessShown) -> ProcessShown:
        if not process.files:
            file = werkbank.upload(process.id, bracket_stl(), name=PART, unit="mm")
            self._say(f"They upload {PART}, {file.size_bytes} bytes, and state its unit: mm.")
        werkbank.processes.update_process(process.id, body=CONFIGURATION)
        self._say(f"They want {CONFIGURATION.quantity} pieces of polyamide 12, white and blasted.")
        return werkbank.processes.verify(process.id)

    def _choose_and_send(self, werkbank: Werkbank, process: ProcessShown) -> ProcessShown:
        answers = self._show_contractors(werkbank, process.id)
        chosen = [answer for answer in answers if answer.quote][:ASKED]
        choice = models.Choice([answer.contractor_id for answer in chosen])
        werkbank.processes.choose_contractors(process.id, body=choice)
        names = " and ".join(f"{a.name} ({money(a.quote.total)})" for a in chosen if a.quote)
        self._say(f"They choose {names}.")
        return werkbank.processes.send(process.id)

    def _show_contractors(self, werkbank: Werkbank, process_id: UUID) -> list[ContractorAnswer]:
        list_contractors = werkbank.verification.list_suitable_contractors
        answers = list(werkbank.iterate(list_contractors, process_id))
        self._console.print(quotes_table(answers), refusals_table(answers))
        return answers

    def _watch(self, werkbank: Werkbank, process: ProcessShown) -> ProcessShown:
        """Wait until no machine is at work any more; the process then."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        is_terminal, began = self._console.is_terminal, time.monotonic()
        with Progress(
            *columns, console=self._console, transient=True, disable=not is_terminal
        ) as progress:
            work = WORKING.get(process.state, "")
            progress.add_task(f"{_in_words(process.state)}: {work}", total=None)
            try:
                process = werkbank.wait_for(process.id, *AT_REST, timeout_s=PATIENCE_S)
            except WaitTimedOut as error:
                raise click.ClickException(
                    f"After {PATIENCE_S:.0f} s the demo order is still {_in_words(process.state)}; "
                    f"do a worker and the scheduler run? See {self._config.var('log')}."
                ) from error
        self._say(
            f"The process is {_in_words(process.state)} after {time.monotonic() - began:.1f} s."
        )
        return process

    def _note(self, process: ProcessShown) -> Path:
        """Write demo.json, readable for its owner alone; those who were asked come first."""
        asked = [request.contractor_id for request in process.requests]
        contractors = sorted(
            self._people.contractors, key=lambda login: login.organization_id not in asked
        )
        noted = {
            "process_id": str(process.id),
            "flower_url": services.flower_url(self._config),
            "client": _credentials(self._people.client),
            "contractors": [
                {"organization_id": str(login.organization_id), **_credentials(login)}
                for login in contractors
            ],
        }
        path = self._config.var("demo.json")
        fresh = path.with_suffix(".fresh")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(noted, indent=2, ensure_ascii=False) + "\n")
        fresh.replace(path)
        return path

    def _say(self, sentence: str) -> None:
        self._console.print(sentence, highlight=False, soft_wrap=True)


def _credentials(login: ExampleLogin) -> dict[str, str]:
    return {"email": login.email, "password": login.password}


def _in_words(state: ProcessState) -> str:
    return state.replace("_", " ")

"""Is `werkbank demo`: takes one real part from draft to sent, as an HTTP client of the service."""

import json
import time
from pathlib import Path
from urllib.parse import urlencode

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from service.operations.example.bracket import bracket_stl
from service.operations.example.people import ExampleLogin, people
from service.settings import Settings, settings
from service.values.json_object import JsonObject
from tasks.demo.api_client import BASE_PATH, ApiClient, NoAnswer, RequestRefused
from tasks.demo.tables import history_table, money, quotes_table, refusals_table
from tasks.local import services

#: How a later start finds the order of an earlier one.
PROJECT = "Demo: a bracket from draft to sent"
PART = "bracket.stl"
CONFIGURATION = {
    "title": "Mounting bracket",
    "quantity": 25,
    "material_id": "pa12",
    "color": "white",
    "post_processing_ids": ["bead-blasting"],
    "tolerance_mm": "0.5",
    "delivery_address": {
        "name": "Musterbau Maschinen GmbH",
        "street": "Werkstraße 7",
        "postal_code": "95444",
        "city": "Bayreuth",
        "country": "DE",
    },
}
#: How many contractors are asked.
ASKED = 2
#: Seconds that the order may take, and between two looks at it.
PATIENCE_S = 120.0
LOOK_S = 0.2
#: What happens in the states in which a machine is at work.
WORKING = {
    "verifying": "a worker measures, checks and prices it",
    "sending": "a worker writes the dossiers and sends them",
}
#: States that the demo leads an order on from, and those that it gives up: a new one is begun.
UNDER_WAY = frozenset({"draft", "verified", *WORKING})
OVER = frozenset({"waiting", "verification_failed", "declined", "cancelled", "failed"})

Shown = JsonObject


@click.command()
def demo() -> None:
    """Take one real part from draft to sent.

    Logs in at the running service as the example client, uploads a bracket, has it verified,
    chooses two contractors and sends it to them. A second start finds the same order again.
    Afterwards the file demo.json under var says who can log in with which password.
    """
    config = settings()
    if not config.embedded:
        raise click.ClickException(
            "The demo needs the example people, who are there in embedded mode only; "
            "set WERKBANK_EMBEDDED=true to have them."
        )
    try:
        Demo(config, Console()).run()
    except NoAnswer as error:
        raise click.ClickException(f"{error}. Start the service with `werkbank up`.") from error
    except RequestRefused as error:
        raise click.ClickException(f"The demo cannot go on: {error}") from error


class Demo:
    """The way of the example order through the service."""

    def __init__(self, config: Settings, console: Console) -> None:
        self._config = config
        self._console = console
        self._people = people(config)
        self._service = ApiClient(config.local_url)
        self._deadline = time.monotonic() + PATIENCE_S

    def run(self) -> None:
        """Find the order or begin one, lead it to `sent` from wherever it is, note who is who.

        Raises NoAnswer, RequestRefused, click.ClickException.
        """
        client = self._people.client
        self._service.tell("POST", "/auth/login", _credentials(client))
        process = self._demo_order() or self._begun()
        if process["state"] in UNDER_WAY:
            process = self._lead(process)
            history = self._service.tell("GET", f"/processes/{process['id']}/history")
            self._console.print(history_table(history["items"]))
        path = self._note(process)
        site = f"{self._config.public_url}{BASE_PATH}/processes/{process['id']}"
        self._say(f"[bold green]The demo order is {_in_words(process['state'])}[/]: {site}")
        self._say(f"Who can log in to look at it stands in {path}.")

    def _demo_order(self) -> Shown | None:
        query = urlencode({"title": PROJECT, "role": "client", "include": "processes"})
        projects = self._service.tell("GET", f"/projects?{query}")["items"]
        processes = [process for project in projects for process in project["processes"]]
        return next((process for process in processes if process["state"] not in OVER), None)

    def _begun(self) -> Shown:
        project = self._service.tell("POST", "/projects", {"title": PROJECT})
        path = f"/projects/{project['id']}/processes"
        process: Shown = self._service.tell("POST", path, {"title": "Mounting bracket"})
        self._say(f"{self._people.client.name} opens a project with one process.")
        return process

    def _lead(self, process: Shown) -> Shown:
        steps = {"draft": self._configure_and_verify, "verified": self._choose_and_send}
        while (state := process["state"]) in UNDER_WAY:
            if step := steps.get(state):
                step(process)
            process = self._watch(process["id"])
        if process["state"] in OVER:
            self._show_contractors(process)
            raise click.ClickException(
                f"The demo order {process['id']} is {_in_words(process['state'])}, not sent."
            )
        return process

    def _configure_and_verify(self, process: Shown) -> None:
        path = f"/processes/{process['id']}"
        if not process["files"]:
            content = bracket_stl()
            answer = self._service.upload(f"{path}/files", PART, content, unit="mm")
            if not answer.ok:
                raise RequestRefused("POST", f"{path}/files", answer)
            self._say(f"They upload {PART}, {len(content)} bytes, and state its unit: mm.")
        self._service.tell("PATCH", path, CONFIGURATION)
        self._say(
            f"They want {CONFIGURATION['quantity']} pieces of polyamide 12, white and blasted."
        )
        project = f"/projects/{process['project_id']}"
        self._start(f"{project}/verify", process)

    def _choose_and_send(self, process: Shown) -> None:
        path = f"/processes/{process['id']}"
        answers = self._show_contractors(process)
        chosen = [answer for answer in answers if answer["suitable"]][:ASKED]
        ids = [answer["contractor_id"] for answer in chosen]
        self._service.tell("PUT", f"{path}/choice", {"contractor_ids": ids})
        names = " and ".join(f"{a['name']} ({money(a['quote']['total'])})" for a in chosen)
        self._say(f"They choose {names}.")
        self._start(f"/projects/{process['project_id']}/send", process)

    def _show_contractors(self, process: Shown) -> list[Shown]:
        answers: list[Shown] = self._service.tell("GET", f"/processes/{process['id']}/contractors")[
            "items"
        ]
        self._console.print(quotes_table(answers), refusals_table(answers))
        return answers

    def _start(self, path: str, process: Shown) -> None:
        """Ask for a worker; raises click.ClickException with the reason why none may begin."""
        (result,) = self._service.tell("POST", path, {"process_ids": [process["id"]]})["items"]
        if not result["accepted"]:
            raise click.ClickException(f"The demo cannot go on: {result['detail']}")

    def _watch(self, process_id: str) -> Shown:
        """Look until no machine is at work any more; the process then."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        is_seen = self._console.is_terminal
        with Progress(
            *columns, console=self._console, transient=True, disable=not is_seen
        ) as progress:
            shown, began = progress.add_task("", total=None), time.monotonic()
            while (process := self._look(process_id))["state"] in WORKING:
                state = process["state"]
                progress.update(shown, description=f"{_in_words(state)}: {WORKING[state]}")
                if time.monotonic() > self._deadline:
                    raise click.ClickException(
                        f"After {PATIENCE_S:.0f} s the demo order is still {_in_words(state)}; "
                        f"do a worker and the scheduler run? See {self._config.var('log')}."
                    )
                time.sleep(LOOK_S)
        self._say(
            f"The process is {_in_words(process['state'])} after {time.monotonic() - began:.1f} s."
        )
        return process

    def _look(self, process_id: str) -> Shown:
        process: Shown = self._service.tell("GET", f"/processes/{process_id}")
        return process

    def _note(self, process: Shown) -> Path:
        """Write demo.json, readable for its owner alone; those who were asked come first."""
        asked = [request["contractor_id"] for request in process["requests"]]
        contractors = sorted(
            self._people.contractors, key=lambda login: str(login.organization_id) not in asked
        )
        noted = {
            "process_id": process["id"],
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


def _in_words(state: str) -> str:
    return state.replace("_", " ")

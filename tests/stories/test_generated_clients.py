"""Proves that clients can be generated from the API document, and that one orders a part."""

import importlib
import json
import shutil
import subprocess
import sys
import time
from uuid import UUID

import pytest

from service.app import assemble
from tests.support import meshes
from tests.support.paths import ROOT

#: What openapi-python-client is told; see its own documentation of `generate`.
CONFIG = ROOT / "tests" / "support" / "generated_client.yml"


@pytest.fixture(scope="module")
def document():
    application = assemble()
    with application.app_context():
        return application.spec


@pytest.fixture(scope="module")
def document_path(document, tmp_path_factory):
    path = tmp_path_factory.mktemp("document") / "openapi.json"
    path.write_text(json.dumps(document))
    return path


@pytest.fixture(scope="module")
def generated(document_path, tmp_path_factory):
    """The folder with the package that was generated; it can be imported."""
    folder = tmp_path_factory.mktemp("generated")
    places = ["--path", document_path, "--output-path", folder / "generated_client"]
    wishes = ["--meta", "none", "--config", CONFIG, "--fail-on-warning"]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", *places, *wishes],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield folder / "generated_client"
    sys.path.remove(str(folder))


@pytest.fixture
def client_module(generated):
    """Finds a module of the generated package by its name below it."""
    return lambda name: importlib.import_module(f"generated_client.{name}")


@pytest.fixture
def asker(client_module, werkbank):
    """Makes a generated client for somebody; all are closed in the end."""
    askers = []

    def for_somebody(person):
        askers.append(Asker(client_module, person, werkbank.url))
        return askers[-1]

    yield for_somebody
    for each in askers:
        each.client.get_httpx_client().close()


def test_the_python_client_has_every_operation_and_every_schema(document, generated):
    names = [each["operationId"] for path in document["paths"].values() for each in path.values()]
    there = {path.stem for path in generated.glob("api/*/*.py")}
    assert sorted(set(names) - there) == []
    assert len(list(generated.glob("api/*/*.py"))) >= len(names)
    for path in generated.rglob("*.py"):
        compile(path.read_text(), str(path), "exec")


def test_a_part_is_ordered_through_the_generated_python_client(werkbank, client_module, asker):
    ada = werkbank.client()
    ask = asker(ada)
    models = client_module("models")
    project = ask("projects.create_project", body=models.NewProject(title="Brackets"))
    address = models.AddressChanges("Ada", "Hauptstr. 1", "10115", "Berlin", "DE")
    wish = models.NewProcess(quantity=5, material_id="pa12", delivery_address=address)
    process = ask("projects.create_process", project.id, body=wish)
    file = client_module("types").File(meshes.cube_stl(), "cube.stl", "model/stl")
    body = models.UploadFileBody(file=file, unit=models.Unit.MM)
    assert ask("files.upload_file", process.id, body=body).model_format is models.ModelFormat.STL

    ask("processes.verify", process.id, body=models.VerifyMove())
    ask.until(process.id, models.ProcessState.VERIFIED)
    answers = ask("verification.list_suitable_contractors", process.id).items
    contractor_id = next(answer.contractor_id for answer in answers if answer.suitable)
    process = ask("processes.choose_contractors", process.id, body=models.Choice([contractor_id]))
    assert models.ProcessAction.SEND in process.actions
    ask("processes.send", process.id, body=models.SendMove())
    ask.until(process.id, models.ProcessState.SENT)

    workshop = asker(werkbank.contractor(str(contractor_id)))
    inbox = workshop("requests.list_requests", state=models.RequestState.DISPATCHED).items
    request = next(each for each in inbox if each.process_id == process.id)
    offer = workshop("requests.make_offer", request.id, body=models.NewOffer())
    assert offer.price.amount == request.quote.total.amount

    accepted = models.AcceptOfferMove(offer_id=offer.id)
    process = ask("processes.accept_offer", process.id, body=accepted)
    assert process.state is models.ProcessState.CONFIRMED
    ada.await_events({"id": process.id}, "offer.made")
    events = ask("events.list_events", after=0, process_id=process.id).items
    assert models.EventType.OFFER_MADE in {event.type_ for event in events}


class Asker:
    """Calls operations of the generated client by name, with an API key of somebody's."""

    def __init__(self, client_module, person, url):
        self.client_module = client_module
        key = person.tell("POST", "/api_keys", {"name": "generated client"})["key"]
        # The service is next door: a proxy that the environment names must not come between.
        self.client = client_module("client").AuthenticatedClient(
            url, key, httpx_args={"trust_env": False}
        )

    def __call__(self, operation, *ids, **more):
        """The model that the operation answers with; a problem fails the test."""
        answer = self.client_module(f"api.{operation}").sync_detailed(
            *ids, client=self.client, **more
        )
        assert answer.status_code < 400, answer.content
        return answer.parsed

    def until(self, process_id: UUID, state, within_s=30.0):
        """The process as soon as it is in that state."""
        late_at = time.monotonic() + within_s
        while (process := self("processes.get_process", process_id)).state is not state:
            assert time.monotonic() < late_at, f"{process.state}, not {state}, in time"
            time.sleep(0.05)
        return process


@pytest.mark.skipif(
    not shutil.which("openapi-typescript"),
    reason="types for TypeScript need node and `npm install --global openapi-typescript`",
)
def test_openapi_typescript_makes_types_of_every_operation(document, document_path, tmp_path):
    types = tmp_path / "types.ts"
    subprocess.run(
        ["openapi-typescript", document_path, "--output", types],
        capture_output=True,
        timeout=100,
        check=True,
    )
    text = types.read_text()
    for path in document["paths"].values():
        for operation in path.values():
            assert f"    {operation['operationId']}: {{" in text

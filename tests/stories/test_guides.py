"""The code of the guides, run word for word against a service, in each of its languages."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.support import meshes
from tests.support.paths import ROOT

pytestmark = [pytest.mark.one_database, pytest.mark.timeout(300)]

GUIDES = ROOT / "docs" / "guides"
SHELL = pytest.param(
    "sh",
    marks=pytest.mark.skipif(
        not (shutil.which("curl") and shutil.which("bash")), reason="needs bash and curl"
    ),
)
LANGUAGES = (SHELL, "python")


def blocks(page, language):
    """The code of a page in one language, block by block."""
    return re.findall(rf"```{language}\n(.*?)```", (GUIDES / page).read_text(), re.DOTALL)


@pytest.fixture
def run(werkbank, tmp_path):
    """Runs one block of a guide, as somebody; the last line that it prints."""
    (tmp_path / "cube.stl").write_bytes(meshes.cube_stl())

    def run(language, code, person, **values):
        (before,) = blocks("README.md", language)
        program = ["bash", "-euo", "pipefail", "-c"] if language == "sh" else [sys.executable, "-c"]
        key = person.tell("POST", "/api_keys", {"name": "guide"})["key"]
        done = subprocess.run(
            [*program, before + code],
            cwd=tmp_path,
            env=os.environ
            | {"WERKBANK": werkbank.url, "WERKBANK_KEY": key, "no_proxy": "*"}
            | values,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return re.split(r"[\n}]", done.stdout.rstrip())[-1]

    return run


@pytest.fixture
def ada(werkbank):
    return werkbank.client()


def offered(werkbank, ada):
    """A process with an offer, and the contractor that has made it."""
    process = ada.sent(1)
    (workshop,) = werkbank.contractors(process)
    request = workshop.request_of(process)
    workshop.tell("POST", f"/requests/{request['id']}/actions/offer", {"as_quoted": True})
    return ada.await_state(process, "offered"), workshop


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_is_ordered(run, ada, language):
    (code,) = blocks("order-a-part.md", language)
    assert run(language, code, ada) == "sent"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_uploaded_and_its_unit_is_stated(run, ada, language):
    process = ada.draft()
    (code,) = blocks("files-and-units.md", language)
    assert run(language, code, ada, PROCESS=process["id"]) == "mm"
    names = {file["name"] for file in ada.tell("GET", f"/processes/{process['id']}")["files"]}
    assert {"cube.stl", "note.txt"} <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state_is_waited_for(run, ada, language):
    (code,) = blocks("wait-for-a-state.md", language)
    assert run(language, code, ada, PROCESS=ada.draft()["id"]) == "process.verified"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_is_accepted(run, werkbank, ada, language):
    process, _ = offered(werkbank, ada)
    (code,) = blocks("offers.md", language)
    assert run(language, code, ada, PROCESS=process["id"]) == "confirmed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_parts_are_sent_together(run, ada, language):
    (code,) = blocks("many-parts.md", language)
    assert run(language, code, ada) == "3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contractor_answers_produces_and_ships(run, werkbank, ada, language):
    process = ada.sent(1)
    (workshop,) = werkbank.contractors(process)
    for request in workshop.tell("GET", "/requests?state=dispatched&limit=200")["items"]:
        if request["process_id"] != process["id"]:  # of other stories
            workshop.tell("POST", f"/requests/{request['id']}/actions/acknowledge", {})
    answering, making = blocks("be-a-contractor.md", language)
    assert run(language, answering, workshop) == "offered"
    process = ada.await_state(process, "offered")
    ada.fire(process, "accept_offer", offer_id=process["requests"][0]["offers"][0]["id"])
    assert run(language, making, workshop, PROCESS=process["id"]) == "in_delivery"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_webhook_is_tried_and_verified(run, ada, language):
    (code,) = blocks("receive-webhooks.md", language)
    printed = run(language, code, ada)
    assert printed == "webhook.test" or language == "sh"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_of_the_sandbox_is_completed(run, ada, language):
    (code,) = blocks("sandbox.md", language)
    assert run(language, code, ada) == "completed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_repeats_and_conditions_do_what_the_guide_says(run, ada, language):
    (code,) = blocks("reliable-requests.md", language)
    printed = run(language, code, ada, PROCESS=ada.draft()["id"])
    assert printed.endswith("invalid")


def test_every_guide_is_listed_and_has_code_in_each_language():
    index = (GUIDES / "README.md").read_text()
    for page in GUIDES.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index
        assert len(blocks(page.name, "sh")) == len(blocks(page.name, "python"))

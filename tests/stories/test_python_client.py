"""Proves that orders are made through the Python client, against a service that runs."""

import os
import re
import subprocess
import sys

import httpx
import pytest

from tests.support import meshes
from tests.support.paths import ROOT
from werkbank_client import Werkbank, models

pytestmark = pytest.mark.one_database

README = ROOT / "clients" / "python" / "README.md"

ADDRESS = models.AddressChanges("Ada", "Hauptstr. 1", "10115", "Berlin", "DE")
CUBE = models.NewProcess(quantity=5, material_id="pa12", delivery_address=ADDRESS)


@pytest.fixture
def ada(werkbank):
    return werkbank.client()


@pytest.fixture
def key(ada):
    return ada.tell("POST", "/api_keys", {"name": "client"})["key"]


@pytest.fixture
def shop(werkbank, key):
    """Ada's client, with her key."""
    # The service is next door: a proxy that the environment names must not come between.
    with (
        httpx.Client(trust_env=False) as http,
        Werkbank(werkbank.url, key, http=http) as client,
    ):
        yield client


def drafted(shop):
    project = shop.projects.create_project(body=models.NewProject(title="Cubes"))
    process = shop.projects.create_process(project.id, body=CUBE)
    shop.upload(process.id, meshes.cube_stl(), name="cube.stl", unit="mm")
    return process.id


def test_a_part_is_ordered_and_each_state_is_heard_of(werkbank, shop):
    process_id = drafted(shop)
    shop.processes.verify(process_id)
    shop.wait_for(process_id, "verified")
    answers = shop.verification.list_suitable_contractors(process_id).items
    contractor_id = next(each.contractor_id for each in answers if each.suitable)
    shop.processes.choose_contractors(process_id, body=models.Choice([contractor_id]))
    shop.processes.send(process_id)
    process = shop.wait_for(process_id, models.ProcessState.SENT)
    assert [request.contractor_id for request in process.requests] == [contractor_id]


def test_the_example_of_the_readme_prints_what_a_part_costs(werkbank, tmp_path):
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    here = example.replace("http://127.0.0.1:8000", werkbank.url)
    assert here != example
    (tmp_path / "cube.stl").write_bytes(meshes.cube_stl())
    walked = subprocess.run(
        [sys.executable, "-c", here],
        cwd=tmp_path,
        env=os.environ | {"no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert walked.returncode == 0, walked.stderr
    amounts = [float(line.split()[-2]) for line in walked.stdout.splitlines()]
    assert len(amounts) > 1
    assert all(amount > 0 for amount in amounts)

"""Tells how an integrator orders through the Python client, also when the network does not help."""

import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.support import meshes
from tests.support.paths import ROOT
from tests.support.python_clients import running_client
from tests.support.servers.between import CUT, LOSE, Between
from tests.support.worlds.marketplace import ADDRESS
from werkbank_client import (
    Conflict,
    Invalid,
    NotReached,
    Unauthenticated,
    VersionMovedOn,
    WaitTimedOut,
    models,
)
from werkbank_client.uploads import PIECE

pytestmark = pytest.mark.one_database

PYTHON = ROOT / "clients" / "python"
STREAM = "/events/stream"


class Shop:
    """Ada's program: her client, and what stands between it and the service."""

    def __init__(self, werkbank, kind, stack, language=None):
        self.ada = werkbank.client()
        key = self.ada.tell("POST", "/api_keys", {"name": "shop"})["key"]
        self.between = Between(werkbank.url)
        stack.callback(self.between.close)
        self.client = stack.enter_context(
            running_client(kind, self.between.url, key, language=language)
        )

    def draft(self, **fields):
        """A process with a cube of polyamide 12, ready to be verified."""
        project = self.client.projects.create_project(body=models.NewProject(title="Cubes"))
        fields = {"quantity": 5, "material_id": "pa12", **fields}
        process = self.client.projects.create_process(
            project.id,
            body=models.NewProcess(
                delivery_address=models.AddressChanges.from_dict(ADDRESS), **fields
            ),
        )
        self.client.upload(process.id, meshes.cube_stl(), name="cube.stl", unit="mm")
        return process


@pytest.fixture(params=["sync", "async"])
def shop(werkbank, request):
    with ExitStack() as stack:
        yield Shop(werkbank, request.param, stack)


def lost_once(method, part):
    """A script that loses the first answer to such a request."""
    lost = []

    def script(asked):
        if asked.method == method and part in asked.path and not lost:
            lost.append(asked)
            return LOSE
        return None

    return script


def test_a_part_is_verified_and_sent_and_each_state_is_heard_of(shop):
    client, process_id = shop.client, shop.draft().id
    client.processes.verify(process_id)
    client.wait_for(process_id, "verified")
    answers = client.verification.list_suitable_contractors(process_id).items
    contractor_id = next(each.contractor_id for each in answers if each.suitable)
    client.processes.choose_contractors(process_id, body=models.Choice([contractor_id]))
    client.processes.send(process_id)
    process = client.wait_for(process_id, models.ProcessState.SENT)
    assert [request.contractor_id for request in process.requests] == [contractor_id]


def test_a_lost_answer_is_asked_for_again_with_the_same_key_and_makes_one_thing(shop):
    shop.between.script = lost_once("POST", "/projects")
    project = shop.client.projects.create_project(body=models.NewProject(title="Once"))
    first, second = shop.between.of("POST", "/projects")
    assert first.key == second.key
    assert first.key
    assert [each.id for each in shop.client.iterate(shop.client.projects.list_projects)] == [
        project.id
    ]


def test_two_writes_have_two_keys(shop):
    for _ in range(2):
        shop.client.projects.create_project(body=models.NewProject(title="Twice"))
    first, second = shop.between.of("POST", "/projects")
    assert first.key != second.key
    assert len(shop.client.projects.list_projects().items) == 2


def test_a_list_is_walked_through_page_by_page(shop):
    made = {
        shop.client.projects.create_project(body=models.NewProject(title=f"P{n}")).id
        for n in range(5)
    }
    rows = list(shop.client.iterate(shop.client.projects.list_projects, limit=2))
    assert len(rows) == 5
    assert {row.id for row in rows} == made
    assert len(shop.between.of("GET", "/projects")) == 3


def test_an_upload_says_how_far_it_is_and_begins_anew_when_its_answer_is_lost(shop, tmp_path):
    path, progress = tmp_path / "Würfel.txt", []
    size = 2 * PIECE + 10
    path.write_bytes(b"x" * size)
    process_id = shop.draft().id
    shop.between.script = lost_once("PUT", "/files/")
    file = shop.client.upload(process_id, path, on_progress=lambda *both: progress.append(both))
    assert (file.name, file.size_bytes) == ("Würfel.txt", size)
    once = [(PIECE, size), (2 * PIECE, size), (size, size)]
    assert progress == once * 2
    first, second = shop.between.of("PUT", "%C3%BCrfel")
    assert first.body == second.body == path.read_bytes()
    assert first.key == second.key
    names = [each.name for each in shop.client.iterate(shop.client.files.list_files, process_id)]
    assert sorted(names) == ["Würfel.txt", "cube.stl"]


def test_an_opened_file_is_uploaded_from_where_it_is_under_its_name(shop, tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"skipped|kept")
    process_id = shop.draft().id
    with path.open("rb") as file:
        file.seek(8)
        uploaded = shop.client.upload(process_id, file)
    assert (uploaded.name, uploaded.size_bytes) == ("note.txt", 4)


def test_an_upload_that_may_not_replace_leaves_what_is_there(shop):
    process_id = shop.draft().id
    with pytest.raises(VersionMovedOn):
        shop.client.upload(process_id, b"other", name="cube.stl", unit="mm", replaces=False)


def test_a_wait_hears_of_states_that_came_while_its_connection_was_cut(shop):
    process = shop.draft()
    is_cut, goes_on = threading.Event(), threading.Event()

    def script(asked):
        if STREAM not in asked.path or goes_on.is_set():
            return None
        if not is_cut.is_set():
            is_cut.set()
            return CUT
        assert goes_on.wait(60)
        return None

    shop.between.script = script
    with ThreadPoolExecutor(1) as pool:
        waited = pool.submit(shop.client.wait_for, process.id, "verified")
        assert is_cut.wait(30)
        ours = {"id": str(process.id), "project_id": str(process.project_id)}
        shop.ada.start("verify", ours)
        shop.ada.await_state(ours, "verified")
        shop.ada.await_events(ours, "process.verified")
        goes_on.set()
        assert waited.result(60).state is models.ProcessState.VERIFIED
    assert len(shop.between.of("GET", STREAM)) == 2
    looks = shop.between.of("GET", f"/processes/{process.id}")
    assert len(looks) == 2  # at the beginning, and when the first event said that it has moved


def test_a_wait_ends_in_time_and_says_what_it_waited_for(shop):
    process = shop.draft()
    with pytest.raises(WaitTimedOut, match="did not become sent or verified within"):
        shop.client.wait_for(process.id, "verified", "sent", timeout_s=0.2)
    assert len(shop.between.of("GET", f"/processes/{process.id}")) <= 1


def test_a_wait_for_a_mistyped_state_names_the_states(shop):
    process = shop.draft()
    with pytest.raises(ValueError, match="no state 'verfied'; states are draft, "):
        shop.client.wait_for(process.id, "verfied")
    with pytest.raises(ValueError, match="at least one state"):
        shop.client.wait_for(process.id)


def test_a_wait_ends_when_the_order_goes_another_way(shop):
    process = shop.draft()
    shop.client.processes.cancel(process.id)
    with pytest.raises(NotReached, match="is cancelled; it was to become verified") as refused:
        shop.client.wait_for(process.id, "verified")
    assert refused.value.process.id == process.id


def test_what_happens_is_followed_from_a_position_on(shop):
    process = shop.draft()
    events = shop.client.follow(after=0, process_id=process.id, own=True)
    first, second = next(events), next(events)
    events.close()
    assert first.process_id == second.process_id == process.id
    assert first.position < second.position
    again = shop.client.follow(after=first.position, process_id=process.id, own=True)
    assert next(again).id == second.id
    again.close()


def test_what_is_missing_is_told_in_the_words_of_the_service(shop):
    project = shop.client.projects.create_project(body=models.NewProject(title="Empty"))
    process = shop.client.projects.create_process(project.id, body=models.NewProcess())
    with pytest.raises(Conflict) as refused:
        shop.client.processes.verify(process.id)
    assert refused.value.kind == "not-ready"
    assert str(refused.value) == refused.value.problem.detail
    assert "quantity" in {each.field for each in refused.value.problem.missing}
    with pytest.raises(Invalid, match="quantity"):
        shop.client.processes.update_process(process.id, body=models.ProcessChanges(quantity=-1))
    assert len(shop.between.of("PATCH")) == 1


def test_problems_are_told_in_the_language_of_the_caller(werkbank):
    with ExitStack() as stack:
        shop = Shop(werkbank, "sync", stack, language="de")
        process = shop.draft()
        shop.client.processes.cancel(process.id)
        with pytest.raises(Conflict, match=r"im Zustand „storniert“ \(cancelled\)"):
            shop.client.processes.verify(process.id)


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_visitor_writes_with_the_token_of_their_session(werkbank, kind):
    with running_client(kind, werkbank.url) as client:
        with pytest.raises(Unauthenticated):
            client.projects.create_project(body=models.NewProject(title="Nobody's"))
        client.accounts.get_me()
        project = client.projects.create_project(body=models.NewProject(title="Mine"))
        assert [each.id for each in client.projects.list_projects().items] == [project.id]


def walked(folder, *command):
    """What a program prints that runs in a folder with `cube.stl`."""
    (folder / "cube.stl").write_bytes(meshes.cube_stl())
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | {"no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_example_of_the_readme_prints_what_a_part_costs(werkbank, tmp_path):
    (example,) = re.findall(r"```python\n(.*?)```", (PYTHON / "README.md").read_text(), re.DOTALL)
    here = example.replace("http://127.0.0.1:8000", werkbank.url)
    assert here != example
    amounts = [float(line.split()[-2]) for line in walked(tmp_path, "-c", here)]
    assert len(amounts) > 1
    assert all(amount > 0 for amount in amounts)


def test_the_example_takes_a_part_from_its_file_to_a_completed_order(werkbank, tmp_path):
    example = PYTHON / "examples" / "order_a_part.py"
    assert len(example.read_text().splitlines()) <= 60
    printed = walked(tmp_path, example, "cube.stl", werkbank.url)
    assert printed[-1] == "The order is completed"

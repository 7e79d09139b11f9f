"""Proves that the demo takes a real part to `sent`, once, and says plainly what hinders it."""

import io
import json
import stat

import pytest
from click.testing import CliRunner
from rich.console import Console

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Limits, read
from service.operations.example import bracket
from service.settings import settings
from tasks.demo.command import demo
from tasks.demo.run import PROJECT, Demo
from tasks.local.ports import free_port
from tests.support.production import PRODUCTION

pytestmark = pytest.mark.one_database


def run(config):
    """What the demo prints, and what it leaves in demo.json."""
    output = io.StringIO()
    Demo(config, Console(file=output, width=100)).run()
    path = config.var("demo.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return output.getvalue(), json.loads(path.read_text())


def test_the_bracket_is_closed_and_holds_what_its_figures_say(tmp_path):
    path = tmp_path / "bracket.stl"
    path.write_bytes(bracket.bracket_stl())
    figures = analyse(read(path, limits=Limits())).as_record("mm")
    assert figures["closed"]
    assert figures["wound_consistently"]
    assert figures["bodies"] == 1
    assert figures["box_mm"] == [60.0, 40.0, 50.0]
    assert figures["volume_mm3"] == pytest.approx(bracket.volume_mm3(), rel=1e-6)


def test_the_demo_sends_one_order_and_finds_it_again(werkbank):
    printed, noted = run(werkbank.config)
    assert "The demo order is sent" in printed
    assert set(noted) == {"process_id", "flower_url", "client", "contractors"}
    client = werkbank.visitor().log_in(**noted["client"])
    process = client.tell("GET", f"/processes/{noted['process_id']}")
    assert process["state"] == "sent"
    asked = [request["contractor_id"] for request in process["requests"]]
    assert len(asked) == 2
    assert [c["organization_id"] for c in noted["contractors"][:2]] == asked
    assert len(noted["contractors"]) == len(client.tell("GET", "/contractors")["items"])
    first = noted["contractors"][0]
    contractor = werkbank.visitor().log_in(first["email"], first["password"])
    assert contractor.request_of(process)["state"] == "dispatched"

    printed, again = run(werkbank.config)
    assert again == noted
    assert "is sent" in printed
    assert "They upload" not in printed


def test_a_demo_that_was_interrupted_goes_on_where_it_was(werkbank):
    _, noted = run(werkbank.config)
    client = werkbank.visitor().log_in(**noted["client"])
    client.fire({"id": noted["process_id"]}, "cancel")  # that one is over
    project = client.tell("POST", "/projects", {"title": PROJECT})
    begun = client.tell("POST", f"/projects/{project['id']}/processes", {})
    printed, again = run(werkbank.config)
    assert again["process_id"] == begun["id"] != noted["process_id"]
    assert "They upload" in printed


def test_without_a_service_the_demo_says_how_to_start_one(monkeypatch, tmp_path):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    monkeypatch.setenv("WERKBANK_PORT", str(free_port()))
    settings.cache_clear()
    result = CliRunner().invoke(demo)
    settings.cache_clear()
    assert result.exit_code == 1
    assert "does not answer" in result.output
    assert "werkbank up" in result.output


def test_outside_the_embedded_mode_there_is_no_demo(monkeypatch, tmp_path):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", value)
    settings.cache_clear()
    result = CliRunner().invoke(demo)
    settings.cache_clear()
    assert result.exit_code == 1
    assert "embedded mode" in result.output

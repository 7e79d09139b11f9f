"""Proves that the generated part of the Python client is the one of today's API."""

import ast
import filecmp
import importlib.util
import sys

import pytest

from service.app import assemble
from tests.support.paths import ROOT
from werkbank_client import models

PYTHON = ROOT / "clients" / "python"
SOURCES = PYTHON / "src" / "werkbank_client"


@pytest.fixture(scope="module")
def generator():
    """The module behind `make client`."""
    spec = importlib.util.spec_from_file_location("generate_client", PYTHON / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_committed_is_what_the_document_of_today_generates(generator, tmp_path):
    generator.generate(tmp_path)
    fresh, committed = tmp_path / "generated", SOURCES / "generated"
    names = {path.relative_to(fresh) for path in fresh.rglob("*.py")}
    assert names
    stale = names ^ {path.relative_to(committed) for path in committed.rglob("*.py")}
    stale |= set(filecmp.cmpfiles(fresh, committed, map(str, names - stale), shallow=False)[1])
    assert not stale, "the API has changed: run `make client`"


def test_no_operation_of_the_document_is_lost():
    application = assemble()
    with application.app_context():
        paths = application.spec["paths"].values()
    names = {operation["operationId"] for path in paths for operation in path.values()}
    generated = {path.stem for path in (SOURCES / "generated" / "api").glob("*/*.py")}
    assert len(names) > 150
    assert names == generated - {"__init__"}


def test_the_client_needs_nothing_of_the_service():
    """It goes to integrators alone."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            rooms = {name.split(".")[0] for name in names}
            assert rooms <= {*sys.stdlib_module_names, "attrs", "httpx", "httpx_sse",
                             "standardwebhooks", "werkbank_client"}, path  # fmt: skip


def test_a_word_that_a_newer_service_has_is_taken_as_it_is():
    state = models.ProcessState("recycled")
    assert (state, str(state), state.value) == ("recycled", "recycled", "recycled")
    assert state != models.ProcessState.DRAFT
    with pytest.raises(ValueError, match="7 is not a valid"):
        models.ProcessState(7)

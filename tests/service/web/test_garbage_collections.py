"""Full collections of garbage: nothing else happens in a process meanwhile."""

import gc
import sys

import pytest

from service import app
from service.settings import settings
from service.web import server


@pytest.fixture
def created(monkeypatch, tmp_path):
    """A web process' site, made in this process, which is as before afterwards."""
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    monkeypatch.setattr(app, "create_app", lambda: None)
    settings.cache_clear()
    thresholds = gc.get_threshold()
    gc.unfreeze()  # what the tests of this process have left out
    try:
        yield server.create()
    finally:
        gc.set_threshold(*thresholds)
        settings.cache_clear()


@pytest.mark.usefixtures("created")
def test_full_collections_are_seldom_and_leave_out_what_was_loaded():
    loaded = {id(module) for module in sys.modules.values()}
    assert not any(id(each) in loaded for each in gc.get_objects())
    assert gc.get_threshold()[2] == server.FULL_COLLECTION_AFTER

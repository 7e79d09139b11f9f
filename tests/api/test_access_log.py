"""Each request has an id that is answered and logged, and each answer is one line of the log."""

import json
import logging
import sys
import warnings
from uuid import UUID

import pytest

from service import ids, logging_setup
from service.settings import settings
from tests.support.callers import Caller, site, user

pytestmark = pytest.mark.one_database


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        logging_setup.configure()
        yield application


@pytest.fixture
def lines(capfd):
    """What has been logged since it was last read."""

    def read():
        return [json.loads(line) for line in capfd.readouterr().err.splitlines()]

    return read


def test_an_id_that_a_proxy_gave_is_answered_and_stands_in_the_log(application, lines):
    answer = Caller(application).get("/services", headers={"X-Request-Id": "proxy-17"})
    assert answer.headers["X-Request-Id"] == "proxy-17"
    line = lines()[-1]
    assert (line["http_request_id"], line["status"]) == ("proxy-17", 200)
    assert line["pid"]


def test_whoever_watches_fills_no_log_while_all_is_well(application, lines):
    watching = Caller(application)
    for path in ("//health/live", "//metrics"):
        assert watching.get(path).status_code == 200
    assert lines() == []


def test_what_ends_a_process_is_a_line_of_the_log(application, lines):
    error = LookupError("a bug")
    sys.excepthook(LookupError, error, None)
    line = lines()[-1]
    assert (line["event"], line["level"]) == ("the process ends", "critical")
    assert "LookupError: a bug" in line["exception"]


@pytest.mark.parametrize("sent", ["", "two words", "x" * 129, "ä", '"quoted"'])
def test_an_id_that_could_forge_a_line_is_replaced(application, sent):
    answer = Caller(application).get("/services", headers={"X-Request-Id": sent})
    assert UUID(answer.headers["X-Request-Id"])


def test_the_process_of_a_request_stands_in_its_line_and_in_no_later_one(application, lines):
    ada = user(application, "Ada")
    id = ada.process(ada.project())
    lines()
    ada.get(f"/processes/{id}")
    assert lines()[-1]["process_id"] == id
    ada.get("/services")
    assert "process_id" not in lines()[-1]


def test_the_request_to_a_contractor_in_a_path_is_not_taken_for_the_id_of_the_http_request(
    application, lines
):
    id = str(ids.new_id())
    answer = user(application, "Ada").get(f"/requests/{id}")
    line = lines()[-1]
    assert (answer.status_code, line["request_id"]) == (404, id)
    assert line["http_request_id"] == answer.headers["X-Request-Id"]


def test_no_secret_of_an_address_is_logged(application, capfd):
    Caller(application).get("//a/secret-of-a-link?key=another-secret")
    assert "secret" not in capfd.readouterr().err


def test_no_secret_of_an_address_is_logged_where_a_request_fails(application, capfd, monkeypatch):
    def fail(token):
        raise RuntimeError("a bug")

    monkeypatch.setitem(application.view_functions, "answer.show", fail)
    assert Caller(application).get("//answer/secret-of-a-link").status_code == 500
    log = capfd.readouterr().err
    assert "a bug" in log
    assert "secret" not in log


def test_lines_of_libraries_have_the_form_of_ours(application, lines):
    for name in ("uvicorn.error", "celery.worker", "tornado.general"):
        logging.getLogger(name).warning("%s goes", name)
    entries = lines()
    assert [line["event"] for line in entries] == [
        "uvicorn.error goes",
        "celery.worker goes",
        "tornado.general goes",
    ]
    assert all(line["level"] == "warning" and line["timestamp"] and line["pid"] for line in entries)


def test_uvicorn_logs_no_paths_beside_our_line(application, capfd):
    logging.getLogger("uvicorn.access").info("GET /answer/secret-of-a-link")
    assert "secret" not in capfd.readouterr().err


def test_a_warning_becomes_a_line_also_if_the_settings_themselves_give_it(
    application, lines, monkeypatch
):
    monkeypatch.setenv("WERKBANK_SWEEP_INTERVAL_S", "7")
    settings.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        logging.captureWarnings(False)  # as in a process that starts
        logging_setup.configure()
        warnings.warn("something will change", FutureWarning, stacklevel=1)
    logging.captureWarnings(False)
    early, later = lines()
    assert early["event"].startswith("WERKBANK_SWEEP_INTERVAL_S is now")
    assert "something will change" in later["event"]
    assert {early["level"], later["level"]} == {"warning"}


def test_flower_that_asks_before_a_worker_is_there_logs_no_warning(application, lines):
    logging.getLogger("flower.inspector").warning("Inspect method stats failed")
    logging.getLogger("flower.inspector").error("it broke")
    assert [line["event"] for line in lines()] == ["it broke"]

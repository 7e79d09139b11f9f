"""Opens a market for tests: the application with the example people, each with a browser."""

from contextlib import contextmanager
from uuid import UUID

import pytest

from service import clock
from service.accounts import login as logins
from service.api.http import web
from service.database import transactions
from service.database.models import User
from service.files import storage
from service.operations.example import people
from service.settings import settings
from service.sourcing import dispatch
from service.verification import verify
from tests.support import applications
from tests.support.callers import Caller
from tests.support.servers import databases

#: Where the orders of tests go.
ADDRESS = {
    "name": "Ada Lovelace",
    "street": "Münsterplatz 1",
    "postal_code": "89073",
    "city": "Ulm",
    "country": "DE",
}


class ExampleUser(Caller):
    """One of the example people, who can log in."""

    def __init__(self, application, login):
        super().__init__(application)
        self.login = login

    def enter(self):
        """Be logged in."""
        with transactions.writing() as session:
            entry = logins.enter(session, session.get(User, self.login.user_id))
        self.client.set_cookie(web.SESSION_COOKIE, entry.secret)
        self.headers = {"X-CSRF-Token": entry.principal.csrf_token}
        return self


class Market:
    """The application, and those who meet there."""

    def __init__(self, application):
        everybody = people.people(settings())
        self.application = application
        self.client = ExampleUser(application, everybody.client).enter()
        self.colleague = ExampleUser(application, everybody.colleague).enter()
        self.contractors = {
            str(login.organization_id): ExampleUser(application, login)
            for login in everybody.contractors
        }

    def visitor(self):
        return Caller(self.application).visit()

    def nobody(self):
        return Caller(self.application)

    def send(self, count=2, *, first=0):
        """A cube in polyamide 12, sent to `count` contractors; its id, and they as callers.

        They are those whose quotes are best, or those from place `first` on.
        """
        process_id = self.client.draft(quantity=5, material_id="pa12", delivery_address=ADDRESS)
        assert self.client.upload(process_id, unit="mm").status_code == 201
        process = self.client.get(f"/processes/{process_id}").json
        batch = {"process_ids": [process_id]}
        self.client.post(f"/projects/{process['project_id']}/verify", batch)
        assert verify.verify(UUID(process_id)) == "pass_verification"
        chosen = self._suitable(process_id)[first : first + count]
        self.client.put(f"/processes/{process_id}/choice", {"contractor_ids": chosen})
        self.client.post(f"/projects/{process['project_id']}/send", batch)
        assert dispatch.send(UUID(process_id), _delivered) == "dispatched"
        return process_id, [self.contractors[id].enter() for id in chosen]

    def _suitable(self, process_id):
        entries = self.client.get(f"/processes/{process_id}/contractors").json["items"]
        return [entry["contractor_id"] for entry in entries if entry["suitable"]]


def _delivered(outgoing):
    return {channel: {"delivered_at": "2026-11-23T10:00:00Z"} for channel in outgoing.channels}


@contextmanager
def opened(database_url, monkeypatch, folder, **values):
    """A market on a database that holds the example, with settings `values`."""
    values = {"database_url": database_url, "var_dir": folder, "embedded": "true", **values}
    for name, value in values.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()
    assembled = applications.ready()
    try:
        yield Market(assembled)
    finally:
        clock.reset()
        transactions.disconnect()
        settings.cache_clear()


@contextmanager
def shared(kind, folder, **values):
    """A market for several tests on a database of this kind, with settings `values`.

    Each may keep contents in a folder of its own by `moved_to`.
    """
    with (
        databases.database(kind, example=True) as url,
        pytest.MonkeyPatch.context() as patch,
        opened(url, patch, folder, **values) as market,
    ):
        yield market


def moved_to(folder, monkeypatch, **values):
    """Let this test keep its contents in `folder`, with settings `values`."""
    for name, value in {"var_dir": folder, **values}.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()
    storage.current_storage().claim()


def refused(answer, status, slug):
    """Whether the answer is the problem (RFC 9457) that is expected."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"].endswith(f"#{slug}"), answer.text
    return True

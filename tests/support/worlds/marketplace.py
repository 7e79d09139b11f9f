"""Opens a market for tests: the application with the example people, each with a browser."""

import io
from contextlib import contextmanager
from uuid import UUID

import pytest

from service import clock
from service.accounts import login as logins
from service.database import transactions
from service.database.models import User
from service.operations.example import people
from service.settings import settings
from service.sourcing import dispatch
from service.verification import verify
from tests.support import applications, meshes
from tests.support.servers import databases

API = "/api/v1"
#: Where the orders of tests go.
ADDRESS = {
    "name": "Ada Lovelace",
    "street": "Münsterplatz 1",
    "postal_code": "89073",
    "city": "Ulm",
    "country": "DE",
}


class Caller:
    """Somebody who calls the API: by the session of a user, of a visitor, or as nobody."""

    def __init__(self, application, login=None):
        self.login = login
        self._client = application.test_client()
        self._headers = {}

    def enter(self):
        """Be logged in as the example user that this caller is."""
        with transactions.writing() as session:
            entry = logins.enter(session, session.get(User, self.login.user_id))
        self._client.set_cookie("werkbank_session", entry.secret)
        self._headers = {"X-CSRF-Token": entry.principal.csrf_token}
        return self

    def visit(self):
        """Get a visitor's session."""
        self._headers = {"X-CSRF-Token": self.get("/auth/me").json["csrf_token"]}
        return self

    def ask(self, method, path, headers=None, **more):
        return self._client.open(
            API + path,
            method=method,
            headers={**self._headers, **(headers or {})},
            buffered=True,  # read to the end and closed, as a server does
            **more,
        )

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, json=None, **more):
        return self.ask("POST", path, json=json, **more)

    def put(self, path, json=None, **more):
        return self.ask("PUT", path, json=json, **more)

    def patch(self, path, json=None, **more):
        return self.ask("PATCH", path, json=json, **more)

    def delete(self, path, **more):
        return self.ask("DELETE", path, **more)

    def upload(self, process_id, content=None, name="cube.stl", headers=None, **fields):
        """Send a file, a cube of 20 units if nothing else is said, by form."""
        data = {**fields, "file": (io.BytesIO(content or meshes.cube_stl()), name)}
        path = f"/processes/{process_id}/files"
        return self.ask("POST", path, headers, data=data, content_type="multipart/form-data")

    def draft(self, **fields):
        """A new process of this caller; its id."""
        project = self.post("/projects", {"title": "test"})
        assert project.status_code == 201, project.text
        process = self.post(f"/projects/{project.json['id']}/processes", fields)
        assert process.status_code == 201, process.text
        return process.json["id"]


class Market:
    """The application, and those who meet there."""

    def __init__(self, application):
        everybody = people.people(settings())
        self.application = application
        self.client = Caller(application, everybody.client).enter()
        self.colleague = Caller(application, everybody.colleague).enter()
        self.contractors = {
            str(login.organization_id): Caller(application, login)
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


def refused(answer, status, slug):
    """Whether the answer is the problem (RFC 9457) that is expected."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"].endswith(f"#{slug}"), answer.text
    return True

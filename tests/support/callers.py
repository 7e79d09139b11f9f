"""Calls the service as browsers and programs do, in tests that need no server for it."""

import io
from contextlib import contextmanager
from uuid import UUID

from service import clock
from service.api.http import web
from service.database import transactions
from service.database.models import Process, Request, Verification
from service.events import feed, outbox
from service.ids import new_id
from service.manufacturing.quoting import record
from service.settings import settings
from tests.support import applications, meshes
from tests.support.accounts import enter_as
from workflows.request import RequestState

API = "/api/v1"


@contextmanager
def site(database_url, monkeypatch, folder, **values):
    """The application on a database, with the settings `values`."""
    values = {"database_url": database_url, "var_dir": folder, "embedded": "true", **values}
    for name, value in values.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()
    try:
        yield applications.ready()
    finally:
        transactions.disconnect()
        settings.cache_clear()
        clock.reset()


class Caller:
    """Somebody who calls the API: in a session, with an API key, or as nobody."""

    def __init__(self, application, key=None):
        self.application = application
        self.client = application.test_client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.me = None

    def with_session(self, secret):
        """Be in the session of this secret, as a browser that was logged in."""
        self.client.set_cookie(web.SESSION_COOKIE, secret)
        return self.visit()

    def visit(self):
        """Get a visitor's session, or the token of the one there is."""
        self.me = self.get("/auth/me").json
        self.headers["X-CSRF-Token"] = self.me["csrf_token"]
        return self

    @property
    def cookies(self):
        """What the browser keeps of the session it is in."""
        return {web.SESSION_COOKIE: self.client.get_cookie(web.SESSION_COOKIE).value}

    def ask(self, method, path, headers=(), **more):
        """The answer to a request, read to its end as a server does.

        `path` counts from the base path, or from the root with `//`.
        """
        address = path[1:] if path.startswith("//") else API + path
        headers = {**self.headers, **dict(headers or ())}
        return self.client.open(address, method=method, headers=headers, buffered=True, **more)

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

    def project(self, **fields):
        """A new project's id."""
        answer = self.post("/projects", fields)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    def process(self, project_id, **fields):
        """A new process' id."""
        answer = self.post(f"/projects/{project_id}/processes", fields)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    def draft(self, **fields):
        """A new process in a project of its own; its id."""
        return self.process(self.project(title="test"), **fields)


def visitor(application):
    """A browser with a visitor's session."""
    return Caller(application).visit()


def user(application, name, **more):
    """A user in a browser that is logged in, newly registered."""
    return Caller(application).with_session(enter_as(name, **more).secret)


def _verification(process):
    inputs = {"files": []}
    content = {
        "format": record.FORMAT,
        "id": str(new_id()),
        "attempt": 1,
        "verdict": "pass",
        "inputs": inputs,
        "inputs_digest": record.digest(inputs),
        "quotes": [],
    }
    return Verification(
        id=UUID(content["id"]),
        process_id=process.id,
        attempt=1,
        verdict="pass",
        own_inputs=inputs,
        inputs_digest=content["inputs_digest"],
        catalogue_digest="",
        own_suitable=[],
        own_record=record.canonical(content).decode(),
        digest=record.digest_of(content),
        started_at=clock.now(),
        finished_at=clock.now(),
    )


def ask_contractor(process_id, contractor_id, state=RequestState.DISPATCHED, number="WB-1"):
    """A request to a contractor, as a dispatch would have made it; its id."""
    with transactions.writing() as session:
        process = session.get_one(Process, UUID(process_id))
        verification = _verification(process)
        session.add(verification)
        session.flush()
        process.verification_id = verification.id
        process.round = 1
        request = Request(
            number=number,
            process_id=process.id,
            project_id=process.project_id,
            contractor_id=UUID(contractor_id),
            verification_id=verification.id,
            round=1,
            state=state,
            own_quote={},
            idempotency_key=number,
        )
        session.add(request)
        session.flush()
        return str(request.id)


def publish():
    """Do what the relay does; the position of the last event."""
    with transactions.writing() as session:
        while outbox.publish(session):
            pass
    with transactions.reading() as session:
        return feed.last_position(session)

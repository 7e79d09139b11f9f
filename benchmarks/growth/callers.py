"""Lets people of the example call the application, each in a session of their own."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from benchmarks import example_client
from service import clock
from service.accounts import login, organizations
from service.api.http import web
from service.database import transactions
from service.database.models import User
from service.ids import new_id

API = "/api/v1"


@dataclass
class BenchmarkCaller:
    """Somebody who is logged in, and the organisation that they work for."""

    client: FlaskClient
    organization_id: UUID
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """What the API answers; it must be well. What is written carries an idempotency key."""
        headers = self.headers | ({} if method == "GET" else {"Idempotency-Key": str(new_id())})
        more |= {} if body is None else {"json": body}
        answer = self.client.open(f"{API}{path}", method=method, headers=headers, **more)
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        return answer.get_json(silent=True)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        """The answer to a question, whatever it is, read to its end."""
        return self.client.get(path, headers={**self.headers, **(headers or {})}, buffered=True)

    def upload(self, process_id: str, content: bytes) -> None:
        """Lay a model in millimetres into a process."""
        form = {"file": (io.BytesIO(content), "cube.stl"), "unit": "mm"}
        self.ask("POST", f"/processes/{process_id}/files", data=form)


def enter(application: Flask, user_id: UUID, organization_id: UUID) -> BenchmarkCaller:
    """Somebody in a new session."""
    with transactions.writing() as session:
        entry = login.enter(session, session.get_one(User, user_id))
    client = application.test_client()
    client.set_cookie(web.SESSION_COOKIE, entry.secret)
    csrf_token = str(entry.principal.csrf_token)
    return BenchmarkCaller(client, organization_id, {"X-CSRF-Token": csrf_token})


def create_buyer(application: Flask, name: str) -> BenchmarkCaller:
    """Somebody new with an organisation of that name, logged in."""
    with transactions.writing() as session:
        user = User(id=new_id(), email=f"{new_id().hex}@bench.example", name=name)
        user.password_hash, user.email_verified_at = "-", clock.now()
        session.add(user)
        session.flush()
        organization = organizations.create_for(session, user.id, name, name=name)
        organization.email_verified_at, organization_id = clock.now(), organization.id
    return enter(application, user.id, organization_id)


CUBE = example_client.cube_stl()

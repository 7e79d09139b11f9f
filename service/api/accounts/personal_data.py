"""What is stored about whoever is logged in: exported, and erased with their account."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service import clock
from service.accounts import erasure, personal_data
from service.accounts.personal_data import BATCH
from service.api.http import web
from service.api.http.cookies import forget_session_cookie
from service.api.http.fields import Shown
from service.database import transactions as database

blueprint = APIBlueprint("personal_data", __name__, url_prefix="/auth", tag="Accounts")

Rows = list[dict[str, Any]]


class PersonalData(Shown):
    """All that is stored about a person; no secrets, and nothing that others have written."""

    exported_at: datetime = Field(description="when the export began")
    account: Rows = Field(description="the account itself, one entry")
    memberships: Rows = Field(description="the organizations that they belong to")
    sessions: Rows = Field(description="the browsers in which they are logged in")
    api_keys: Rows = Field(description="their keys, also revoked ones")
    authenticators: Rows = Field(description="since when there is a second factor")
    providers: Rows = Field(description="providers of identities by which they log in")
    sign_ins: Rows = Field(description="from where they have logged in")
    devices: Rows = Field(description="devices from which they have let themselves in")
    passkeys: Rows = Field(description="their passkeys, without the keys")
    preferences: Rows = Field(description="which events they are mailed about")
    notifications: Rows = Field(description="events that they were mailed about")
    account_mails: Rows = Field(description="mails about the account")
    invitations: Rows = Field(description="invitations that they have sent")
    read_positions: Rows = Field(description="the last event that they have read")
    threads_read: Rows = Field(description="the last messages that they have read")
    projects: Rows = Field(description="projects that they have made")
    processes: Rows = Field(description="processes that they have made")
    files: Rows = Field(description="files that they have uploaded, without the contents")
    messages: Rows = Field(description="messages that they have written")
    attachments: Rows = Field(description="files that they have attached to messages")
    downloads: Rows = Field(description="files of clients that they have downloaded")
    history: Rows = Field(description="what they have done in orders")
    audit: Rows = Field(description="what they have done to accounts and organizations")


@blueprint.get("/export")
@blueprint.output(PersonalData, description="All of it, as a file.")
@blueprint.doc(
    operation_id="export_my_data",
    summary="What is stored about me",
    description="Everything by which the service knows the person who asks, as one JSON file "
    "(GDPR, articles 15 and 20). Files are named, not enclosed.",
    responses={401: "Nobody is logged in.", 403: "An API key asks."},
)
def export_my_data() -> Response:
    """Only a session gets it."""
    user_id = personal_data.owner_of(web.principal())
    response = Response(
        _text(user_id, sees_prices=web.principal().sees_prices), mimetype="application/json"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="werkbank-account.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.delete("/me")
@blueprint.output({}, status_code=204, description="Erased; nobody can log in with it any more.")
@blueprint.doc(
    operation_id="erase_my_account",
    summary="Erase my account",
    description="Ends sessions and keys, deletes what is the person's own, and takes their name "
    "out of what others need. Organizations of which nobody else is a member are deleted, too. It "
    "cannot be undone, and takes a session that is no older than half an hour.",
    responses={
        401: "Nobody is logged in.",
        403: "An API key asks, or the login is too long ago.",
        409: "Orders are under way, or an organization would be left without an owner.",
    },
)
def erase_my_account() -> Response:
    """Only a session may, which ends with it."""
    erasure.erase(web.db(), web.principal())
    response = Response(status=204)
    forget_session_cookie(response)
    return response


def _text(user_id: UUID, *, sees_prices: bool) -> Iterator[bytes]:
    yield b'{"exported_at":' + orjson.dumps(clock.now())
    for name in personal_data.exported():
        yield b"," + orjson.dumps(name) + b":["
        separator = b""
        for row in _rows(name, user_id, sees_prices=sees_prices):
            yield separator + orjson.dumps(row)
            separator = b","
        yield b"]"
    yield b"}"


def _rows(name: str, user_id: UUID, *, sees_prices: bool) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        # Each part in a view of its own: the response outlives the request's transaction.
        with database.reading() as db:
            rows = personal_data.rows(db, name, user_id, after, sees_prices=sees_prices)
        yield from rows
        if len(rows) < BATCH:
            return
        after += len(rows)

"""What was done to an organisation or an account: as JSON, and as CSV for spreadsheets."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Annotated, Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, Field, StringConstraints

from service.api.http import paging, web
from service.api.http.enumerations import AuditAction
from service.api.http.fields import PageQuery, QueryMoment, Shown
from service.api.http.tabular import CSV, rows_as_text
from service.audit import reading
from service.audit.reading import AuditFilter, ListedEntry
from service.database import transactions as database

blueprint = APIBlueprint("audit", __name__, tag="Audit")

REFUSALS: dict[int | str, Any] = {
    403: "The right `organization:audit` is missing.",
    404: "Unknown, or not yours.",
}
#: Entries that are read at a time for a table.
BATCH = 500
HEADING = (
    *("at", "action", "role", "actor_id", "actor", "via", "credential_id", "address"),
    *("account_id", "account", "subject_id", "subject", "changed", "id"),
)
Actions = Annotated[
    str,
    StringConstraints(max_length=1000, pattern=r"^[a-z_]+\.[a-z_]+(,[a-z_]+\.[a-z_]+)*$"),
]


class AuditConditions(BaseModel):
    """Which entries are wanted."""

    actions: Actions | None = Field(
        None, description="separated by commas", examples=["api_key.created,role.updated"]
    )
    actor_id: UUID | None = Field(None, description="only what this user did")
    since: QueryMoment | None = Field(None, description="only what was done from this time on")
    until: QueryMoment | None = Field(None, description="only what was done before this time")

    def conditions(self) -> AuditFilter:
        """As the log knows them."""
        actions = tuple(self.actions.split(",")) if self.actions else ()
        return AuditFilter(actions, self.actor_id, self.since, self.until)


class AuditQuery(AuditConditions, PageQuery):
    """Which entries are wanted, and which part of them."""


class AuditActor(Shown):
    """Who did it."""

    role: Literal["user", "operator", "service", "visitor"] = Field(
        description="an operator acts for the service, also from its command line; the service "
        "acts by itself; a visitor has shown nothing but a link, if anything"
    )
    id: UUID | None = Field(description="of the user; null if it was none")
    name: str | None = Field(description="as the user is called now")


class AuditAccount(Shown):
    """The user whose account it was done to."""

    id: UUID
    name: str | None = Field(description="as the user is called now")


class AuditSubject(Shown):
    """The key, role, webhook or whatever it was done to, which may be gone since."""

    id: UUID | None
    name: str | None = Field(description="as it was called then; of a webhook its host")


class AuditEntryShown(Shown):
    """Who did what, when, from where and with which session or key."""

    id: UUID
    at: datetime
    action: AuditAction
    actor: AuditActor
    via: Literal["session", "api_key", "link", "command_line", "service", "none"] = Field(
        description="how they showed who they are"
    )
    credential_id: UUID | None = Field(description="of the session or the key")
    address: str | None = Field(description="from where, an IP address", examples=["192.0.2.7"])
    organization_id: UUID | None = Field(
        description="null for what was done to an account as a whole"
    )
    account: AuditAccount | None
    subject: AuditSubject | None
    changed: list[str] = Field(description="names of the fields that were changed")


class AuditPage(Shown):
    """Some entries of the log."""

    items: list[AuditEntryShown]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("/organizations/<uuid:organization_id>/audit")
@blueprint.input(AuditQuery, location="query")
@blueprint.output(AuditPage)
@blueprint.doc(
    operation_id="list_audit_entries",
    summary="What was done to an organization",
    description="The newest first: what was done to its members, invitations, roles, webhooks, "
    "settings, addresses and terms, and to the accounts, sessions and keys of those who were its "
    "members then. Also as `/audit.csv`. What happens to orders stands in their histories.",
    responses=REFUSALS,
)
def of_organization(organization_id: UUID, query_data: AuditQuery) -> AuditPage:
    """For who has the right to it, and for operators."""
    db = web.db()
    party_id = reading.log_of_organization(db, web.principal(), organization_id)
    return _page(party_id, query_data)


@blueprint.get("/organizations/<uuid:organization_id>/audit.csv")
@blueprint.input(AuditConditions, location="query")
@blueprint.doc(
    operation_id="get_audit_csv",
    summary="What was done to an organization, as CSV",
    description="All that `GET /organizations/{organization_id}/audit` would list, without pages.",
    responses=CSV | REFUSALS,
)
def as_csv(organization_id: UUID, query_data: AuditConditions) -> Response:
    """Written as it is read."""
    party_id = reading.log_of_organization(web.db(), web.principal(), organization_id)
    lines = (_cells(listed) for listed in _all(party_id, query_data.conditions()))
    response = Response(rows_as_text(HEADING, lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{organization_id}.csv"'
    return response


@blueprint.get("/auth/audit")
@blueprint.input(AuditQuery, location="query")
@blueprint.output(AuditPage)
@blueprint.doc(
    operation_id="list_my_audit_entries",
    summary="What was done to my account",
    description="The newest first: what was done to the account, its sessions and keys, and what "
    "the user did to organizations.",
    responses={401: "Nobody is logged in.", 403: "An API key asks."},
)
def of_user(query_data: AuditQuery) -> AuditPage:
    """Only a session sees it."""
    return _page(reading.log_of_user(web.principal()), query_data)


def _page(party_id: UUID, query: AuditQuery) -> AuditPage:
    fetch = partial(reading.entries, web.db(), party_id, query.conditions())
    listed, following = paging.page(query, fetch, attrgetter("entry.id"))
    return AuditPage(items=[show_entry(each) for each in listed], next=following)


def _all(party_id: UUID, wanted: AuditFilter) -> Iterator[ListedEntry]:
    before = None
    while True:
        # Each part in a view of its own: the response outlives the request's transaction.
        with database.reading() as db:
            listed = reading.entries(db, party_id, wanted, before, BATCH)
        yield from listed
        if len(listed) < BATCH:
            return
        before = listed[-1].entry.id


def show_entry(listed: ListedEntry) -> AuditEntryShown:
    """An entry as its readers see it."""
    row = listed.entry
    account = row.account_id and AuditAccount(id=row.account_id, name=listed.account_name)
    subject = AuditSubject(id=row.subject_id, name=row.subject_name)
    return AuditEntryShown(
        id=row.id,
        at=row.at,
        action=row.action,
        actor=AuditActor.model_validate(
            {"role": row.actor_role, "id": row.actor_id, "name": listed.actor_name}
        ),
        via=row.via,
        credential_id=row.credential_id,
        address=row.address,
        organization_id=row.organization_id,
        account=account or None,
        subject=subject if row.subject_id or row.subject_name else None,
        changed=row.changed,
    )


def _cells(listed: ListedEntry) -> list[Any]:
    row = listed.entry
    cells = (
        *(row.at.isoformat(), row.action, row.actor_role, row.actor_id, listed.actor_name),
        *(row.via, row.credential_id, row.address, row.account_id, listed.account_name),
        *(row.subject_id, row.subject_name, "; ".join(row.changed), row.id),
    )
    return ["" if cell is None else cell for cell in cells]

"""Contractors over HTTP, for operators: who waits, approving and suspending them."""

from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field, StringConstraints

from service.accounts import contractor_approval
from service.accounts.contractor_approval import ListedContractor
from service.api.http import paging, web
from service.api.http.fields import PageQuery, RequestBody, Shown
from service.api.operations.parked import OPERATORS_ONLY, operator
from service.database.models import Standing

blueprint = APIBlueprint(
    "contractor_approval", __name__, url_prefix="/operations/contractors", tag="Operations"
)

RESPONSES = {401: "Neither key nor session.", 403: OPERATORS_ONLY}
UNKNOWN = {404: "There is no such contractor."}


class StandingQuery(PageQuery):
    """Which contractors are listed."""

    standing: Standing | None = Field(None, description="only those of that standing")


class LookalikeShown(Shown):
    """Another contractor whose name looks the same."""

    organization_id: UUID
    name: str


class DecidedBy(Shown):
    """Who decided."""

    role: str = Field(description="operator, or contractor where it began")
    id: UUID | None = Field(description="null: at the command line")
    name: str


class StandingChangeShown(Shown):
    """That the standing was changed, or how it began."""

    standing: Standing
    reason: str
    actor: DecidedBy
    at: datetime


class ListedContractorShown(Shown):
    """A contractor with its standing."""

    organization_id: UUID
    name: str
    country: str | None
    email: str | None
    standing: Standing = Field(description="only approved ones can be asked")
    created_at: datetime = Field(description="when it stated its first terms")
    lookalikes: list[LookalikeShown] = Field(
        description="other contractors whose names cannot be told from its own"
    )
    changes: list[StandingChangeShown] = Field(description="oldest first")


class ListedContractorPage(Shown):
    """Some contractors."""

    items: list[ListedContractorShown]
    next: str | None = Field(description="cursor of the next page")


class ApprovalBody(RequestBody):
    """Why it may be asked."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = Field(
        "", description="stands in its history, and in the mail"
    )


class SuspensionBody(RequestBody):
    """Why it gets no new requests."""

    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)
    ] = Field(description="stands in its history, and in the mail")


@blueprint.get("")
@blueprint.input(StandingQuery, location="query")
@blueprint.output(ListedContractorPage)
@blueprint.doc(
    operation_id="list_contractor_standings",
    summary="Contractors and their standing",
    description="Who waits for approval (`standing=pending`), and whose names look alike.",
    responses=RESPONSES,
)
def list_contractor_standings(query_data: StandingQuery) -> Response:
    """In the order of ids."""
    operator()
    listed = partial(contractor_approval.contractors, web.db(), query_data.standing)
    shown, following = paging.page(query_data, listed, lambda each: each.organization.id)
    return web.answer({"items": [_shown(each) for each in shown], "next": following})


@blueprint.post("/<uuid:organization_id>/approve")
@blueprint.input(ApprovalBody)
@blueprint.output(ListedContractorShown)
@blueprint.doc(
    operation_id="approve_contractor",
    summary="Approve a contractor",
    description="From now on others are matched with it and can ask it. Also ends a suspension.",
    responses=RESPONSES | UNKNOWN,
)
def approve_contractor(organization_id: UUID, json_data: ApprovalBody) -> Response:
    """Its members hear of it by mail."""
    return _decide(organization_id, Standing.APPROVED, json_data.reason)


@blueprint.post("/<uuid:organization_id>/suspend")
@blueprint.input(SuspensionBody)
@blueprint.output(ListedContractorShown)
@blueprint.doc(
    operation_id="suspend_contractor",
    summary="Suspend a contractor",
    description="It gets no new requests. Its orders go on, and so do its open requests and "
    "offers, whose clients are told.",
    responses=RESPONSES | UNKNOWN,
)
def suspend_contractor(organization_id: UUID, json_data: SuspensionBody) -> Response:
    """Its members hear of it by mail, with the reason."""
    return _decide(organization_id, Standing.SUSPENDED, json_data.reason)


def _decide(organization_id: UUID, standing: Standing, reason: str) -> Response:
    by = operator()
    decided = contractor_approval.decide(web.db(), organization_id, standing, by, reason)
    return web.answer(_shown(decided))


def _shown(contractor: ListedContractor) -> ListedContractorShown:
    organization, row = contractor.organization, contractor.row
    return ListedContractorShown(
        organization_id=organization.id,
        name=organization.name,
        country=organization.country,
        email=organization.email,
        standing=row.standing,
        created_at=row.created_at,
        lookalikes=[LookalikeShown.model_validate(other) for other in contractor.lookalikes],
        changes=[StandingChangeShown.model_validate(each) for each in contractor.changes],
    )

"""What an operator looks at first, over HTTP; and what an id stands for."""

from datetime import datetime
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.api.http import web
from service.api.http.fields import Shown
from service.api.operations.parked import OPERATORS_ONLY, operator
from service.api.webhooks.endpoints import WebhookShown, show_endpoint
from service.operations import failing_mails, inspection, overview
from service.operations.overview import HOURS, MOST
from workflows.process import ProcessState

blueprint = APIBlueprint("overview", __name__, url_prefix="/operations", tag="Operations")

RESPONSES = {401: "Neither key nor session.", 403: OPERATORS_ONLY}


class WaitingShown(Shown):
    """What waits for a machine or for an operator."""

    work_items: int = Field(description=f"not published to the workers yet, counted up to {MOST}")
    unpublished: int = Field(description="events without a position yet, counted likewise")
    parked: int = Field(description="processes that were given up, counted likewise")
    contractors: int = Field(description="contractors to approve, counted likewise")


class DisputeWaiting(Shown):
    """An order about whose delivery both sides disagree."""

    process_id: UUID
    title: str
    since: datetime
    client: str | None = Field(description="null: a visitor")
    contractor: str | None
    reason: str = Field(description="what the client says is wrong")
    client_agrees_to: list[str] = Field(description="the moves that would end it")
    contractor_agrees_to: list[str] = Field(description="likewise")
    quantity: int | None = Field(description="pieces that were ordered")


class EnteredStateShown(Shown):
    """How many parts came into a state within an hour."""

    hour: datetime = Field(description="when the hour begins")
    state: ProcessState
    number: int


class FailingMailShown(Shown):
    """A mail that did not go out."""

    id: UUID = Field(description="for POST /operations/mails/{id}/send")
    kind: str = Field(
        description="what it is about: an event, a matter of an account, or `request` for one that "
        "asks a contractor"
    )
    email: str = Field(description="where it was to go")
    error: str | None
    attempts: int
    due_at: datetime | None = Field(description="the next attempt; null: it was given up")
    created_at: datetime


class OverviewShown(Shown):
    """What an operator looks at first."""

    processes: dict[str, int] = Field(
        description=f"how many there are by state, each counted up to {MOST}"
    )
    entered: list[EnteredStateShown] = Field(
        description=f"how many came into each state in each of the last {HOURS} hours, the oldest "
        "hour first; hours in which none did are left out"
    )
    waiting: WaitingShown
    disputes: list[DisputeWaiting] = Field(description="the oldest first, 50 at most")
    failing_webhooks: list[WebhookShown] = Field(description="the longest first, 50 at most")
    failing_mails: list[FailingMailShown] = Field(description="the newest first, 50 at most")


class ProofShown(Shown):
    """Whether the history of a process is whole."""

    rows: int
    hash: str = Field(description="of the last row")
    faults: list[str] = Field(description="what is wrong with it; empty: the chain holds")


class InspectedShown(Shown):
    """What an id stands for, and where to look further."""

    id: UUID
    kind: str = Field(description="process, request, offer, file, webhook, message, mail, ...")
    name: str = Field(description="what it is called, where it has a name")
    process_id: UUID | None
    project_id: UUID | None
    organization_id: UUID | None
    webhook_id: UUID | None
    user_id: UUID | None = Field(description="whose it is, where it is somebody's own")
    history: ProofShown | None = Field(description="of the process; null where there is none")
    task_url: str | None = Field(description="the task that last claimed the process, in Flower")


@blueprint.get("/overview")
@blueprint.output(OverviewShown)
@blueprint.doc(
    operation_id="get_overview",
    summary="What to look at first",
    description="Orders by state, what waits and for how long, disputes, and webhooks and mails "
    "that fail.",
    responses=RESPONSES,
)
def get_overview() -> Response:
    """Bounded, however much there is."""
    operator()
    return web.answer(overview_of())


def overview_of() -> OverviewShown:
    """What an operator looks at first; the caller has been checked."""
    db = web.db()
    return OverviewShown.model_validate(
        {
            "processes": {s.value: n for s, n in overview.processes_by_state(db).items()},
            "entered": overview.entered_states(db),
            "waiting": overview.waiting(db),
            "disputes": overview.disputes(db),
            "failing_webhooks": [show_endpoint(row) for row in overview.failing_webhooks(db)],
            "failing_mails": failing_mails.failing_mails(db),
        }
    )


@blueprint.post("/mails/<uuid:mail_id>/send")
@blueprint.output({}, status_code=204, description="It is due now.")
@blueprint.doc(
    operation_id="resend_mail",
    summary="Send a mail again that failed",
    description="One of `failing_mails`, with all its attempts again.",
    responses=RESPONSES | {404: "No mail that has failed has this id."},
)
def resend_mail(mail_id: UUID) -> ResponseReturnValue:
    """It goes out within some seconds, where a mail server takes it."""
    operator()
    failing_mails.send_again(web.db(), mail_id)
    return "", 204


@blueprint.get("/inspect/<uuid:subject_id>")
@blueprint.output(InspectedShown)
@blueprint.doc(
    operation_id="inspect_id",
    summary="What an id stands for",
    description="A process with the proof of its history, or what leads to one.",
    responses=RESPONSES | {404: "Nothing has this id."},
)
def inspect_id(subject_id: UUID) -> Response:
    """Whatever it is that has the id."""
    operator()
    return web.answer(inspected(subject_id))


def inspected(subject_id: UUID) -> InspectedShown:
    """What an id stands for; the caller has been checked. Raises Unknown."""
    db = web.db()
    found = inspection.inspect(db, subject_id)
    process = inspection.find_process(db, found.process_id) if found.process_id else None
    return InspectedShown.model_validate(
        {
            **found._asdict(),
            "history": inspection.proof_of(db, process) if process else None,
            "task_url": inspection.task_address(process) if process else None,
        }
    )

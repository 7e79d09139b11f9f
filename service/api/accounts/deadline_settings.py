"""How long the states of an organisation's orders last, over HTTP: reading and setting."""

from typing import Annotated, cast
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field, RootModel

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ
from service.accounts import organizations
from service.api.http import web
from service.api.http.fields import RequestBody, Shown
from service.database.models import Organization
from service.database.models.column_json import WindowJson
from service.errors import BadField
from service.lifecycle import windows
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.definition import Deadline
from workflows.process import PROCESS

blueprint = APIBlueprint("deadlines", __name__, url_prefix="/organizations", tag="Organizations")

HOUR_S = 3600
Hours = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
NAMES = ", ".join(windows.settable())


class WindowSet(RequestBody):
    """One deadline; what is left out is as the service has it."""

    hours: Hours | None = None
    reminder_hours: Hours | None = Field(None, description="before the end; 0: no reminder")


class DeadlinesSet(RootModel[dict[str, WindowSet]]):
    """Deadlines by name, in place of all that was set before."""

    model_config = {
        "json_schema_extra": {"description": f"Deadlines by name: {NAMES}."},
    }


class DeadlineShown(Shown):
    """How long a state lasts for what the organization orders, and what then happens."""

    name: str
    states: list[str] = Field(description="of a process that last so long")
    hours: float
    reminder_hours: float = Field(description="somebody is reminded so long before; 0: nobody")
    default_hours: float
    default_reminder_hours: float
    least_hours: float
    most_hours: float
    working_days: bool = Field(
        description="of a day or more, only the contractor's working days count"
    )
    then: str = Field(description="what happens when it is over")


class DeadlinesShown(Shown):
    """All deadlines that an organization can set."""

    items: list[DeadlineShown]
    version: int


READING = {403: "The right organization:read is missing.", 404: "Unknown, or not yours."}
CHANGING = {
    403: "The right organization:edit is missing.",
    404: "Unknown, or not yours.",
    412: "The version has moved on.",
    422: "A deadline is unknown or outside its bounds; `errors` says where.",
}


@blueprint.get("/<uuid:organization_id>/deadlines")
@blueprint.output(DeadlinesShown)
@blueprint.doc(
    operation_id="get_deadlines",
    summary="How long the states of orders last",
    description="For what the organization orders; `offer_validity` is how long its own offers "
    "bind as a contractor where they do not say. What holds for a process is fixed when it is "
    "sent.",
    responses=READING,
)
@web.with_tag
def read(organization_id: UUID) -> Response:
    """Every deadline with its bounds."""
    organization, _ = find_organization(
        web.db(), web.principal(), organization_id, ORGANIZATION_READ
    )
    return _answer(organization)


@blueprint.put("/<uuid:organization_id>/deadlines")
@blueprint.input(DeadlinesSet)
@blueprint.output(DeadlinesShown)
@blueprint.doc(
    operation_id="put_deadlines",
    summary="Set how long the states of orders last",
    description='For example `{"answer_window": {"hours": 24, "reminder_hours": 4}}`. Replaces '
    "all that was set; what is left out is as the service has it. Processes that were sent keep "
    "what held then.",
    responses=CHANGING,
)
def replace(organization_id: UUID, json_data: DeadlinesSet) -> Response:
    """Set them anew."""
    organization, who = find_organization(
        web.db(), web.principal(), organization_id, ORGANIZATION_EDIT, lock=True
    )
    web.check_version(organization.version)
    chosen = {
        name: cast(WindowJson, window.model_dump(exclude_none=True))
        for name, window in json_data.root.items()
    }
    if errors := list(_errors(chosen)):
        raise BadField(errors)
    organizations.set_deadlines(web.db(), organization, who, chosen)
    return _answer(organization)


def _errors(chosen: dict[str, WindowJson]) -> list[tuple[str, str]]:
    known = windows.settable()
    unknown: list[tuple[str, str]] = [
        (f"/{name}", Sentence(_("there is no such deadline; there are {names}"), names=NAMES))
        for name in chosen.keys() - known
    ]
    return sorted(unknown) + [
        (f"/{name}", sentence)
        for name, deadline in chosen.items()
        if name in known
        for sentence in windows.check(name, deadline.get("hours"), deadline.get("reminder_hours"))
    ]


def _answer(organization: Organization) -> Response:
    items = [_shown(name, d, organization) for name, d in windows.settable().items()]
    shown = DeadlinesShown.model_construct(items=items, version=organization.version)
    return web.with_etag(web.answer(shown), organization.version)


def _shown(name: str, deadline: Deadline, organization: Organization) -> DeadlineShown:
    settings = windows.window(deadline, organization.deadlines or {}).to_dict()
    usual = windows.window(deadline, {}).to_dict()
    states = [
        r.state.value for r in PROCESS.states.values() if r.deadline and r.deadline.name == name
    ]
    return DeadlineShown.model_construct(
        name=name,
        states=states,
        hours=settings["hours"],
        reminder_hours=settings["reminder_hours"],
        default_hours=usual["hours"],
        default_reminder_hours=usual["reminder_hours"],
        least_hours=deadline.least.total_seconds() / HOUR_S,
        most_hours=deadline.most.total_seconds() / HOUR_S,
        working_days=deadline.working_days,
        then=deadline.summary,
    )

"""The calendar of a request over HTTP."""

from datetime import date
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service import clock
from service.access.lookup import Unknown, find_request
from service.access.permissions import PROCESSES_READ
from service.access.process_view import sees_rates
from service.access.request_view import may_see_process
from service.api.http import web
from service.api.http.fields import Shown
from service.sourcing import request_calendar
from service.sourcing.request_calendar import DateKind, OtherOrder
from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = APIBlueprint("request_calendars", __name__, url_prefix="/requests", tag="Requests")


class LeavingShown(Shown):
    """Another order of the contractor that leaves on a day."""

    request_id: UUID
    number: str
    title: str | None


class CalendarDayShown(Shown):
    """A day as the contractor plans it."""

    day: date
    works: bool = Field(description="whether the contractor works on it")
    holiday: str | None = Field(description="the public holiday that it is, in English")
    dates: list[DateKind] = Field(description="what of the request falls on it")
    leaving: list[LeavingShown] = Field(description="other orders that are still to be made")


class CalendarShown(Shown):
    """A request among the working days of its contractor, in whole weeks from Monday on."""

    today: date = Field(description="where the contractor is")
    agreed: bool = Field(
        description="whether the days of shipping and delivery bind; else they are those of an "
        "offer as calculated that is accepted today"
    )
    days: list[CalendarDayShown] = Field(description="at most 98")


@blueprint.get("/<uuid:request_id>/calendar")
@blueprint.output(CalendarShown)
@blueprint.doc(
    operation_id="get_request_calendar",
    summary="A request in its contractor's calendar",
    description="The days until the parts arrive: on which the contractor works, by when it has "
    "to answer, start, ship and deliver, and what else leaves on them. For the contractor.",
    responses={404: "The request is unknown, not yours, or over."},
)
def get_request_calendar(request_id: UUID) -> Response:
    """The calendar, for whoever plans the work."""
    request, process, who = find_request(web.db(), web.principal(), request_id, PROCESSES_READ)
    if not sees_rates(who) or not may_see_process(request, who):
        raise Unknown(
            Sentence(_("request {number} has no calendar for you"), number=request.number)
        )
    found = request_calendar.calendar_of(web.db(), request, process, clock.now())
    return web.answer(
        CalendarShown.model_construct(
            today=found.today,
            agreed=found.is_agreed,
            days=[
                CalendarDayShown.model_construct(
                    day=each.day,
                    works=each.works,
                    holiday=each.holiday,
                    dates=list(each.dates),
                    leaving=[_leaving(order) for order in each.leaving],
                )
                for each in found.days
            ],
        )
    )


def _leaving(order: OtherOrder) -> LeavingShown:
    return LeavingShown.model_construct(
        request_id=order.request_id, number=order.number, title=order.title
    )

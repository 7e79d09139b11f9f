"""Events over HTTP: reading on from a position, and counting what was missed."""

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, Field, StringConstraints

from service.api.http import web
from service.api.http.enumerations import EventType
from service.api.http.fields import RequestBody, Shown
from service.events import feed
from service.events.feed import EventFilter
from service.notifications import unread
from service.notifications.unread import UnreadCounts
from workflows.engine import Actor

blueprint = APIBlueprint("events", __name__, url_prefix="/events", tag="Events")

#: Positions are 64 bits wide in the database.
LARGEST = 2**63 - 1

Position = Annotated[int, Field(ge=0, le=LARGEST, examples=[1841])]
Types = Annotated[
    str,
    StringConstraints(
        max_length=1000, pattern=r"^[a-z_]+(\.[a-z_]+)*(\.\*)?(,[a-z_]+(\.[a-z_]+)*(\.\*)?)*$"
    ),
]


class Filters(BaseModel):
    """Which events are wanted."""

    types: Types | None = Field(
        None,
        description="separated by commas; `process.*` stands for all that begin so",
        examples=["process.verified,process.message"],
    )
    project_id: UUID | None = Field(None, description="only what concerns this project")
    process_id: UUID | None = Field(None, description="only what concerns this process")
    own: bool = Field(False, description="also what the caller did themselves")

    def filter(self) -> EventFilter:
        """As the feed knows it."""
        types = tuple(self.types.split(",")) if self.types else ()
        return EventFilter(types, self.project_id, self.process_id, self.own)


class EventsQuery(Filters):
    """Which events are wanted, and from where on."""

    after: Position | None = Field(
        None,
        description="the last position that was seen; 0 begins with the oldest event that is "
        "kept; without it: after the caller's read position",
    )
    cursor: Annotated[str, StringConstraints(pattern=r"^\d{1,18}$")] | None = Field(
        None, description="`next` of the page before; the same as `after`"
    )
    limit: int = Field(50, ge=1, le=200, description="events on a page")


class ActorShown(Shown):
    """Who did it."""

    role: Actor = Field(description="in which role")
    id: UUID | None
    name: str


class EventShown(Shown):
    """Something that happened."""

    position: int = Field(description="grows with every event; where to read on")
    id: UUID
    type: EventType = Field(examples=["process.verified"])
    at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    project_id: UUID | None
    process_id: UUID | None
    sandbox: bool = Field(False, description="of an order to try out, which nobody makes")
    actor: ActorShown
    data: dict[str, Any]


class EventPage(Shown):
    """Some events, in the order of their positions."""

    items: list[EventShown]
    next: str | None = Field(description="cursor of the next page; null: no more for now")
    position: int = Field(description="the last position looked at; read on after it")


class Counts(Shown):
    """How many events came since the caller's read position."""

    messages: int
    status: int
    files: int


class MissedInProcess(Counts):
    """What the caller missed about a process."""

    process_id: UUID


class MissedInProject(Counts):
    """What the caller missed about a project and its processes together."""

    project_id: UUID
    processes: list[MissedInProcess]


class MissedInOrganization(Counts):
    """What the caller missed about an organization: its members, roles and details."""

    organization_id: UUID


class MissedShown(Shown):
    """What the caller missed."""

    position: int = Field(description="the caller's read position")
    total: int
    more: bool = Field(
        False,
        description=f"true: of more than {unread.MOST_COUNTED:,} events the newest were looked at, "
        "so that each number may be larger",
    )
    projects: list[MissedInProject]
    organizations: list[MissedInOrganization]


class ReadBody(RequestBody):
    """How far the caller has read."""

    position: Position
    back: bool = Field(False, description="true: also if that is before what they said last")


class ReadShown(Shown):
    """How far the caller has read."""

    position: int = Field(description="never beyond the last event")


@blueprint.get("")
@blueprint.input(EventsQuery, location="query")
@blueprint.output(EventPage)
@blueprint.doc(
    operation_id="list_events",
    summary="Read events",
    description="Whoever reads on after the last position that they saw misses nothing. One's own "
    "doings are left out unless asked for.",
    responses={
        401: "Neither key nor session.",
        410: "Events after this position are no longer kept: read everything anew, "
        "then go on after the `position` of this answer.",
    },
)
def list_events(query_data: EventsQuery) -> Response:
    """A page of events."""
    reader = web.principal()
    unread.reader_id(reader)
    after = int(query_data.cursor) if query_data.cursor else query_data.after
    if after is None:
        after = unread.read_position(web.db(), reader)
    page = feed.read(
        web.db(), reader, after=after, limit=query_data.limit, filter=query_data.filter()
    )
    shown = EventPage.model_construct(
        items=[EventShown.of_json(feed.as_dict(event)) for event in page.events],
        next=str(page.position) if page.more else None,
        position=page.position,
    )
    return web.answer(shown)


@blueprint.get("/missed")
@blueprint.output(MissedShown)
@blueprint.doc(
    operation_id="get_missed_events",
    summary="Count missed events",
    description="Per project, process and organization since the read position, which only "
    "`PUT /events/read` moves. The numbers of a project include those of its processes. They are "
    f"the same on all devices. Of more than {unread.MOST_COUNTED:,} events since then, one's own "
    "among them, the newest are looked at; `more` says so, and each number is then the least that "
    "it can be.",
    responses={401: "Neither key nor session."},
)
def get_missed() -> Response:
    """Counts per project and process."""
    since = unread.read_position(web.db(), web.principal())
    counts, more = unread.count_unread(web.db(), web.principal(), since)
    organizations = [m for m in counts if m.project_id is None]
    shown = MissedShown(
        position=since,
        total=sum(m.number for m in counts),
        more=more,
        projects=_by_project(m for m in counts if m.project_id),
        organizations=[
            MissedInOrganization(organization_id=id, **_counts(some))
            for id, some in groupby(organizations, lambda m: m.organization_id)
        ],
    )
    return web.answer(shown)


def _by_project(counts: Iterable[UnreadCounts]) -> list[MissedInProject]:
    shown = []
    for project_id, of_project in groupby(counts, lambda m: m.project_id):
        rows = list(of_project)
        processes = groupby((m for m in rows if m.process_id), lambda m: m.process_id)
        missed = [MissedInProcess(process_id=id, **_counts(some)) for id, some in processes]
        shown.append(MissedInProject(project_id=project_id, **_counts(rows), processes=missed))
    return shown


def _counts(unread_counts: Iterable[UnreadCounts]) -> dict[str, int]:
    counts = {"messages": 0, "status": 0, "files": 0}
    for each in unread_counts:
        counts[each.kind] += each.number
    return counts


@blueprint.put("/read")
@blueprint.input(ReadBody)
@blueprint.output(ReadShown)
@blueprint.doc(
    operation_id="mark_events_read",
    summary="Mark events as read",
    description="For all devices of the caller. Reading events, or counting them, marks nothing "
    "as read. Of two positions the later one counts, unless `back` is true.",
    responses={401: "Neither key nor session."},
)
def mark_read(json_data: ReadBody) -> dict[str, int]:
    """Move the caller's read position."""
    position, back = json_data.position, json_data.back
    return {"position": unread.mark_read(web.db(), web.principal(), position, back=back)}

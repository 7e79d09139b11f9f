"""What clients send of projects, and what they ask of lists of them."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from service.api.http.fields import Details, Line, NewId, PageQuery, QueryMoment, RequestBody
from service.api.http.selection import FieldsQuery, Selection
from service.orders.project_search import Search
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus


class NewProject(NewId):
    """A project to be created."""

    title: Line = ""
    details: Details = Field(default_factory=dict)
    organization_id: UUID | None = Field(None, description="owner; by default the caller's home")
    sandbox: bool = Field(
        False,
        description="to try an integration out: all of its processes go to contractors that answer "
        "by themselves and make nothing; it stays so",
    )


class ProjectChanges(RequestBody):
    """JSON merge patch (RFC 7396) of title and details."""

    title: Line | None = None
    details: Details | None = None


#: Fields of a query that a search has under the same names.
SEARCHED = {
    *("title", "status", "state"),
    *("created_from", "created_before", "updated_from", "updated_before"),
}


class ProjectQuery(BaseModel):
    """Which projects are wanted, and in which order."""

    q: str | None = Field(
        None,
        max_length=200,
        description="part of the title of the project or of one of its processes; or an id of "
        "either; or the number of a request",
    )
    role: Literal["client", "contractor"] | None = Field(None, description="own or received")
    title: str | None = Field(None, max_length=200, description="part of the project's title")
    status: ProjectStatus | None = Field(None, description="for the side that looks")
    state: ProcessState | None = Field(None, description="at least one process is in this state")
    created_from: QueryMoment | None = Field(None, description="created then or later")
    created_before: QueryMoment | None = None
    updated_from: QueryMoment | None = Field(None, description="changed then or later")
    updated_before: QueryMoment | None = None
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at", "title", "-title"] = (
        Field("-created_at", description="a minus: the newest, or the last of the alphabet, first")
    )

    def search(self) -> Search:
        """What the list is asked for."""
        chosen = self.model_dump(include=SEARCHED)
        return Search(
            text=self.q,
            side=Actor(self.role) if self.role else None,
            order=self.sort.lstrip("-"),  # type: ignore[arg-type]
            descending=self.sort.startswith("-"),
            **chosen,
        )


class ProjectParts(FieldsQuery):
    """How much of a project is wanted."""

    include: Literal["processes"] | None = Field(
        None, description="each process with all that `GET /processes/{id}` shows"
    )


class ListQuery(ProjectParts, ProjectQuery, PageQuery):
    """Which projects are wanted, in which order, and how much of each."""

    include: Literal["processes", "details"] | None = Field(  # type: ignore[assignment]
        None,
        description="`processes`: whole projects, each process with all that `GET /processes/{id}` "
        "shows; `details`: those of the projects as well",
    )

    def selection(self) -> Selection:
        """What is asked for by either way."""
        wanted = super().selection()
        included = ("details",) if wanted.names and self.include == "details" else ()
        return Selection(wanted.names + included)


class Ids(BaseModel):
    """Which ones, separated by commas."""

    ids: str = Field(max_length=8000)

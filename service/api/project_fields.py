"""The schemas of projects: what clients send, what everybody sees."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from service.api.batches import DryRun
from service.api.fields import Body, Line, NewId, PageQuery, Shown
from service.api.process_fields import ProcessShown

Details = Annotated[dict[str, JsonValue], Field(max_length=100)]


class NewProject(NewId):
    """A project to be created."""

    title: Line = ""
    details: Details = Field(default_factory=dict)
    organization_id: UUID | None = Field(None, description="owner; by default the caller's home")


class ProjectChanges(Body):
    """JSON merge patch (RFC 7396) of title and details."""

    title: Line | None = None
    details: Details | None = None


class FlatProject(Shown):
    """A project without its processes."""

    id: UUID
    title: str
    details: dict[str, Any]
    client_id: UUID | None = Field(description="the organization that owns it; null: a visitor")
    role: Literal["client", "contractor", "operator"] = Field(description="the side that looks")
    status: str = Field(description="derived from the processes, for the side that looks")
    process_count: int
    states: dict[str, int] = Field(description="processes by state")
    version: int
    created_at: Any
    updated_at: Any


class ProjectShown(FlatProject):
    """A project with the processes that the caller may see."""

    processes: list[ProcessShown]
    dry_run: DryRun | None = None


class ProjectPage(Shown):
    """Some projects, newest first; `processes` only where they were asked for."""

    items: list[ProjectShown | FlatProject]
    next: str | None = Field(description="cursor of the next page")


class ListQuery(PageQuery):
    """Which projects are wanted."""

    include: Literal["processes"] | None = Field(None, description="list processes as well")
    role: Literal["client", "contractor"] | None = Field(None, description="own or received")
    title: str | None = Field(None, max_length=200, description="part of the title")


class Ids(Body):
    """Which ones, separated by commas."""

    ids: str = Field(max_length=8000)

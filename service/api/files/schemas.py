"""The schemas of files: what is sent of them, and what everybody sees."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from service.api.http.enumerations import FileRoleName, ModelFormat, SideName, Unit
from service.api.http.fields import Name, RequestBody, Shown
from service.database.models import File, RepairStatus
from service.files.viewer_meshes import LEAST_SHOWN, MOST_SHOWN


class FileSummary(Shown):
    """A file of a process, without its content."""

    id: UUID
    process_id: UUID
    name: str
    media_type: str
    model_format: ModelFormat | None = Field(description="null for what is no model")
    unit: Unit | None = Field(description="of a model; null: not stated, or no model")
    role: FileRoleName = Field(description="what it is for: only parts are made and charged")
    size_bytes: int
    sha256: str
    added_by: SideName = Field(description="contractor: a paper that it has added to its order")
    standing: RepairStatus = Field(
        description="part: goes with the order in its role; offered: a repaired copy that may be "
        "accepted in the place of its original; replaced: by its repaired copy"
    )
    repair_of: UUID | None = Field(description="the file that this is a repaired copy of")
    created_at: datetime


class FileShown(FileSummary):
    """A file of a process."""

    repair: dict[str, Any] | None = Field(description="of a repaired copy: what was changed")
    version: int = Field(description="of its process: a change of a file changes its process")


class FilePage(Shown):
    """Some files of a process."""

    items: list[FileShown]
    next: str | None = Field(description="cursor of the next page")


class FileChanges(RequestBody):
    """JSON merge patch (RFC 7396) of a file."""

    name: Name | None = None
    unit: str | None = Field(None, max_length=20, description="micron, mm, cm, m, inch or foot")
    role: FileRoleName | None = Field(
        None, description="null: a model is a part, and anything else a paper"
    )


class PutQuery(BaseModel):
    """What the address of an upload says beside the name."""

    unit: str | None = Field(None, max_length=20, description="of an STL, OBJ or PLY model")
    role: FileRoleName | None = Field(
        None, description="else that of the file it replaces, or as its content is"
    )


class PictureQuery(BaseModel):
    """Which picture of a model."""

    marks: bool = Field(
        False,
        description="red lines along open edges, crosses on walls that are thinner than the least "
        "that the last verification held them against, lines around what overhangs as it was laid; "
        "both stand in the caption. Contractors see what they were held against themselves. "
        "Without a verification of this file as it is, open edges alone",
    )


class MeshQuery(BaseModel):
    """How fine a mesh for viewers is."""

    triangles: int = Field(
        MOST_SHOWN,
        ge=LEAST_SHOWN,
        le=MOST_SHOWN,
        description="at most so many; the service makes meshes of at most 20,000, 100,000 and "
        "500,000, and gives the finest of these that is within it",
    )


def show_summary(file: File) -> FileSummary:
    """A file among others of its process."""
    return FileSummary.model_construct(
        id=file.id,
        process_id=file.process_id,
        name=file.name,
        media_type=file.media_type,
        model_format=file.model_format,
        unit=file.unit,
        role=file.role.value,
        added_by="contractor" if file.request_id else "client",
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        standing=file.repair_status,
        repair_of=file.repair_of,
        created_at=file.created_at,
    )


def show_file(file: File, version: int) -> FileShown:
    """A file by itself, with the version of its process."""
    return FileShown.model_construct(
        **dict(show_summary(file)), repair=file.repair, version=version
    )

"""The measures of a model, as records and estimates show them."""

from pydantic import ConfigDict, Field

from service.api.http.enumerations import Unit
from service.api.http.fields import Shown


class MeasuresShown(Shown):
    """What was measured of a part."""

    name: str = Field(description="of its file; empty for a part that is stated by its measures")
    box_mm: list[float] = Field(description="its bounding box: x, y, z")
    volume_mm3: float = Field(description="of its material")
    surface_mm2: float = Field(description="of all its faces")
    closed: bool = Field(description="its surface has no open edge")


class FileError(Shown):
    """Why a file could not be measured."""

    model_config = ConfigDict(extra="allow")


class GeometryShown(Shown):
    """What was measured of a file; `error` instead where it could not be."""

    model_config = ConfigDict(extra="allow")

    name: str = Field(description="of the file")
    sha256: str = Field(description="of its content")
    unit: Unit | None = Field(description="that it was read in")
    triangles: int | None = Field(None, description="of its mesh")
    bodies: int | None = Field(None, description="that do not touch")
    box_mm: list[float] | None = Field(None, description="its bounding box: x, y, z")
    volume_mm3: float | None = Field(None, description="of its material")
    surface_mm2: float | None = Field(None, description="of all its faces")
    closed: bool | None = Field(None, description="its surface has no open edge")
    wound_consistently: bool | None = Field(None, description="all triangles face outward or in")
    open_edges: int | None = Field(None, description="edges with one triangle only")
    error: FileError | None = Field(None, description="why it could not be measured")

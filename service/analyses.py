"""Measures contents: once per content and analysis version, kept for whoever uploads it again."""

from sqlalchemy.orm import Session

from service import clock, storage
from service.db import insert_unless_there
from service.manufacturing.geometry import ANALYSIS_VERSION, Geometry, analyse
from service.manufacturing.meshes import Limits, Unreadable, read
from service.manufacturing.record import Measured
from service.models import Analysis, File
from service.settings import settings


def of_content(sha256: str) -> Analysis:
    """Measure a content in storage, or say why it cannot be measured; raises ContentMissing."""
    path = storage.current().path(sha256)
    limits = Limits(
        max_triangles=settings().max_triangles, max_file_bytes=settings().max_upload_bytes
    )
    made = Analysis(sha256=sha256, analysis_version=ANALYSIS_VERSION, created_at=clock.now())
    try:
        made.geometry = analyse(read(path, limits=limits)).to_dict()
    except Unreadable as error:
        made.error = {"code": error.code, "detail": str(error)}
    return made


def keep(session: Session, analysis: Analysis) -> None:
    """Keep an analysis, unless somebody else has made the same one meanwhile."""
    insert_unless_there(
        session,
        Analysis,
        sha256=analysis.sha256,
        analysis_version=analysis.analysis_version,
        geometry=analysis.geometry,
        error=analysis.error,
        created_at=analysis.created_at,
    )


def measured(file: File, analysis: Analysis) -> Measured:
    """A file with its measures in millimetres; a format's own unit goes before a stated one."""
    if analysis.geometry is None:
        return Measured(file.name, file.sha256, file.unit or "", None, analysis.error)
    geometry = Geometry.from_dict(analysis.geometry)
    unit = geometry.unit or file.unit
    if unit is None:
        error = {"code": "no-unit", "detail": "the file carries no unit and none is stated"}
        return Measured(file.name, file.sha256, "", None, error)
    return Measured(file.name, file.sha256, unit, geometry.as_record(unit))

"""Analyses of file contents: one for each content and analysis version, reused for every upload."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.models import Analysis, File
from service.database.upsert import insert_unless_there
from service.files import storage
from service.files.analysis_child import (
    CRASHED,
    TOO_MUCH_WORK,
    Bounds,
    SandboxAnswer,
    analyse_apart,
    analyse_here,
    run_apart,
    sizes_here,
)
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION, Geometry
from service.manufacturing.geometry.meshes import APART, Limits, Unreadable, recognise
from service.manufacturing.geometry.record_json import ErrorJson, MeasuresJson
from service.manufacturing.geometry.stages import Reached, ignore_stage
from service.manufacturing.quoting.record import Measured
from service.settings import settings
from service.values.json_object import JsonObject, read_only

#: What is analysed without a process of its own: some 0.3 s at most.
SMALL_BYTES, SMALL_TRIANGLES, SMALL_OBJECTS, SMALL_SHELLS = 1 << 20, 5_000, 1_000, 20
#: Why a small file is not that small after all.
NOT_SMALL = frozenset(
    {"too-large", "too-many-triangles", "too-many-objects", "too-many-shells", "zip-bomb"}
)
#: Why a file says nothing, though there may be nothing wrong with it.
NOT_MEASURED = "not-measured"
#: What is said of a content for this time only: with more memory or time it may end otherwise.
PASSING = frozenset({TOO_MUCH_WORK, CRASHED, NOT_MEASURED})
#: The share of a lease that an analysis may take, so that its end still finds the lease held.
LEASE_SHARE = 0.75
#: Records of geometries that are kept for the next order of the same content. They are read-only,
#: and content never changes under its digest; an analysis that went further is another key.
REMEMBERED = 256


def analyse_content(sha256: str, reached: Reached = ignore_stage) -> Analysis:
    """Analyse a content in storage, or say why it cannot be measured; raises ContentMissing.

    A large one is analysed in a child process with limited memory and time, stages reported.
    """
    return analyse_small_content(sha256) or analyse_large_content(sha256, reached)


def analyse_small_content(sha256: str) -> Analysis | None:
    """Analyse a content without a process of its own; None if it is too large for that.

    Raises ContentMissing.
    """
    with storage.current_storage().local(sha256) as path:
        result = _small(path)
    return _analysis(sha256, result.get("geometry"), result.get("error")) if result else None


def analyse_large_content(sha256: str, reached: Reached = ignore_stage) -> Analysis:
    """Analyse a content in a child process; raises ContentMissing, and what `reached` raises."""
    with storage.current_storage().local(sha256) as path:
        result = analyse_apart(path, reader_limits(), sandbox_bounds(), reached)
    return _analysis(sha256, result.get("geometry"), result.get("error"))


def skipped_analysis(sha256: str, stopped: int) -> Analysis:
    """The analysis of a content that is skipped because `stopped` others hit the limits."""
    detail = f"it was not measured, because {stopped} other files took too much"
    return _analysis(sha256, None, {"code": NOT_MEASURED, "detail": detail})


def content_sizes(sha256: str) -> Analysis:
    """Analyse a content at once without its shape: enough for its size in each unit."""
    with storage.current_storage().local(sha256) as path:
        if is_read_apart(path):
            answer = run_apart("sizes", path, reader_limits(), sandbox_bounds())
            return _analysis(sha256, answer.get("geometry"), answer.get("error"))
        try:
            return _analysis(sha256, sizes_here(path, reader_limits())["geometry"], None)
        except Unreadable as error:
            return _analysis(sha256, None, {"code": error.code, "detail": str(error)})


def is_read_apart(path: Path) -> bool:
    """Whether a content may only be read in a child process: by its format, or as it is large."""
    return path.stat().st_size > SMALL_BYTES or recognise(path) in APART


def is_complete(analysis: Analysis) -> bool:
    """Whether the analysis has all that a verification needs."""
    return analysis.geometry is None or analysis.geometry["shape"] is not None


def sandbox_bounds() -> Bounds:
    """The memory and time that a child process may take for a file."""
    timeout_s = min(settings().analysis_timeout_s, settings().lease_s * LEASE_SHARE)
    return Bounds(settings().analysis_memory_bytes, timeout_s)


def reader_limits() -> Limits:
    """The limits of readers, from the settings."""
    return Limits(
        max_triangles=settings().max_triangles, max_file_bytes=settings().max_upload_bytes
    )


def _small(path: Path) -> SandboxAnswer | None:
    if recognise(path) in APART:
        return None
    small = replace(
        reader_limits(),
        max_triangles=min(SMALL_TRIANGLES, settings().max_triangles),
        max_file_bytes=SMALL_BYTES,
        max_unpacked_bytes=SMALL_BYTES,
        max_instances=SMALL_OBJECTS,
        max_meeting_shells=SMALL_SHELLS,
    )
    try:
        return analyse_here(path, small)
    except Unreadable as error:
        if error.code in NOT_SMALL:
            return None
        return {"error": {"code": error.code, "detail": str(error)}}


def _analysis(sha256: str, geometry: JsonObject | None, error: ErrorJson | None) -> Analysis:
    return Analysis(
        sha256=sha256,
        analysis_version=ANALYSIS_VERSION,
        geometry=geometry,
        error=error,
        created_at=clock.now(),
    )


def is_temporary(analysis: Analysis) -> bool:
    """Whether the analysis holds for this time only."""
    return analysis.error is not None and analysis.error["code"] in PASSING


def store_analysis(session: Session, analysis: Analysis) -> None:
    """Store an analysis unless an equal or better one has been stored meanwhile.

    An analysis that was stopped is not stored: with more memory or time it may succeed.
    """
    if is_temporary(analysis):
        return
    values = {
        "geometry": analysis.geometry,
        "error": analysis.error,
        "created_at": analysis.created_at,
    }
    key = {"sha256": analysis.sha256, "analysis_version": analysis.analysis_version}
    if not insert_unless_there(session, Analysis, **key, **values) and is_complete(analysis):
        session.execute(
            sa.update(Analysis)
            .where(*(getattr(Analysis, name) == value for name, value in key.items()))
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def measured(file: File, analysis: Analysis) -> Measured:
    """A file with its measures in millimetres; a format's own unit overrides a stated one."""
    if analysis.geometry is None:
        return Measured(file.name, file.sha256, file.unit or "", None, analysis.error)
    unit = analysis.geometry["unit"] or file.unit
    if unit is None:
        error: ErrorJson = {
            "code": "no-unit",
            "detail": "the file carries no unit and none is stated",
        }
        return Measured(file.name, file.sha256, "", None, error)
    stored = _Stored(analysis.sha256, is_complete(analysis), analysis.geometry)
    return Measured(file.name, file.sha256, unit, _record(stored, unit))


@dataclass(frozen=True)
class _Stored:
    """A stored geometry, equal to any other of the same content, so that records can be cached."""

    sha256: str
    complete: bool
    geometry: JsonObject = field(hash=False, compare=False)


@lru_cache(maxsize=REMEMBERED)
def _record(stored: _Stored, unit: str) -> MeasuresJson:
    return read_only(Geometry.from_dict(stored.geometry).as_record(unit))

"""Assembles a verification's document from what the database knows, and draws its pictures."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from service.access.lookup import ProcessAccess
from service.access.request_view import restricted_to
from service.database.models import File, Process, Project, Verification
from service.documents import parties, reasons
from service.documents.record import RecordDocument, RecordPart
from service.errors import Busy
from service.files import previews, storage
from service.files.storage import ContentMissing
from service.manufacturing.geometry.meshes import Unreadable
from service.manufacturing.geometry.shape.marking import Held
from service.manufacturing.quoting.applied_limits import held_against
from service.manufacturing.quoting.record import for_clients
from service.translations import Language
from service.verification import records


@dataclass(frozen=True)
class AssembledReport:
    """A document without pictures."""

    document: RecordDocument

    def with_pictures(self) -> RecordDocument:
        """With pictures of every part that can be drawn; takes its time."""
        parts = tuple(_drawn(part) for part in self.document.parts)
        return replace(self.document, parts=parts)


def of_verification(
    db: Session, process: Process, project: Project, row: Verification, language: Language
) -> AssembledReport:
    """The document of a record, with what has made it stale until now."""
    full = row.content
    content = for_clients(full)
    changed = records.why_stale(db, process, [row])[row.id]
    document = RecordDocument(
        title=process.title or ", ".join(file["name"] for file in content["geometry"]),
        project_title=project.title,
        content=content,
        digest=row.digest,
        finished_at=row.finished_at,
        configuration=tuple(parties.configuration(db, content["inputs"], language).values()),
        parts=tuple(
            RecordPart(geometry, held_against(full, geometry)) for geometry in content["geometry"]
        ),
        stale_because=tuple(reasons.stale(each, language) for each in changed),
        language=language,
    )
    return AssembledReport(document)


def held_of(db: Session, access: ProcessAccess, file: File) -> Held:
    """What the last verification held a file against; nothing if it was another file or unit."""
    if access.process.verification_id is None:
        return Held()
    row = db.get_one(Verification, access.process.verification_id)
    content = row.content
    same = [
        each
        for each in content["geometry"]
        if (each["sha256"], each["unit"]) == (file.sha256, file.unit)
    ]
    if not same:
        return Held()
    contractor_id = restricted_to(access.actor)
    return held_against(content, same[0], str(contractor_id) if contractor_id else None)


def _drawn(part: RecordPart) -> RecordPart:
    if "error" in part.geometry:
        return part
    return replace(part, picture=_picture(part), marked=_picture(part, part.held))


def _picture(part: RecordPart, held: Held | None = None) -> bytes | None:
    sha256, unit = part.geometry["sha256"], part.geometry["unit"]
    try:
        path = previews.picture(storage.current_storage(), sha256, unit, held=held)
    except (Unreadable, Busy, ContentMissing):
        return None  # too large to draw, or tidied away: the document has its measures
    return path.read_bytes()

"""Assembles a verification's document from what the database knows, and draws its pictures."""

from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy.orm import Session

from service import particulars, previews, records, storage
from service.documents.record import RecordDocument, RecordPart
from service.documents.wording import Language
from service.manufacturing.meshes import Unreadable
from service.manufacturing.record import for_clients
from service.models import Organization, Process, Project, Verification
from service.storage import ContentMissing


@dataclass(frozen=True)
class Assembled:
    """A document without pictures."""

    document: RecordDocument

    def with_pictures(self) -> RecordDocument:
        """With pictures of every part that can be drawn; takes its time."""
        parts = tuple(_drawn(part) for part in self.document.parts)
        return replace(self.document, parts=parts)


def language_of(db: Session, project: Project) -> Language:
    """The language of the project's owner."""
    owner = db.get(Organization, project.client_id) if project.client_id else None
    return particulars.language_of(owner)


def of_verification(
    db: Session, process: Process, project: Project, found: Verification, language: Language
) -> Assembled:
    """The document of a record, with what has made it stale until now."""
    content = for_clients(orjson.loads(found.record))
    inputs: dict[str, Any] = content["inputs"]
    reasons = records.why_stale(db, process, [found])[found.id]
    document = RecordDocument(
        title=process.title or ", ".join(file["name"] for file in content["geometry"]),
        project_title=project.title,
        content=content,
        digest=found.digest,
        finished_at=found.finished_at,
        configuration=tuple(particulars.configuration(db, inputs, language).values()),
        parts=tuple(RecordPart(geometry) for geometry in content["geometry"]),
        stale_because=tuple(reason.detail for reason in reasons),
        language=language,
    )
    return Assembled(document)


def _drawn(part: RecordPart) -> RecordPart:
    if "error" in part.geometry:
        return part
    return replace(part, picture=_picture(part, marked=False), marked=_picture(part, marked=True))


def _picture(part: RecordPart, *, marked: bool) -> bytes | None:
    sha256, unit = part.geometry["sha256"], part.geometry["unit"]
    try:
        path = previews.picture(storage.current(), sha256, unit, marked=marked)
    except (Unreadable, previews.Crowded, ContentMissing):
        return None  # too large to draw, or tidied away: the document has its measures
    return path.read_bytes()

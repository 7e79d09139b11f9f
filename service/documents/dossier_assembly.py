"""Assembles the dossier of a request from what the database knows."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.file_view import gets_files
from service.access.reader_zones import reader_zone
from service.catalogue import calendars
from service.database.models import (
    File,
    FileRole,
    Organization,
    Process,
    Project,
    Request,
    Verification,
)
from service.documents import parties
from service.documents.dossier import Dossier, DossierLine, DossierPart, EnclosedFile
from service.documents.route_card import RouteCard
from service.errors import Busy
from service.files import previews, storage
from service.lifecycle import request_deadlines
from service.lifecycle.model_files import WITH_THE_ORDER
from service.manufacturing.geometry.meshes import Unreadable
from service.manufacturing.quoting.client_view import for_client
from service.settings import settings


@dataclass(frozen=True)
class AssembledDossier:
    """A dossier without pictures, whom it goes to, and the files that belong to it."""

    dossier: Dossier
    email: str | None
    contractor_id: UUID
    files: tuple[tuple[FileRole, str, str], ...]  #: (role, name, sha256)

    def with_pictures(self) -> Dossier:
        """The dossier with a picture of every part that can be drawn; takes its time."""
        parts = tuple(replace(part, picture=_picture(part)) for part in self.dossier.parts)
        return replace(self.dossier, parts=parts)

    @contextmanager
    def contents(self) -> Iterator[list[tuple[FileRole, str, Path]]]:
        """Role, name and place of each file, there within the block; raises ContentMissing."""
        with ExitStack() as stack:
            held = storage.current_storage()
            yield [
                (role, name, stack.enter_context(held.local(sha256)))
                for role, name, sha256 in self.files
            ]


def of_request(db: Session, request_id: UUID, *, to_client: bool = False) -> AssembledDossier:
    """The dossier of a request as its contractor or client reads it; raises NoResultFound."""
    request = db.get_one(Request, request_id)
    process = db.get_one(Process, request.process_id)
    project = db.get_one(Project, request.project_id)
    contractor = db.get_one(Organization, request.contractor_id)
    verification = db.get_one(Verification, request.verification_id)
    files, language = _files_of(db, process), parties.language_of(contractor)
    configuration = parties.configuration(db, process.configuration, language)
    quote = for_client(request.quote) if to_client else request.quote
    dossier = Dossier(
        number=request.number,
        issued_at=request.created_at,
        answer_by=request.answer_by or _answer_by(db, process, project, request),
        client=parties.client(db, project, language),
        contractor=parties.party(contractor, language),
        project_title=project.title,
        process_title=process.title or request.number,
        quantity=process.configuration.get("quantity") or 1,
        configuration=tuple(configuration.values()),
        parts=tuple(_parts(files, verification)),
        quote=tuple(DossierLine(li["name"], Decimal(li["amount"])) for li in quote["lines"]),
        total=Decimal(quote["total"]["amount"]),
        currency=quote["total"]["currency"],
        lead_time_days=quote.get("lead_time_days"),
        ship_date=_date(quote.get("ship_date")),
        delivery_date=_date(quote.get("delivery_date")),
        verification_id=str(verification.id),
        inputs_digest=verification.inputs_digest,
        portal_url=portal_url(request_id),
        material=configuration.get("material_id", (None, None))[1],
        notes=process.configuration.get("notes") or "",
        enclosed=tuple(_enclosed(files)),
        language=language,
        sandbox=request.sandbox,
        zone=reader_zone(db, contractor.id),
    )
    sent = files if gets_files(db, request) else []
    return AssembledDossier(dossier, contractor.confirmed_email, contractor.id, _contents(sent))


def route_card_of(db: Session, request: Request, process: Process, dossier: Dossier) -> RouteCard:
    """The card that goes through the shop with an order, in the language of its dossier."""
    stated = {"post_processing_ids": process.configuration.get("post_processing_ids", [])}
    names = parties.names_of(db, stated, dossier.language)
    address = process.configuration.get("delivery_address")
    return RouteCard(
        dossier=dossier,
        machine=request.quote["machine"],
        finishes=tuple(names.get(slug, slug) for slug in stated["post_processing_ids"]),
        start_by=process.start_by,
        ship_by=process.ship_by,
        deliver_to=parties.address_of(address, language=dossier.language),
    )


def _contents(files: Iterable[File]) -> tuple[tuple[FileRole, str, str], ...]:
    return tuple((file.role, file.name, file.sha256) for file in files)


def _files_of(db: Session, process: Process) -> Sequence[File]:
    """The model files as they are to be made, references and papers, oldest first."""
    wanted = sa.select(File).where(File.process_id == process.id, WITH_THE_ORDER)
    return db.scalars(wanted.order_by(File.id)).all()


def portal_url(request_id: UUID) -> str:
    """The page on which the contractor answers the request."""
    return f"{settings().public_url}/app/jobs/{request_id}"


def _answer_by(db: Session, process: Process, project: Project, request: Request) -> datetime:
    """By when one that has not gone out yet would be to answer if it went out at once."""
    calendar = calendars.working_days_of(db, request.contractor_id)
    return request_deadlines.answer_by(db, process, project, calendar, clock.now())


def _parts(files: Iterable[File], verification: Verification) -> Iterator[DossierPart]:
    sizes = {file.sha256: file.size_bytes for file in files}
    for measured in verification.content["geometry"]:
        if "error" in measured:
            continue  # nobody is asked for it
        x, y, z = measured["box_mm"]
        yield DossierPart(
            name=measured["name"],
            sha256=measured["sha256"],
            unit=measured["unit"],
            size_bytes=sizes.get(measured["sha256"], 0),
            box_mm=(x, y, z),
            volume_mm3=measured["volume_mm3"],
            surface_mm2=measured["surface_mm2"],
            triangles=measured["triangles"],
        )


def _enclosed(files: Iterable[File]) -> Iterator[EnclosedFile]:
    for file in files:
        if file.role is not FileRole.PART:
            yield EnclosedFile(file.name, file.role.value, file.sha256, file.size_bytes)


def _picture(part: DossierPart) -> bytes | None:
    try:
        return previews.picture(storage.current_storage(), part.sha256, part.unit).read_bytes()
    except (Unreadable, Busy):
        return None  # too large to draw: the dossier has its measures


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

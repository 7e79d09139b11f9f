"""Assembles the dossier of a request from what the database knows."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from service import clock
from service.catalogue import calendars
from service.database.models import (
    File,
    FileRole,
    Process,
    Project,
    Request,
)
from service.documents import parties
from service.documents.dossier import Dossier, DossierLine, DossierPart, EnclosedFile
from service.documents.dossier_facts import RequestRows, rows_of
from service.documents.route_card import RouteCard
from service.errors import Busy
from service.files import previews, storage
from service.lifecycle import request_deadlines
from service.manufacturing.geometry.meshes import Unreadable
from service.manufacturing.quoting.client_view import for_client
from service.manufacturing.quoting.record_json import PartJson
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
    dossiers = of_requests(db, [request_id], to_client=to_client)
    if request_id not in dossiers:
        raise NoResultFound(f"there is no request {request_id}")
    return dossiers[request_id]


def of_requests(
    db: Session, request_ids: Collection[UUID], *, to_client: bool = False
) -> dict[UUID, AssembledDossier]:
    """The dossiers of those requests that there are, in as many queries as for one."""
    return {
        rows.request.id: _assembled(db, rows, to_client=to_client)
        for rows in rows_of(db, request_ids)
    }


def _assembled(db: Session, rows: RequestRows, *, to_client: bool) -> AssembledDossier:
    request, process, contractor = rows.request, rows.process, rows.contractor
    language = parties.language_of(contractor)
    configuration = parties.configuration_of(process.configuration, rows.item_names, language)
    quote = for_client(request.quote) if to_client else request.quote
    dossier = Dossier(
        number=request.number,
        issued_at=request.created_at,
        answer_by=request.answer_by or _answer_by(db, process, rows.project, request),
        client=parties.client_of(rows.client, rows.ordered_by, language),
        contractor=parties.party(contractor, language),
        project_title=rows.project.title,
        process_title=process.title or request.number,
        quantity=process.configuration.get("quantity") or 1,
        configuration=tuple(configuration.values()),
        parts=tuple(_parts(rows.files, rows.geometry)),
        quote=tuple(DossierLine(li["name"], Decimal(li["amount"])) for li in quote["lines"]),
        total=Decimal(quote["total"]["amount"]),
        currency=quote["total"]["currency"],
        lead_time_days=quote.get("lead_time_days"),
        ship_date=_date(quote.get("ship_date")),
        delivery_date=_date(quote.get("delivery_date")),
        verification_id=str(rows.verification.id),
        inputs_digest=rows.verification.inputs_digest,
        portal_url=portal_url(request.id),
        material=configuration.get("material_id", (None, None))[1],
        notes=process.configuration.get("notes") or "",
        enclosed=tuple(_enclosed(rows.files)),
        language=language,
        sandbox=request.sandbox,
        zone=rows.zone,
    )
    sent = _contents(rows.files if rows.gets_files else [])
    return AssembledDossier(dossier, contractor.confirmed_email, contractor.id, sent)


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


def portal_url(request_id: UUID) -> str:
    """The page on which the contractor answers the request."""
    return f"{settings().public_url}/app/jobs/{request_id}"


def _answer_by(db: Session, process: Process, project: Project, request: Request) -> datetime:
    """By when one that has not gone out yet would be to answer if it went out at once."""
    calendar = calendars.working_days_of(db, request.contractor_id)
    return request_deadlines.answer_by(db, process, project, calendar, clock.now())


def _parts(files: Iterable[File], geometry: Iterable[PartJson]) -> Iterator[DossierPart]:
    sizes = {file.sha256: file.size_bytes for file in files}
    for measured in geometry:
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

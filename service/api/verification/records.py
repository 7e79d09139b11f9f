"""Verification records over HTTP: the last one, all, one as data and as it was digested."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from service.access import lookup
from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess, Unknown
from service.access.permissions import PROCESSES_READ
from service.access.process_view import (
    check_finds_record,
    check_sees_prices,
    check_sees_records,
    sees_rates,
)
from service.api.http import paging, web
from service.api.http.enumerations import Outcome, Unit
from service.api.http.fields import DocumentLanguage, PartQuery, Shown
from service.api.http.tabular import PDF
from service.api.orders.completeness import RequirementShown
from service.api.verification.answers import CheckShown, QuoteShown, RefusalOfContractor
from service.api.verification.geometry import GeometryShown
from service.api.verification.staleness import StaleReason, show_staleness
from service.database import Session
from service.database import transactions as database
from service.database.models import Verification
from service.documents import parties, verification_report
from service.documents.record_pdf import record_pdf
from service.manufacturing.quoting.record import canonical, for_clients
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject
from service.verification import records

blueprint = APIBlueprint("records", __name__, url_prefix="/processes", tag="Verification")

NO_RECORD: dict[int | str, Any] = {404: "The process or the verification is unknown."}
DIGEST = (
    "SHA-256 over the record as canonical JSON (sorted keys, no spaces, UTF-8): over the very "
    "bytes of GET /processes/{id}/verifications/{verification}.json"
)


class InputFile(Shown):
    """A file that was verified."""

    model_config = ConfigDict(extra="allow")

    sha256: str = Field(description="of its content")
    unit: Unit | None = Field(None, description="that it was read in")


class RecordShown(Shown):
    """A verification record: inputs, geometry, checks, quotes, unsuitable contractors, verdict."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    attempt: int
    verdict: Outcome
    engine_version: str
    rules_version: str
    inputs: dict[str, Any]
    inputs_digest: str = Field(description="SHA-256 of the canonical inputs")
    files: list[InputFile]
    geometry: list[GeometryShown]
    checks: list[CheckShown]
    quotes: list[QuoteShown] = Field(
        description="lines and totals; `sealed` is the digest of the quote with all its rates"
    )
    unsuitable: list[RefusalOfContractor]
    completeness: list[RequirementShown] = Field(
        [], description="what the inputs state and what they leave open, after ISO/ASTM 52901"
    )
    digest: str = Field(description=DIGEST)
    stale: bool
    stale_because: list[StaleReason]


class RecordList(Shown):
    """All records of a process, oldest first."""

    items: list[RecordShown]
    next: str | None


def for_the_client(process_id: UUID, db: Session | None = None) -> ProcessAccess:
    """The process, for the client's side and operators alone."""
    access = lookup.find_process(db or web.db(), web.principal(), process_id, PROCESSES_READ)
    check_sees_records(access.actor)
    return access


def record_of(process_id: UUID, name: str) -> tuple[ProcessAccess, Verification]:
    """One record by number or id; a contractor is told that there is none."""
    return _find_record(web.db(), process_id, name)


def _find_record(db: Session, process_id: UUID, name: str) -> tuple[ProcessAccess, Verification]:
    access = lookup.find_process(db, web.principal(), process_id, PROCESSES_READ)
    check_finds_record(access.actor, process_id)
    return access, records.find(db, access.process, name)


def _shown(access: ProcessAccess, rows: Sequence[Verification]) -> list[RecordShown]:
    reasons = records.why_stale(web.db(), access.process, rows)
    return [
        _record(row, access.actor, show_staleness(reasons[row.id], access.actor)) for row in rows
    ]


def _record(row: Verification, who: ActingParty, reasons: list[StaleReason]) -> RecordShown:
    return RecordShown.model_construct(
        **_content(row, rates=sees_rates(who)),
        digest=row.digest,
        stale=bool(reasons),
        stale_because=reasons,
    )


def _content(row: Verification, *, rates: bool) -> JsonObject:
    """The record as it is digested; with `rates` its quotes are whole."""
    content = row.content
    shown: JsonObject = {**for_clients(content)}
    if rates:
        pairs = zip(content["quotes"], shown["quotes"], strict=True)
        shown["quotes"] = [quote | {"sealed": public["sealed"]} for quote, public in pairs]
    return shown


@blueprint.get("/<uuid:process_id>/verification")
@blueprint.output(RecordShown)
@blueprint.doc(
    operation_id="get_verification",
    summary="Read the last verification",
    description="The record in full; present after a failure too. `stale_because` names what "
    "has changed since.",
    responses={404: "Unknown, or not verified yet."},
)
def last(process_id: UUID) -> Response:
    """The newest record."""
    access = for_the_client(process_id)
    return web.answer(_shown(access, [records.newest(web.db(), access.process)])[0])


@blueprint.get("/<uuid:process_id>/verifications")
@blueprint.input(PartQuery, location="query")
@blueprint.output(RecordList)
@blueprint.doc(operation_id="list_verifications", summary="List all verifications")
def every(process_id: UUID, query_data: PartQuery) -> Response:
    """All records, oldest first."""
    access = for_the_client(process_id)
    items = _shown(access, records.every(web.db(), access.process))
    page, following = paging.part(items, query_data.limit, query_data.cursor)
    return web.answer(RecordList.model_construct(items=page, next=following))


@blueprint.get("/<uuid:process_id>/verifications/<string:verification>")
@blueprint.output(RecordShown)
@blueprint.doc(
    operation_id="get_one_verification",
    summary="Read one verification",
    description="By its number (`attempt`) or its id.",
    responses=NO_RECORD,
)
def one(process_id: UUID, verification: str) -> Response:
    """One record."""
    access, row = record_of(process_id, verification)
    return web.answer(_shown(access, [row])[0])


@blueprint.get("/<uuid:process_id>/verifications/<string:verification>.json")
@blueprint.doc(
    operation_id="get_digested_verification",
    summary="The record as it was digested",
    description="The bytes whose SHA-256 is the record's `digest`: compare it with that of a "
    "request, a contract, or your own copy. `Repr-Digest` (RFC 9530) has it too. Each quote's "
    "`sealed` is the SHA-256 of the canonical JSON of the quote in full, as its contractor and "
    "operators have it.",
    responses={
        **NO_RECORD,
        200: {"description": "Canonical JSON.", "content": {"application/json": {}}},
    },
)
def digested(process_id: UUID, verification: str) -> Response:
    """The digested form, byte for byte."""
    access, row = record_of(process_id, verification)
    check_sees_prices(access.actor)
    text = canonical(for_clients(row.content))
    if hashlib.sha256(text).hexdigest() != row.digest:
        raise Unknown(
            Sentence(
                _("verification {verification} was digested with its contractors' rates in it"),
                verification=verification,
            )
        )
    response = Response(text, mimetype="application/json")
    encoded = base64.b64encode(bytes.fromhex(row.digest)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{encoded}:"
    return response


class DocumentQuery(BaseModel):
    """In which language a document is wanted."""

    language: DocumentLanguage | None = Field(
        None, description="else that of the organization whose project it is"
    )


@blueprint.get("/<uuid:process_id>/verifications/<string:verification>.pdf")
@blueprint.input(DocumentQuery, location="query")
@blueprint.doc(
    operation_id="get_verification_pdf",
    summary="A verification as PDF",
    description="For people: pictures of the parts and of what is wrong with them, measures, "
    "checks, quotes, who cannot make it and why, what the order leaves open, the digest.",
    responses=NO_RECORD | PDF,
)
@web.own_transaction
def as_pdf(process_id: UUID, verification: str, query_data: DocumentQuery) -> Response:
    """The record on paper; its pictures are drawn outside of any transaction."""
    with database.reading() as db:
        access, row = _find_record(db, process_id, verification)
        check_sees_prices(access.actor)
        language = query_data.language or parties.language_for(
            db, access.project.client_id, web.principal().chosen_language
        )
        assembled = verification_report.of_verification(
            db, access.process, access.project, row, language
        )
    response = Response(record_pdf(assembled.with_pictures()), mimetype="application/pdf")
    name = f"verification-{process_id}-{row.attempt}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

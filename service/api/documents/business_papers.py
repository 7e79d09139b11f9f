"""The papers of an order over HTTP: which there are, and each as PDF."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, Field

from service.access import lookup
from service.access.lookup import Unknown
from service.access.permissions import PROCESSES_READ
from service.access.process_view import check_sees_prices
from service.access.reader_zones import reader_zone
from service.api.http import paging, web
from service.api.http.fields import DocumentLanguage, PartQuery, Shown
from service.api.http.tabular import PDF
from service.documents import business_papers, parties
from service.documents.business_paper import TITLES, business_pdf
from service.translations import Language, Sentence, gettext
from service.translations import gettext_noop as _

blueprint = APIBlueprint("papers", __name__, url_prefix="/processes", tag="Documents")


class PaperShown(Shown):
    """A numbered paper of an order."""

    number: str = Field(examples=["WB-7K3M-9Q2T-OC"])
    kind: Literal["request_for_quotation", "offer", "order_confirmation", "delivery_note"]
    title: str = Field(description="in the caller's language")
    issued_at: datetime
    request_id: UUID
    href: str = Field(description="where its PDF is")


class PaperList(Shown):
    """The papers that the caller may read, oldest first."""

    items: list[PaperShown]
    next: str | None


class LanguageQuery(BaseModel):
    """In which language a paper is wanted."""

    language: DocumentLanguage | None = Field(
        None,
        description="by default the one that the caller has chosen in their profile, or that of "
        "their organization",
    )


def reading_language(party_id: UUID | None) -> Language:
    """In which language to write for the caller, who reads for that party."""
    return parties.language_for(web.db(), party_id, web.principal().chosen_language)


class PaperQuery(PartQuery, LanguageQuery):
    """Which papers are wanted, and in which language their titles."""


@blueprint.get("/<uuid:process_id>/documents")
@blueprint.input(PaperQuery, location="query")
@blueprint.output(PaperList)
@blueprint.doc(
    operation_id="list_documents",
    summary="Papers of an order",
    description="Requests for quotation, offers, the order confirmation, a delivery note for each "
    "shipment. A contractor finds its own ones, and whoever may not see prices those without "
    "any. The number of a paper never changes.",
)
def index(process_id: UUID, query_data: PaperQuery) -> Response:
    """Which papers there are."""
    items = papers_of(process_id, query_data.language)
    page, following = paging.part(items, query_data.limit, query_data.cursor)
    return web.answer(PaperList.model_construct(items=page, next=following))


def papers_of(process_id: UUID, wanted: Language | None) -> list[PaperShown]:
    """The papers that the caller may read, oldest first; raises Unknown, Forbidden."""
    db = web.db()
    access = lookup.find_process(db, web.principal(), process_id, PROCESSES_READ)
    language = wanted or reading_language(access.actor.party_id)
    return [
        PaperShown.model_construct(
            number=paper.number,
            kind=paper.kind,
            title=f"{gettext(TITLES[paper.kind], language)} {paper.number}",
            issued_at=paper.issued_at,
            request_id=paper.request.id,
            href=f"/api/v1/processes/{process_id}/documents/{paper.number}.pdf",
        )
        for paper in business_papers.of_process(db, access)
        if access.actor.sees_prices or not business_papers.has_prices(paper)
    ]


@blueprint.get("/<uuid:process_id>/documents/<number>.pdf")
@blueprint.input(LanguageQuery, location="query")
@blueprint.doc(
    operation_id="get_document",
    summary="A paper of an order as PDF",
    description="By its number, in the language of the caller or as asked for.",
    responses=PDF,
)
def read(process_id: UUID, number: str, query_data: LanguageQuery) -> Response:
    """One paper."""
    db = web.db()
    access = lookup.find_process(db, web.principal(), process_id, PROCESSES_READ)
    paper = business_papers.number_among(business_papers.of_process(db, access), number)
    if paper is None:
        raise Unknown(
            Sentence(
                _("process {process_id} has no document {number}"),
                process_id=process_id,
                number=number[:80],
            )
        )
    if business_papers.has_prices(paper):
        check_sees_prices(access.actor)
    language = query_data.language or reading_language(access.actor.party_id)
    zone = reader_zone(db, access.actor.party_id, web.principal().zone)
    pdf = business_pdf(business_papers.write(db, access, paper, language, zone))
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{paper.number}.pdf"'
    return response

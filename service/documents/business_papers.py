"""Finds the papers of an order and puts together what stands in them, from what is kept anyway."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.history_heads import head_at
from service.access.lookup import ProcessAccess
from service.access.request_view import shows_papers
from service.database.models import (
    HistoryRow,
    Offer,
    Organization,
    Process,
    Request,
    Shipment,
    Verification,
)
from service.database.models.column_json import AddressJson, ConfigurationJson
from service.documents import parties
from service.documents.business_paper import DIGEST, BusinessPaper, Kind, Sums
from service.manufacturing.quoting.client_view import for_client
from service.manufacturing.quoting.currencies import rounded
from service.manufacturing.quoting.record import CALCULATED_WITH
from service.manufacturing.quoting.record_json import FullRecordJson, PartJson
from service.manufacturing.quoting.working_time import day_closing
from service.sourcing.delivery_dates import arrivals
from service.translations import Language, formats, gettext
from workflows import shipping

#: How the number of a paper ends; it begins with the number of its request.
ENDING: dict[Kind, str] = {
    "request_for_quotation": "RFQ",
    "offer": "OF",
    "order_confirmation": "OC",
    "delivery_note": "DN",
}


@dataclass(frozen=True)
class Paper:
    """That there is a paper: its kind and number, and the rows that it is made from."""

    kind: Kind
    number: str
    issued_at: datetime
    request: Request
    offer: Offer | None = None
    shipment: Shipment | None = None


def has_prices(paper: Paper) -> bool:
    """Whether what something costs stands in a paper, as in all but delivery notes."""
    return paper.kind != "delivery_note"


def of_process(db: Session, access: ProcessAccess) -> list[Paper]:
    """The papers that this side may read, in the order in which they were issued.

    The client reads all; a contractor those of its own requests while it is under
    consideration, and those of its contract.
    """
    query = sa.select(Request).where(
        Request.process_id == access.process.id, shows_papers(access.actor)
    )
    requests = {request.id: request for request in db.scalars(query.order_by(Request.id))}
    offers = sa.select(Offer).where(Offer.request_id.in_(requests)).order_by(Offer.id)
    papers = [_paper("request_for_quotation", r.created_at, r) for r in requests.values()]
    for offer in db.scalars(offers):
        request = requests[offer.request_id]
        papers.append(_paper("offer", offer.created_at, request, offer))
        if offer.id == access.process.offer_id:
            papers += _of_contract(db, request, offer)
    return sorted(papers, key=lambda paper: paper.issued_at)


def _of_contract(db: Session, request: Request, offer: Offer) -> Iterator[Paper]:
    accepted = sa.select(HistoryRow.at).where(
        HistoryRow.process_id == request.process_id, HistoryRow.trigger == "accept_offer"
    )
    if at := db.scalar(accepted.order_by(HistoryRow.version.desc()).limit(1)):
        yield _paper("order_confirmation", at, request, offer)
    shipments = sa.select(Shipment).where(Shipment.process_id == request.process_id)
    for shipment in db.scalars(shipments.order_by(Shipment.number)):
        yield _paper("delivery_note", shipment.shipped_at, request, offer, shipment)


def _paper(
    kind: Kind,
    issued_at: datetime,
    request: Request,
    offer: Offer | None = None,
    shipment: Shipment | None = None,
) -> Paper:
    number = f"{request.number}-{ENDING[kind]}"
    if kind == "offer" and offer:
        number += str(offer.number)
    if shipment:
        number += str(shipment.number)
    return Paper(kind, number, issued_at, request, offer, shipment)


def write(
    db: Session, access: ProcessAccess, paper: Paper, language: Language, zone: tzinfo = UTC
) -> BusinessPaper:
    """What stands in the paper; as configured when the contractor was asked.

    Times are told in `zone`, days of the contract are as agreed.
    """
    process, request = access.process, paper.request
    contractor = db.get_one(Organization, request.contractor_id)
    verification = db.get_one(Verification, request.verification_id)
    record = verification.content
    quantity = record["inputs"]["quantity"]
    in_contract = paper.kind in ("order_confirmation", "delivery_note")
    return BusinessPaper(
        kind=paper.kind,
        number=paper.number,
        issued_at=paper.issued_at,
        client=parties.client(db, access.project, language, with_email=in_contract),
        contractor=parties.party(contractor, language, with_email=in_contract),
        title=process.title or request.number,
        quantity=paper.shipment.pieces if paper.shipment else quantity,
        until=_until(paper, language),
        sections=tuple(
            (title, tuple(rows))
            for title, rows in _sections(db, paper, access, record, language, zone)
        ),
        sums=_sums(paper, language),
        notes=_notes(paper, process.configuration),
        terms=tuple(_terms(db, paper, access, language)),
        foot=f"{gettext(DIGEST, language)}: {verification.inputs_digest}",
        language=language,
        sandbox=request.sandbox,
        zone=zone,
    )


def _sections(
    db: Session,
    paper: Paper,
    access: ProcessAccess,
    record: FullRecordJson,
    language: Language,
    zone: tzinfo,
) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """The titles, and what stands below each."""
    process, inputs = access.process, record["inputs"]
    verified = {name: value for name, value in inputs.items() if name in CALCULATED_WITH}
    rows = parties.configuration(db, {**process.configuration, **verified}, language)
    rows.pop("delivery_address", None)
    yield gettext("References", language), _references(db, paper, access, language)
    yield gettext("Shipment", language), _shipment(paper, language, zone)
    yield gettext("Parts", language), _parts(record["geometry"], language)
    yield gettext("Configuration", language), rows.values()
    yield gettext("Dates", language), _dates(db, paper, process, language)
    yield gettext("Addresses", language), _addresses(paper, process, language)


def _until(paper: Paper, language: Language) -> tuple[str, datetime] | None:
    if paper.kind == "request_for_quotation" and paper.request.answer_by:
        return gettext("Please answer by", language), paper.request.answer_by
    if paper.kind == "offer" and paper.offer:
        return gettext("Binding until", language), paper.offer.valid_until
    return None


def _references(
    db: Session, paper: Paper, access: ProcessAccess, language: Language
) -> Iterator[tuple[str, str]]:
    if access.project.title:
        yield gettext("Project", language), access.project.title
    if paper.kind != "request_for_quotation":
        label = gettext("Request for quotation", language)
        yield label, f"{paper.request.number}-{ENDING['request_for_quotation']}"
    if paper.offer and paper.kind != "offer":
        number = f"{paper.request.number}-{ENDING['offer']}{paper.offer.number}"
        yield gettext("Offer", language), number
    if head := head_at(db, access.process.id, paper.issued_at):
        yield gettext("History", language), str(head)


def _shipment(paper: Paper, language: Language, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if shipment := paper.shipment:
        yield gettext("Pieces", language), formats.number(shipment.pieces, 0, language)
        yield gettext("Way of shipment", language), gettext(shipping.NAMES[shipment.way], language)
        if shipment.carrier:
            yield gettext("Carrier", language), shipment.carrier
        if shipment.tracking_number:
            yield gettext("Tracking number", language), shipment.tracking_number
        if shipment.delivered_at:
            at = formats.moment(shipment.delivered_at, language, zone)
            yield gettext("Delivered", language), at
        if shipment.lost_at:
            at = formats.moment(shipment.lost_at, language, zone)
            yield gettext("Lost in transit", language), at


def _parts(geometry: list[PartJson], language: Language) -> Iterator[tuple[str, str]]:
    for file in geometry:
        if "error" in file:
            continue  # nobody is asked for it
        x, y, z = file["box_mm"]
        yield gettext("File", language), f"{file['name']}, {formats.box((x, y, z), language)}"


def _dates(
    db: Session, paper: Paper, process: Process, language: Language
) -> Iterator[tuple[str, str]]:
    """Of a quote as calculated, of an offer if it were accepted at once, of an order as agreed."""
    if paper.kind == "delivery_note":
        return
    offer, quote = paper.offer, paper.request.quote
    days = offer.lead_time_days if offer else quote.get("lead_time_days")
    if days is not None:
        yield gettext("Lead time", language), formats.day_count(days, language)
    if paper.kind == "order_confirmation":
        if agreed := process.deliver_by:
            at = formats.day(day_closing(agreed), language)
            yield gettext("Arrival at the client", language), at
    elif offer:
        arrival = arrivals(db, paper.request, paper.issued_at)(offer.lead_time_days)
        arrives = formats.day(arrival, language)
        at = gettext("{day}, if accepted on the day of issue", language, day=arrives)
        yield gettext("Arrival at the client", language), at
    else:
        if text := quote.get("ship_date"):
            at = formats.day(date.fromisoformat(text), language)
            yield gettext("Ready to ship", language), at
        if text := quote.get("delivery_date"):
            at = formats.day(date.fromisoformat(text), language)
            yield gettext("Arrival at the client", language), at


def _addresses(paper: Paper, process: Process, language: Language) -> Iterator[tuple[str, str]]:
    yield from _address(process.configuration.get("delivery_address"), language)
    yield from _billing(paper, process, language)


def _address(address: AddressJson | None, language: Language) -> Iterator[tuple[str, str]]:
    if lines := parties.address_of(address, language=language):
        yield gettext("Deliver to", language), lines.replace("\n", ", ")


def _billing(paper: Paper, process: Process, language: Language) -> Iterator[tuple[str, str]]:
    """Where the bill goes, in the paper that the bill rests on."""
    address = process.configuration.get("billing_address")
    if paper.kind == "order_confirmation" and (
        lines := parties.address_of(address, language=language)
    ):
        yield gettext("Bill to", language), lines.replace("\n", ", ")


def _sums(paper: Paper, language: Language) -> Sums | None:
    """The quote with its lines; of an offer the price, with lines where it is as quoted.

    Both sides hold the same paper: it has the lines that clients see.
    """
    if paper.kind == "delivery_note":
        return None
    quote = for_client(paper.request.quote)
    total, currency = Decimal(quote["total"]["amount"]), quote["total"]["currency"]
    lines = tuple((line["name"], Decimal(line["amount"])) for line in quote["lines"])
    offer = paper.offer
    if offer and (offer.amount, offer.currency) != (total, currency):
        lines = ((gettext("Agreed price", language), offer.amount),)
        total, currency = offer.amount, offer.currency
    rate = Decimal(quote["tax"]["rate"])
    return Sums(lines, total, currency, rate, rounded(total * rate, currency))


def _notes(paper: Paper, configuration: ConfigurationJson) -> str:
    if paper.kind == "offer" and paper.offer:
        return paper.offer.note
    return "" if paper.kind == "delivery_note" else configuration.get("notes", "")


def _terms(
    db: Session, paper: Paper, access: ProcessAccess, language: Language
) -> Iterator[tuple[str, str]]:
    """The general terms of both sides: as they stood at the offer, of a quote the client's now."""
    of_client, of_contractor = "", ""
    if paper.offer and paper.kind != "delivery_note":
        kept = paper.offer.general_terms
        of_client, of_contractor = (kept["client"], kept["contractor"]) if kept else ("", "")
    elif paper.kind == "request_for_quotation" and access.project.client_id:
        of_client = db.get_one(Organization, access.project.client_id).general_terms
    yield gettext("General terms of the contractor", language), of_contractor
    yield gettext("General terms of the client", language), of_client


def number_among(papers: list[Paper], number: str) -> Paper | None:
    """The paper with that number."""
    return next((paper for paper in papers if paper.number == number), None)

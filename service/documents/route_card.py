"""Lays out the card that goes through the shop with an order: what to make, who did which step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from service.documents.business_paper import SANDBOX
from service.documents.dossier import Dossier, DossierPart
from service.documents.dossier_pdf import summary
from service.documents.layout.page import BODY_MM, LINE, MM, PALE, paragraph, shortened
from service.documents.layout.pictures import picture
from service.documents.layout.sheet import as_pdf, beside, facts, head, heading
from service.manufacturing.quoting.working_time import day_closing
from service.translations import formats, gettext, gettext_noop

TITLE = gettext_noop("Route card")
#: Side of the QR code: read from an arm's length (at least 25 modules of 1 mm).
QR_MM = 38
#: What is always done, before and after the finishes.
FIRST_STEPS = (gettext_noop("Preparation"), gettext_noop("Production"))
LAST_STEPS = (gettext_noop("Inspection"), gettext_noop("Packing and shipping"))
COLUMNS_MM = (62, 22, 22, 34, 34)


@dataclass(frozen=True)
class RouteCard:
    """An order as a shop makes it: its dossier, with what the contract has settled; no prices."""

    dossier: Dossier
    machine: str
    finishes: tuple[str, ...]  #: in the order in which they are done
    start_by: datetime | None
    ship_by: datetime | None
    deliver_to: str | None  #: several lines


def route_card_pdf(card: RouteCard) -> bytes:
    """The card as PDF (A4); equal cards give equal bytes."""
    dossier = card.dossier
    language = dossier.language
    return as_pdf(
        [
            *_head(card),
            paragraph(summary(dossier), "summary"),
            Spacer(0, 4 * MM),
            beside(_qr(dossier.portal_url), facts(_facts(card), BODY_MM - QR_MM - 4, 40), QR_MM),
            *_notes(dossier),
            *_parts(dossier),
            *_steps(card),
            *_address(card),
        ],
        title=f"{gettext(TITLE, language)} {dossier.number}",
        subject=dossier.process_title,
        number=dossier.number,
        foot=dossier.portal_url,
        language=language,
        notice=gettext(SANDBOX, language) if dossier.sandbox else "",
    )


def _head(card: RouteCard) -> list[Flowable]:
    language = card.dossier.language
    box: tuple[str, ...] = ()
    if card.ship_by:
        box = (gettext("Ship by", language), formats.day(day_closing(card.ship_by), language), "")
    title, number = gettext(TITLE, language), card.dossier.number
    client = card.dossier.client
    return head(title, number, client.organisation or client.name, box)


def _qr(address: str) -> Drawing:
    """The page of the job, for whoever reports pieces from the machine (ISO/IEC 18004)."""
    code = QrCodeWidget(address, barLevel="M", barBorder=0)
    left, bottom, right, top = code.getBounds()
    size = QR_MM * MM
    return Drawing(
        size, size, code, transform=[size / (right - left), 0, 0, size / (top - bottom), 0, 0]
    )


def _facts(card: RouteCard) -> list[tuple[str, str]]:
    dossier = card.dossier
    language = dossier.language
    rows = [
        (gettext("Quantity", language), formats.number(dossier.quantity, 0, language)),
        (gettext("Machine", language), card.machine),
        *dossier.configuration,
    ]
    if card.start_by:
        day = formats.day(day_closing(card.start_by), language)
        rows.append((gettext("Start by", language), day))
    return rows


def _notes(dossier: Dossier) -> Iterator[Flowable]:
    lines = [line for line in dossier.notes.splitlines() if line.strip()]
    if lines:
        yield from heading(gettext("Notes from the client", dossier.language))
        yield from (paragraph(line, "text") for line in lines)


def _parts(dossier: Dossier) -> Iterator[Flowable]:
    if dossier.parts:
        yield from heading(gettext("Parts", dossier.language))
    for part in dossier.parts:
        yield KeepTogether([_part(part, dossier), Spacer(0, 2 * MM)])


def _part(part: DossierPart, dossier: Dossier) -> Flowable:
    language = dossier.language
    rows = [
        (gettext("File", language), shortened(part.name, 160)),
        (gettext("Bounding box", language), formats.box(part.box_mm, language)),
        (gettext("Volume", language), f"{formats.number(part.volume_mm3, 2, language)} mm³"),
    ]
    drawn = picture(part.picture, 52) if part.picture else None
    return beside(drawn, facts(rows, BODY_MM - 56, 30), 52) if drawn else facts(rows)


def _steps(card: RouteCard) -> list[Flowable]:
    """One row for each step, to be filled in by hand."""
    language = card.dossier.language
    names = [
        *(gettext(step, language) for step in FIRST_STEPS),
        *card.finishes,
        *(gettext(step, language) for step in LAST_STEPS),
    ]
    labels = [gettext(label, language) for label in STEP_LABELS]
    rows = [
        [paragraph(label, "label") for label in labels],
        *([paragraph(name, "text"), "", "", "", ""] for name in names),
    ]
    heights = [None, *[9 * MM] * len(names)]
    table = Table(rows, colWidths=[width * MM for width in COLUMNS_MM], rowHeights=heights)
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("BACKGROUND", (0, 0), (-1, 0), PALE),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    return [KeepTogether([*heading(gettext("Steps", language)), table])]


STEP_LABELS = (
    gettext_noop("Step"),
    gettext_noop("Good pieces"),
    gettext_noop("Failed pieces"),
    gettext_noop("Date"),
    gettext_noop("Initials"),
)


def _address(card: RouteCard) -> list[Flowable]:
    if not card.deliver_to:
        return []
    title = gettext("Deliver to", card.dossier.language)
    lines = [paragraph(line, "text") for line in card.deliver_to.splitlines()]
    return [KeepTogether([*heading(title), *lines])]

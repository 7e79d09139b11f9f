"""Lays a dossier out as a PDF that a shop can work from: who, until when, what, for how much."""

from reportlab.platypus import Flowable, KeepTogether, Spacer

from service.database.models import FileRole
from service.documents.business_paper import DIGEST, SANDBOX
from service.documents.dossier import Dossier, DossierPart
from service.documents.layout.drawn_once import drawn_once
from service.documents.layout.page import BODY_MM, MM, link, paragraph, shortened
from service.documents.layout.pictures import picture
from service.documents.layout.sheet import as_pdf, beside, facts, head, heading, parties, sums
from service.documents.price_lines import price_line
from service.translations import Language, formats, gettext, gettext_noop

TITLE = gettext_noop("Request for production")


def dossier_pdf(dossier: Dossier) -> bytes:
    """The dossier as PDF (A4); equal dossiers give equal bytes.

    Any text may be of any length and in any script that the fonts know.
    """
    language = dossier.language
    return as_pdf(
        _story(dossier),
        title=f"{gettext(TITLE, language)} {dossier.number}",
        subject=dossier.process_title,
        number=dossier.number,
        foot=f"{gettext(DIGEST, language)}: {dossier.inputs_digest}",
        language=language,
        notice=gettext(SANDBOX, language) if dossier.sandbox else "",
    )


def summary(dossier: Dossier) -> str:
    """What is asked for in one line: 5 × bracket in PA12."""
    count = formats.number(dossier.quantity, 0, dossier.language)
    order = f"{count} × {shortened(dossier.process_title, 80)}"
    if not dossier.material:
        return order
    return gettext(
        "{order} in {material}",
        dossier.language,
        order=order,
        material=shortened(dossier.material, 40),
    )


def _story(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    issued = formats.moment(dossier.issued_at, language, dossier.zone)
    until = (
        gettext("Please answer by", language),
        formats.day(dossier.answer_by.astimezone(dossier.zone), language),
        formats.clock_time(dossier.answer_by, language, dossier.zone),
    )
    return [
        *head(
            gettext(TITLE, language),
            dossier.number,
            gettext("Issued {moment}", language, moment=issued),
            until,
        ),
        paragraph(summary(dossier), "summary"),
        Spacer(0, 4 * MM),
        drawn_once(parties, dossier.client, dossier.contractor, language),
        *_configuration(dossier),
        *_parts(dossier),
        *_enclosed(dossier),
        *_quote(dossier),
        *_end(dossier),
    ]


def _configuration(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    rows = [
        (gettext("Project", language), dossier.project_title),
        (gettext("Order", language), dossier.process_title),
        (gettext("Quantity", language), formats.number(dossier.quantity, 0, language)),
        *dossier.configuration,
    ]
    story = [*heading(gettext("Configuration", language)), drawn_once(facts, tuple(rows))]
    if dossier.notes.strip():
        story += [Spacer(0, 3 * MM), paragraph(gettext("Notes from the client", language), "small")]
        story += [paragraph(line, "prose") for line in dossier.notes.splitlines() if line.strip()]
    return story


def _parts(dossier: Dossier) -> list[Flowable]:
    blocks = [drawn_once(_part, part, dossier.language) for part in dossier.parts]
    if not blocks:
        return []
    first = KeepTogether([*heading(gettext("Parts", dossier.language)), blocks[0]])
    return [first, *(KeepTogether([Spacer(0, 3 * MM), block]) for block in blocks[1:])]


def _part(part: DossierPart, language: Language) -> Flowable:
    rows = [
        (gettext("File", language), shortened(part.name, 160)),
        (gettext("Bounding box", language), formats.box(part.box_mm, language)),
        (gettext("Volume", language), f"{formats.number(part.volume_mm3, 2, language)} mm³"),
        (gettext("Surface", language), f"{formats.number(part.surface_mm2, 2, language)} mm²"),
        (gettext("Triangles", language), formats.number(part.triangles, 0, language)),
        (gettext("File unit", language), shortened(part.unit, 40)),
        (gettext("File size", language), formats.size(part.size_bytes, language)),
        ("SHA-256", part.sha256),
    ]
    drawn = picture(part.picture, 84) if part.picture else None
    if drawn is None:
        return facts(rows)
    return beside(drawn, facts(rows, BODY_MM - 84 - 4, 26), 84)


def _enclosed(dossier: Dossier) -> list[Flowable]:
    """What is shown beside the parts, so that nobody makes it."""
    if not dossier.enclosed:
        return []
    language = dossier.language
    words = {
        FileRole.REFERENCE.value: gettext("Reference, not to be made", language),
        FileRole.PAPER.value: gettext("Paper", language),
    }
    rows = [
        (
            words[file.role],
            f"{shortened(file.name, 160)} ({formats.size(file.size_bytes, language)})",
        )
        for file in dossier.enclosed
    ]
    return [*heading(gettext("References and papers", language)), facts(rows)]


def _quote(dossier: Dossier) -> list[Flowable]:
    lines = tuple((price_line(line.name, dossier.language), line.amount) for line in dossier.quote)
    table = drawn_once(sums, lines, dossier.total, dossier.currency, dossier.language)
    return [KeepTogether([*heading(gettext("Calculated quote", dossier.language)), table])]


def _end(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    rows: list[tuple[str, str]] = []
    if dossier.lead_time_days is not None:
        days = formats.day_count(dossier.lead_time_days, language)
        rows.append((gettext("Lead time", language), days))
    if dossier.ship_date is not None:
        rows.append((gettext("Ready to ship", language), formats.day(dossier.ship_date, language)))
    if dossier.delivery_date is not None:
        day = formats.day(dossier.delivery_date, language)
        rows.append((gettext("Arrival at the client", language), day))
    dates = [drawn_once(facts, tuple(rows))] if rows else []
    answer = facts([(gettext("Answer here", language), link(dossier.portal_url))])
    return [KeepTogether([*heading(gettext("Dates", language)), *dates, answer])]

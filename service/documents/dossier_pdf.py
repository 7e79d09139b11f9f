"""Lays a dossier out as a PDF that a shop can work from: who, until when, what, for how much."""

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from service.documents import wording
from service.documents.dossier import Dossier, DossierPart
from service.documents.layout.page import BODY_MM, MM, link, paragraph, picture, shortened
from service.documents.layout.sheet import as_pdf, beside, facts, head, heading, parties, sums


def dossier_pdf(dossier: Dossier) -> bytes:
    """The dossier as PDF (A4); equal dossiers give equal bytes.

    Any text may be of any length. Letters outside Latin, Greek and Cyrillic appear as empty
    boxes; the data of the zip holds them unchanged.
    """
    language = dossier.language
    return as_pdf(
        _story(dossier),
        title=f"{wording.label('request', language)} {dossier.number}",
        subject=dossier.process_title,
        number=dossier.number,
        foot=f"{wording.label('digest', language)}: {dossier.inputs_digest}",
        language=language,
    )


def summary(dossier: Dossier) -> str:
    """What is asked for in one line: 5 × bracket in PA12."""
    material = f" in {shortened(dossier.material, 40)}" if dossier.material else ""
    count = wording.number(dossier.quantity, 0, dossier.language)
    return f"{count} × {shortened(dossier.process_title, 80)}{material}"


def _story(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    issued = f"{wording.label('issued', language)} {wording.moment(dossier.issued_at, language)}"
    until = (
        wording.label("answer_by", language),
        wording.day(dossier.answer_by, language),
        f"{dossier.answer_by:%H:%M %Z}",
    )
    return [
        *head(wording.label("request", language), dossier.number, issued, until),
        paragraph(summary(dossier), "summary"),
        Spacer(0, 4 * MM),
        parties(dossier.client, dossier.contractor, language),
        *_configuration(dossier),
        *_parts(dossier),
        *_quote(dossier),
        *_end(dossier),
    ]


def _configuration(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    rows = [
        (wording.label("project", language), dossier.project_title),
        (wording.label("order", language), dossier.process_title),
        (wording.label("quantity", language), wording.number(dossier.quantity, 0, language)),
        *dossier.configuration,
    ]
    story = [*heading("configuration", language), facts(rows)]
    if dossier.notes.strip():
        story += [Spacer(0, 3 * MM), paragraph(wording.label("notes", language), "small")]
        story += [paragraph(line, "text") for line in dossier.notes.splitlines() if line.strip()]
    return story


def _parts(dossier: Dossier) -> list[Flowable]:
    blocks = [_part(part, dossier) for part in dossier.parts]
    if not blocks:
        return []
    first = KeepTogether([*heading("parts", dossier.language), blocks[0]])
    return [first, *(KeepTogether([Spacer(0, 3 * MM), block]) for block in blocks[1:])]


def _part(part: DossierPart, dossier: Dossier) -> Flowable:
    language = dossier.language
    rows = [
        ("file", shortened(part.name, 160)),
        ("box", wording.box(part.box_mm, language)),
        ("volume", f"{wording.number(part.volume_mm3, 2, language)} mm³"),
        ("surface", f"{wording.number(part.surface_mm2, 2, language)} mm²"),
        ("triangles", wording.number(part.triangles, 0, language)),
        ("unit", shortened(part.unit, 40)),
        ("size", wording.size(part.size_bytes, language)),
    ]
    told = [(wording.label(name, language), value) for name, value in rows]
    told.append(("SHA-256", part.sha256))
    drawn = picture(part.picture, 84) if part.picture else None
    if drawn is None:
        return facts(told)
    return beside(drawn, facts(told, BODY_MM - 84 - 4, 26), 84)


def _quote(dossier: Dossier) -> list[Flowable]:
    lines = ((line.name, line.amount) for line in dossier.quote)
    table = sums(lines, dossier.total, dossier.currency, dossier.language)
    return [KeepTogether([*heading("quote", dossier.language), table])]


def _end(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    rows: list[tuple[str, str | Paragraph]] = []
    if dossier.lead_time_days is not None:
        days = wording.label("day" if dossier.lead_time_days == 1 else "days", language)
        rows.append((wording.label("lead_time", language), f"{dossier.lead_time_days} {days}"))
    for name, date in (("ship_date", dossier.ship_date), ("delivery_date", dossier.delivery_date)):
        if date is not None:
            rows.append((wording.label(name, language), wording.day(date, language)))
    rows.append((wording.label("verification", language), dossier.verification_id))
    rows.append((wording.label("answer_here", language), link(dossier.portal_url)))
    return [KeepTogether([*heading("dates", language), facts(rows)])]

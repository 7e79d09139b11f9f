"""Lays a dossier out as a PDF that a shop can work from: who, until when, what, for how much."""

import io
from collections.abc import Sequence
from typing import Any

from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from service.documents import wording
from service.documents.dossier import Dossier, DossierPart, Party
from service.documents.page import (
    ACCENT,
    BODY_MM,
    FOOT_MM,
    LINE,
    MARGIN_MM,
    MM,
    PAGE,
    PALE,
    NumberedCanvas,
    link,
    load_fonts,
    paragraph,
    picture,
    plain,
    shortened,
)

RULED = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
TIGHT = [("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5)]


def dossier_pdf(dossier: Dossier) -> bytes:
    """The dossier as PDF (A4); equal dossiers give equal bytes.

    Any text may be of any length. Letters outside Latin, Greek and Cyrillic appear as empty
    boxes; the data of the zip holds them unchanged.
    """
    load_fonts()
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=PAGE,
        invariant=1,
        title=plain(f"{wording.label('request', dossier.language)} {dossier.number}"),
        author="Werkbank",
        subject=plain(dossier.process_title),
        lang=dossier.language,
    )
    height = PAGE[1] - (MARGIN_MM + FOOT_MM) * MM
    frame = Frame(MARGIN_MM * MM, FOOT_MM * MM, BODY_MM * MM, height, *[0] * 4)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    document.build(_story(dossier), canvasmaker=_numbered(dossier))
    return out.getvalue()


def summary(dossier: Dossier) -> str:
    """What is asked for in one line: 5 × bracket in PA12."""
    material = f" in {shortened(dossier.material, 40)}" if dossier.material else ""
    count = wording.number(dossier.quantity, 0, dossier.language)
    return f"{count} × {shortened(dossier.process_title, 80)}{material}"


def _numbered(dossier: Dossier) -> Any:
    digest = f"{wording.label('digest', dossier.language)}: {dossier.inputs_digest}"

    def canvas(*arguments: Any, **options: Any) -> NumberedCanvas:
        pages = wording.label("page", dossier.language)
        return NumberedCanvas(dossier.number, digest, pages, *arguments, **options)

    return canvas


def _story(dossier: Dossier) -> list[Flowable]:
    story = [*_head(dossier), *_parties(dossier), *_configuration(dossier)]
    story += _parts(dossier)
    story += _quote(dossier)
    return story + _end(dossier)


def _heading(name: str, dossier: Dossier) -> list[Flowable]:
    return [
        Spacer(0, 5 * MM),
        paragraph(wording.label(name, dossier.language), "heading"),
        HRFlowable(width="100%", thickness=0.8, color=ACCENT, spaceAfter=1.5 * MM),
    ]


def _head(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    issued = f"{wording.label('issued', language)} {wording.moment(dossier.issued_at, language)}"
    title = [
        paragraph(wording.label("request", language), "small"),
        paragraph(dossier.number, "title"),
        paragraph(issued, "small"),
    ]
    deadline = [
        paragraph(wording.label("answer_by", language), "deadline_label"),
        paragraph(wording.day(dossier.answer_by, language), "deadline"),
        paragraph(f"{dossier.answer_by:%H:%M %Z}", "deadline_label"),
    ]
    head = Table([[title, deadline]], colWidths=[BODY_MM * MM - 78 * MM, 78 * MM])
    head.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BACKGROUND", (1, 0), (1, 0), ACCENT),
            ("LEFTPADDING", (0, 0), (0, 0), 0),
            ("LEFTPADDING", (1, 0), (1, 0), 4 * MM),
            ("TOPPADDING", (1, 0), (1, 0), 3 * MM),
            ("BOTTOMPADDING", (1, 0), (1, 0), 4 * MM),
        ]
    )
    what = paragraph(summary(dossier), "summary")
    return [head, Spacer(0, 4 * MM), what, Spacer(0, 4 * MM)]


def _parties(dossier: Dossier) -> list[Flowable]:
    cells = [
        _party("client", dossier.client, dossier),
        _party("contractor", dossier.contractor, dossier),
    ]
    table = Table([cells], colWidths=[BODY_MM * MM / 2] * 2, splitInRow=1)
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return [table]


def _party(name: str, party: Party, dossier: Dossier) -> list[Flowable]:
    lines = [party.name, party.organisation, *(party.address or "").splitlines()]
    told = [paragraph(line, "text") for line in lines if line and line.strip()]
    return [paragraph(wording.label(name, dossier.language), "small"), *told]


def _configuration(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    rows = [
        (wording.label("project", language), dossier.project_title),
        (wording.label("order", language), dossier.process_title),
        (wording.label("quantity", language), wording.number(dossier.quantity, 0, language)),
        *dossier.configuration,
    ]
    story = [*_heading("configuration", dossier), _facts(rows, BODY_MM)]
    if dossier.notes.strip():
        story += [Spacer(0, 3 * MM), paragraph(wording.label("notes", language), "small")]
        story += [paragraph(line, "text") for line in dossier.notes.splitlines() if line.strip()]
    return story


def _facts(
    rows: Sequence[tuple[str, str | Paragraph]], width_mm: float, label_mm: float = 42
) -> Table:
    cells = [
        [paragraph(name, "label"), paragraph(value, "text") if isinstance(value, str) else value]
        for name, value in rows
    ]
    widths = [label_mm * MM, (width_mm - label_mm) * MM]
    table = Table(cells, colWidths=widths, splitInRow=1, hAlign="LEFT")
    table.setStyle([*RULED, *TIGHT, ("LEFTPADDING", (0, 0), (0, -1), 0)])
    return table


def _parts(dossier: Dossier) -> list[Flowable]:
    blocks = [_part(part, dossier) for part in dossier.parts]
    if not blocks:
        return []
    first = KeepTogether([*_heading("parts", dossier), blocks[0]])
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
        return _facts(told, BODY_MM)
    beside = BODY_MM - 84 - 4
    table = Table([[drawn, _facts(told, beside, 26)]], colWidths=[88 * MM, beside * MM])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *[
                (f"{side}PADDING", (0, 0), (-1, -1), 0)
                for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
            ],
        ]
    )
    return table


def _quote(dossier: Dossier) -> list[Flowable]:
    language = dossier.language
    rows: list[list[Paragraph]] = [
        [
            paragraph(wording.label("item", language), "label"),
            paragraph(wording.label("amount", language), "label_right"),
        ]
    ]
    for line in dossier.quote:
        amount = wording.money(line.amount, dossier.currency, language)
        rows.append([paragraph(line.name, "text"), paragraph(amount, "right")])
    total = wording.money(dossier.total, dossier.currency, language)
    rows.append(
        [paragraph(wording.label("total", language), "strong"), paragraph(total, "strong_right")]
    )
    table = Table(rows, colWidths=[(BODY_MM - 45) * MM, 45 * MM], repeatRows=1, splitInRow=1)
    table.setStyle(
        [
            *RULED,
            *TIGHT,
            ("BACKGROUND", (0, -1), (-1, -1), PALE),
            ("LINEABOVE", (0, -1), (-1, -1), 1, ACCENT),
        ]
    )
    return [KeepTogether([*_heading("quote", dossier), table])]


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
    return [KeepTogether([*_heading("dates", dossier), _facts(rows, BODY_MM)])]

"""Lays the history of a process out as a PDF: who did what and when."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Spacer, Table

from service.documents.page import (
    BODY_MM,
    FOOT_MM,
    LINE,
    MARGIN_MM,
    MM,
    PAGE,
    PALE,
    NumberedCanvas,
    load_fonts,
    paragraph,
    plain,
)

COLUMNS_MM = (12, 40, 42, 50, 30)


@dataclass(frozen=True)
class HistoryLine:
    """One entry; `at` is aware UTC."""

    at: datetime
    trigger: str
    source: str | None
    dest: str
    role: str
    name: str


def history_pdf(title: str, process_id: str, lines: Sequence[HistoryLine], digest: str) -> bytes:
    """The history as PDF (A4), oldest first; `digest` is the last hash of its chain."""
    load_fonts()
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=PAGE, invariant=1, title=plain(f"History of {title}"), author="Werkbank"
    )
    height = PAGE[1] - (MARGIN_MM + FOOT_MM) * MM
    frame = Frame(MARGIN_MM * MM, FOOT_MM * MM, BODY_MM * MM, height, *[0] * 4)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    story = [
        paragraph(f"History of {title}", "title"),
        paragraph(f"Process {process_id}", "label"),
        Spacer(1, 6 * MM),
        _table(lines),
    ]

    def canvas(*arguments: Any, **options: Any) -> NumberedCanvas:
        footer = (process_id, f"Last hash: {digest}", "Page {page} of {pages}")
        return NumberedCanvas(*footer, *arguments, **options)

    document.build(story, canvasmaker=canvas)
    return out.getvalue()


def _table(lines: Sequence[HistoryLine]) -> Table:
    head = ("", "When (UTC)", "What", "From, to", "Who")
    rows = [[paragraph(text, "strong") for text in head]]
    for number, line in enumerate(lines, start=1):
        way = f"{line.source} → {line.dest}" if line.source else line.dest
        rows.append(
            [
                paragraph(str(number), "label"),
                paragraph(line.at.strftime("%Y-%m-%d %H:%M:%S"), "text"),
                paragraph(line.trigger.replace("_", " "), "text"),
                paragraph(way.replace("_", " "), "text"),
                paragraph(f"{line.name} ({line.role})", "text"),
            ]
        )
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
    ]
    return Table(rows, colWidths=[width * MM for width in COLUMNS_MM], repeatRows=1, style=style)

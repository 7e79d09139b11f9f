"""Lays the papers of an order out: request for quotation, offer, confirmation, delivery note."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from reportlab.platypus import Flowable, KeepTogether, Spacer

from service.documents import wording
from service.documents.layout.page import MM, paragraph, shortened
from service.documents.layout.sheet import Party, as_pdf, facts, head, heading, parties, sums
from service.documents.wording import Language

Kind = Literal["request_for_quotation", "offer", "order_confirmation", "delivery_note"]


@dataclass(frozen=True)
class Sums:
    """The lines of a price with their total; amounts in one currency (ISO 4217), without tax."""

    lines: tuple[tuple[str, Decimal], ...]
    total: Decimal
    currency: str


@dataclass(frozen=True)
class BusinessPaper:
    """One paper of an order; times are aware UTC, facts are label and text in its language."""

    kind: Kind
    number: str
    issued_at: datetime
    client: Party
    contractor: Party
    title: str
    quantity: int
    #: what must not be overlooked: the name of a label, and the moment
    until: tuple[str, datetime] | None
    #: by the name of a section's label
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    sums: Sums | None
    notes: str
    foot: str
    language: Language


def business_pdf(paper: BusinessPaper) -> bytes:
    """The paper as PDF (A4); equal papers give equal bytes."""
    kind = wording.label(paper.kind, paper.language)
    return as_pdf(
        _story(paper, kind),
        title=f"{kind} {paper.number}",
        subject=paper.title,
        number=paper.number,
        foot=paper.foot,
        language=paper.language,
    )


def _story(paper: BusinessPaper, kind: str) -> list[Flowable]:
    language = paper.language
    issued = f"{wording.label('issued', language)} {wording.moment(paper.issued_at, language)}"
    what = f"{wording.number(paper.quantity, 0, language)} × {shortened(paper.title, 80)}"
    story: list[Flowable] = [
        *head(kind, paper.number, issued, _box(paper)),
        paragraph(what, "summary"),
        Spacer(0, 4 * MM),
        parties(paper.client, paper.contractor, language),
    ]
    for name, rows in paper.sections:
        if rows:
            story += [*heading(name, language), facts(rows)]
    if paper.sums:
        priced = paper.sums
        table = sums(
            ((wording.term(line, language), amount) for line, amount in priced.lines),
            priced.total,
            priced.currency,
            language,
        )
        tax = paragraph(wording.label("without_tax", language), "small")
        story.append(KeepTogether([*heading("price", language), table, Spacer(0, 1 * MM), tax]))
    return story + _notes(paper)


def _box(paper: BusinessPaper) -> tuple[str, ...]:
    if paper.until is None:
        return ()
    name, at = paper.until
    label = wording.label(name, paper.language)
    return label, wording.day(at, paper.language), f"{at:%H:%M %Z}"


def _notes(paper: BusinessPaper) -> list[Flowable]:
    lines = [line for line in paper.notes.splitlines() if line.strip()]
    if not lines:
        return []
    return [*heading("remarks", paper.language), *(paragraph(line, "text") for line in lines)]

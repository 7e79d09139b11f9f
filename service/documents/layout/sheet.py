"""The parts that printed documents are put together from: heads, parties, facts, sums."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from service.documents.layout.drawn_once import drawn_once
from service.documents.layout.page import (
    ACCENT,
    BODY_MM,
    FOOT_MM,
    LINE,
    MARGIN_MM,
    MM,
    PAGE,
    PALE,
    NumberedCanvas,
    paragraph,
)
from service.documents.layout.scripts import plain
from service.translations import Language, formats, gettext

RULED = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
TIGHT = [("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5)]
SIDES = ("LEFT", "RIGHT", "TOP", "BOTTOM")
#: How thick the rule below a heading is, and what is between them, in points.
_RULE, _ABOVE_RULE = 0.8, 1.0
#: The width of the coloured box in the head.
BOX_MM = 78


@dataclass(frozen=True)
class Party:
    """One side of the order as it stands in the head of the document."""

    name: str
    organisation: str | None = None
    address: str | None = None  #: several lines are kept as lines
    email: str | None = None  #: where papers of a contract say that it is reached
    vat_id: str | None = None


def as_pdf(
    story: list[Flowable],
    *,
    title: str,
    subject: str,
    number: str,
    foot: str,
    language: Language,
    notice: str = "",
) -> bytes:
    """The document as PDF (A4); `number`, `foot` and, above all, a `notice` stand on each page.

    Equal input gives equal bytes.
    """
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=PAGE,
        invariant=1,
        title=plain(title),
        author="Werkbank",
        subject=plain(subject),
        lang=language,
    )
    height = PAGE[1] - (MARGIN_MM + FOOT_MM) * MM
    frame = Frame(MARGIN_MM * MM, FOOT_MM * MM, BODY_MM * MM, height, *[0] * 4)
    document.addPageTemplates(PageTemplate(frames=[frame]))

    def canvas(*arguments: Any, **options: Any) -> NumberedCanvas:
        pages = gettext("Page {page} of {pages}", language)
        return NumberedCanvas(number, foot, pages, notice, *arguments, **options)

    document.build(story, canvasmaker=canvas)
    return out.getvalue()


def head(kind: str, number: str, below: str, box: Sequence[str] = ()) -> list[Flowable]:
    """What the document is and which number it has; `box` is what must not be overlooked: a
    label, the thing itself, and what belongs to it.
    """
    title = [paragraph(kind, "small"), paragraph(number, "title"), paragraph(below, "small")]
    if not box:
        return [*title, Spacer(0, 4 * MM)]
    styles = ("deadline_label", "deadline", "deadline_label")
    boxed = [paragraph(text, style) for text, style in zip(box, styles, strict=False)]
    table = Table([[title, boxed]], colWidths=[(BODY_MM - BOX_MM) * MM, BOX_MM * MM])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BACKGROUND", (1, 0), (1, 0), ACCENT),
            ("LEFTPADDING", (0, 0), (0, 0), 0),
            ("LEFTPADDING", (1, 0), (1, 0), 4 * MM),
            ("TOPPADDING", (1, 0), (1, 0), 3 * MM),
            ("BOTTOMPADDING", (1, 0), (1, 0), 4 * MM),
        ]
    )
    return [table, Spacer(0, 4 * MM)]


def parties(client: Party, contractor: Party, language: Language) -> Table:
    """Both sides beside each other."""
    cells = [
        _party(gettext("Client", language), client, language),
        _party(gettext("Contractor", language), contractor, language),
    ]
    table = Table([cells], colWidths=[BODY_MM * MM / 2] * 2, splitInRow=1)
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return table


def _party(label: str, party: Party, language: Language) -> list[Flowable]:
    lines = [party.name, party.organisation, *(party.address or "").splitlines(), party.email]
    lines += [gettext("VAT ID {number}", language, number=party.vat_id)] if party.vat_id else []
    shown = [line for line in dict.fromkeys(lines) if line and line.strip()]
    return [paragraph(label, "small"), *(paragraph(line, "text") for line in shown or ["–"])]


def heading(text: str) -> list[Flowable]:
    """The heading of a section."""
    return [drawn_once(_Heading, text)]


class _Heading(Flowable):  # type: ignore[misc]
    """A line of words with a rule below it."""

    spaceBefore, spaceAfter = 5 * MM, 1.5 * MM  # noqa: N815

    def __init__(self, text: str) -> None:
        super().__init__()
        self._words = paragraph(text, "heading")

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """What it takes of that room: all of its width."""
        _, high = self._words.wrapOn(self.canv, room, height)
        self.width, self.height = room, high + _RULE + _ABOVE_RULE
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the origin."""
        self._words.drawOn(self.canv, 0, _RULE + _ABOVE_RULE)
        self.canv.setStrokeColor(ACCENT)
        self.canv.setLineWidth(_RULE)
        self.canv.line(0, _RULE / 2, self.width, _RULE / 2)


def facts(
    rows: Iterable[tuple[str, str | Paragraph]], width_mm: float = BODY_MM, label_mm: float = 42
) -> Table:
    """Labels with what they stand for, below each other."""
    cells = [
        [paragraph(name, "label"), paragraph(value, "text") if isinstance(value, str) else value]
        for name, value in rows
    ]
    widths = [label_mm * MM, (width_mm - label_mm) * MM]
    table = Table(cells, colWidths=widths, splitInRow=1, hAlign="LEFT")
    table.setStyle([*RULED, *TIGHT, ("LEFTPADDING", (0, 0), (0, -1), 0)])
    return table


def beside(drawn: Flowable | list[Flowable], rows: Flowable, drawn_mm: float) -> Table:
    """A picture or several below each other, and what there is to say of it to its right."""
    widths = [(drawn_mm + 4) * MM, (BODY_MM - drawn_mm - 4) * MM]
    table = Table([[drawn, rows]], colWidths=widths)
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in SIDES]
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *padding])
    return table


def letterhead(party: Party, language: Language) -> list[Flowable]:
    """Who issues the document, above everything else."""
    stated = gettext("VAT ID {number}", language, number=party.vat_id) if party.vat_id else None
    where = " · ".join(filter(None, [*(party.address or "").splitlines(), party.email, stated]))
    ruled = HRFlowable(width="100%", thickness=0.8, color=ACCENT, spaceBefore=1 * MM)
    lines = [paragraph(party.name, "heading"), *([paragraph(where, "small")] if where else [])]
    return [*lines, ruled, Spacer(0, 5 * MM)]


def sums(
    lines: Iterable[tuple[str, Decimal]],
    total: Decimal,
    currency: str,
    language: Language,
    taxes: Sequence[tuple[str, Decimal]] = (),
) -> Table:
    """Lines with their amounts, and the total below; of `taxes` each below that, and the gross."""
    rows: list[list[Paragraph]] = [
        [
            paragraph(gettext("Item", language), "label"),
            paragraph(gettext("Amount", language), "label_right"),
        ]
    ]
    for name, amount in lines:
        shown = formats.money(amount, currency, language)
        rows.append([paragraph(name, "text"), paragraph(shown, "right")])
    net = gettext("Net total", language) if taxes else gettext("Total", language)
    rows.append(_sum(net, total, currency, language))
    for name, amount in taxes:
        shown = formats.money(amount, currency, language)
        rows.append([paragraph(name, "text"), paragraph(shown, "right")])
    if taxes:
        gross = reduce(add, (amount for _, amount in taxes), total)
        rows.append(_sum(gettext("Gross total", language), gross, currency, language))
    table = Table(rows, colWidths=[(BODY_MM - 45) * MM, 45 * MM], repeatRows=1, splitInRow=1)
    table.setStyle(
        [
            *RULED,
            *TIGHT,
            ("BACKGROUND", (0, -1), (-1, -1), PALE),
            ("LINEABOVE", (0, -1), (-1, -1), 1, ACCENT),
        ]
    )
    return table


def _sum(name: str, amount: Decimal, currency: str, language: Language) -> list[Paragraph]:
    shown = formats.money(amount, currency, language)
    return [paragraph(name, "strong"), paragraph(shown, "strong_right")]


def columns(
    titles: Sequence[str], rows: Iterable[Sequence[str]], widths_mm: Sequence[float]
) -> Table:
    """A table with a line of titles, which is repeated on every page."""
    cells = [[paragraph(text, "strong") for text in titles]]
    cells += [[paragraph(text, "text") for text in row] for row in rows]
    style = [*RULED, ("BACKGROUND", (0, 0), (-1, 0), PALE)]
    widths = [width * MM for width in widths_mm]
    return Table(cells, colWidths=widths, repeatRows=1, style=style)

"""Lays the papers of an order out: request for quotation, offer, confirmation, delivery note."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from decimal import Decimal
from typing import Literal

from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from service.documents.layout.page import MM, paragraph, shortened
from service.documents.layout.sheet import (
    Party,
    as_pdf,
    facts,
    head,
    heading,
    letterhead,
    parties,
    sums,
)
from service.documents.price_lines import price_line
from service.translations import Language, formats, gettext, gettext_noop

Kind = Literal["request_for_quotation", "offer", "order_confirmation", "delivery_note"]
#: What stands before the digest in the foot of each page.
DIGEST = gettext_noop("Digest of the inputs")
#: Characters of a title, which is at most as long.
LONGEST_TITLE = 200
#: Lines of a price that go on the next page rather than being parted.
KEPT_TOGETHER = 20
#: The last second of a day, in UTC, until which something lasts that a day was stated for.
DAY_END = time(23, 59, 59)
#: What stands above each page of an order of the sandbox.
SANDBOX = gettext_noop("Sandbox: to try out. Nothing of this is to be made, shipped or paid.")
TITLES: dict[Kind, str] = {
    "request_for_quotation": gettext_noop("Request for quotation"),
    "offer": gettext_noop("Offer"),
    "order_confirmation": gettext_noop("Order confirmation"),
    "delivery_note": gettext_noop("Delivery note"),
}


@dataclass(frozen=True)
class Sums:
    """The lines of a price with their total; amounts in one currency (ISO 4217), without tax.

    `tax_rate` is a share: 0.19 is 19 %; `tax` is what comes on top of the total.
    """

    lines: tuple[tuple[str, Decimal], ...]
    total: Decimal
    currency: str
    tax_rate: Decimal
    tax: Decimal


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
    #: what must not be overlooked: a label, and the moment
    until: tuple[str, datetime] | None
    #: by their headings
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    sums: Sums | None
    notes: str
    #: what holds beside it, by the headings
    terms: tuple[tuple[str, str], ...]
    foot: str
    language: Language
    sandbox: bool = False
    #: in which its reader is told times
    zone: tzinfo = UTC


def business_pdf(paper: BusinessPaper) -> bytes:
    """The paper as PDF (A4); equal papers give equal bytes."""
    kind = gettext(TITLES[paper.kind], paper.language)
    return as_pdf(
        _story(paper, kind),
        title=f"{kind} {paper.number}",
        subject=paper.title,
        number=paper.number,
        foot=paper.foot,
        language=paper.language,
        notice=gettext(SANDBOX, paper.language) if paper.sandbox else "",
    )


def _story(paper: BusinessPaper, kind: str) -> list[Flowable]:
    language = paper.language
    moment = formats.moment(paper.issued_at, language, paper.zone)
    issued = gettext("Issued {moment}", language, moment=moment)
    what = (
        f"{formats.number(paper.quantity, 0, language)} × {shortened(paper.title, LONGEST_TITLE)}"
    )
    issuer = [] if paper.kind == "request_for_quotation" else letterhead(paper.contractor, language)
    story: list[Flowable] = [
        *issuer,
        *head(kind, paper.number, issued, _box(paper)),
        paragraph(what, "summary"),
        Spacer(0, 4 * MM),
        parties(paper.client, paper.contractor, language),
    ]
    for title, rows in paper.sections:
        if rows:
            story += [*heading(title), facts(rows)]
    if paper.sums:
        price = [*heading(gettext("Price", language)), _price(paper.sums, language)]
        is_short = len(paper.sums.lines) <= KEPT_TOGETHER
        story += [KeepTogether(price)] if is_short else price
    story += _written(gettext("Remarks", language), paper.notes, "prose")
    for title, text in paper.terms:
        story += _written(title, text, "small_prose")
    return story


def _price(price: Sums, language: Language) -> Table:
    percent = formats.short_number(price.tax_rate * 100, language)
    tax = gettext("Value added tax, {percent} %", language, percent=percent)
    return sums(
        ((price_line(line, language), amount) for line, amount in price.lines),
        price.total,
        price.currency,
        language,
        ((tax, price.tax),),
    )


def _box(paper: BusinessPaper) -> tuple[str, ...]:
    if paper.until is None:
        return ()
    label, at = paper.until
    # Who states a day means it: elsewhere its last second would lie in another one.
    zone = UTC if at.astimezone(UTC).time() == DAY_END else paper.zone
    day = formats.day(at.astimezone(zone), paper.language)
    return label, day, formats.clock_time(at, paper.language, zone)


def _written(title: str, text: str, style: str) -> list[Flowable]:
    """What somebody has written, line by line; nothing without a line."""
    lines = [paragraph(line, style) for line in text.splitlines() if line.strip()]
    return [KeepTogether([*heading(title), lines[0]]), *lines[1:]] if lines else []

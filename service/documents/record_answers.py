"""What contractors answer in the document of a verification: their quotes and their refusals."""

from datetime import date
from decimal import Decimal

from reportlab.platypus import Flowable, KeepTogether, Spacer

from service.documents import reasons
from service.documents.layout import sheet
from service.documents.layout.page import BODY_MM, MM, paragraph, shortened
from service.documents.price_lines import price_line
from service.documents.record import RecordDocument
from service.manufacturing.quoting.check_json import RefusalJson
from service.manufacturing.quoting.quote_json import MoneyJson, QuoteViewJson
from service.manufacturing.quoting.record import count_of_suitable
from service.translations import Language, formats, gettext, gettext_noop

#: Quotes that are shown line by line; others, and refusals, in one row each, up to so many.
IN_FULL, IN_ROWS = 3, 60
QUOTE_COLUMNS = (
    gettext_noop("Contractor"),
    gettext_noop("Technology"),
    gettext_noop("Lead time"),
    gettext_noop("Delivery"),
    gettext_noop("Without tax"),
)
REFUSAL_COLUMNS = (
    gettext_noop("Contractor"),
    gettext_noop("What stands in the way"),
    gettext_noop("What would help"),
)


def quote_section(document: RecordDocument) -> list[Flowable]:
    """The quotes in rows, the first ones line by line."""
    language = document.language
    quotes = document.content["quotes"]
    count, shown = count_of_suitable(document.content), min(len(quotes), IN_ROWS)
    if not quotes:
        return []
    head = [gettext(column, language) for column in QUOTE_COLUMNS]
    rows = [
        [
            shortened(f"{quote['name']} ({quote['country']})", 60),
            shortened(f"{quote['process']}, {quote['machine']}", 60),
            formats.day_count(quote["lead_time_days"], language),
            formats.short_day(date.fromisoformat(quote["delivery_date"]), language),
            _money(quote["total"], language),
        ]
        for quote in quotes[:IN_ROWS]
    ]
    table = sheet.columns(head, rows, (46, 44, 31, 26, BODY_MM - 147))
    story = [*sheet.heading(gettext("Quotes", language)), table, *_more(count, shown, language)]
    for quote in quotes[:IN_FULL]:
        story.append(KeepTogether(_quote(quote, language)))
    return story


def _quote(quote: QuoteViewJson, language: Language) -> list[Flowable]:
    total = quote["total"]
    lines = [
        (price_line(line["name"], language), Decimal(line["amount"])) for line in quote["lines"]
    ]
    warning = gettext("warning", language)
    warnings = [
        paragraph(
            f"{warning}: {shortened(reasons.reason(check, language), 400)}",
            "small",
        )
        for check in quote["warnings"]
    ]
    name = f"{quote['name']}: {quote['machine']}, {quote['material_id']}"
    table = sheet.sums(lines, Decimal(total["amount"]), total["currency"], language)
    return [Spacer(0, 4 * MM), paragraph(shortened(name, 120), "strong"), table, *warnings]


def _money(amount: MoneyJson, language: Language) -> str:
    return formats.money(Decimal(amount["amount"]), amount["currency"], language)


def _more(count: int, shown: int, language: Language) -> list[Flowable]:
    """How many there are beyond those that are shown."""
    if count <= shown:
        return []
    return [
        paragraph(
            gettext(
                "and {number} more", language, number=formats.number(count - shown, 0, language)
            ),
            "small",
        )
    ]


def refusal_section(document: RecordDocument) -> list[Flowable]:
    """The contractors that cannot make it, why, and what would help."""
    language = document.language
    refusals = document.content["unsuitable"]
    if not refusals:
        return []
    asked = document.content.get("contractors", {}).get("asked", 0)
    count = max(asked - count_of_suitable(document.content), len(refusals))
    shown = min(len(refusals), IN_ROWS)
    checks = document.content["checks"]
    general = {check["reason"] for check in checks if check["verdict"] == "fail"}
    head = [gettext(column, language) for column in REFUSAL_COLUMNS]
    rows = [
        [
            shortened(refusal["name"], 60),
            shortened(_obstacles(refusal, general, language), 500),
            shortened("; ".join(_help(refusal, language)) or "–", 300),
        ]
        for refusal in refusals[:IN_ROWS]
    ]
    table = sheet.columns(head, rows, (44, 72, BODY_MM - 116))
    return [
        *sheet.heading(gettext("Who cannot make it", language)),
        table,
        *_more(count, shown, language),
    ]


def _obstacles(refusal: RefusalJson, general: set[str], language: Language) -> str:
    """What speaks against this contractor alone."""
    obstacles = [
        reasons.reason(constraint, language)
        for constraint in refusal["constraints"]
        if constraint["reason"] not in general
    ]
    return "; ".join(obstacles) or gettext("see the checks of the parts", language)


def _help(refusal: RefusalJson, language: Language) -> list[str]:
    constraints = refusal["constraints"]
    return [reasons.change(each, constraints, language) for each in refusal.get("changes", ())]

"""Lays a verification out as a PDF for people: what was asked, found, quoted and refused."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from reportlab.platypus import Flowable, KeepTogether, Spacer

from service.documents import reasons
from service.documents.layout import sheet
from service.documents.layout.page import BODY_MM, MM, paragraph, picture, shortened
from service.documents.price_lines import price_line
from service.documents.record import RecordDocument, RecordPart
from service.manufacturing.geometry.record_json import MeasuresJson
from service.manufacturing.geometry.shape.marking import Held
from service.manufacturing.geometry.shape.overhangs import USUAL_ANGLE_DEG
from service.manufacturing.quoting.record import count_of_suitable
from service.manufacturing.quoting.record_json import MoneyJson, QuoteViewJson, RefusalJson
from service.translations import Language, formats, gettext, gettext_noop

#: Quotes that are shown line by line; others, and refusals, in one row each, up to so many.
IN_FULL, IN_ROWS = 3, 60
PICTURE_MM = 84
MeasureField = Literal["box_mm", "volume_mm3", "surface_mm2", "triangles", "bodies", "open_edges"]
#: What files are measured by: label, field of the geometry, unit, decimal places.
MEASURES: tuple[tuple[str, MeasureField, str, int], ...] = (
    (gettext_noop("Bounding box"), "box_mm", " mm", 2),
    (gettext_noop("Volume"), "volume_mm3", " mm³", 2),
    (gettext_noop("Surface"), "surface_mm2", " mm²", 2),
    (gettext_noop("Triangles"), "triangles", "", 0),
    (gettext_noop("Bodies"), "bodies", "", 0),
    (gettext_noop("Open edges"), "open_edges", "", 0),
)
VERDICTS = {
    "pass": gettext_noop("passed"),
    "warn": gettext_noop("warning"),
    "fail": gettext_noop("failed"),
}
CHECK_COLUMNS = (
    gettext_noop("Check"),
    gettext_noop("Value"),
    gettext_noop("Limit"),
    gettext_noop("Verdict"),
    gettext_noop("Reason"),
)
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
OPEN_COLUMNS = (gettext_noop("Not stated"), gettext_noop("Matters for"), gettext_noop("After"))


def record_pdf(document: RecordDocument) -> bytes:
    """The verification as PDF (A4); equal documents give equal bytes."""
    language, content = document.language, document.content
    name = gettext("Verification", language)
    story = [*_head(document), *_configuration(document), *_parts(document)]
    story += [*_checks(document), *_quotes(document), *_refusals(document)]
    story += [*_completeness(document), *_proof(document)]
    return sheet.as_pdf(
        story,
        title=f"{name}: {document.title}",
        subject=document.title,
        number=f"{name} {content['attempt']}: {content['id']}",
        foot=f"SHA-256 {document.digest}",
        language=language,
    )


def _head(document: RecordDocument) -> list[Flowable]:
    language, content = document.language, document.content
    passed = content["verdict"] == "pass"
    count = formats.number(count_of_suitable(content), 0, language)
    finished = formats.moment(document.finished_at, language)
    box = (
        gettext("Verdict", language),
        gettext(VERDICTS["pass" if passed else "fail"], language),
        gettext("Suitable contractors: {count}", language).format(count=count),
    )
    kind = f"{gettext('Verification', language)} {content['attempt']}"
    below = f"{shortened(document.project_title, 80)} · {finished}"
    story = sheet.head(kind, shortened(document.title, 80), below, box)
    if document.stale_because:
        story += [
            paragraph(
                gettext("No longer up to date. What has changed since:", language),
                "strong",
            )
        ]
        story += [paragraph(f"– {reason}", "text") for reason in document.stale_because]
    return story


def _configuration(document: RecordDocument) -> list[Flowable]:
    language = document.language
    quantity = formats.number(document.content["inputs"]["quantity"], 0, language)
    rows = [(gettext("Quantity", language), quantity), *document.configuration]
    return [*sheet.heading(gettext("Configuration", language)), sheet.facts(rows, BODY_MM)]


def _parts(document: RecordDocument) -> list[Flowable]:
    language = document.language
    story: list[Flowable] = []
    for i, part in enumerate(document.parts):
        above = sheet.heading(gettext("Parts", language)) if i == 0 else [Spacer(0, 3 * MM)]
        story.append(KeepTogether([*above, *_part(part, language)]))
    return story


def _part(part: RecordPart, language: Language) -> list[Flowable]:
    geometry = part.geometry
    rows = [(gettext("File", language), shortened(geometry["name"], 160))]
    if "error" in geometry:
        why = reasons.error(geometry["error"], language)
        rows.append((gettext("failed", language), shortened(why, 600)))
    else:
        rows += [
            (gettext(label, language), _measure(geometry[field], unit, places, language))
            for label, field, unit, places in MEASURES
        ]
        rows += _union(geometry, language) + _walls(geometry, language)
    rows.append((gettext("File unit", language), geometry["unit"] or "–"))
    rows.append(("SHA-256", geometry["sha256"]))
    drawn = picture(part.picture, PICTURE_MM) if part.picture else None
    faulty = part.marked is not None and part.marked != part.picture
    marked = picture(part.marked or b"", PICTURE_MM) if faulty else None
    if drawn is None:
        return [sheet.facts(rows, BODY_MM)]
    pictures: list[Flowable] = [drawn]
    if marked is not None:
        pictures += [marked, paragraph(_marked(part.held, language), "small")]
    measures = sheet.facts(rows, BODY_MM - PICTURE_MM - 4, 28)
    return [sheet.beside(pictures, measures, PICTURE_MM)]


def _marked(held: Held, language: Language) -> str:
    """What the red lines of a picture mean."""
    marks = [gettext("In red: open edges", language)]
    if held.wall_mm is not None:
        wall = f"{formats.number(held.wall_mm, 2, language)} mm"
        marks.append(gettext("walls thinner than {limit}", language).format(limit=wall))
    if held.up:
        text = gettext("overhangs of more than {angle}° with {axis} up", language)
        marks.append(text.format(angle=f"{USUAL_ANGLE_DEG:g}", axis=held.up))
    return f"{', '.join(marks)}."


def _measure(value: Any, unit: str, places: int, language: Language) -> str:
    if isinstance(value, list):
        x, y, z = value
        return formats.box((x, y, z), language)
    return f"{formats.number(value, places, language)}{unit}"


def _union(geometry: MeasuresJson, language: Language) -> list[tuple[str, str]]:
    """How many shells were made one solid, and what they enclosed before."""
    union = geometry.get("union") or {"united": 0}
    if not union["united"]:
        return []
    counts = {name: formats.number(union[name], 0, language) for name in ("united", "shells")}
    summed = formats.number(union["summed_volume_mm3"], 2, language)
    text = gettext("{united} of {shells}; {volume} mm³ if counted separately", language).format(
        **counts, volume=summed
    )
    return [(gettext("United shells", language), text)]


def _walls(geometry: MeasuresJson, language: Language) -> list[tuple[str, str]]:
    """The thinnest wall and the smallest feature, where they were found."""
    walls = geometry.get("shape", {}).get("walls") or {}
    named = (
        (gettext("Thinnest wall", language), "minimum_mm"),
        (gettext("Smallest feature", language), "smallest_feature_mm"),
    )
    return [
        (label, f"{formats.number(walls[field], 2, language)} mm")
        for label, field in named
        if walls.get(field) is not None
    ]


def _checks(document: RecordDocument) -> list[Flowable]:
    language = document.language
    head = [gettext(column, language) for column in CHECK_COLUMNS]
    rows = [
        [
            reasons.check_name(check["check"], language),
            _value(check["value"], check["unit"], language),
            _value(check["limit"], check["unit"], language),
            gettext(VERDICTS[check["verdict"]], language),
            shortened(reasons.reason(check, language), 400),
        ]
        for check in document.content["checks"]
    ]
    if not rows:
        return []
    table = sheet.columns(head, rows, (34, 24, 22, 26, BODY_MM - 106))
    return [*sheet.heading(gettext("Checks of the parts", language)), table]


def _value(value: Any, unit: str, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        value = formats.number(value, 0 if value == int(value) else 2, language)
    return f"{shortened(str(value), 40)} {unit}".strip()


def _quotes(document: RecordDocument) -> list[Flowable]:
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
    warnings = [
        paragraph(
            f"{gettext(VERDICTS['warn'], language)}: "
            f"{shortened(reasons.reason(check, language), 400)}",
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
    more = gettext("and {number} more", language)
    return [paragraph(more.format(number=formats.number(count - shown, 0, language)), "small")]


def _refusals(document: RecordDocument) -> list[Flowable]:
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


def _completeness(document: RecordDocument) -> list[Flowable]:
    """What the inputs leave open; what they state stands in the configuration."""
    language = document.language
    rows = document.content.get("completeness", [])
    left = [row for row in rows if not row["given"]]
    if not left:
        return []
    head = [gettext(column, language) for column in OPEN_COLUMNS]
    cells = [
        [gettext(row["subject"], language), gettext(row["matters_for"], language), row["source"]]
        for row in left
    ]
    table = sheet.columns(head, cells, (60, 72, BODY_MM - 132))
    return [KeepTogether([*sheet.heading(gettext("What the order leaves open", language)), table])]


def _proof(document: RecordDocument) -> list[Flowable]:
    language, content = document.language, document.content
    rows = [
        (gettext("Verification", language), content["id"]),
        (gettext("Digest of the record", language), document.digest),
        (gettext("Digest of the inputs", language), content["inputs_digest"]),
        (
            gettext("Calculation / rules / analysis", language),
            f"{content['engine_version']} / {content['rules_version']} / "
            f"{content['inputs']['analysis_version']}",
        ),
    ]
    heading = sheet.heading(gettext("Proof", language))
    how = gettext(
        "The digest is the SHA-256 of the record, which the service returns as .json.", language
    )
    return [KeepTogether([*heading, sheet.facts(rows, BODY_MM, 46), paragraph(how, "small")])]

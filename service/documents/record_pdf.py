"""Lays a verification out as a PDF for people: what was asked, found, quoted and refused."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportlab.platypus import Flowable, KeepTogether, Spacer

from service.documents import reasons, wording
from service.documents.layout import sheet
from service.documents.layout.page import BODY_MM, MM, paragraph, picture, shortened
from service.documents.record import RecordDocument, RecordPart
from service.documents.wording import Language
from service.manufacturing.geometry.shape.marking import Held
from service.manufacturing.geometry.shape.overhangs import USUAL_ANGLE_DEG
from service.manufacturing.quoting.record import count_of_suitable

#: Quotes that are shown line by line; others, and refusals, in one row each, up to so many.
IN_FULL, IN_ROWS = 3, 60
PICTURE_MM = 84
#: What files are measured by: field of the geometry, unit, decimal places.
MEASURES = (
    ("box", "box_mm", " mm", 2),
    ("volume", "volume_mm3", " mm³", 2),
    ("surface", "surface_mm2", " mm²", 2),
    ("triangles", "triangles", "", 0),
    ("bodies", "bodies", "", 0),
    ("open_edges", "open_edges", "", 0),
)


def record_pdf(document: RecordDocument) -> bytes:
    """The verification as PDF (A4); equal documents give equal bytes."""
    language, content = document.language, document.content
    name = wording.label("verification", language)
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
    count = wording.number(count_of_suitable(content), 0, language)
    finished = wording.moment(document.finished_at, language)
    box = (
        wording.label("verdict", language),
        wording.label("pass" if passed else "fail", language),
        f"{wording.label('suitable', language)}: {count}",
    )
    kind = f"{wording.label('verification', language)} {content['attempt']}"
    below = f"{shortened(document.project_title, 80)} · {finished}"
    story = sheet.head(kind, shortened(document.title, 80), below, box)
    if document.stale_because:
        story += [paragraph(wording.label("stale", language), "strong")]
        story += [paragraph(f"– {reason}", "text") for reason in document.stale_because]
    return story


def _configuration(document: RecordDocument) -> list[Flowable]:
    language = document.language
    quantity = wording.number(document.content["inputs"]["quantity"], 0, language)
    rows = [(wording.label("quantity", language), quantity), *document.configuration]
    return [*sheet.heading("configuration", language), sheet.facts(rows, BODY_MM)]


def _parts(document: RecordDocument) -> list[Flowable]:
    language = document.language
    story: list[Flowable] = []
    for i, part in enumerate(document.parts):
        above = sheet.heading("parts", language) if i == 0 else [Spacer(0, 3 * MM)]
        story.append(KeepTogether([*above, *_part(part, language)]))
    return story


def _part(part: RecordPart, language: Language) -> list[Flowable]:
    geometry = part.geometry
    rows = [(wording.label("file", language), shortened(geometry["name"], 160))]
    if "error" in geometry:
        why = reasons.error(geometry["error"], language)
        rows.append((wording.label("fail", language), shortened(why, 600)))
    else:
        rows += [
            (wording.label(name, language), _measure(geometry[field], unit, places, language))
            for name, field, unit, places in MEASURES
        ]
        rows += _union(geometry, language) + _walls(geometry, language)
    rows.append((wording.label("unit", language), geometry["unit"] or "–"))
    rows.append(("SHA-256", geometry["sha256"]))
    drawn = picture(part.picture, PICTURE_MM) if part.picture else None
    faulty = part.marked is not None and part.marked != part.picture
    marked = picture(part.marked or b"", PICTURE_MM) if faulty else None
    if drawn is None:
        return [sheet.facts(rows, BODY_MM)]
    pictures: list[Flowable] = [drawn]
    if marked is not None:
        pictures += [marked, paragraph(_marked(part.held, language), "small")]
    told = sheet.facts(rows, BODY_MM - PICTURE_MM - 4, 28)
    return [sheet.beside(pictures, told, PICTURE_MM)]


def _marked(held: Held, language: Language) -> str:
    """What the red lines of a picture mean."""
    told = [wording.label("marked", language)]
    if held.wall_mm is not None:
        wall = f"{wording.number(held.wall_mm, 2, language)} mm"
        told.append(wording.label("marked_wall", language).format(wall))
    if held.up:
        text = wording.label("marked_up", language)
        told.append(text.format(f"{USUAL_ANGLE_DEG:g}", held.up))
    return f"{', '.join(told)}."


def _measure(value: Any, unit: str, places: int, language: Language) -> str:
    if isinstance(value, list):
        x, y, z = value
        return wording.box((x, y, z), language)
    return f"{wording.number(value, places, language)}{unit}"


def _union(geometry: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """How many shells were made one solid, and what they enclosed before."""
    union = geometry.get("union") or {"united": 0}
    if not union["united"]:
        return []
    counts = (wording.number(union[name], 0, language) for name in ("united", "shells"))
    summed = wording.number(union["summed_volume_mm3"], 2, language)
    text = wording.label("united_from", language).format(*counts, summed)
    return [(wording.label("united", language), text)]


def _walls(geometry: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """The thinnest wall and the smallest feature, where they were found."""
    walls = geometry.get("shape", {}).get("walls") or {}
    named = (("wall", "minimum_mm"), ("feature", "smallest_feature_mm"))
    return [
        (wording.label(name, language), f"{wording.number(walls[field], 2, language)} mm")
        for name, field in named
        if walls.get(field) is not None
    ]


def _checks(document: RecordDocument) -> list[Flowable]:
    language = document.language
    head = [wording.label(name, language) for name in ("check", "value", "limit", "verdict", "why")]
    rows = [
        [
            wording.check(check["check"], language),
            _value(check["value"], check["unit"], language),
            _value(check["limit"], check["unit"], language),
            wording.label(check["verdict"], language),
            shortened(reasons.reason(check, language), 400),
        ]
        for check in document.content["checks"]
    ]
    if not rows:
        return []
    table = sheet.columns(head, rows, (34, 24, 22, 26, BODY_MM - 106))
    return [*sheet.heading("checks", language), table]


def _value(value: Any, unit: str, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        value = wording.number(value, 0 if value == int(value) else 2, language)
    return f"{shortened(str(value), 40)} {unit}".strip()


def _quotes(document: RecordDocument) -> list[Flowable]:
    language = document.language
    quotes = document.content["quotes"]
    count, shown = count_of_suitable(document.content), min(len(quotes), IN_ROWS)
    if not quotes:
        return []
    head = [
        wording.label(name, language)
        for name in ("contractor", "technology", "lead_time", "delivery", "total_without_tax")
    ]
    rows = [
        [
            shortened(f"{quote['name']} ({quote['country']})", 60),
            shortened(f"{quote['process']}, {quote['machine']}", 60),
            wording.day_count(quote["lead_time_days"], language),
            wording.short_day(quote["delivery_date"], language),
            _money(quote["total"], language),
        ]
        for quote in quotes[:IN_ROWS]
    ]
    table = sheet.columns(head, rows, (46, 44, 31, 26, BODY_MM - 147))
    story = [*sheet.heading("quotes", language), table, *_more(count, shown, language)]
    for quote in quotes[:IN_FULL]:
        story.append(KeepTogether(_quote(quote, language)))
    return story


def _quote(quote: Mapping[str, Any], language: Language) -> list[Flowable]:
    total = quote["total"]
    lines = [
        (wording.term(line["name"], language), Decimal(line["amount"])) for line in quote["lines"]
    ]
    warnings = [
        paragraph(
            f"{wording.label('warn', language)}: {shortened(reasons.reason(check, language), 400)}",
            "small",
        )
        for check in quote["warnings"]
    ]
    name = f"{quote['name']}: {quote['machine']}, {quote['material_id']}"
    table = sheet.sums(lines, Decimal(total["amount"]), total["currency"], language)
    return [Spacer(0, 4 * MM), paragraph(shortened(name, 120), "strong"), table, *warnings]


def _money(amount: Mapping[str, str], language: Language) -> str:
    return wording.money(Decimal(amount["amount"]), amount["currency"], language)


def _more(count: int, shown: int, language: Language) -> list[Flowable]:
    """How many there are beyond those that are shown."""
    if count <= shown:
        return []
    number = wording.number(count - shown, 0, language)
    return [paragraph(f"+ {number} {wording.label('further', language)}", "small")]


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
    head = [wording.label(name, language) for name in ("contractor", "why_not", "would_help")]
    rows = [
        [
            shortened(refusal["name"], 60),
            shortened("; ".join(own) or wording.label("see_checks", language), 500),
            shortened("; ".join(_help(refusal, language)) or "–", 300),
        ]
        for refusal in refusals[:IN_ROWS]
        for own in [
            [
                reasons.reason(each, language)
                for each in refusal["constraints"]
                if each["reason"] not in general
            ]
        ]
    ]
    table = sheet.columns(head, rows, (44, 72, BODY_MM - 116))
    return [*sheet.heading("unsuitable", language), table, *_more(count, shown, language)]


def _help(refusal: Mapping[str, Any], language: Language) -> list[str]:
    constraints = refusal["constraints"]
    return [reasons.change(each, constraints, language) for each in refusal.get("changes", ())]


def _completeness(document: RecordDocument) -> list[Flowable]:
    """What the inputs leave open; what they state stands in the configuration."""
    language = document.language
    rows = document.content.get("completeness", [])
    left = [row for row in rows if not row["given"]]
    if not left:
        return []
    head = [wording.label(name, language) for name in ("open", "matters_for", "after")]
    cells = [[*wording.requirement(row, language), row["source"]] for row in left]
    table = sheet.columns(head, cells, (60, 72, BODY_MM - 132))
    return [KeepTogether([*sheet.heading("completeness", language), table])]


def _proof(document: RecordDocument) -> list[Flowable]:
    language, content = document.language, document.content
    rows = [
        (wording.label("verification", language), content["id"]),
        (wording.label("record_digest", language), document.digest),
        (wording.label("digest", language), content["inputs_digest"]),
        (
            wording.label("versions", language),
            f"{content['engine_version']} / {content['rules_version']} / "
            f"{content['inputs']['analysis_version']}",
        ),
    ]
    told = paragraph(wording.label("prove", language), "small")
    return [KeepTogether([*sheet.heading("proof", language), sheet.facts(rows, BODY_MM, 46), told])]

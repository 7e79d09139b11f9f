"""Lays a verification out as a PDF for people: what was asked, found, quoted and refused."""

from typing import Any

from reportlab.platypus import Flowable, KeepTogether

from service.documents import reasons
from service.documents.layout import sheet
from service.documents.layout.page import BODY_MM, paragraph, shortened
from service.documents.record import RecordDocument
from service.documents.record_answers import quote_section, refusal_section
from service.documents.record_parts import part_section
from service.manufacturing.quoting.record import count_of_suitable
from service.translations import Language, formats, gettext, gettext_noop

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
OPEN_COLUMNS = (gettext_noop("Not stated"), gettext_noop("Matters for"), gettext_noop("After"))


def record_pdf(document: RecordDocument) -> bytes:
    """The verification as PDF (A4); equal documents give equal bytes."""
    language, content = document.language, document.content
    name = gettext("Verification", language)
    story = [*_head(document), *_configuration(document), *part_section(document)]
    story += [*_checks(document), *quote_section(document), *refusal_section(document)]
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
        gettext("Suitable contractors: {count}", language, count=count),
    )
    verification = gettext("Verification", language)
    kind = f"{verification} {content['attempt']}"
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

"""The parts in the document of a verification: pictures, measures, and what is wrong in red."""

from typing import Any, Literal

from reportlab.platypus import Flowable, KeepTogether, Spacer

from service.documents import reasons
from service.documents.layout import sheet
from service.documents.layout.page import BODY_MM, MM, paragraph, shortened
from service.documents.layout.pictures import picture
from service.documents.record import RecordDocument, RecordPart
from service.manufacturing.geometry.record_json import MeasuresJson
from service.manufacturing.geometry.shape.marking import Held
from service.manufacturing.geometry.shape.overhangs import USUAL_ANGLE_DEG
from service.translations import Language, formats, gettext, gettext_noop

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


def part_section(document: RecordDocument) -> list[Flowable]:
    """Each part with its pictures and measures."""
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
        marks.append(gettext("walls thinner than {limit}", language, limit=wall))
    if held.up:
        angle = formats.short_number(USUAL_ANGLE_DEG, language)
        text = gettext(
            "overhangs of more than {angle}° with {axis} up", language, angle=angle, axis=held.up
        )
        marks.append(text)
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
    text = gettext(
        "{united} of {shells}; {volume} mm³ if counted separately",
        language,
        **counts,
        volume=summed,
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

"""What a repaired copy of a model has otherwise than its original, in words and figures."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from service.api.files.schemas import FileShown, show_file
from service.console.reader import Reader
from service.database import Session
from service.database.models import RepairStatus
from service.files import files
from service.translations import gettext_noop as _
from service.translations import ngettext_noop
from service.values.json_object import JsonObject


class FigureOfRepair(NamedTuple):
    """A figure of the model before and after its repair."""

    label: str
    before: str
    after: str


class RepairOffer(NamedTuple):
    """A repaired copy, what was done to it, and both models in figures."""

    copy: FileShown
    steps: Sequence[str]
    rows: Sequence[FigureOfRepair]


#: Counts of both models, in the order in which they are read.
COUNTS: Mapping[str, str] = {
    "open_edges": _("Open edges"),
    "non_manifold_edges": _("Edges of more than two triangles"),
    "duplicate_triangles": _("Duplicate triangles"),
    "bodies": _("Bodies"),
    "triangles": _("Triangles"),
}
#: What was done, by the field that counts it.
STEPS: Mapping[str, tuple[str, str]] = {
    "filled_holes": ngettext_noop("{count} hole filled", "{count} holes filled"),
    "welded_corners": ngettext_noop("{count} corner welded", "{count} corners welded"),
    "turned_triangles": ngettext_noop("{count} triangle turned", "{count} triangles turned"),
    "added_triangles": ngettext_noop("{count} triangle added", "{count} triangles added"),
    "dropped_triangles": ngettext_noop(
        "{count} surplus triangle dropped", "{count} surplus triangles dropped"
    ),
}


def offers_of(db: Session, process_id: UUID, reader: Reader) -> Mapping[UUID, RepairOffer]:
    """The latest copy that is offered for each model of a process, by the model's id."""
    offers = {}
    for file in files.list_files(db, process_id):
        if file.repair_of and file.repair_status is RepairStatus.OFFERED:
            shown = show_file(file, 0)
            offers[file.repair_of] = _offer(shown, shown.repair or {}, reader)
    return offers


def _offer(copy: FileShown, repair: JsonObject, reader: Reader) -> RepairOffer:
    steps = [
        reader.count(*words, repair[field]) for field, words in STEPS.items() if repair.get(field)
    ]
    if moved := repair.get("moved_at_most_mm"):
        steps.append(reader.text(_("corners moved by at most {mm} mm"), mm=reader.number(moved, 3)))
    before, after = repair.get("before", {}), repair.get("after", {})
    rows = [
        FigureOfRepair(reader.text(label), reader.number(before[name]), reader.number(after[name]))
        for name, label in COUNTS.items()
        if name in before and name in after and (before[name] or after[name])
    ]
    return RepairOffer(copy, steps, rows)

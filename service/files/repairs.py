"""Repairs: a repaired copy of a model, which is made only if the client accepts it."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from service.access.lookup import ProcessAccess
from service.concurrency import ConcurrencyLimit
from service.database.models import File, RepairStatus
from service.files import fault_words, files, repair_status, storage
from service.files.analyses import reader_limits, sandbox_bounds
from service.files.analysis_child import CRASHED, TOO_MUCH_WORK, run_apart
from service.files.storage import Stored
from service.files.uploads import media_type
from service.ids import new_id
from service.lifecycle import usage
from service.lifecycle.usage import Amounts
from service.manufacturing.geometry.analysis import UNITS_MM
from service.manufacturing.geometry.meshes import Unreadable
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject

#: Of repairs: each takes a core.
LIMIT = ConcurrencyLimit(
    2, patience_s=5, sentence=_("2 models are being repaired; ask for this one in a moment")
)


class NotRepairable(Exception):
    """Simple repairs do not give a closed surface; the message says why."""


class NothingToRepair(Exception):
    """The model is sound, or its repaired copy has already replaced it."""


class NotOffered(Exception):
    """The file is not a repaired copy that waits to be accepted."""


@dataclass(frozen=True)
class RepairedCopy:
    """A repaired content in storage, and what was changed."""

    stored: Stored
    model_format: str
    unit: str | None
    changes: JsonObject


def check_repairable(file: File) -> None:
    """Raise NotRepairable or NothingToRepair for a file that needs or takes no repair."""
    if file.model_format is None:
        raise NotRepairable(Sentence(_("{name!r} is no model"), name=file.name))
    if file.repair_status is RepairStatus.OFFERED:
        raise NothingToRepair(
            Sentence(
                _("{name!r} is a repaired copy itself; accept it, or delete it"), name=file.name
            )
        )
    if file.repair_status is RepairStatus.REPLACED:
        raise NothingToRepair(
            Sentence(_("{name!r} has been replaced by its repaired copy already"), name=file.name)
        )


def make_repaired_copy(file: File) -> RepairedCopy:
    """Repair the content of a file, in a child process: call it outside transactions.

    Raises NotRepairable, NothingToRepair, Unreadable, Busy, ContentMissing.
    """
    with (
        storage.current_storage().local(file.sha256) as source,
        LIMIT.place(),
        TemporaryDirectory(prefix="werkbank-repair-") as folder,
    ):
        out = Path(folder) / "repaired"
        answer = run_apart("repair", source, reader_limits(), sandbox_bounds(), out=out)
        if error := answer.get("error"):
            _raise(file, error["code"], error["detail"])
        with out.open("rb") as content:
            stored = storage.current_storage().put(content, settings().max_upload_bytes)
    return RepairedCopy(
        stored, answer["format"], answer["unit"] or file.unit, _named(answer["changes"], file)
    )


def offer_copy(db: Session, access: ProcessAccess, file: File, repaired: RepairedCopy) -> File:
    """Add a repaired copy to the process, which keeps its state; an equal copy is offered once.

    The caller holds the lock. Raises TooMany.
    """
    for copy in repair_status.repaired_copies(db, file.id):
        if copy.sha256 == repaired.stored.sha256:
            return copy
    files.check_room(db, access.process)
    taken_names = {f.name.casefold() for f in files.list_files(db, file.process_id)}
    stem = file.name.rpartition(".")[0] or file.name
    name = files.free_name(f"{stem} (repaired).{repaired.model_format}", taken_names)
    copy = File(
        id=new_id(),
        process_id=file.process_id,
        name=name,
        media_type=media_type(repaired.model_format, name),
        model_format=repaired.model_format,
        unit=repaired.unit,
        stated_role=file.stated_role,
        size_bytes=repaired.stored.size_bytes,
        sha256=repaired.stored.sha256,
        repair_status=RepairStatus.OFFERED,
        repair_of=file.id,
        repair=repaired.changes,
        party_id=file.party_id,
        uploaded_by=access.actor.id,
    )
    usage.count(db, access.project, Amounts.of_file(copy.size_bytes))
    db.add(copy)
    files.record_change(db, access, copy, "offered", revises=False)
    return copy


def accept_copy(db: Session, access: ProcessAccess, copy: File) -> None:
    """Let a repaired copy be verified and made instead of its original, which is kept.

    A verified process becomes a draft. The caller holds the lock. Raises NotOffered, IllegalMove.
    """
    if not repair_status.accept_copy(db, copy):
        raise _not_offered(copy)
    files.record_change(db, access, copy, "accepted", revises=True)


def check_offered(copy: File) -> None:
    """Raise NotOffered for what is no repaired copy that waits to be accepted."""
    if copy.repair_status is not RepairStatus.OFFERED:
        raise _not_offered(copy)


def _not_offered(copy: File) -> NotOffered:
    sentence = _("{name!r} is no repaired copy that waits to be accepted")
    return NotOffered(Sentence(sentence, name=copy.name))


def _named(changes: JsonObject, file: File) -> JsonObject:
    """The changes with lengths in mm where the unit is known."""
    moved = changes.pop("moved_at_most")
    if file.unit:
        return {**changes, "moved_at_most_mm": float(f"{moved * UNITS_MM[file.unit]:.6g}")}
    return {**changes, "moved_at_most": float(f"{moved:.6g}")}


def _raise(file: File, code: str, detail: str) -> None:
    sentence = fault_words.of_file(file.name, code, detail)
    if code == "nothing-to-repair":
        raise NothingToRepair(sentence)
    if code in ("not-repairable", TOO_MUCH_WORK, CRASHED, "too-many-triangles"):
        raise NotRepairable(sentence)
    raise Unreadable(code, sentence)

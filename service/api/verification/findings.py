"""Shows what a verification found, with the file that it is about and the copy that mends it."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field

from service.api.http.enumerations import VerdictName
from service.api.http.fields import Shown
from service.api.verification.answers import ChangeShown
from service.database.models import File
from service.lifecycle.model_files import is_offered
from service.manufacturing.quoting import findings
from service.manufacturing.quoting.check_json import FindingJson


class RepairShown(Shown):
    """A repaired copy that is offered: `POST /files/{file_id}/accept` has it made instead."""

    file_id: UUID
    name: str


class FindingShown(Shown):
    """What verification found against a part or in it, in numbers."""

    check: str = Field(examples=["closed"])
    verdict: VerdictName = Field(description="fail or warn")
    value: float | str | None
    limit: float | str | None
    unit: str
    reason: str
    where: str | None = Field(
        None, description="the file, and the place in it in mm, where it is about one"
    )
    place_mm: list[float] | None = Field(
        min_length=3,
        max_length=3,
        description="that place as x, y, z of the file, for viewers; null where it has none",
    )
    change: ChangeShown | None = Field(
        None, description="what would help: field, the nearest value that passes, a sentence"
    )
    contractors: int | None = Field(
        None, description="how many contractors have it against the order, where they do"
    )
    file_id: UUID | None = Field(description="the file that it is about")
    repair: RepairShown | None = Field(description="the copy that mends it, where one is offered")


def show_findings(
    entries: Sequence[FindingJson] | None, files: Sequence[File], *, to_mend: bool = True
) -> list[FindingShown] | None:
    """The findings of a record beside the files of its process; None where none were kept.

    With the copies that mend them for whoever is `to_mend` them.
    """
    if entries is None:
        return None
    ids = {file.name: file.id for file in files}
    shown = []
    for finding in entries:
        file_id = ids.get(findings.file_of(finding, ids) or "")
        copies = [f for f in files if file_id and f.repair_of == file_id and is_offered(f)]
        mends = to_mend and bool(copies) and finding["check"] in findings.MENDED_BY_REPAIR
        repair = _repair(copies[-1]) if mends else None
        shown.append(
            FindingShown.of_json(
                finding, file_id=file_id, repair=repair, place_mm=findings.place_of(finding)
            )
        )
    return shown


def _repair(copy: File) -> RepairShown:
    return RepairShown.model_construct(file_id=copy.id, name=copy.name)

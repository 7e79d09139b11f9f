"""What an order states of all that purchaser and supplier should agree on."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from service.api.http.fields import Shown
from service.database.models import File, FileRole, Process
from service.lifecycle.model_files import is_made, is_with_the_order
from service.manufacturing.quoting import completeness, standards


class RequirementShown(Shown):
    """A subject that purchaser and supplier should agree on; advice, nothing is refused for it."""

    requirement: str
    subject: str
    given: bool
    value: Any = Field(description="what is stated; null if nothing is")
    fields: list[str] = Field(description="where it is stated")
    matters_for: str
    source: str = Field(examples=["ISO/ASTM 52901:2017"])


def show_completeness(process: Process, files: Sequence[File]) -> list[RequirementShown]:
    """Every subject that means something for this order, stated or left open."""
    stated = process.configuration
    models = [file for file in files if is_made(file)]
    papers = [file for file in files if is_with_the_order(file) and file.role is FileRole.PAPER]
    technology = stated.get("technology")
    asked = standards.resolve(technology) if technology else None
    beside = {
        "title": process.title,
        "files": len(models),
        "units": [file.unit for file in models],
        "attachments": len(papers),
    }
    rows = completeness.of_order({**stated, **beside}, asked.code if asked else None)
    return [RequirementShown.model_construct(**row) for row in rows]

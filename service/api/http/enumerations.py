"""Texts of which only certain ones exist: each list has a name, and stands in the document once."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from service.access.permissions import RIGHTS
from service.audit import actions as audit_actions
from service.database.models import FileRole
from service.events.catalogue import EVENTS
from service.manufacturing.geometry.analysis import UNITS_MM
from service.manufacturing.geometry.meshes import FORMATS
from service.manufacturing.quoting import standards
from service.manufacturing.quoting.checks import Verdict
from workflows.engine import Workflow
from workflows.process import PROCESS
from workflows.request import REQUEST

#: Marks a schema that becomes a component with this title; see `openapi.schemas`.
COMPONENT: Final = "x-component"


@dataclass(frozen=True)
class Enumeration:
    """Describes a text as one of these values; what is checked of it stays as it is."""

    name: str
    description: str
    values: tuple[str, ...]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.schema()

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of a field with one of the values."""
        return {
            COMPONENT: {"title": self.name, "description": self.description},
            "type": "string",
            "enum": list(self.values),
        }


def _triggers(workflow: Workflow[Any, Any], via: str | None = None) -> tuple[str, ...]:
    """The triggers of a table in its order; only those that are made in one way if it is named."""
    moves = (move for move in workflow.moves if via in (None, move.via))
    return tuple(dict.fromkeys(move.trigger for move in moves))


PROCESS_ACTIONS: Final = _triggers(PROCESS, "action")
REQUEST_ACTIONS: Final = _triggers(REQUEST, "action")

RIGHT: Final = Enumeration("Right", "What a role or a key may do.", tuple(sorted(RIGHTS)))
TECHNOLOGY: Final = Enumeration(
    "Technology",
    "A category of additive manufacturing by its code in ISO/ASTM 52900.",
    tuple(category.code for category in standards.CATEGORIES),
)

UNIT: Final = Enumeration("Unit", "A unit of length of a model.", tuple(UNITS_MM))

FILE_ROLE: Final = Enumeration(
    "FileRole",
    "What a file is for: a part is made and charged, a reference is shown beside the parts and "
    "neither made nor charged, a paper is a certificate, a report, a drawing.",
    tuple(role.value for role in FileRole),
)

RightName = Annotated[str, RIGHT]
ProcessTrigger = Annotated[
    str, Enumeration("ProcessTrigger", "Every move of a process.", _triggers(PROCESS))
]
RequestTrigger = Annotated[
    str, Enumeration("RequestTrigger", "Every move of a request.", _triggers(REQUEST))
]
ProcessAction = Annotated[
    str,
    Enumeration(
        "ProcessAction",
        "A move of a process that somebody makes: POST /processes/{id}/actions/{action}.",
        PROCESS_ACTIONS,
    ),
]
RequestAction = Annotated[
    str,
    Enumeration(
        "RequestAction",
        "A move of a request that its contractor makes: POST /requests/{id}/actions/{action}.",
        REQUEST_ACTIONS,
    ),
]
HistoryTrigger = Annotated[
    str,
    Enumeration(
        "HistoryTrigger",
        "What the history of a process has: its moves, and those of its requests.",
        (
            *("create", *_triggers(PROCESS), "delete", "rebuild"),
            *(f"request.{trigger}" for trigger in _triggers(REQUEST)),
        ),
    ),
]
EventType = Annotated[
    str, Enumeration("EventType", "What an event tells of; see `webhooks`.", tuple(sorted(EVENTS)))
]
AuditAction = Annotated[
    str,
    Enumeration(
        "AuditAction",
        "What the audit log tells of.",
        tuple(action.value for action in audit_actions.AuditAction),
    ),
]
Technology = Annotated[str, TECHNOLOGY]
Unit = Annotated[str, UNIT]
FileRoleName = Annotated[str, FILE_ROLE]
SideName = Annotated[
    str, Enumeration("Side", "One of the two sides of an order.", ("client", "contractor"))
]
ModelFormat = Annotated[
    str, Enumeration("ModelFormat", "A format of models that can be measured.", tuple(FORMATS))
]
VerdictName = Annotated[
    str,
    Enumeration("Verdict", "What a check says.", tuple(verdict.value for verdict in Verdict)),
]
Outcome = Annotated[
    str,
    Enumeration("Outcome", "Whether a part can be made by anybody.", ("pass", "fail")),
]

"""What a client states about a part: the typed content of `Process.configuration`."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from service.database.models.column_json import ConfigurationJson
from service.orders.sandbox_scenarios import SandboxScenario
from service.values import ral
from service.values.json_object import JsonObject
from service.values.postal_addresses import Address

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,59}$")]
#: One line without control characters: it gets into mails, dossiers and logs.
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"),
]


#: A colour by its name, or by its code in RAL Classic, which is written in one form.
Color = Annotated[Line, AfterValidator(ral.normal)]


class Priorities(BaseModel):
    """How much each counts when contractors are ranked, 0 (nothing) to 10."""

    model_config = ConfigDict(extra="forbid")

    cost: int = Field(default=5, ge=0, le=10)
    time: int = Field(default=5, ge=0, le=10)
    quality: int = Field(default=5, ge=0, le=10)
    quantity: int = Field(default=5, ge=0, le=10)
    resilience: int = Field(default=5, ge=0, le=10)
    sustainability: int = Field(default=5, ge=0, le=10)


class Configuration(BaseModel):
    """The configuration of a part. Everything is optional; `missing` says what is still needed."""

    model_config = ConfigDict(extra="forbid")

    quantity: int | None = Field(
        default=None, ge=1, le=1_000_000, description="pieces", strict=True
    )
    material_id: Slug | None = Field(default=None, description="an id of GET /materials")
    technology: Annotated[str, StringConstraints(max_length=20)] | None = Field(
        default=None, description="ISO/ASTM 52900 code such as PBF, or a trade name such as SLS"
    )
    color: Color | None = None
    post_processing_ids: list[Slug] = Field(default_factory=list, max_length=20)
    layer_height_mm: Decimal | None = Field(default=None, gt=0, le=10)
    tolerance_mm: Decimal | None = Field(default=None, gt=0, le=100)
    surface_roughness_um: Decimal | None = Field(default=None, gt=0, le=1000, description="Ra")
    infill: Decimal | None = Field(default=None, ge=0, le=1, description="share, for extrusion")
    express: bool = Field(default=False, description="before the queue, for a surcharge")
    wanted_date: date | None = Field(default=None, description="when the parts should arrive")
    delivery_address: Address | None = None
    billing_address: Address | None = None
    priorities: Priorities | None = None
    certificate: Literal["material", "inspection"] | None = None
    acceptance_criteria: Annotated[str, StringConstraints(max_length=4000)] = Field(
        default="", description="how the parts are inspected, and when they are accepted"
    )
    notes: Annotated[str, StringConstraints(max_length=4000)] = ""
    sandbox_scenario: SandboxScenario | None = Field(
        default=None,
        description="of an order of the sandbox: what its contractors do; null: they complete it",
    )


#: What a verification depends on; changing anything else keeps its result.
VERIFIED_FIELDS = frozenset(Configuration.model_fields) - {
    "acceptance_criteria",
    "billing_address",
    "notes",
    "priorities",
    "sandbox_scenario",
}

_PRIORITIES = Priorities().model_dump(mode="json")
_UNSTATED = Configuration().model_dump(mode="json")


def shown(stored: ConfigurationJson) -> JsonObject:
    """Every field of a stored configuration, those that the client has not stated as well."""
    priorities = stored.get("priorities")
    return {**_UNSTATED, **stored, "priorities": priorities and _PRIORITIES | priorities}

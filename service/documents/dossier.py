"""What a contractor receives with a request: the data of its dossier, before any layout."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from service.documents.layout.sheet import Party
from service.translations import SOURCE, Language


@dataclass(frozen=True)
class DossierPart:
    """One model file of the order with what was measured on it."""

    name: str
    sha256: str
    unit: str
    size_bytes: int
    box_mm: tuple[float, float, float]
    volume_mm3: float
    surface_mm2: float
    triangles: int
    picture: bytes | None = None  #: PNG


@dataclass(frozen=True)
class EnclosedFile:
    """A file that goes with the order and is not made: a reference or a paper."""

    name: str
    role: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class DossierLine:
    """One line of the price; the amount is in the currency of the dossier."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Dossier:
    """Everything that a contractor needs to answer a request; the times are aware UTC."""

    number: str
    issued_at: datetime
    answer_by: datetime
    client: Party
    contractor: Party
    project_title: str
    process_title: str
    quantity: int
    configuration: tuple[tuple[str, str], ...]  #: (label, value), in the language of the dossier
    parts: tuple[DossierPart, ...]
    quote: tuple[DossierLine, ...]
    total: Decimal
    currency: str  #: ISO 4217
    lead_time_days: int | None
    ship_date: date | None
    delivery_date: date | None
    verification_id: str
    inputs_digest: str
    portal_url: str
    material: str | None = None
    notes: str = ""
    enclosed: tuple[EnclosedFile, ...] = ()
    language: Language = SOURCE
    sandbox: bool = False  #: nothing of it is to be made
    zone: tzinfo = UTC  #: in which the contractor is told times

"""What a verification tells people: the data of its document, before any layout."""

from dataclasses import dataclass, field
from datetime import datetime

from service.manufacturing.geometry.shape.marking import Held
from service.manufacturing.quoting.record_json import ClientRecordJson, PartJson
from service.translations import SOURCE, Language


@dataclass(frozen=True)
class RecordPart:
    """One model file as measured, with its pictures (PNG); `marked` shows what is wrong, by what it
    was `held` against.
    """

    geometry: PartJson
    held: Held = field(default_factory=Held)
    picture: bytes | None = None
    marked: bytes | None = None


@dataclass(frozen=True)
class RecordDocument:
    """A verification for people. `content` is the record as clients see it; times are aware UTC."""

    title: str
    project_title: str
    content: ClientRecordJson
    digest: str
    finished_at: datetime
    configuration: tuple[tuple[str, str], ...]  #: (label, value), in the language of the document
    parts: tuple[RecordPart, ...]
    stale_because: tuple[str, ...] = ()
    language: Language = SOURCE

"""What goes out to a contractor, for whoever delivers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.database.models.column_json import AttemptJson

News = Literal["answer", "files"]


@dataclass(frozen=True)
class Outgoing:
    """One request that must reach a contractor through `channels`, the inbox aside.

    `idempotency_key` is the same in every attempt, so that a repeat is recognised. Whoever has it
    already is told of `news` of a moment: an answer to its question, or that it gets the files.
    """

    request_id: UUID
    number: str
    idempotency_key: str
    attempt: int
    channels: tuple[str, ...]
    #: by channel the attempts so far, oldest first: when, and what was said
    tries: Mapping[str, Sequence[AttemptJson]] = field(default_factory=dict)
    news_at: datetime | None = None
    news: News | None = None

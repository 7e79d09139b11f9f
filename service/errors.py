"""What every room refuses or lacks: bad fields, full projects, taken ids, crowds, outages."""

from typing import Any, Self

from service.translations import gettext_noop as _
from workflows.sentences import Sentence


class BadField(Exception):
    """A field of a body does not hold what it should; `errors` says where and why."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{pointer}: {detail}" for pointer, detail in errors))
        self.errors = errors

    @classmethod
    def at(cls, pointer: str, message: str, **values: Any) -> Self:
        """What is wrong in one place: a message for the catalogues, and its values."""
        return cls([(pointer, Sentence(message, **values) if values else message)])


class TooMany(Exception):
    """A project or process holds as much as it may."""


class QuotaExceeded(Exception):
    """A party would have more than it may: `wanted` beside `used`, where `limit` may be."""

    def __init__(self, quota: str, limit: int, used: int, wanted: int) -> None:
        message = _(
            "{wanted} more would go beyond the limit of {limit} ({quota}), of which {used} are"
            " used; delete something, or ask who runs this service for more"
        )
        super().__init__(Sentence(message, wanted=wanted, limit=limit, quota=quota, used=used))
        self.quota, self.limit, self.used, self.wanted = quota, limit, used, wanted

    @property
    def figures(self) -> dict[str, str | int]:
        """What a program needs of it."""
        return {"quota": self.quota, "limit": self.limit, "used": self.used, "wanted": self.wanted}


class IdTaken(Exception):
    """The id that the client chose is in use."""


class Busy(Exception):
    """More of something at once than this machine does; it can be asked for again in a moment."""


class Outage(Exception):
    """Something that all work needs is not there, which no order is to blame for."""

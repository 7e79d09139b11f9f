"""What every room refuses or lacks: bad fields, full projects, taken ids, crowds, outages."""

from typing import Any, Self

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


class IdTaken(Exception):
    """The id that the client chose is in use."""


class Busy(Exception):
    """More of something at once than this machine does; it can be asked for again in a moment."""


class Outage(Exception):
    """Something that all work needs is not there, which no order is to blame for."""

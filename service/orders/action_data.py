"""The action that a caller asks for, and the one signature of its handlers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.database.models import Process
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject


@dataclass(frozen=True)
class Action:
    """A move that is asked for: the body as it came, and which of its fields the move takes."""

    trigger: str
    data: Mapping[str, Any]
    fields: tuple[str, ...]

    @property
    def noted(self) -> JsonObject:
        """What the history keeps of the body."""
        return {name: self.data[name] for name in self.fields if name in self.data}


#: Makes an action of a locked process that the table has for whoever asks, with all that belongs to
#: it. The fields that the move needs are there; raises NotReady, BadField, Unknown.
Handler: TypeAlias = Callable[[Session, Process, ActingParty, Action], None]

#: How a move happens that is no action.
HOW = {
    "internal": _("{trigger} is no action of its own: the service makes it by itself"),
    "patch": _("{trigger} is no action of its own: it happens with PATCH"),
    "request": _("{trigger} is no action of its own: it follows from an action on the request"),
    "upload": _("{trigger} is no action of its own: it happens with POST /processes/.../files"),
}

"""Names the JSON objects whose keys this service does not decide.

They are what clients put in freely or state as a patch, what a catalogue's record reads and checks
field by field, what the history and an event say beside their fields (which keys, depends on the
move), and what any noun's JSON is merged into. Whatever has known keys has a type of its own.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

JsonObject = dict[str, Any]
ObjectT = TypeVar("ObjectT", bound=Mapping[str, object])


def read_only(value: ObjectT) -> ObjectT:
    """A view of a JSON object that many share, so that nobody can change it.

    Types cannot say so: a `TypedDict` is always a dict to them.
    """
    return cast(ObjectT, MappingProxyType(value))

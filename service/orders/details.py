"""What clients store with a project or process for themselves: a free object, bounded."""

import orjson

from service.errors import BadField
from service.merge_patch import merged
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject

#: Entries of the object itself; what is in them counts for the bytes alone.
MOST_KEYS = 100
#: Of the whole object as JSON in UTF-8, without blanks.
MOST_BYTES = 64 * 1024


def merge_details(before: JsonObject, patch: JsonObject | None) -> JsonObject:
    """The details after a merge patch (RFC 7396), null taking all of them out; raises BadField."""
    return {} if patch is None else bounded(merged(before, patch))


def bounded(details: JsonObject) -> JsonObject:
    """The details as they are; raises BadField for more than a project or process may have.

    What results is measured, not the change: else many small changes could pile up without end.
    """
    if len(details) > MOST_KEYS:
        too_many = _("these would be {keys} entries; at most {most} can be stored")
        raise _bad(Sentence(too_many, keys=len(details), most=MOST_KEYS))
    size_bytes = len(orjson.dumps(details))
    if size_bytes > MOST_BYTES:
        too_large = _("these would be {size} bytes of JSON; at most {most} can be stored")
        raise _bad(Sentence(too_large, size=size_bytes, most=MOST_BYTES))
    return details


def changed_entries(before: JsonObject, after: JsonObject) -> JsonObject:
    """The entries that a change has set anew, as they are now; None for what it took out."""
    names = sorted(before.keys() | after.keys())
    return {name: after.get(name) for name in names if _differs(before, after, name)}


def _differs(before: JsonObject, after: JsonObject, name: str) -> bool:
    return (name in before, before.get(name)) != (name in after, after.get(name))


def _bad(sentence: str) -> BadField:
    return BadField([("/details", sentence)])

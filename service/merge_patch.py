"""Merges a JSON object with what changes it (RFC 7396)."""

from service.values.json_object import JsonObject


def merged(old: JsonObject, patch: JsonObject) -> JsonObject:
    """JSON merge patch (RFC 7396) of two objects."""
    new = dict(old)
    for key, value in patch.items():
        if value is None:
            new.pop(key, None)
        elif isinstance(value, dict):
            before = new.get(key)
            new[key] = merged(before if isinstance(before, dict) else {}, value)
        else:
            new[key] = value
    return new

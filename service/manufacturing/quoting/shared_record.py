"""Takes a record apart into what was calculated, which orders of the same part share, and the rest.

What was calculated is kept once, deflated, under the SHA-256 of its canonical JSON. A record is it
with four fields of the order's own: `id`, `attempt`, `started_at` and `finished_at`.
"""

import zlib
from typing import Any, cast

import orjson

from service.manufacturing.quoting.record import canonical
from service.manufacturing.quoting.record_json import FullRecordJson

#: Each content is deflated once and kept for years.
_LEVEL = 9


class DamagedContent(ValueError):
    """What is kept of a record is no deflated JSON."""


def deflated(text: bytes) -> bytes:
    """A canonical text as it is kept (RFC 1950)."""
    return zlib.compress(text, _LEVEL)


def inflated(kept: bytes) -> bytes:
    """The canonical text of what is kept; raises DamagedContent."""
    try:
        return zlib.decompress(kept)
    except zlib.error as error:
        raise DamagedContent(f"it cannot be inflated ({error})") from error


def whole(kept: bytes, **own: Any) -> FullRecordJson:
    """The record of an order from what is kept and the order's own fields; raises ValueError."""
    return cast(FullRecordJson, {**orjson.loads(inflated(kept)), **own})


def parsed(text: str) -> FullRecordJson:
    """A record from its text; raises ValueError."""
    return cast(FullRecordJson, orjson.loads(text))


def canonical_text(content: FullRecordJson) -> str:
    """The text of a record, the same byte for byte whether it was kept whole or in parts."""
    return canonical(content).decode()

"""A contractor that is known by its name, and understood when somebody asks for more."""

import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from service.manufacturing.quoting.catalogue import BadContractor, Contractor, read_contractor
from service.manufacturing.quoting.screening import Block, block_of
from service.values.json_object import JsonObject


def digest_of(content: Any) -> str:
    """The SHA-256 of a JSON value, whatever the order of its keys."""
    text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


@dataclass(frozen=True, eq=False)
class CataloguedContractor:
    """A contractor whose data is kept as compressed JSON; `digest` is the SHA-256 of the data.

    To understand all of a large catalogue takes seconds, and most of it is never asked for.
    """

    id: str
    name: str
    digest: str
    limits_requests: bool
    packed: bytes

    @classmethod
    def of(cls, data: JsonObject, digest: str | None = None) -> "CataloguedContractor":
        """A contractor's data, as `read_contractor` reads it."""
        return cls(
            id=data["id"],
            name=data["name"],
            digest=digest or digest_of(data),
            limits_requests=data.get("max_open_requests") is not None,
            packed=zlib.compress(orjson.dumps(data), 1),
        )

    @cached_property
    def contractor(self) -> Contractor | BadContractor:
        """The contractor, or what is wrong with its data."""
        return self._read()

    def block(self, *, keep: bool) -> Block:
        """Its rows of the table that screening reads.

        What is understood for them alone is kept in memory only if it is to be.
        """
        return block_of(self.contractor if keep else vars(self).get("contractor") or self._read())

    def _read(self) -> Contractor | BadContractor:
        return read_contractor(orjson.loads(zlib.decompress(self.packed)))

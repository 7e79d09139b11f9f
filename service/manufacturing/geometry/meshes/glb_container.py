"""Splits a binary glTF file into the description of its scene and its numbers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import MIB, Unreadable

#: Khronos Group, "glTF 2.0 Specification", section 4.4: the header and chunks of a binary file.
MAGIC = b"glTF"
HEADER_BYTES, CHUNK_HEADER_BYTES = 12, 8
JSON_CHUNK, BINARY_CHUNK = b"JSON", b"BIN\0"
#: The description of a scene, without its numbers. Parsed it takes some twenty times as much.
LONGEST_JSON_BYTES = 16 * MIB


def chunks(path: Path) -> tuple[Any, NDArray[np.uint8]]:
    """The description of a file, parsed, and its numbers, mapped into memory.

    What follows the length that the file states is ignored. Raises Unreadable, and ValueError or
    RecursionError for a description that is no JSON.
    """
    content = np.memmap(path, np.uint8, "r")
    if len(content) < HEADER_BYTES + CHUNK_HEADER_BYTES:
        raise Unreadable("truncated", f"the GLB file has only {len(content)} bytes")
    version, length = (int(word) for word in content[4:HEADER_BYTES].view("<u4"))
    if version != 2:
        raise Unreadable("unsupported", f"the GLB file is of version {version}; 2 is read")
    if length > len(content):
        raise Unreadable(
            "truncated", f"the GLB file says {length:,} bytes, but has only {len(content):,}"
        )
    content_by_kind: dict[bytes, NDArray[np.uint8]] = {}
    at = HEADER_BYTES
    while at + CHUNK_HEADER_BYTES <= length:
        size = int.from_bytes(content[at : at + 4].tobytes(), "little")
        kind = content[at + 4 : at + 8].tobytes()
        at += CHUNK_HEADER_BYTES
        if at + size > length:
            raise Unreadable("truncated", "the GLB file ends in the middle of a chunk")
        content_by_kind.setdefault(kind, content[at : at + size])
        at += size
    if JSON_CHUNK not in content_by_kind:
        raise Unreadable("malformed", "the GLB file has no description of its scene (JSON)")
    description = content_by_kind[JSON_CHUNK]
    if len(description) > LONGEST_JSON_BYTES:
        raise Unreadable(
            "too-large",
            f"the description in the GLB file has {len(description):,} bytes; at most "
            f"{LONGEST_JSON_BYTES:,} are read",
        )
    return json.loads(description.tobytes()), content_by_kind.get(BINARY_CHUNK, content[:0])

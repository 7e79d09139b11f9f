"""Holds a write against the entity tags that its caller has seen (RFC 9110, section 13)."""

import re
from collections.abc import Collection

from flask import request
from werkzeug.datastructures import ETags

#: An entity tag, and a list of them as RFC 9110, 8.8.3 and 5.6.1, writes it.
_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")


class PreconditionFailed(Exception):
    """`If-Match` names another version than the resource has."""


class ThereAlready(Exception):
    """`If-None-Match` asks that there is nothing yet, or something else, and there is this."""


class UnreadableTags(Exception):
    """`If-Match` or `If-None-Match` is no list of entity tags."""


def check(tags: Collection[str], now: str, *, there: bool = True) -> None:
    """Raise PreconditionFailed or ThereAlready unless the write may happen.

    `tags` are those of what is `there`, or stand for what it belongs to; `now` says what is there.
    Raises UnreadableTags.
    """
    wanted, unwanted = (
        _read("If-Match", request.if_match),
        _read("If-None-Match", request.if_none_match),
    )
    if wanted and not (there if wanted.star_tag else any(map(wanted.contains, tags))):
        raise PreconditionFailed(f"{now}, not {request.headers['If-Match'][:80]}; read it again")
    if unwanted and there and (unwanted.star_tag or any(map(unwanted.contains_weak, tags))):
        given = request.headers["If-None-Match"][:80]
        raise ThereAlready(f"{now}, and If-None-Match: {given} asks that it is not")


def _read(header: str, tags: ETags) -> ETags | None:
    text = request.headers.get(header)
    if text is None:
        return None
    if text.strip() != "*" and not _TAGS.fullmatch(text):
        raise UnreadableTags(
            f'{header} takes entity tags in quotation marks, as in "7", or *, not {text[:80]}'
        )
    return tags

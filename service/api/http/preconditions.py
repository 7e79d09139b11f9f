"""Holds requests against the entity tags that their callers have seen (RFC 9110, section 13)."""

import re
from collections.abc import Collection

from flask import Response, g, request
from werkzeug.datastructures import ETags

from service.translations import Sentence, gettext_noop

#: An entity tag, and a list of them as RFC 9110, 8.8.3 and 5.6.1, writes it.
_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")


#: What is behind the tag of an answer as gzip: the same version, in other bytes (8.8.3.3).
GZIP_TAG = "-gzip"


class PreconditionFailed(Exception):
    """`If-Match` names another version than the resource has."""


class ThereAlready(Exception):
    """`If-None-Match` asks that there is nothing yet, or something else, and there is this."""


class UnreadableTags(Exception):
    """`If-Match` or `If-None-Match` is no list of entity tags."""


def check_readable() -> None:
    """Raise UnreadableTags for a condition of a write that is no list of tags."""
    _conditions()


def check(tags: Collection[str], now: str, *, there: bool = True) -> None:
    """Raise PreconditionFailed or ThereAlready unless the write may happen.

    `tags` are those of what is `there`, or stand for what it belongs to; `now` says what is there.
    Raises UnreadableTags.
    """
    wanted, unwanted = _conditions()
    g.conditions_checked = True
    tags = [form for tag in tags for form in _forms(tag)]
    if wanted and not (there if wanted.star_tag else any(map(wanted.contains, tags))):
        raise PreconditionFailed(
            Sentence(
                gettext_noop("{now}, not {given}; read it again"),
                now=now,
                given=request.headers["If-Match"][:80],
            )
        )
    if unwanted and there and (unwanted.star_tag or any(map(unwanted.contains_weak, tags))):
        given = request.headers["If-None-Match"][:80]
        raise ThereAlready(
            Sentence(
                gettext_noop("{now}, and If-None-Match: {given} asks that it is not"),
                now=now,
                given=given,
            )
        )


def check_unversioned(*, there: bool) -> None:
    """Hold a write against its conditions where its view has no version to hold against them."""
    if not g.get("conditions_checked"):
        check((), "what is at this address has no version", there=there)


def check_read(tag: str | None) -> None:
    """Raise PreconditionFailed where a read expects another entity tag; or UnreadableTags."""
    wanted = _read("If-Match", request.if_match)
    if wanted and not (wanted.star_tag or any(map(wanted.contains, _forms(tag)))):
        tags = request.headers["If-Match"][:80]
        raise PreconditionFailed(
            Sentence(
                gettext_noop('this has the entity tag "{tag}", not {given}; read it again'),
                tag=tag,
                given=tags,
            )
        )


def answer_read(response: Response) -> Response:
    """The answer to a read, which is 304 where its caller has it already (RFC 9110, 13.2.2).

    Raises PreconditionFailed, UnreadableTags.
    """
    tag, _ = response.get_etag()
    try:
        check_read(tag)
    except (PreconditionFailed, UnreadableTags):
        response.close()
        raise
    if "If-None-Match" in request.headers:
        known = request.if_none_match
        has = next(filter(known.contains_weak, _forms(tag)), None)
        is_known = known.star_tag or has is not None
        if has:
            response.set_etag(has)
    else:
        since, changed = request.if_modified_since, response.last_modified
        is_known = since is not None and changed is not None and changed <= since
    if is_known:
        response.status_code = 304
    return response


def _forms(tag: str | None) -> tuple[str, ...]:
    """The tags of one version, as it is and as gzip."""
    return (tag, tag + GZIP_TAG) if tag else ()


def _conditions() -> tuple[ETags | None, ETags | None]:
    return (
        _read("If-Match", request.if_match),
        _read("If-None-Match", request.if_none_match),
    )


def _read(header: str, tags: ETags) -> ETags | None:
    text = request.headers.get(header)
    if text is None:
        return None
    if text.strip() != "*" and not _TAGS.fullmatch(text):
        raise UnreadableTags(
            Sentence(
                gettext_noop(
                    '{header} takes entity tags in quotation marks, as in "7", or *, not {text}'
                ),
                header=header,
                text=text[:80],
            )
        )
    return tags

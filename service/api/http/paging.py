"""Pages of lists: the cursors that lead from one to the next, and ids in an address."""

import base64
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

import orjson

from service.api.http.fields import PageQuery
from service.translations import Sentence
from service.translations import gettext_noop as _

T = TypeVar("T")


class BadCursor(Exception):
    """The cursor is not one that this list gave out."""


class BadIds(Exception):
    """`ids` cannot be read."""


def encode_cursor(key: UUID | int | str) -> str:
    """A cursor that says "after this one"; opaque to callers."""
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> UUID | None:
    """The id in a cursor, or None without one; raises BadCursor."""
    if not cursor:
        return None
    try:
        return UUID(decode_text(cursor))
    except ValueError as error:
        raise bad_cursor(cursor) from error


def decode_text(cursor: str) -> str:
    """What `encode_cursor` was given; raises BadCursor."""
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise bad_cursor(cursor) from error
    if "\x00" in text:  # PostgreSQL can compare with none
        raise bad_cursor(cursor)
    return text


def bad_cursor(cursor: str) -> BadCursor:
    """The error for a cursor that means nothing here."""
    return BadCursor(
        Sentence(_("the cursor {cursor!r} was not given out by this list"), cursor=cursor[:80])
    )


def encode_key(key: Sequence[Any]) -> str:
    """A cursor for lists that are sorted by several figures and texts."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode_key(cursor: str | None) -> tuple[Any, ...] | None:
    """The key in such a cursor, or None without one; raises BadCursor."""
    if not cursor:
        return None
    try:
        key = orjson.loads(decode_text(cursor))
    except ValueError as error:
        raise bad_cursor(cursor) from error
    # PostgreSQL can compare with no NUL, which JSON can write in letters.
    if not isinstance(key, list) or not key or any("\x00" in str(part) for part in key):
        raise bad_cursor(cursor)
    return tuple(key)


def page(
    query: PageQuery,
    fetch: Callable[[UUID | None, int], Sequence[T]],
    key: Callable[[T], UUID] = attrgetter("id"),
) -> tuple[Sequence[T], str | None]:
    """The rows that `query` asks for of a list by ids, and the cursor of the next page.

    `fetch` gets the id that the page begins after and the most rows to look for. Raises BadCursor.
    """
    fetch_rows = partial(fetch, decode_cursor(query.cursor))
    return first_rows(query.limit, fetch_rows, lambda row: encode_cursor(key(row)))


def first_rows(
    limit: int, fetch: Callable[[int], Sequence[T]], cursor_of: Callable[[T], str]
) -> tuple[Sequence[T], str | None]:
    """The first `limit` of the rows that `fetch` finds, and the cursor of the next page.

    One row more is looked for: it tells whether there is a next page.
    """
    rows = fetch(limit + 1)
    shown = rows[:limit]
    return shown, cursor_of(shown[-1]) if len(rows) > limit else None


def part(items: Sequence[T], limit: int | None, cursor: str | None) -> tuple[list[T], str | None]:
    """A page of a list that is short enough to be read whole, and the cursor of the next one.

    Without a limit all of it, from the cursor on. Raises BadCursor.
    """
    start = 0
    if cursor:
        text = decode_text(cursor)
        if not (text.isascii() and text.isdigit()) or int(text) > len(items):
            raise bad_cursor(cursor)
        start = int(text)
    end = len(items) if limit is None else start + limit
    return list(items[start:end]), encode_cursor(end) if end < len(items) else None


def parse_ids(text: str, most: int = 200) -> list[UUID]:
    """The ids in `?ids=a,b`; raises BadIds."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not 1 <= len(parts) <= most:
        raise BadIds(
            Sentence(
                _("ids takes 1 to {most} ids separated by commas, not {number}"),
                most=most,
                number=len(parts),
            )
        )
    try:
        return list(dict.fromkeys(UUID(part) for part in parts))
    except ValueError as error:
        raise BadIds(
            Sentence(_("ids holds something that is no id: {text!r}"), text=text[:80])
        ) from error

"""Says in a cursor where a page of projects ended, in whichever order they are listed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from service.api.http import paging
from service.api.orders.project_input import ListQuery
from service.orders.project_list import Listed, Place
from service.translations import Sentence
from service.translations import gettext_noop as _


def cursor_of(query: ListQuery, last: Listed) -> str:
    """The cursor of the page that follows `last`."""
    return paging.encode_key([query.sort, last.key, last.project.id])


def place_of(query: ListQuery) -> Place | None:
    """Where the page before ended; raises BadCursor for one of another list or order."""
    place = paging.decode_key(query.cursor)
    if not query.cursor or not place:
        return None
    try:
        sort, key, id = place
        if sort == query.sort:
            return _read(query, key), UUID(id)
    except (AttributeError, OverflowError, TypeError, ValueError) as error:
        raise paging.bad_cursor(query.cursor) from error
    raise paging.BadCursor(
        Sentence(
            _("the cursor belongs to the order {order}, not to {sort}"),
            order=str(sort)[:40],
            sort=query.sort,
        )
    )


def _read(query: ListQuery, key: Any) -> Any:
    if query.sort.endswith("updated_at"):
        return datetime.fromisoformat(key).astimezone(UTC)
    return UUID(key) if query.sort.endswith("created_at") else str(key)

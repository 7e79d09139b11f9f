"""Says, beside a refusal, how the process stands now, so that a caller can decide anew."""

from typing import Any
from uuid import UUID

from service.access import lookup
from service.access.permissions import PROCESSES_READ, Forbidden
from service.api.http import web
from service.api.http.selection import Selection, select
from service.api.orders.process_presenter import show_read
from service.database import transactions as database
from service.database.errors import DatabaseError

#: What of a process is said beside a refusal, and nothing else is worked out for it.
STANDING = Selection(("state", "version", "actions"))


def standing(process_id: UUID) -> dict[str, Any]:
    """State, version and actions as they are after the refusal; nothing for who may not read it."""
    try:
        with database.reading() as db:
            access = lookup.find_process(db, web.principal(), process_id, PROCESSES_READ)
            shown = show_read(db, web.principal(), access, STANDING)
    except (lookup.Unknown, Forbidden, DatabaseError):
        return {}  # the refusal itself is what matters
    return select(shown, STANDING)

"""Says, beside a refusal, how the process stands now, so that a caller can decide anew."""

from typing import Any
from uuid import UUID

from service.access import lookup
from service.access.permissions import PROCESSES_READ, Forbidden
from service.api.http import web
from service.api.orders.process_presenter import show
from service.database import transactions as database
from service.database.errors import DatabaseError


def standing(process_id: UUID) -> dict[str, Any]:
    """State, version and actions as they are after the refusal; nothing for who may not read it."""
    try:
        with database.reading() as db:
            access = lookup.find_process(db, web.principal(), process_id, PROCESSES_READ)
            shown = show(db, web.principal(), access)
    except (lookup.Unknown, Forbidden, DatabaseError):
        return {}  # the refusal itself is what matters
    return {"state": shown.state, "version": shown.version, "actions": shown.actions}

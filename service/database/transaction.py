"""A database transaction, and what it has read and collected so far."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service.database import bulk_insert
from service.database.caller import SERVICE, Caller
from service.database.models import Project, SharedValue
from service.database.models.column_json import WindowJson
from service.database.models.record import TableRow
from service.manufacturing.quoting.checks import Check
from service.manufacturing.quoting.working_days import WorkingDays


class Transaction(Session):
    """A session that lives for one transaction, and what that has read or said already.

    What was read is true for this transaction only, so it is kept here and nowhere longer.
    """

    def __init__(self, *args: Any, caller: Caller = SERVICE, **options: Any) -> None:
        super().__init__(*args, **options)
        #: For whom it writes.
        self.caller = caller
        #: Rows that are written with the next flush, by table, see `bulk_insert`.
        self.collected: dict[type[TableRow], list[Mapping[str, Any]]] = {}
        #: The events announced so far, each with its audience.
        self.announced: list[tuple[str, set[UUID]]] = []
        #: Whether the catalogue was changed here: then it is nobody else's yet.
        self.catalogue_changed = False
        #: Whether the trace of the request that is answered here was kept.
        self.is_traced = False
        #: The projects read so far: sessions hold on to rows only weakly.
        self.projects: dict[UUID, Project] = {}
        #: What organisations have set of their deadlines; a visitor, None, sets nothing.
        self.deadline_settings: dict[UUID | None, dict[str, WindowJson]] = {None: {}}
        #: By digest the values that rows share, as far as they were written or looked up here.
        self.shared_values: dict[bytes, SharedValue] = {}
        #: The working days of the contractors looked up so far.
        self.working_days: dict[UUID, WorkingDays] = {}
        #: By id the contractors that take no further request; None before it was looked up.
        self.full_contractors: Mapping[str, Check] | None = None

    def flush(self, objects: Any = None) -> None:
        """Write changed objects first, for collected rows may refer to them."""
        super().flush(objects)
        collected, self.collected = self.collected, {}
        for table, rows in collected.items():
            bulk_insert.insert(self, table, rows)


def transaction_of(db: Session) -> Transaction:
    """The transaction that a session is; raises TypeError for one that was opened elsewhere."""
    if not isinstance(db, Transaction):
        raise TypeError("the session was not opened by service.database.transactions")
    return db


def add_row(db: Session, table: type[TableRow], values: Mapping[str, Any]) -> None:
    """Have a row inserted with the next flush; of each table in the order in which they came.

    All rows of a table must bring the same columns; what only the database fills is left out.
    """
    transaction_of(db).collected.setdefault(table, []).append(values)

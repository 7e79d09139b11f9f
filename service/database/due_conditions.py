"""Asks whether something is due in several queues at once, with a statement that is built once."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.clock import database_now
from service.database.models.record import Instant

#: A condition that names no row of its own: whether something exists, or is so.
Condition = sa.ColumnElement[bool]
#: The present moment in such a condition.
NOW: Final = sa.bindparam("now", type_=Instant())


class Conditions:
    """Some conditions that are looked up together and often, so that a look costs next to nothing:
    to put a statement together takes longer than to run it.
    """

    def __init__(self, *conditions: Condition) -> None:
        labelled = (condition.label(f"is_{n}") for n, condition in enumerate(conditions))
        self._statement = sa.select(*labelled)

    def hold(self, db: Session) -> list[bool]:
        """Which of them hold now, in their order."""
        return [
            bool(answer) for answer in db.execute(self._statement, {"now": database_now(db)}).one()
        ]

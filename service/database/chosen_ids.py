"""Sees to it that an id which a caller chose is nothing's and nobody's yet, of whatever kind."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.database.models import BrowserSession, Event, FurtherParty, Project
from service.database.models.record import TableRow
from service.errors import IdTaken
from service.ids import new_id
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Parties that need have no row of their own under their id.
_PARTIES: tuple[InstrumentedAttribute[Any], ...] = (
    BrowserSession.visitor_id,
    Project.visitor_id,
    Event.party_id,
    FurtherParty.party_id,
)


def free_id(db: Session, chosen: UUID | None) -> UUID:
    """The id that a caller chose for something new, or without one a new id.

    Rights hang on ids alone: a party is an organisation, a visitor or a user, files are shown by
    the id of a process or of a request. So no two things may have the same one, whatever they are.
    Raises IdTaken.
    """
    if chosen is None:
        return new_id()
    if db.scalar(_is_taken(), {"id": chosen}):
        raise IdTaken(Sentence(_("the id {id} is taken"), id=chosen))
    return chosen


@cache
def _is_taken() -> sa.Select[bool]:
    """To put the query together takes longer than to have it answered."""
    wanted = sa.bindparam("id", type_=sa.Uuid())
    places = [sa.exists().where(column == wanted) for column in _columns()]
    return sa.select(sa.or_(*places))


def _columns() -> Iterator[sa.ColumnElement[Any]]:
    """Where ids begin to mean something, each of which has an index."""
    for table in TableRow.metadata.sorted_tables:
        first = next(iter(table.primary_key.columns))
        if isinstance(first.type, sa.Uuid) and not first.foreign_keys:
            yield first
    for party in _PARTIES:
        yield party.expression

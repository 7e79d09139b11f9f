"""The feed: events, who may see them, and how far everybody has read."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from service.database.models.record import CreatedAt, HttpRequestId, Id, TableRow
from service.values.json_object import JsonObject

#: The right that most events ask of their readers.
USUAL_RIGHT: Final = "processes:read"
_HAS_PARTY = sa.text("party_id IS NOT NULL")


class Event(TableRow):
    """Something that happened, published by the relay: `position` is its place in the feed."""

    __tablename__ = "events"
    __table_args__ = (
        sa.Index(
            "ix_events_party_id_position",
            "party_id",
            "position",
            postgresql_where=_HAS_PARTY,
            sqlite_where=_HAS_PARTY,
        ),
        # In the order of characters, so that it finds all that begin alike as well.
        sa.Index("ix_events_type", "type", postgresql_ops={"type": "text_pattern_ops"}),
    )

    id: Mapped[Id]
    position: Mapped[int] = mapped_column(sa.BigInteger(), unique=True)
    type: Mapped[str] = mapped_column(sa.String(60))
    #: empty where it is the usual one
    stored_right: Mapped[str] = mapped_column("right", sa.String(40), key="stored_right")
    at: Mapped[datetime]
    #: one of its audience; None in events of former versions, and in those that nobody may see
    party_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None] = mapped_column(index=True)
    process_id: Mapped[UUID | None] = mapped_column(index=True)
    #: as its project is
    sandbox: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    actor_role: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    data: Mapped[JsonObject]
    http_request_id: Mapped[HttpRequestId]

    @hybrid_property
    def right(self) -> str:
        """The right that a reader must hold in a party of its audience."""
        return self.stored_right or USUAL_RIGHT

    @right.inplace.expression
    @classmethod
    def _right(cls) -> sa.ColumnElement[str]:
        return sa.case((cls.stored_right == "", USUAL_RIGHT), else_=cls.stored_right)

    @classmethod
    def is_read_with(cls, rights: Collection[str]) -> sa.ColumnElement[bool]:
        """That somebody of its audience with these rights may see it."""
        usual = {""} if USUAL_RIGHT in rights else set()
        return cls.stored_right.in_(sorted({*rights, *usual}))


class FurtherParty(TableRow):
    """That a party may see an event beside the one that the event names itself.

    Carries the position so that a page is one index walk. Of an event of former versions it says
    all parties.
    """

    __tablename__ = "event_audience"
    __table_args__ = (sa.Index("ix_event_audience_party_position", "party_id", "position"),)

    event_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    party_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(sa.BigInteger())


#: Without any condition, so that PostgreSQL walks along an index of each: what is asked of all of
#: it is then asked of both.
_EVERY_PARTY = sa.union_all(
    sa.select(Event.id.label("event_id"), Event.party_id, Event.position),
    sa.select(FurtherParty.event_id, FurtherParty.party_id, FurtherParty.position),
).subquery("audience")


class Audience(TableRow):
    """That a party may see an event, wherever that stands; to be read alone.

    Ask for parties by their ids: of an event that names none there is a row without one.
    """

    __table__ = _EVERY_PARTY
    __mapper_args__ = {"primary_key": (_EVERY_PARTY.c.event_id, _EVERY_PARTY.c.party_id)}

    event_id: Mapped[UUID]
    party_id: Mapped[UUID | None]
    position: Mapped[int]


class ReadPosition(TableRow):
    """The last event that a user or a visitor has read, as they have said themselves."""

    __tablename__ = "read_positions"

    reader_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(sa.BigInteger())
    updated_at: Mapped[CreatedAt]

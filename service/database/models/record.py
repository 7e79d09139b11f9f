"""What all tables have in common: how ids, times and enums are stored."""

import enum
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

from service import clock
from service.ids import new_id
from service.values.json_object import JsonObject


class JsonColumn(sa.TypeDecorator[Any]):
    """A JSON value: `jsonb` on PostgreSQL, text on SQLite. None is stored as NULL."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor((JSONB if postgresql else sa.JSON)(none_as_null=True))


class Instant(sa.TypeDecorator[datetime]):
    """An aware time in UTC, also on SQLite, which forgets zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class TableRow(DeclarativeBase):
    """A row of a table."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        JsonObject: JsonColumn(),
        list[str]: JsonColumn(),
        datetime: Instant(),
        Decimal: sa.Numeric(18, 6),
        # The value as text: a new state must not need a database migration.
        enum.Enum: sa.Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


def made_of(source: str, form: Callable[[str], str]) -> Callable[[Any], str]:
    """A default for what is derived from the column `source` of the same row."""
    return lambda context: form(context.get_current_parameters().get(source) or "")


Id = Annotated[UUID, mapped_column(sa.Uuid(), primary_key=True, default=new_id)]
#: of the HTTP request that a row goes back to, for the log; None where a machine began by itself
HttpRequestId = Annotated[str | None, mapped_column(sa.String(128))]
ValueT = TypeVar("ValueT")
#: A column of JSON whose keys the type names.
Json = Annotated[ValueT, mapped_column(JsonColumn())]
CreatedAt = Annotated[datetime, mapped_column(Instant(), default=clock.now)]

"""Deletes accounts that nobody has ever confirmed, unless something belongs to them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from service.database.models import (
    ApprovedDevice,
    BrowserSession,
    Membership,
    Notification,
    Organization,
    Preference,
    Role,
    SignIn,
    User,
)
from service.database.models.record import TableRow

#: What an account has by itself, and what goes with it, in this order. Whatever else refers to a
#: user or to their organisation belongs to them: of a table that is added later, too.
GO_ALONG: tuple[type[TableRow], ...] = (
    *(Notification, Preference, SignIn, ApprovedDevice, BrowserSession),
    *(Membership, Role),
)


def delete_old(db: Session, before: datetime, most: int) -> int:
    """Delete at most `most` accounts that were registered before then; the number of them.

    With each goes the organisation that it was given, of which nobody else is a member.
    """
    # Locked against whatever would refer to them from now on; then what does so is looked for.
    some = db.scalars(sa.select(User.id).where(_is_unused(before)).limit(most).with_for_update())
    users = some.all()
    homes = sa.select(Membership.organization_id).where(Membership.user_id.in_(users))
    db.execute(sa.select(Organization.id).where(Organization.id.in_(homes)).with_for_update())
    users = db.scalars(sa.select(User.id).where(User.id.in_(users), _is_unused(before))).all()
    organizations = db.scalars(homes.where(Membership.user_id.in_(users))).all()
    for table in map(_table, GO_ALONG):
        for target, ids in ((User, users), (Organization, organizations)):
            for column in _referring(table, target):
                db.execute(sa.delete(table).where(column.in_(ids)))
    db.execute(sa.delete(Organization).where(Organization.id.in_(organizations)))
    db.execute(sa.delete(User).where(User.id.in_(users)))
    return len(users)


def _is_unused(before: datetime) -> sa.ColumnElement[bool]:
    other = aliased(Membership)
    has_company = sa.exists().where(
        other.organization_id == Membership.organization_id, other.user_id != Membership.user_id
    )
    of_organization = sa.or_(*_belongings(Organization, Membership.organization_id), has_company)
    return sa.and_(
        User.email_verified_at.is_(None),
        User.claimed_email.is_not(None),
        User.created_at <= before,
        User.disabled_at.is_(None),
        ~User.is_operator,
        ~sa.or_(*_belongings(User, User.id)),
        ~sa.exists().where(Membership.user_id == User.id, of_organization),
    )


def _belongings(
    target: type[TableRow], id: InstrumentedAttribute[UUID]
) -> Iterator[sa.ColumnElement[bool]]:
    going = set(map(_table, GO_ALONG))
    for table in TableRow.metadata.sorted_tables:
        if table not in going:
            for column in _referring(table, target):
                yield sa.exists().where(column == id)


def _referring(table: sa.Table, target: type[TableRow]) -> list[sa.Column[Any]]:
    """The columns of a table that hold ids of the other."""
    ids = _table(target).primary_key.columns
    return [column for column in table.columns if any(map(column.references, ids))]


def _table(model: type[TableRow]) -> sa.Table:
    return TableRow.metadata.tables[model.__tablename__]

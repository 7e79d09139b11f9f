"""Hands out the mails that tell organisations that one of their webhooks was switched off."""

from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.clock import database_now
from service.database.due_conditions import NOW
from service.database.locks import AGAINST_WRITERS
from service.database.models import Organization, WebhookEndpoint

#: Until the mail server is tried again, and so long that another worker leaves it to this one.
PAUSE = timedelta(minutes=10)
#: After this it is no news any more.
STALE = timedelta(days=3)


class DisabledNotice(NamedTuple):
    """A webhook that was switched off, and the organisation that is to be told."""

    webhook: WebhookEndpoint
    organization: Organization


_DUE: Final = sa.select(WebhookEndpoint.id).where(WebhookEndpoint.notice_due_at <= NOW)
#: That an organisation is to be told now.
IS_DUE: Final = _DUE.exists()


def due(db: Session, limit: int = 20) -> list[UUID]:
    """The webhooks whose organisations are to be told now."""
    return list(db.scalars(_DUE.limit(limit), {"now": database_now(db)}))


def take(db: Session, webhook_id: UUID) -> bool:
    """Lend the notice to the caller for the length of a pause; whether it is theirs to send."""
    webhook = db.get(WebhookEndpoint, webhook_id, with_for_update=AGAINST_WRITERS)
    now = database_now(db)
    if webhook is None or not webhook.notice_due_at or webhook.notice_due_at > now:
        return False
    webhook.notice_due_at = now + PAUSE
    return True


def content(db: Session, webhook_id: UUID) -> DisabledNotice | None:
    """What is to be told; None if it is switched on again, or was switched off too long ago."""
    webhook = db.get_one(WebhookEndpoint, webhook_id)
    if webhook.disabled_at is None or webhook.disabled_at < database_now(db) - STALE:
        return None
    return DisabledNotice(webhook, db.get_one(Organization, webhook.organization_id))


def finish(db: Session, webhook_id: UUID) -> None:
    """The organisation has been told, or need not be told any more."""
    statement = sa.update(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id)
    db.execute(statement.values(notice_due_at=None))

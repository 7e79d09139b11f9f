"""Keeps to which trace an HTTP request belongs, for the work that it causes on other hosts."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service import clock, logging_setup, tracing
from service.database import transactions
from service.database.models import TraceContext
from service.database.transaction import transaction_of
from service.database.upsert import upsert

log = structlog.get_logger(__name__)


def keep(db: Session) -> None:
    """Keep the trace context of the request that is being answered, if it is traced; once."""
    transaction = transaction_of(db)
    if not tracing.is_on() or transaction.is_traced:
        return
    transaction.is_traced = True
    request_id, traceparent = logging_setup.answered_request_id(), tracing.traceparent()
    if request_id and traceparent:
        row = {
            "http_request_id": request_id,
            "traceparent": traceparent,
            "created_at": clock.now(),
        }
        db.execute(upsert(db, TraceContext, row))


def traceparents(db: Session, http_request_ids: Collection[str | None]) -> dict[str, str]:
    """Those of requests that were traced, by their ids."""
    ids = {id for id in http_request_ids if id}
    if not ids or not tracing.is_on():
        return {}
    query = sa.select(TraceContext.http_request_id, TraceContext.traceparent)
    query = query.where(TraceContext.http_request_id.in_(ids))
    return {id: traceparent for id, traceparent in db.execute(query)}


def readable(http_request_ids: Collection[str | None]) -> dict[str, str]:
    """As `traceparents`, outside any transaction; none while the database does not answer.

    Spans only tell of work, which may not fail for them.
    """
    try:
        with transactions.reading() as session:
            return traceparents(session, http_request_ids)
    except SQLAlchemyError as error:
        log.warning("trace contexts cannot be read", error=str(error)[:300])
        return {}


def forget(db: Session, before: datetime, most: int) -> int:
    """Delete at most `most` of those from before then; the number of them."""
    old = sa.select(TraceContext.http_request_id).where(TraceContext.created_at < before)
    oldest = old.order_by(TraceContext.created_at).limit(most)
    deletion = sa.delete(TraceContext).where(TraceContext.http_request_id.in_(oldest))
    return len(db.scalars(deletion.returning(TraceContext.http_request_id)).all())

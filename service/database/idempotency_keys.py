"""Stores the answer to each idempotency key, so that a repeated request gets the same one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.clock import lease_time
from service.database.locks import AGAINST_WRITERS, SKIP_LOCKED
from service.database.models import IdempotentAnswer
from service.database.upsert import insert_unless_there
from service.ids import new_secret
from service.translations import Sentence
from service.translations import gettext_noop as _

#: A reservation that no transaction holds is free again after this, as its process has died: in so
#: long a request begins its transaction. Whoever comes to it later than that is fenced off.
ABANDONED_AFTER = timedelta(seconds=5)
#: The same of requests that work before their transaction, such as uploads that are looked
#: through; longer than any of them may take.
RESERVED_FOR = timedelta(seconds=60)


class KeyInUse(Exception):
    """A request with the same key still runs."""


class KeyReused(Exception):
    """The key belongs to another request."""


@dataclass(frozen=True)
class ReplayableAnswer:
    """An answer as it was given before."""

    status: int
    headers: dict[str, str]
    body: bytes
    content_digest: str | None = None
    #: all that the caller might whom it was given to
    reach: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reservation:
    """The right to answer under a key; `owner` fences off one whose time had run out."""

    principal: str
    key: str
    owner: str


def reserve(
    db: Session,
    principal: str,
    key: str,
    digest: str,
    lifetime: timedelta,
    reach: dict[str, list[str]],
    *,
    free_after: timedelta = ABANDONED_AFTER,
) -> ReplayableAnswer | Reservation:
    """The kept answer of `key`, or a reservation of it; raises KeyInUse, KeyReused.

    A reservation that nobody holds (see `hold`) counts for `free_after`, by the clock of the
    database, as hosts differ.

    `digest` stands for the request: the same key with another digest is KeyReused. The bytes of an
    upload are not part of it, see `check_content`. `reach` is all that the caller may: whoever may
    less is not to get the answer, which whoever calls sees to.
    An answer older than `lifetime` counts as gone.
    """
    reservation = Reservation(principal, key, new_secret()[:32])
    if _insert(db, reservation, digest, reach):
        return reservation
    row = db.get(IdempotentAnswer, (principal, key), with_for_update=SKIP_LOCKED)
    if row is None:  # somebody holds it, or it has gone
        ending = _("the request with the Idempotency-Key {key!r} is just ending; try again")
        raise KeyInUse(Sentence(ending, key=key))
    now: datetime = db.scalars(sa.select(lease_time(db))).one()
    age = now - row.started_at
    if age > lifetime or (row.status is None and age > free_after):
        row.request_digest, row.owner, row.reach = digest, reservation.owner, reach
        row.started_at = now
        row.status = row.headers = row.body = row.content_digest = None
        return reservation
    return _kept(row, digest)


def _kept(row: IdempotentAnswer, digest: str) -> ReplayableAnswer:
    """The answer of a key that is taken; raises KeyInUse, KeyReused."""
    if row.request_digest != digest:
        reused = _("the Idempotency-Key {key!r} was used for another request")
        raise KeyReused(Sentence(reused, key=row.key))
    if row.status is None:
        running = _("a request with the Idempotency-Key {key!r} is still running")
        raise KeyInUse(Sentence(running, key=row.key))
    return ReplayableAnswer(
        row.status, row.headers or {}, row.body or b"", row.content_digest, row.reach or {}
    )


def hold(db: Session, reservation: Reservation) -> None:
    """Hold a reservation for as long as the transaction lasts that its answer is kept in.

    Whoever dies lets go of it at that moment, so that a repeat need not wait. Raises KeyInUse if
    somebody else has it by now.
    """
    row = sa.select(IdempotentAnswer.key).where(*_is_of(reservation))
    if db.scalar(row.with_for_update(**AGAINST_WRITERS)) is None:
        raise _overtaken(reservation)


def check_content(answer: ReplayableAnswer, key: str, digest: str) -> None:
    """Raise KeyReused if a repeated upload brings another content than the first one did."""
    if answer.content_digest != digest:
        raise KeyReused(
            Sentence(
                _("the Idempotency-Key {key!r} was used for an upload of another content"), key=key
            )
        )


def _insert(
    db: Session, reservation: Reservation, digest: str, reach: dict[str, list[str]]
) -> bool:
    return insert_unless_there(
        db,
        IdempotentAnswer,
        principal=reservation.principal,
        key=reservation.key,
        request_digest=digest,
        reach=reach,
        owner=reservation.owner,
        started_at=lease_time(db),
    )


def keep_answer(db: Session, reservation: Reservation, answer: ReplayableAnswer) -> None:
    """Keep the answer, in the transaction that it answers for; raises KeyInUse if overtaken."""
    changed = db.execute(
        sa.update(IdempotentAnswer)
        .where(*_is_of(reservation))
        .values(
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            content_digest=answer.content_digest,
        )
        .returning(IdempotentAnswer.key)
    ).scalar()
    if changed is None:
        raise _overtaken(reservation)


def release(db: Session, reservation: Reservation) -> None:
    """Forget a reservation whose request came to nothing, so that it can be tried again."""
    db.execute(
        sa.delete(IdempotentAnswer).where(*_is_of(reservation), IdempotentAnswer.status.is_(None))
    )


def forget(db: Session, before: datetime, most: int) -> int:
    """Delete at most `most` answers to what was asked before then; the number of them."""
    key = (IdempotentAnswer.principal, IdempotentAnswer.key)
    old = sa.select(*key).where(IdempotentAnswer.started_at < before)
    oldest = old.order_by(IdempotentAnswer.started_at).limit(most)
    deletion = sa.delete(IdempotentAnswer).where(sa.tuple_(*key).in_(oldest))
    return len(db.execute(deletion.returning(IdempotentAnswer.key)).all())


def _is_of(reservation: Reservation) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        IdempotentAnswer.principal == reservation.principal,
        IdempotentAnswer.key == reservation.key,
        IdempotentAnswer.owner == reservation.owner,
    )


def _overtaken(reservation: Reservation) -> KeyInUse:
    sentence = _("the request with the Idempotency-Key {key!r} took too long")
    return KeyInUse(Sentence(sentence, key=reservation.key))

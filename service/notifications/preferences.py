"""Decides which events reach users on which channel: the defaults, and what users have chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.lookup import unknown
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import Preference
from service.errors import BadField
from service.translations import gettext_noop as _
from workflows.engine import Actor


class NotificationChannel(Enum):
    """How somebody is told of an event. The feed and the history have it in any case."""

    NONE = "none"  #: not even counted as missed
    EVENT = "event"  #: in the feed alone
    MAIL = "mail"  #: at once
    DIGEST = "digest"  #: in one mail a day

    @property
    def is_mailed(self) -> bool:
        """Whether a mail tells of the event, by itself or with others."""
        return self in (NotificationChannel.MAIL, NotificationChannel.DIGEST)


@dataclass(frozen=True)
class NotificationKind:
    """A type of event: how each side is told of it, and what it says (a message to translate)."""

    client: NotificationChannel
    contractor: NotificationChannel
    description: str


_EVENT, _MAIL, _DIGEST = (
    NotificationChannel.EVENT,
    NotificationChannel.MAIL,
    NotificationChannel.DIGEST,
)

#: By default a mail goes out where somebody has to act, or wins or loses something; mere progress
#: is in the daily digest. Channel of clients, channel of contractors, what it says.
KINDS: dict[str, NotificationKind] = {
    "process.verified": NotificationKind(_EVENT, _EVENT, _("it can be made; quotes are available")),
    "process.verification_failed": NotificationKind(
        _MAIL, _EVENT, _("it cannot be made as configured")
    ),
    "process.sent": NotificationKind(_EVENT, _EVENT, _("contractors have been asked")),
    "process.clarification": NotificationKind(_MAIL, _EVENT, _("a contractor asks a question")),
    "process.offered": NotificationKind(_EVENT, _EVENT, _("there is an offer to decide on")),
    "offer.made": NotificationKind(_MAIL, _EVENT, _("an offer has come in")),
    "process.declined": NotificationKind(_MAIL, _DIGEST, _("no contractor will make it for now")),
    "process.confirmed": NotificationKind(_EVENT, _MAIL, _("the order is placed")),
    "process.in_production": NotificationKind(_DIGEST, _EVENT, _("production has begun")),
    "process.produced": NotificationKind(_DIGEST, _EVENT, _("the parts have been made")),
    "process.in_delivery": NotificationKind(_MAIL, _EVENT, _("the parts are on their way")),
    "process.delivered": NotificationKind(_MAIL, _DIGEST, _("the parts have been delivered")),
    "process.disputed": NotificationKind(_MAIL, _MAIL, _("the delivery is disputed")),
    "process.completed": NotificationKind(_DIGEST, _DIGEST, _("the order is completed")),
    "process.cancelled": NotificationKind(_MAIL, _MAIL, _("the order is cancelled")),
    "process.failed": NotificationKind(_MAIL, _MAIL, _("the order has failed")),
    "process.parked": NotificationKind(
        _DIGEST, _EVENT, _("the service could not continue; an operator is looking into it")
    ),
    "process.reminder": NotificationKind(_MAIL, _MAIL, _("a reminder")),
    "process.predecessor_failed": NotificationKind(
        _MAIL, _EVENT, _("a part that it is waiting for will not come")
    ),
    "process.message": NotificationKind(_MAIL, _MAIL, _("there is a new message")),
    "process.file": NotificationKind(_EVENT, _EVENT, _("files have changed")),
    "request.dispatched": NotificationKind(_EVENT, _EVENT, _("a request has come in")),
    "request.refused": NotificationKind(
        _DIGEST, _EVENT, _("a contractor's terms rule the request out")
    ),
    "request.contractor_suspended": NotificationKind(
        _MAIL, _EVENT, _("a contractor that was asked gets no new requests any more")
    ),
    "request.declined": NotificationKind(_DIGEST, _EVENT, _("a contractor has declined")),
    "request.reminder": NotificationKind(_MAIL, _MAIL, _("the time to answer will soon be over")),
    "request.lost": NotificationKind(_EVENT, _MAIL, _("another contractor was chosen")),
    "request.expired": NotificationKind(_EVENT, _DIGEST, _("the time to answer is over")),
    "request.withdrawn": NotificationKind(_EVENT, _MAIL, _("the request was withdrawn")),
}


def channel_for(choices: Mapping[str, str], type: str, side: Actor) -> NotificationChannel:
    """How a user is told of an event: as they have chosen, else by the default of their side."""
    if chosen := choices.get(type):
        return NotificationChannel(chosen)
    kind = KINDS[type]
    return kind.client if side is Actor.CLIENT else kind.contractor


def load_preferences(
    db: Session, user_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], dict[str, str]]:
    """What these users have chosen, by user and organisation."""
    rows = db.scalars(sa.select(Preference).where(Preference.user_id.in_(user_ids)))
    return {(row.user_id, row.organization_id): row.choices for row in rows}


def unwanted_types(db: Session, user_id: UUID) -> dict[UUID, list[str]]:
    """The types of events that the user does not want to be told of at all, by organisation."""
    none = NotificationChannel.NONE.value
    return {
        organization_id: [type for type, chosen in choices.items() if chosen == none]
        for (_, organization_id), choices in load_preferences(db, [user_id]).items()
    }


def change_preferences(
    db: Session, user_id: UUID, organization_id: UUID, changes: Mapping[str, str | None]
) -> dict[str, str]:
    """Change some choices, None resets one to its default; returns all. Raises BadField."""
    for type, chosen in changes.items():
        if type not in KINDS:
            raise BadField.at(f"/choices/{type}", _("nobody is told of events of this type"))
        if chosen is not None and chosen not in [channel.value for channel in NotificationChannel]:
            names = ", ".join(channel.value for channel in NotificationChannel)
            raise BadField.at(
                f"/choices/{type}", _("{chosen!r} is none of {names}"), chosen=chosen, names=names
            )
    row = _locked(db, user_id, organization_id)
    choices = {**row.choices, **changes}
    row.choices = {type: chosen for type, chosen in choices.items() if chosen is not None}
    row.updated_at = clock.now()
    audit.record(
        db,
        AuditAction.NOTIFICATIONS_CHANGED,
        organization_id=organization_id,
        account_id=user_id,
        changed=changes,
        by=user_id,
    )
    return row.choices


def unsubscribe(db: Session, user_id: UUID, organization_id: UUID, type: str) -> None:
    """Stop mails about one type of event, or all types with `*`; the feed still has them.

    Raises Unknown for a type that does not exist.
    """
    types = list(KINDS) if type == "*" else [type]
    if not set(types) <= KINDS.keys():
        raise unknown(_("nobody is told of {type}"), type=type)
    change_preferences(
        db, user_id, organization_id, dict.fromkeys(types, NotificationChannel.EVENT.value)
    )


def _locked(db: Session, user_id: UUID, organization_id: UUID) -> Preference:
    """The row, created if missing; concurrent changes wait for each other."""
    key = (user_id, organization_id)
    row = db.get(Preference, key, with_for_update=AGAINST_WRITERS, populate_existing=True)
    if row is None:
        row = Preference(user_id=user_id, organization_id=organization_id, choices={})
        db.add(row)
        db.flush()
    return row

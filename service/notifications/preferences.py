"""Which events reach people on which channel: a table of defaults, and what users have chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.lookup import Unknown
from service.database.locks import AGAINST_WRITERS
from service.database.models import Preference
from service.errors import BadField
from workflows.engine import Actor


class NotificationChannel(Enum):
    """How somebody hears of an event. The feed and the history have it in any case."""

    NONE = "none"  #: not even counted as missed
    EVENT = "event"  #: in the feed alone
    MAIL = "mail"  #: at once
    DIGEST = "digest"  #: in one mail a day


@dataclass(frozen=True)
class NotificationKind:
    """A type of event: what it says, in English and German, and how each side hears of it."""

    english: str
    german: str
    client: NotificationChannel
    contractor: NotificationChannel


_EVENT, _MAIL, _DIGEST = (
    NotificationChannel.EVENT,
    NotificationChannel.MAIL,
    NotificationChannel.DIGEST,
)

#: By default a mail goes out where somebody has to act, or wins or loses something; mere progress
#: is in the daily digest.
# fmt: off
KINDS: dict[str, NotificationKind] = {
    "process.verified": NotificationKind(
        "it can be made; quotes are known", "herstellbar; Kalkulationen liegen vor",
        _EVENT, _EVENT),
    "process.verification_failed": NotificationKind(
        "it cannot be made as configured", "so nicht herstellbar", _MAIL, _EVENT),
    "process.sent": NotificationKind(
        "contractors have been asked", "Auftragnehmer sind angefragt", _EVENT, _EVENT),
    "process.clarification": NotificationKind(
        "a contractor asks a question", "ein Auftragnehmer hat eine Rückfrage", _MAIL, _EVENT),
    "process.offered": NotificationKind(
        "there is an offer to decide on", "über ein Angebot ist zu entscheiden", _EVENT, _EVENT),
    "offer.made": NotificationKind("an offer has come in", "ein Angebot liegt vor", _MAIL, _EVENT),
    "process.declined": NotificationKind(
        "nobody makes it for now", "vorerst fertigt es niemand", _MAIL, _DIGEST),
    "process.confirmed": NotificationKind(
        "the order is placed", "der Auftrag ist erteilt", _EVENT, _MAIL),
    "process.in_production": NotificationKind(
        "production has begun", "die Fertigung hat begonnen", _DIGEST, _EVENT),
    "process.produced": NotificationKind(
        "the parts are made", "die Teile sind gefertigt", _DIGEST, _EVENT),
    "process.in_delivery": NotificationKind(
        "the parts are on their way", "die Teile sind unterwegs", _MAIL, _EVENT),
    "process.delivered": NotificationKind(
        "the parts are delivered", "die Teile sind geliefert", _MAIL, _DIGEST),
    "process.disputed": NotificationKind(
        "the delivery is disputed", "die Lieferung ist beanstandet", _MAIL, _MAIL),
    "process.completed": NotificationKind(
        "the order is completed", "der Auftrag ist abgeschlossen", _DIGEST, _DIGEST),
    "process.cancelled": NotificationKind(
        "the order is cancelled", "der Auftrag ist storniert", _MAIL, _MAIL),
    "process.failed": NotificationKind(
        "the order has failed", "der Auftrag ist gescheitert", _MAIL, _MAIL),
    "process.parked": NotificationKind(
        "the service could not go on; an operator has it",
        "der Dienst kam nicht weiter; der Betreiber hat es", _DIGEST, _EVENT),
    "process.reminder": NotificationKind("a reminder", "eine Erinnerung", _MAIL, _MAIL),
    "process.predecessor_failed": NotificationKind(
        "a part that it waits for will not come", "ein Teil davor wird nicht kommen",
        _MAIL, _EVENT),
    "process.message": NotificationKind(
        "there is a new message", "eine neue Nachricht", _MAIL, _MAIL),
    "process.file": NotificationKind(
        "files have changed", "Dateien haben sich geändert", _EVENT, _EVENT),
    "request.dispatched": NotificationKind(
        "a request has come in", "eine Anfrage ist eingegangen", _EVENT, _EVENT),
    "request.refused": NotificationKind(
        "a contractor's terms speak against the request",
        "die Bedingungen eines Auftragnehmers sprechen dagegen", _DIGEST, _EVENT),
    "request.declined": NotificationKind(
        "a contractor has declined", "ein Auftragnehmer hat abgelehnt", _DIGEST, _EVENT),
    "request.reminder": NotificationKind(
        "the time to answer will soon be over", "die Antwortfrist läuft bald ab", _MAIL, _MAIL),
    "request.lost": NotificationKind(
        "another contractor was chosen", "ein anderer wurde gewählt", _EVENT, _MAIL),
    "request.expired": NotificationKind(
        "the time to answer is over", "die Antwortfrist ist verstrichen", _EVENT, _DIGEST),
    "request.withdrawn": NotificationKind(
        "the request was withdrawn", "die Anfrage wurde zurückgezogen", _EVENT, _MAIL),
}
# fmt: on


def channel_for(choices: Mapping[str, str], type: str, side: Actor) -> NotificationChannel:
    """How a user hears of an event: as they have chosen, else by the default of their side."""
    if chosen := choices.get(type):
        return NotificationChannel(chosen)
    kind = KINDS[type]
    return kind.client if side is Actor.CLIENT else kind.contractor


def load_preferences(
    db: Session, user_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """What these users have chosen, by user and organisation."""
    rows = db.scalars(sa.select(Preference).where(Preference.user_id.in_(user_ids)))
    return {(row.user_id, row.organization_id): row.choices for row in rows}


def unwanted_types(db: Session, user_id: UUID) -> dict[UUID, list[str]]:
    """The types of events that the user does not want to hear of at all, by organisation."""
    none = NotificationChannel.NONE.value
    return {
        organization_id: [type for type, chosen in choices.items() if chosen == none]
        for (_, organization_id), choices in load_preferences(db, [user_id]).items()
    }


def change_preferences(
    db: Session, user_id: UUID, organization_id: UUID, changes: Mapping[str, str | None]
) -> dict[str, Any]:
    """Change some choices, None resets one to its default; returns all. Raises BadField."""
    for type, chosen in changes.items():
        if type not in KINDS:
            raise BadField([(f"/choices/{type}", "nobody is told of events of this type")])
        if chosen is not None and chosen not in [known.value for known in NotificationChannel]:
            names = ", ".join(known.value for known in NotificationChannel)
            raise BadField([(f"/choices/{type}", f"{chosen!r} is none of {names}")])
    row = _locked(db, user_id, organization_id)
    kept = {**row.choices, **changes}
    row.choices = {type: chosen for type, chosen in kept.items() if chosen is not None}
    row.updated_at = clock.now()
    return row.choices


def unsubscribe(db: Session, user_id: UUID, organization_id: UUID, type: str) -> None:
    """Stop mails about one type of event, or all types with `*`; the feed still has them.

    Raises Unknown for a type that does not exist.
    """
    types = list(KINDS) if type == "*" else [type]
    if not set(types) <= KINDS.keys():
        raise Unknown(f"nobody is told of {type}")
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

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

    @property
    def is_mailed(self) -> bool:
        """Whether a mail tells of the event, by itself or with others."""
        return self in (NotificationChannel.MAIL, NotificationChannel.DIGEST)


@dataclass(frozen=True)
class NotificationKind:
    """A type of event: how each side hears of it, and what it says in English and German."""

    client: NotificationChannel
    contractor: NotificationChannel
    english: str
    german: str

    def description(self, language: str) -> str:
        """What it says to somebody who reads `language` (ISO 639-1): English unless it is "de"."""
        return self.german if language == "de" else self.english


_EVENT, _MAIL, _DIGEST = (
    NotificationChannel.EVENT,
    NotificationChannel.MAIL,
    NotificationChannel.DIGEST,
)

#: By default a mail goes out where somebody has to act, or wins or loses something; mere progress
#: is in the daily digest. Type, channel of clients and of contractors, English, German.
# fmt: off
_ROWS: tuple[tuple[str, NotificationChannel, NotificationChannel, str, str], ...] = (
    ("process.verified", _EVENT, _EVENT,
     "it can be made; quotes are known", "herstellbar; Kalkulationen liegen vor"),
    ("process.verification_failed", _MAIL, _EVENT,
     "it cannot be made as configured", "so nicht herstellbar"),
    ("process.sent", _EVENT, _EVENT, "contractors have been asked", "Auftragnehmer sind angefragt"),
    ("process.clarification", _MAIL, _EVENT,
     "a contractor asks a question", "ein Auftragnehmer hat eine Rückfrage"),
    ("process.offered", _EVENT, _EVENT,
     "there is an offer to decide on", "über ein Angebot ist zu entscheiden"),
    ("offer.made", _MAIL, _EVENT, "an offer has come in", "ein Angebot liegt vor"),
    ("process.declined", _MAIL, _DIGEST, "nobody makes it for now", "vorerst fertigt es niemand"),
    ("process.confirmed", _EVENT, _MAIL, "the order is placed", "der Auftrag ist erteilt"),
    ("process.in_production", _DIGEST, _EVENT,
     "production has begun", "die Fertigung hat begonnen"),
    ("process.produced", _DIGEST, _EVENT, "the parts are made", "die Teile sind gefertigt"),
    ("process.in_delivery", _MAIL, _EVENT,
     "the parts are on their way", "die Teile sind unterwegs"),
    ("process.delivered", _MAIL, _DIGEST, "the parts are delivered", "die Teile sind geliefert"),
    ("process.disputed", _MAIL, _MAIL, "the delivery is disputed", "die Lieferung ist beanstandet"),
    ("process.completed", _DIGEST, _DIGEST,
     "the order is completed", "der Auftrag ist abgeschlossen"),
    ("process.cancelled", _MAIL, _MAIL, "the order is cancelled", "der Auftrag ist storniert"),
    ("process.failed", _MAIL, _MAIL, "the order has failed", "der Auftrag ist gescheitert"),
    ("process.parked", _DIGEST, _EVENT,
     "the service could not go on; an operator has it",
     "der Dienst kam nicht weiter; der Betreiber hat es"),
    ("process.reminder", _MAIL, _MAIL, "a reminder", "eine Erinnerung"),
    ("process.predecessor_failed", _MAIL, _EVENT,
     "a part that it waits for will not come", "ein Teil davor wird nicht kommen"),
    ("process.message", _MAIL, _MAIL, "there is a new message", "eine neue Nachricht"),
    ("process.file", _EVENT, _EVENT, "files have changed", "Dateien haben sich geändert"),
    ("request.dispatched", _EVENT, _EVENT, "a request has come in", "eine Anfrage ist eingegangen"),
    ("request.refused", _DIGEST, _EVENT,
     "a contractor's terms speak against the request",
     "die Bedingungen eines Auftragnehmers sprechen dagegen"),
    ("request.declined", _DIGEST, _EVENT,
     "a contractor has declined", "ein Auftragnehmer hat abgelehnt"),
    ("request.reminder", _MAIL, _MAIL,
     "the time to answer will soon be over", "die Antwortfrist läuft bald ab"),
    ("request.lost", _EVENT, _MAIL, "another contractor was chosen", "ein anderer wurde gewählt"),
    ("request.expired", _EVENT, _DIGEST,
     "the time to answer is over", "die Antwortfrist ist verstrichen"),
    ("request.withdrawn", _EVENT, _MAIL,
     "the request was withdrawn", "die Anfrage wurde zurückgezogen"),
)
# fmt: on
KINDS: dict[str, NotificationKind] = {
    type: NotificationKind(client, contractor, english, german)
    for type, client, contractor, english, german in _ROWS
}


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
        if chosen is not None and chosen not in [channel.value for channel in NotificationChannel]:
            names = ", ".join(channel.value for channel in NotificationChannel)
            raise BadField([(f"/choices/{type}", f"{chosen!r} is none of {names}")])
    row = _locked(db, user_id, organization_id)
    choices = {**row.choices, **changes}
    row.choices = {type: chosen for type, chosen in choices.items() if chosen is not None}
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

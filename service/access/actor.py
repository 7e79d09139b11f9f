"""The acting party: who makes a move, as the history and events name them."""

from dataclasses import dataclass
from uuid import UUID

from service.access.permissions import Unconfirmed
from service.database.models.column_json import ActorJson
from service.translations import gettext_noop as _
from workflows.engine import Actor


@dataclass(frozen=True)
class ActingParty:
    """Somebody in a role. `party_id` is the organisation or visitor they act for.

    `is_confirmed` is False for users whose address nobody has shown to read, `sees_prices` for who
    may not see what anything costs.
    """

    role: Actor
    id: UUID | None
    name: str
    party_id: UUID | None = None
    is_confirmed: bool = True
    sees_prices: bool = True

    def as_dict(self) -> ActorJson:
        """As events and the history show it."""
        return {"role": self.role.value, "id": str(self.id) if self.id else None, "name": self.name}


def only_confirmed(actor: ActingParty) -> None:
    """Raise Unconfirmed for who could be anybody: nothing of theirs reaches others."""
    check_confirmed(actor.is_confirmed)


def check_confirmed(is_confirmed: bool) -> None:
    """Raise Unconfirmed unless the address of whoever acts counts."""
    if not is_confirmed:
        raise Unconfirmed(
            _(
                "this needs an address that is confirmed; open the link in the mail, or have"
                " another one sent by POST /api/v1/auth/email/confirm/send"
            )
        )


#: What stands where the name of somebody stood whose account was erased.
ERASED_NAME = "Erased account"
#: Workers and the clock.
SYSTEM = ActingParty(Actor.SYSTEM, None, "Werkbank")


def system_for(party: str) -> ActingParty:
    """The system where it acts in the name of a party that lets it, as the history says it."""
    return ActingParty(Actor.SYSTEM, None, f"{SYSTEM.name} for {party}"[:200])

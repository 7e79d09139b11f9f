"""The acting party: who makes a move, as the history and events name them."""

from dataclasses import dataclass
from uuid import UUID

from service.database.models.column_json import ActorJson
from workflows.engine import Actor


@dataclass(frozen=True)
class ActingParty:
    """Somebody in a role. `party_id` is the organisation or visitor they act for."""

    role: Actor
    id: UUID | None
    name: str
    party_id: UUID | None = None

    def as_dict(self) -> ActorJson:
        """As events and the history show it."""
        return {"role": self.role.value, "id": str(self.id) if self.id else None, "name": self.name}


#: Workers and the clock.
SYSTEM = ActingParty(Actor.SYSTEM, None, "Werkbank")


def system_for(party: str) -> ActingParty:
    """The system where it acts in the name of a party that lets it, as the history says it."""
    return ActingParty(Actor.SYSTEM, None, f"{SYSTEM.name} for {party}"[:200])

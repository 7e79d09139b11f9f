"""An order as a contractor of the sandbox finds it when it is its turn."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess
from service.database.models import Process, Request
from service.lifecycle.parties import project_of
from service.orders import actions
from service.orders.sandbox_scenarios import SandboxScenario
from service.settings import settings
from service.values.json_object import JsonObject


@dataclass(frozen=True)
class Turn:
    """A locked process and the request of one contractor, who is the `actor`."""

    db: Session
    process: Process
    request: Request
    actor: ActingParty

    @property
    def scenario(self) -> SandboxScenario:
        """What the client wants to see."""
        chosen = self.process.configuration.get("sandbox_scenario")
        return SandboxScenario(chosen) if chosen else SandboxScenario.COMPLETES

    @property
    def delay(self) -> timedelta:
        """How long the contractor takes for one move."""
        return timedelta(seconds=settings().sandbox_delay_s)

    def fire(self, trigger: str, **data: object) -> None:
        """Move the process as its contractor would over the API."""
        body: JsonObject = dict(data)
        project = project_of(self.db, self.process.project_id)
        access = ProcessAccess(self.process, project, self.actor, (self.actor,))
        actions.fire(self.db, access, trigger, body)
        self.db.flush()

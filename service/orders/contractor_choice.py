"""Chooses the contractors of a process."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.catalogue import capacity
from service.database.models import ContractorRow, Process, Standing, Verification
from service.errors import BadField
from service.lifecycle import transitions
from service.lifecycle.facts import facts_of
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.verification import further_quotes
from workflows.engine import Missing, NotReady
from workflows.process_facts import choice_can_make_it

PENDING, SUSPENDED = Standing.PENDING, Standing.SUSPENDED


def choose(
    db: Session,
    process: Process,
    actor: ActingParty,
    contractor_ids: Sequence[str],
    *,
    by_name: bool = True,
) -> None:
    """Choose the contractors that `send` will ask; raises BadField, IllegalMove.

    Whom the client has not chosen `by_name` sees no files before it says so. Raises NotReady for
    one of whom the verification says that they cannot make the part.
    """
    check_contractors(db, process, contractor_ids)
    chosen = list(dict.fromkeys(contractor_ids))
    further_quotes.keep_quotes(db, process, chosen)
    if (chosen, by_name) != (process.choice, process.choice_by_name):
        transitions.edit(db, process, actor, {"choice": chosen}, revises=False)
        process.choice, process.choice_by_name = chosen, by_name
        facts = facts_of(db, process)
        if facts.chosen_unsuitable and facts.verification_fresh:
            raise NotReady("choose", tuple(choice_can_make_it(facts)))


def check_contractors(db: Session, process: Process, contractor_ids: Sequence[str]) -> None:
    """Refuse what is no contractor, and who takes no orders of this kind; raises BadField."""
    rows = db.execute(
        sa.select(
            ContractorRow.organization_id, ContractorRow.sandbox, ContractorRow.standing
        ).where(ContractorRow.organization_id.in_([UUID(c) for c in contractor_ids]))
    ).all()
    markets = {str(id): sandbox for id, sandbox, standing in rows if standing is not PENDING}
    if suspended := [str(id) for id, _sandbox, standing in rows if standing is SUSPENDED]:
        raise BadField.at(
            "/contractor_ids", _("{ids} takes no new requests"), ids=", ".join(suspended)
        )
    if unknown := [c for c in contractor_ids if c not in markets]:
        raise BadField.at(
            "/contractor_ids", _("there is no contractor {names}"), names=", ".join(unknown)
        )
    if others := [c for c in contractor_ids if markets[c] is not process.sandbox]:
        sentence = (
            _("{ids} takes real orders; one of the sandbox goes to a contractor of the sandbox")
            if process.sandbox
            else _("{ids} belongs to the sandbox; a real order goes to a real contractor")
        )
        raise BadField([("/contractor_ids", Sentence(sentence, ids=", ".join(others)))])


def choose_best(db: Session, process: Process, actor: ActingParty, most: int) -> None:
    """Choose the first contractors of the verification's ranking, at most so many.

    Raises NotReady without one that can make the part, IllegalMove.
    """
    newest = process.verification_id
    verification = db.get(Verification, newest) if newest else None
    suitable = _approved(db, verification.suitable) if verification else []
    if not suitable:
        detail = (
            _("no contractor can make it")
            if verification
            else _("verify it first; nothing is ranked yet")
        )
        raise NotReady("choose", (Missing("verification", detail),))
    choose(db, process, actor, suitable[:most], by_name=False)


def _approved(db: Session, contractor_ids: Sequence[str]) -> list[str]:
    """Those of the contractors that can be asked, in their order."""
    approved = capacity.approved(db, map(UUID, contractor_ids))
    return [id for id in contractor_ids if UUID(id) in approved]

"""Writes entries of the audit log, in the transaction that does what they tell of."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock, logging_setup
from service.audit.actions import AuditAction
from service.database.caller import Caller
from service.database.models import AuditAudience, AuditEntry, Membership
from service.database.transaction import add_row, transaction_of
from service.ids import new_id

#: Ways of acting in which there is no person.
_NOBODY = ("service", "command_line")


def record(
    db: Session,
    action: AuditAction,
    *,
    organization_id: UUID | None = None,
    account_id: UUID | None = None,
    subject_id: UUID | None = None,
    subject_name: str | None = None,
    changed: Iterable[str] = (),
    by: UUID | None = None,
) -> None:
    """Note that the caller of this transaction has done something; who may read it, is decided now.

    What concerns an organisation is for its admins, what concerns an account for the user and for
    the admins of every organisation that it opens; and who did it can read it, too. `by` names
    the user who has just shown who they are, where the caller was not known before. `subject_name`
    is never an address of mail, and `changed` has names of fields, never values.
    """
    caller = transaction_of(db).caller
    actor_id = (by if caller.via not in _NOBODY else None) or caller.user_id
    entry = {
        "id": (entry_id := new_id()),
        "at": clock.now(),
        "action": action.value,
        "actor_role": _role(db, caller, actor_id, organization_id),
        "actor_id": actor_id,
        "via": caller.via,
        "credential_id": caller.credential_id,
        "address": caller.address or None,
        "organization_id": organization_id,
        "account_id": account_id,
        "subject_id": subject_id,
        "subject_name": subject_name and subject_name[:200],
        "changed": sorted(set(changed)),
        "http_request_id": logging_setup.http_request_id(None),
    }
    add_row(db, AuditEntry, entry)
    readers = {organization_id} if organization_id else _organizations_of(db, account_id)
    for party_id in sorted({*readers, account_id, actor_id} - {None}, key=str):
        add_row(db, AuditAudience, {"party_id": party_id, "entry_id": entry_id})


def _organizations_of(db: Session, account_id: UUID | None) -> set[UUID | None]:
    """The organisations that an account opens at this moment."""
    query = sa.select(Membership.organization_id).where(Membership.user_id == account_id)
    return set(db.scalars(query)) if account_id else set()


def _role(db: Session, caller: Caller, actor_id: UUID | None, organization_id: UUID | None) -> str:
    if caller.is_operator and organization_id not in _organizations_of(db, actor_id):
        return "operator"
    if actor_id:
        return "user"
    return "service" if caller.via == "service" else "visitor"

"""Lets no contractor bear a name that cannot be told from another one's."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import ContractorRow, Organization
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.lookalikes import skeleton


class NameTaken(Exception):
    """Another contractor has a name that looks like this one."""


class Lookalike(NamedTuple):
    """A contractor whose name looks like another one's."""

    organization_id: UUID
    name: str


def claim(db: Session, contractor: ContractorRow, name: str) -> None:
    """Let a contractor bear a name; raises NameTaken.

    The caller has changed the catalogue in this transaction, and so holds it: of two who claim one
    name at once the later one waits, and sees the earlier one here. One that already shares its
    name with others may go on to write it otherwise.
    """
    key = skeleton(name)
    if key == contractor.name_key:
        return
    contractor.name_key = key
    db.flush()
    if lookalikes(db, [contractor]):
        raise NameTaken(
            Sentence(
                _(
                    "another contractor has a name that cannot be told from {name}; choose one that"
                    " differs in more than spelling and legal form"
                ),
                name=name,
            )
        )


def lookalikes(db: Session, contractors: Collection[ContractorRow]) -> dict[UUID, list[Lookalike]]:
    """By contractor the others whose names look like its own; those without are left out."""
    query = sa.select(ContractorRow.name_key, Organization.id, Organization.name)
    query = query.join(Organization, Organization.id == ContractorRow.organization_id)
    keys = {row.name_key for row in contractors if row.name_key}
    by_key: dict[str, list[Lookalike]] = {}
    for key, id, name in db.execute(query.where(ContractorRow.name_key.in_(keys))):
        by_key.setdefault(key, []).append(Lookalike(id, name))
    others = {
        row.organization_id: [
            other
            for other in by_key.get(row.name_key, ())
            if other.organization_id != row.organization_id
        ]
        for row in contractors
    }
    return {id: some for id, some in others.items() if some}

"""The example people: who they are, what their passwords are, and how they get into the database.

They are for trying the service out on one machine. Outside the embedded mode there are none.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from service import clock
from service.accounts import organizations, roles
from service.catalogue import snapshot_rows
from service.catalogue.terms_checks import ELSEWHERE
from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import (
    CatalogueItem,
    ContractorRow,
    MachineRow,
    Membership,
    Organization,
    User,
)
from service.database.upsert import insert_unless_there
from service.operations.example import ExampleCatalogue, ExampleContractor, load
from service.settings import Settings, settings
from service.values.json_object import JsonObject
from service.values.lookalikes import skeleton

#: The time that all example ids carry: 1 January 2026 in milliseconds.
BORN_MS = 1_767_225_600_000
#: Countries whose example organisations are written to in German.
GERMAN = frozenset({"AT", "CH", "DE"})
#: Slow hashing protects passwords that can be guessed; these hold 128 random bits, and a first
#: start should not wait for them. The first login hashes them anew, as slowly as any other.
QUICK = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
CLIENT = "Musterbau Maschinen GmbH"
#: Where whoever runs the service works; it orders nothing and makes nothing.
OPERATIONS = "Werkbank Betrieb"


@dataclass(frozen=True)
class ExampleLogin:
    """Somebody who can log in, and the organisation that they work for."""

    name: str
    email: str
    password: str = field(repr=False)
    organization_id: UUID
    role: str = "owner"
    is_operator: bool = False

    @property
    def user_id(self) -> UUID:
        """The same on every machine."""
        return _id("user", self.email)


@dataclass(frozen=True)
class ExamplePeople:
    """Everybody whom the demonstration needs."""

    client: ExampleLogin
    colleague: ExampleLogin
    contractors: tuple[ExampleLogin, ...]
    operator: ExampleLogin

    def __iter__(self) -> Iterator[ExampleLogin]:
        yield self.client
        yield self.colleague
        yield from self.contractors
        yield self.operator


def people(of: Settings) -> ExamplePeople:
    """The example people of an installation, in the order of the example catalogue.

    Their passwords follow from its secret key, so that none is written down in the code; with
    another key the passwords of people who are there already stay what they were.
    """

    def login(name: str, email: str, organization: UUID, role: str = "owner") -> ExampleLogin:
        key = hmac.digest(of.secret_key.encode(), f"example {email}".encode(), hashlib.sha256)
        password = base64.b32encode(key[:16]).decode().rstrip("=").lower()
        return ExampleLogin(name, email, password, organization, role)

    mine = _organization_id(CLIENT)
    return ExamplePeople(
        login("Klara Klient", "klara@musterbau.example", mine),
        login("Karl Kollege", "karl@musterbau.example", mine, "member"),
        tuple(
            login(f"{entry.contractor.name}, orders", entry.email, contractor_id(entry))
            for entry in _example().contractors
        ),
        replace(
            login("Oda Operator", "oda@werkbank.example", _organization_id(OPERATIONS)),
            is_operator=True,
        ),
    )


def contractor_id(entry: ExampleContractor) -> UUID:
    """The id of the organisation that an example contractor becomes."""
    return _organization_id(entry.contractor.id)


def ensure(of: Settings | None = None) -> int:
    """Put into the database what is missing of the example catalogue; how many things were.

    Materials, post-processings and services always; contractors of the sandbox where there is one;
    other contractors and people in embedded mode only. What is there already stays as its owners
    have made it. Opens its own transactions: passwords are hashed outside of them.
    """
    of = of or settings()
    with transactions.writing() as session:
        added = _add_items(session, _example())
        if of.sandbox:
            added += _add_sandbox(session)
    if not of.embedded:
        return added
    with transactions.reading() as session:
        new = _missing(session, people(of))
    hashes = [QUICK.hash(login.password) for login in new]
    with transactions.writing() as session:
        for login, password_hash in zip(new, hashes, strict=True):
            _add_person(session, login, password_hash)
        workshops = sum(_add_contractor(session, entry) for entry in _example().contractors)
        if workshops:
            mark_changed(session)
    return added + len(new) + workshops


def begin(of: Settings) -> int:
    """As `ensure`, but only where the catalogue holds nothing at all: what operators have taken out
    of theirs stays out."""
    with transactions.reading() as session:
        if session.scalar(sa.select(sa.exists().where(CatalogueItem.kind.is_not(None)))):
            return 0
    return ensure(of)


@cache
def _example() -> ExampleCatalogue:
    return load()


def _organization_id(name: str) -> UUID:
    return _id("organization", name)


def _id(*names: str) -> UUID:
    """A UUIDv7 (RFC 9562, 5.7) that follows from names: a second start finds what is there."""
    digest = int.from_bytes(hashlib.sha256("/".join(names).encode()).digest())
    low, high = digest & ((1 << 62) - 1), (digest >> 62) & ((1 << 12) - 1)
    return UUID(int=BORN_MS << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


def _add_items(session: Session, example: ExampleCatalogue) -> int:
    kinds: tuple[tuple[str, Sequence[Any]], ...] = (
        (snapshot_rows.SERVICE, [vars(service) for service in example.services]),
        (snapshot_rows.MATERIAL, [material.to_dict() for material in example.materials]),
        (snapshot_rows.POST_PROCESSING, [row.to_dict() for row in example.post_processings]),
    )
    added = 0
    for kind, rows in kinds:
        for row in rows:
            data = {name: value for name, value in row.items() if name != "id"}
            added += insert_unless_there(
                session, CatalogueItem, kind=kind, slug=row["id"], data=data
            )
    if added:
        mark_changed(session)
    return added


def _missing(session: Session, wanted: ExamplePeople) -> list[ExampleLogin]:
    """Those of whom neither the id nor the address is known yet."""
    logins = list(wanted)
    ids, emails = [login.user_id for login in logins], [login.email for login in logins]
    query = sa.select(User.email).where(sa.or_(User.id.in_(ids), User.email.in_(emails)))
    known = set(session.scalars(query))
    return [login for login in logins if login.email not in known]


def _add_person(session: Session, login: ExampleLogin, password_hash: str) -> None:
    user = User(
        id=login.user_id,
        email=login.email,
        email_verified_at=clock.now(),
        name=login.name,
        password_hash=password_hash,
        is_operator=login.is_operator,
    )
    session.add(user)
    session.flush()
    if session.get(Organization, login.organization_id) is None:
        details = _details().get(login.organization_id) or _without_machines(login)
        id = login.organization_id
        organizations.create_for(session, user.id, user.name, id=id, **_confirmed(details))
    else:
        role = roles.find_role(session, login.organization_id, login.role)
        session.add(
            Membership(user_id=user.id, organization_id=login.organization_id, role_id=role.id)
        )


def _without_machines(login: ExampleLogin) -> JsonObject:
    return {"name": OPERATIONS if login.is_operator else CLIENT, **_german("DE")}


@cache
def _details() -> dict[UUID, JsonObject]:
    return {
        contractor_id(entry): {
            "name": entry.contractor.name,
            "email": entry.email,
            "address": {"city": entry.city, "country": entry.contractor.country},
            **_german(entry.contractor.country),
        }
        for entry in (*_example().contractors, *_example().sandbox)
    }


def _add_sandbox(session: Session) -> int:
    """The contractors of the sandbox, which have no members: nobody answers in their name."""
    added = 0
    for entry in _example().sandbox:
        id = contractor_id(entry)
        if session.get(Organization, id) is None:
            details = _confirmed(_details()[id]) | {"language": "en"}
            session.add(Organization(id=id, **details))
            session.flush()
        added += _add_contractor(session, entry, sandbox=True)
    if added:
        mark_changed(session)
    return added


def _confirmed(details: JsonObject) -> JsonObject:
    """With an address that counts: whoever loads the example knows that it is made up."""
    return details | {"email_verified_at": clock.now() if details.get("email") else None}


def _german(country: str) -> dict[str, str]:
    return {"country": country, "language": "de" if country in GERMAN else "en"}


def _add_contractor(session: Session, entry: ExampleContractor, *, sandbox: bool = False) -> bool:
    """Terms and machines of an organisation that has none yet; whether it had none."""
    id = contractor_id(entry)
    if session.get(Organization, id) is None or session.get(ContractorRow, id) is not None:
        return False
    data = entry.contractor.to_dict()
    terms = {name: value for name, value in data.items() if name not in ELSEWHERE}
    terms["channels"] = list(entry.channels)
    name_key = skeleton(entry.contractor.name)
    row = ContractorRow(organization_id=id, terms=terms, sandbox=sandbox, name_key=name_key)
    session.add(row)
    session.flush()
    for machine in data["machines"]:
        slug = machine.pop("id")
        session.add(MachineRow(id=_id("machine", str(id), slug), organization_id=id, data=machine))
    session.flush()
    return True

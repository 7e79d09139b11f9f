"""Creates a client and the example contractors in a database, and adds orders to work on."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.catalogue.versions import mark_changed
from service.database.models import (
    CatalogueItem,
    ContractorRow,
    File,
    MachineRow,
    Organization,
    Process,
    Project,
    ProjectAccess,
)
from service.database.models.record import TableRow
from service.files import storage
from service.ids import new_id
from service.lifecycle import transitions
from service.operations import example
from workflows.engine import Actor
from workflows.process import ProcessState

#: More bytes than any part of a test or benchmark has.
_MOST_BYTES = 1 << 30


@dataclass(frozen=True)
class ExampleClient:
    """A client with one project, and the contractors that may be chosen."""

    client: ActingParty
    project_id: UUID
    contractor_ids: tuple[UUID, ...]

    def order(
        self,
        db: Session,
        sha256: str,
        *,
        choice: tuple[UUID, ...] = (),
        send: bool = True,
        verify: bool = True,
        material_id: str = "pa12",
    ) -> Process:
        """A process with the content `sha256`, in millimetres, ready to be verified.

        With `verify` it waits for a worker; with `send` it is sent on to its choice, or without
        one to the cheapest contractor.
        """
        process = Process(
            id=new_id(),
            project_id=self.project_id,
            title="cube",
            state=ProcessState.DRAFT,
            configuration={"quantity": 5, "material_id": material_id},
            version=1,
            lease_token=0,
            history_hash="",
            choice=[str(contractor_id) for contractor_id in choice],
            send_for={"id": str(self.client.id), "name": self.client.name} if send else None,
        )
        db.add(process)
        db.flush()
        transitions.begin(db, process, self.client)
        db.flush()
        db.add(self._cube(process, sha256))
        db.flush()
        if verify:
            transitions.move(db, process, "verify", self.client)
        return process

    def _cube(self, process: Process, sha256: str) -> File:
        return File(
            process_id=process.id,
            name="cube.stl",
            media_type="model/stl",
            model_format="stl",
            unit="mm",
            size_bytes=1,
            sha256=sha256,
            party_id=self.client.party_id,
        )


def create_client(db: Session, channels: tuple[str, ...] = ("inbox",)) -> ExampleClient:
    """Fill an empty database with the example catalogue, a client and a project."""
    _add(db, *_items(), *contractors(channels))
    mark_changed(db)
    client = Organization(id=new_id(), name="Filling Lines Ltd")
    project = Project(id=new_id(), client_id=client.id, title="Filling line")
    access = ProjectAccess(party_id=client.id, project_id=project.id, side="client")
    _add(db, client, project, access)
    contractor_ids = tuple(db.scalars(sa.select(ContractorRow.organization_id)))
    actor = ActingParty(Actor.CLIENT, new_id(), client.name, client.id)
    return ExampleClient(actor, project.id, contractor_ids)


def ask_by_mail(db: Session, name: str) -> UUID:
    """Let the example contractor of that name be asked by mail from now on; their id."""
    named = sa.select(Organization.id).where(Organization.name == name).scalar_subquery()
    row = db.scalars(sa.select(ContractorRow).where(ContractorRow.organization_id == named)).one()
    row.terms = row.terms | {"channels": ["mail"]}
    mark_changed(db)
    return row.organization_id


def add_client(db: Session, name: str, contractors: tuple[UUID, ...] = ()) -> ExampleClient:
    """A further organisation with a project of its own."""
    organization = Organization(id=new_id(), name=name)
    project = Project(id=new_id(), client_id=organization.id, title=name)
    _add(db, organization, project)
    actor = ActingParty(Actor.CLIENT, new_id(), name, organization.id)
    return ExampleClient(actor, project.id, contractors)


def add_visitor(db: Session) -> ExampleClient:
    """Somebody without an account, who has a project of their own."""
    visitor_id = new_id()
    project = Project(id=new_id(), visitor_id=visitor_id, title="a visitor's")
    _add(db, project)
    return ExampleClient(ActingParty(Actor.CLIENT, None, "visitor", visitor_id), project.id, ())


def cube_stl(side_mm: float = 20.0) -> bytes:
    """A closed cube, 12 triangles, as binary STL."""
    triangles = []
    for axis in range(3):
        for level in (0.0, side_mm):
            square = [(0.0, 0.0), (side_mm, 0.0), (side_mm, side_mm), (0.0, side_mm)]
            corners = [(*p[:axis], level, *p[axis:]) for p in (square if level else square[::-1])]
            # In the plane across y, x and z stand in the other order.
            corners = corners[::-1] if axis == 1 else corners
            triangles += [corners[:3], [corners[0], *corners[2:]]]
    facets = (struct.pack("<3f9fH", 0, 0, 0, *sum(t, ()), 0) for t in triangles)
    return bytes(80) + struct.pack("<I", len(triangles)) + b"".join(facets)


def store_content(content: bytes) -> str:
    """Put a content into storage; its SHA-256."""
    return storage.current_storage().put(io.BytesIO(content), _MOST_BYTES).sha256


def _add(db: Session, *records: TableRow) -> None:
    """In this order: rows refer to those before them by their ids only."""
    for record in records:
        db.add(record)
        db.flush()


def _items() -> Iterator[CatalogueItem]:
    examples = example.load()
    for material in examples.materials:
        yield CatalogueItem(kind="material", slug=material.id, data=material.to_dict())
    for service in examples.services:
        data = {"name": service.name, "description": service.description}
        yield CatalogueItem(kind="service", slug=service.id, data=data)


def contractors(channels: tuple[str, ...]) -> Iterator[Organization | ContractorRow | MachineRow]:
    """The rows of the example contractors, each after those that it refers to."""
    for example_contractor in example.load().contractors:
        data = example_contractor.contractor.to_dict()
        id = new_id()
        yield Organization(
            id=id,
            name=data["name"],
            email=example_contractor.email,
            email_verified_at=clock.now(),
        )
        terms = {k: v for k, v in data.items() if k not in ("id", "name", "machines")}
        yield ContractorRow(organization_id=id, terms=terms | {"channels": list(channels)})
        for machine in data["machines"]:
            fields = {k: v for k, v in machine.items() if k != "id"}
            yield MachineRow(id=new_id(), organization_id=id, data=fields)

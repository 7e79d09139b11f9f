"""Reads what the dossiers of some requests rest on, all at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.file_view import getting_files
from service.access.reader_zones import zones_of_organizations
from service.database.models import (
    File,
    Organization,
    Process,
    Project,
    Request,
    User,
    Verification,
)
from service.documents import parties
from service.lifecycle.model_files import WITH_THE_ORDER
from service.manufacturing.quoting.record_json import PartJson


@dataclass(frozen=True)
class RequestRows:
    """A request with the rows that its dossier is made of."""

    request: Request
    process: Process
    project: Project
    contractor: Organization
    client: Organization | None
    ordered_by: User | None
    verification: Verification
    geometry: Sequence[PartJson]
    #: the model files as they are to be made, references and papers, oldest first
    files: Sequence[File]
    #: whether its contractor gets the files themselves now
    gets_files: bool
    #: what materials and post-processings are called, by their ids
    item_names: Mapping[str, Any]
    zone: ZoneInfo


def rows_of(db: Session, request_ids: Collection[UUID]) -> list[RequestRows]:
    """The rows of each request that there is, in as many queries as for one."""
    requests = list(_by_id(db, Request, request_ids).values())
    processes = _by_id(db, Process, (r.process_id for r in requests))
    projects = _by_id(db, Project, (r.project_id for r in requests))
    contractor_ids = {r.contractor_id for r in requests}
    owners = (p.client_id for p in projects.values())
    organizations = _by_id(db, Organization, (*contractor_ids, *owners))
    users = _by_id(db, User, (p.created_by for p in projects.values()))
    verifications = _by_id(db, Verification, (r.verification_id for r in requests))
    geometry = _geometry(verifications.values())
    files = _files(db, processes)
    getting = getting_files(db, requests)
    names = parties.item_names(db, [p.configuration for p in processes.values()])
    zones = zones_of_organizations(db, contractor_ids)
    rows = []
    for request in requests:
        project = projects[request.project_id]
        rows.append(
            RequestRows(
                request=request,
                process=processes[request.process_id],
                project=project,
                contractor=organizations[request.contractor_id],
                client=organizations.get(project.client_id) if project.client_id else None,
                ordered_by=users.get(project.created_by) if project.created_by else None,
                verification=verifications[request.verification_id],
                geometry=geometry[request.verification_id],
                files=files[request.process_id],
                gets_files=request.id in getting,
                item_names=names,
                zone=zones[request.contractor_id],
            )
        )
    return rows


def _by_id(db: Session, table: Any, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    if wanted := {id for id in ids if id}:
        return {row.id: row for row in db.scalars(sa.select(table).where(table.id.in_(wanted)))}
    return {}


def _geometry(verifications: Iterable[Verification]) -> dict[UUID, Sequence[PartJson]]:
    """What was measured, by verification; read once for all that have come to the same."""
    by_digest: dict[object, Sequence[PartJson]] = {}
    measured = {}
    for verification in verifications:
        digest = verification.content_digest or verification.id
        if digest not in by_digest:
            by_digest[digest] = verification.content["geometry"]
        measured[verification.id] = by_digest[digest]
    return measured


def _files(db: Session, process_ids: Collection[UUID]) -> Mapping[UUID, list[File]]:
    wanted = sa.select(File).where(File.process_id.in_(process_ids), WITH_THE_ORDER)
    files: dict[UUID, list[File]] = defaultdict(list)
    for file in db.scalars(wanted.order_by(File.id)):
        files[file.process_id].append(file)
    return files

"""Previews what changed terms or machines mean: quotes for a sample part."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict

from sqlalchemy.orm import Session

from service import clock
from service.catalogue import snapshot, snapshot_rows, terms
from service.database.models import ContractorRow, Organization
from service.manufacturing.quoting.catalogue import Catalogue, Contractor, Order, read_contractor
from service.manufacturing.quoting.matching import Unsuitable, match
from service.manufacturing.quoting.quote_json import LineJson, MoneyJson
from service.manufacturing.quoting.record import quote_for_contractor
from service.manufacturing.quoting.sample import order_of, sample_part

#: Of the sample: a small series.
PIECES = 10


class SampleQuoteJson(TypedDict):
    """As much of a quote as a preview shows."""

    machine: str
    total: MoneyJson
    unit_price: MoneyJson
    lines: list[LineJson]
    lead_time_days: int


class SampleJson(TypedDict):
    """What the contractor quotes for the sample, or the reasons why it does not."""

    quote: SampleQuoteJson | None
    reasons: list[str]


class ComparedSamplesJson(TypedDict):
    """Both answers for one material."""

    material_id: str
    before: SampleJson | None
    after: SampleJson | None


#: By material: what the contractor quotes for the sample, or the reasons why it does not.
Samples = Mapping[str, SampleJson]


def samples(db: Session, organization: Organization) -> Samples:
    """The organisation's quotes for the sample in each of its materials, as of now."""
    row = db.get(ContractorRow, organization.id)
    if row is None:
        return {}
    machines = terms.machines_of(db, organization)
    data = snapshot_rows.contractor_data(organization, row.terms, machines)
    contractor = read_contractor(data)
    if not isinstance(contractor, Contractor):
        return {}
    catalogue = snapshot.current(db).catalogue
    order = order_of(sample_part(), clock.now(), {"quantity": PIECES})
    offered = {
        material.material_id for machine in contractor.machines for material in machine.materials
    }
    return {id: _sample(order, contractor, catalogue, id) for id in sorted(offered)}


def compared(before: Samples, after: Samples) -> list[ComparedSamplesJson]:
    """Both answers for every material of either; null where it is not offered."""
    return [
        {"material_id": id, "before": before.get(id), "after": after.get(id)}
        for id in sorted(before.keys() | after.keys())
    ]


def _sample(
    order: Order, contractor: Contractor, catalogue: Catalogue, material_id: str
) -> SampleJson:
    matching = match(replace(order, material_id=material_id), [contractor], catalogue)
    if not matching.quotes:
        return {"quote": None, "reasons": _reasons(matching.unsuitable[0])}
    quote = quote_for_contractor(matching.quotes[0].to_record())
    shown: SampleQuoteJson = {
        "machine": quote["machine"],
        "total": quote["total"],
        "unit_price": quote["unit_price"],
        "lines": quote["lines"],
        "lead_time_days": quote["lead_time_days"],
    }
    return {"quote": shown, "reasons": []}


def _reasons(refusal: Unsuitable) -> list[str]:
    return [constraint.reason for constraint in refusal.constraints]

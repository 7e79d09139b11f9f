"""Who can make a part and who cannot, with quotes and reasons, over HTTP."""

from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.api import web
from service.api.fields import Shown
from service.api.records import for_the_client
from service.facts import facts_of
from service.manufacturing.matching.ranking import preferred
from service.manufacturing.record import quote_for_client
from service.models import Contractor, Organization, Verification
from workflows.engine import Actor, NotReady
from workflows.process import PROCESS, ProcessState

blueprint = APIBlueprint("verifications", __name__, url_prefix="/processes", tag="Verification")


class ContractorAnswer(Shown):
    """One contractor: suitable with its quote, or what keeps it from making the part."""

    contractor_id: UUID
    name: str
    suitable: bool
    quote: dict[str, Any] | None = Field(description="total, lines, dates, score 0..1")
    constraints: list[dict[str, Any]] = Field(
        description="check, value, limit, unit, reason, and the nearest `change` that would help"
    )
    changes: list[dict[str, Any]] = Field(
        description="the smallest set of changes that together would make it suitable"
    )


class ContractorAnswers(Shown):
    """Every contractor of the catalogue, the suitable ones first."""

    items: list[ContractorAnswer]
    next: str | None
    verification_id: UUID
    fresh: bool


@blueprint.get("/<uuid:process_id>/contractors")
@blueprint.output(ContractorAnswers)
@blueprint.doc(
    operation_id="list_suitable_contractors",
    summary="Who can make it, who cannot",
    description="Every contractor: suitable with its quote, or the constraints that it "
    "fails, in numbers. From the last verification. Quotes come by score if the process has "
    "priorities, else cheapest first; always within one currency, the one most quoted in first. "
    "A score compares with the other quotes: cost and time with the best, quality by tolerance and "
    "warnings, quantity by capacity left, resilience by machines, sustainability by material, "
    "machine hours and distance. What is not known is left out of it and named in `missing`.",
    responses={409: "Not verified yet, with what is `missing`."},
)
def contractors(process_id: UUID) -> Response:
    """Each contractor's answer, the suitable ones first."""
    found = for_the_client(process_id)
    process = found.process
    if process.verification_id is None:
        facts = facts_of(web.db(), process)
        missing = PROCESS.next_missing(process.state, Actor.CLIENT, facts)
        missing = missing or PROCESS.missing(ProcessState.VERIFIED, "send", facts)[:1]
        raise NotReady("see who can make it", missing)
    verification = web.db().get_one(Verification, process.verification_id)
    content = orjson.loads(verification.record)
    ranked = preferred(content["quotes"], process.configuration.get("priorities"))
    items = [
        _suits(quote_for_client(quote) | {"score": score.to_dict()}) for quote, score in ranked
    ]
    items += [_does_not_suit(refusal) for refusal in content["unsuitable"]]
    answered = {item["contractor_id"] for item in items}
    items += _not_asked(answered, content["checks"])
    return web.answer(
        {
            "items": items,
            "next": None,
            "verification_id": verification.id,
            "fresh": facts_of(web.db(), process).verification_fresh,
        }
    )


def _suits(quote: dict[str, Any]) -> dict[str, Any]:
    return {
        "contractor_id": quote["contractor_id"],
        "name": quote["name"],
        "suitable": True,
        "quote": quote,
        "constraints": [],
        "changes": [],
    }


def _does_not_suit(refusal: dict[str, Any]) -> dict[str, Any]:
    return {
        "contractor_id": refusal["contractor_id"],
        "name": refusal["name"],
        "suitable": False,
        "quote": None,
        "constraints": refusal["constraints"],
        "changes": refusal.get("changes", []),
    }


def _not_asked(answered: set[str], checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Contractors that the record does not name: the part cannot be measured, or they are new."""
    failed = [
        {name: check[name] for name in ("check", "value", "limit", "unit", "reason")}
        for check in checks
        if check["verdict"] == "fail"
    ]
    new = {
        "check": "verified",
        "value": None,
        "limit": None,
        "unit": "",
        "reason": "joined after the verification; verify again to ask it too",
    }
    rows = web.db().execute(
        sa.select(Organization.id, Organization.name)
        .join(Contractor, Contractor.organization_id == Organization.id)
        .order_by(Organization.name)
    )
    return [
        {
            "contractor_id": str(id),
            "name": name,
            "suitable": False,
            "quote": None,
            "constraints": failed or [new],
            "changes": [],
        }
        for id, name in rows
        if str(id) not in answered
    ]

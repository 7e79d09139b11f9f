"""What a contractor keeps itself: the terms on which it works, and its machines."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeVar
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field

from service.accounts.contractor_approval import state_terms
from service.api.catalogue.record_schemas import described
from service.api.http import paging, web
from service.api.http.fields import PageQuery, Shown
from service.api.http.money import MoneyShown
from service.api.verification.answers import QuoteLine
from service.catalogue import terms as workshops
from service.catalogue import terms_checks, terms_preview
from service.database.models import ContractorRow, MachineRow, Organization, Standing
from service.manufacturing.quoting.catalogue import Contractor as ContractorRecord
from service.manufacturing.quoting.catalogue import Machine as MachineRecord

T = TypeVar("T")
Effect = list[terms_preview.ComparedSamplesJson] | None

blueprint = APIBlueprint("workshops", __name__, url_prefix="/organizations", tag="Catalogue")

READING: dict[int, Any] = {
    403: "The right resources:read is missing.",
    404: "Unknown, or not yours.",
}
CHANGING: dict[int, Any] = {
    403: "The right resources:edit is missing.",
    404: "Unknown, or not yours.",
    412: "The version has moved on.",
    422: "A figure is missing or impossible; `errors` says where.",
}
NO_TERMS: dict[int, Any] = {409: "The organization has stated no terms."}
#: What is stated of a contractor and of a machine, the first beside how it is asked.
_TERMS = described(ContractorRecord, terms_checks.ELSEWHERE)
_MACHINE = described(MachineRecord, {"id"})


class ContractorChannels(BaseModel):
    """How a contractor is asked."""

    channels: list[Literal["inbox", "mail", "webhook"]] = Field(
        ["inbox", "mail"],
        description="in the order in which one is tried after the other; the inbox is always one",
    )
    webhook_id: UUID | None = Field(None, description="which of its webhooks is called")


def _terms_in_full(schema: dict[str, Any]) -> None:
    schema["properties"] = ContractorChannels.model_json_schema()["properties"]
    _TERMS(schema)
    schema["required"].remove("country")


class ContractorTermsBody(BaseModel):
    """On which terms a contractor works. Amounts in its currency, without tax."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_terms_in_full)


class Description(BaseModel):
    """A kind of machine: what it can build, how fast, of what and at which rates."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_MACHINE)


class NewMachine(Description):
    """A kind of machine to be added."""

    id: UUID | None = Field(None, description="an id that the client chose")


class SampleQuote(Shown):
    """What the sample part would cost."""

    machine: str = Field(description="the kind of machine that it is made on")
    total: MoneyShown = Field(description="for all pieces, without tax")
    unit_price: MoneyShown = Field(description="the total per piece, rounded")
    lines: list[QuoteLine] = Field(description="they add up to the total")
    lead_time_days: int = Field(description="calendar days until the parts arrive")


class SampleShown(Shown):
    """What a contractor quotes for a sample part, or why it does not."""

    quote: SampleQuote | None = Field(description="null: it cannot be made")
    reasons: list[str]


class EffectShown(Shown):
    """The sample part in one material, before and after a change; null: not offered."""

    material_id: str
    before: SampleShown | None
    after: SampleShown | None


EFFECT = Field(
    None,
    description="with `dry_run` only: what a cube of 20 mm would cost, ten pieces of it, in each "
    "material, before and after the change",
)


class TermsShown(Shown):
    """The terms of a contractor."""

    organization_id: UUID
    version: int
    standing: Standing = Field(description="whether others can ask it; operators decide")
    terms: ContractorTermsBody


class OwnMachine(Shown):
    """A kind of machine with all its rates and limits."""

    id: UUID
    organization_id: UUID
    version: int
    data: Description


class TriedTerms(TermsShown):
    """The terms as they are, or as they would be."""

    effect: list[EffectShown] | None = EFFECT


class TriedMachine(OwnMachine):
    """A kind of machine as it is, or as it would be."""

    effect: list[EffectShown] | None = EFFECT


class OwnMachinePage(Shown):
    """Some machines of a contractor."""

    items: list[OwnMachine]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("/<uuid:organization_id>/terms")
@blueprint.output(TermsShown)
@blueprint.doc(
    operation_id="get_terms", summary="Terms of a contractor", responses=READING | NO_TERMS
)
@web.with_tag
def get_terms(organization_id: UUID) -> ResponseReturnValue:
    """For its members."""
    organization, _ = workshops.find(web.db(), web.principal(), organization_id)
    return _terms(workshops.terms_of(web.db(), organization))


@blueprint.put("/<uuid:organization_id>/terms")
@blueprint.input(ContractorTermsBody)
@blueprint.output(TriedTerms)
@blueprint.doc(
    operation_id="put_terms",
    summary="State the terms",
    description="With its first terms an organization becomes a contractor, which others can ask "
    "once an operator has approved it. Every change makes verifications of the catalogue before "
    "stale.",
    responses=CHANGING | {409: "Another contractor has a name that looks like its own."},
)
def put_terms(organization_id: UUID, json_data: ContractorTermsBody) -> ResponseReturnValue:
    """Replaces what was stated before."""
    db = web.db()
    organization, who = workshops.find(db, web.principal(), organization_id, to_change=True)
    web.check_version(workshops.terms_version(db, organization))
    terms = json_data.model_dump()
    return _terms(*_tried(organization, lambda: state_terms(db, organization, who, terms)))


@blueprint.get("/<uuid:organization_id>/machines")
@blueprint.input(PageQuery, location="query")
@blueprint.output(OwnMachinePage)
@blueprint.doc(operation_id="list_machines", summary="Machines of a contractor", responses=READING)
def list_machines(organization_id: UUID, query_data: PageQuery) -> OwnMachinePage:
    """Oldest first, with rates: for members."""
    organization, _ = workshops.find(web.db(), web.principal(), organization_id)
    machines = partial(workshops.machines_of, web.db(), organization)
    shown, following = paging.page(query_data, machines)
    return OwnMachinePage(items=shown, next=following)


@blueprint.post("/<uuid:organization_id>/machines")
@blueprint.input(NewMachine)
@blueprint.output(TriedMachine, status_code=201, description="Added.")
@blueprint.doc(
    operation_id="create_machine",
    summary="Add a machine",
    responses=CHANGING | {409: "No terms yet, the id is taken, or there are too many."},
)
def create_machine(organization_id: UUID, json_data: NewMachine) -> ResponseReturnValue:
    """Takes part in every verification from now on."""
    db = web.db()
    organization, who = workshops.find(db, web.principal(), organization_id, to_change=True)
    data = json_data.model_dump(exclude={"id"})
    machine, effect = _tried(
        organization, lambda: workshops.add_machine(db, organization, who, data, json_data.id)
    )
    response = _machine(machine, effect, 201)
    response.headers["Location"] = f"{request.path}/{machine.id}"
    return response


@blueprint.get("/<uuid:organization_id>/machines/<uuid:machine_id>")
@blueprint.output(OwnMachine)
@blueprint.doc(operation_id="get_machine", summary="One machine", responses=READING)
@web.with_tag
def get_machine(organization_id: UUID, machine_id: UUID) -> ResponseReturnValue:
    """With rates: for members."""
    organization, _ = workshops.find(web.db(), web.principal(), organization_id)
    return _machine(workshops.find_machine(web.db(), organization, machine_id))


@blueprint.put("/<uuid:organization_id>/machines/<uuid:machine_id>")
@blueprint.input(Description)
@blueprint.output(TriedMachine)
@blueprint.doc(operation_id="put_machine", summary="Describe a machine anew", responses=CHANGING)
def put_machine(
    organization_id: UUID, machine_id: UUID, json_data: Description
) -> ResponseReturnValue:
    """Replaces all of its fields."""
    db = web.db()
    organization, who = workshops.find(db, web.principal(), organization_id, to_change=True)
    machine = workshops.find_machine(db, organization, machine_id)
    web.check_version(machine.version)
    data = json_data.model_dump()
    _, effect = _tried(
        organization, lambda: workshops.put_machine(db, organization, who, machine, data)
    )
    return _machine(machine, effect)


@blueprint.delete("/<uuid:organization_id>/machines/<uuid:machine_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(operation_id="delete_machine", summary="Delete a machine", responses=CHANGING)
def delete_machine(organization_id: UUID, machine_id: UUID) -> ResponseReturnValue:
    """Quotes that named it keep their record."""
    db = web.db()
    organization, who = workshops.find(db, web.principal(), organization_id, to_change=True)
    machine = workshops.find_machine(db, organization, machine_id)
    web.check_version(machine.version)
    workshops.delete_machine(db, organization, who, machine)
    return "", 204


def _tried(organization: Organization, change: Callable[[], T]) -> tuple[T, Effect]:
    """The change, and in a dry run what it does to the quotes for the sample part."""
    return with_effect(organization, change) if web.is_dry_run() else (change(), None)


def with_effect(organization: Organization, change: Callable[[], T]) -> tuple[T, Effect]:
    """The change, and what it does to the quotes for the sample part."""
    before = terms_preview.samples(web.db(), organization)
    changed = change()
    return changed, terms_preview.compared(before, terms_preview.samples(web.db(), organization))


def _terms(row: ContractorRow, effect: Effect = None) -> Response:
    return _shown(TermsShown, row, effect)


def _machine(row: MachineRow, effect: Effect = None, status: int = 200) -> Response:
    return _shown(OwnMachine, row, effect, status)


def _shown(
    schema: type[Shown], row: ContractorRow | MachineRow, effect: Effect, status: int = 200
) -> Response:
    body = schema.model_validate(row).model_dump(mode="json")
    return web.with_etag(body | ({} if effect is None else {"effect": effect}), row.version, status)

"""The catalogue for everybody: services, technologies, materials, post-processings, contractors."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from apiflask import APIBlueprint

from service.access.lookup import Unknown
from service.api.catalogue.schemas import (
    CatalogueQuery,
    ContractorPage,
    ContractorQuery,
    ContractorShown,
    MaterialPage,
    MaterialQuery,
    PostProcessingPage,
    PostProcessingQuery,
    ServicePage,
    TechnologyPage,
    offered_by,
    show_contractor,
    show_material,
)
from service.api.http import paging, web
from service.api.http.fields import PageQuery
from service.catalogue import snapshot
from service.database import Session
from service.database.models import Standing
from service.manufacturing.quoting.catalogue import BadContractor, Contractor, technologies
from service.manufacturing.quoting.screening import OfferedMaterial
from service.manufacturing.quoting.standards import resolve
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.texts import folded

blueprint = APIBlueprint("catalogue", __name__, tag="Catalogue")
T = TypeVar("T")


@blueprint.get("/services")
@blueprint.input(CatalogueQuery, location="query")
@blueprint.output(ServicePage)
@blueprint.doc(operation_id="list_services", summary="Services")
def list_services(query_data: CatalogueQuery) -> ServicePage:
    """By id."""
    rows = snapshot.current(web.db()).services
    matching = [row for row in rows if _holds(row["name"], query_data.q)]
    shown, following = _page(matching, query_data, lambda row: row["id"])
    return ServicePage(items=shown, next=following)


@blueprint.get("/technologies")
@blueprint.input(CatalogueQuery, location="query")
@blueprint.output(TechnologyPage)
@blueprint.doc(
    operation_id="list_technologies",
    summary="Technologies",
    description="The seven categories of ISO/ASTM 52900, with their trade names and "
    "the default limits of the checks, each with its source or as an assumption.",
)
def list_technologies(query_data: CatalogueQuery) -> TechnologyPage:
    """By code; also found by a trade name."""
    code = _code(query_data.q)
    matching = [row for row in technologies() if _holds(row.name, query_data.q) or row.code == code]
    shown, following = _page(matching, query_data, lambda row: row.code)
    return TechnologyPage(items=[row.to_dict() for row in shown], next=following)


@blueprint.get("/materials")
@blueprint.input(MaterialQuery, location="query")
@blueprint.output(MaterialPage)
@blueprint.doc(operation_id="list_materials", summary="Materials")
def list_materials(query_data: MaterialQuery) -> MaterialPage:
    """By id."""
    return materials(web.db(), query_data)


def materials(db: Session, query: MaterialQuery) -> MaterialPage:
    """The materials that are asked for, by id, each with what contractors offer of it."""
    current = snapshot.current(db)
    offered = defaultdict(OfferedMaterial, current.offered_materials)
    matching = [
        row
        for row in current.catalogue.materials.values()
        if _holds(row.name, query.q)
        and query.category in (None, row.category)
        and query.bears(row.mechanical_properties)
    ]
    if query.technology is not None:
        code = _code(query.technology)
        matching = [row for row in matching if code in offered[row.id].technologies]
    if query.ral is not None:
        matching = [
            row for row in matching if any(query.ral == code for _, code in offered[row.id].colors)
        ]
    shown, following = _page(matching, query, lambda row: row.id)
    items = [show_material(row, offered[row.id]) for row in shown]
    return MaterialPage(items=items, next=following)


@blueprint.get("/post_processings")
@blueprint.input(PostProcessingQuery, location="query")
@blueprint.output(PostProcessingPage)
@blueprint.doc(operation_id="list_post_processings", summary="Post-processings")
def list_post_processings(query_data: PostProcessingQuery) -> PostProcessingPage:
    """By id."""
    return post_processings(web.db(), query_data)


def post_processings(db: Session, query: PostProcessingQuery) -> PostProcessingPage:
    """The post-processings that are asked for, by id."""
    known, id = snapshot.current(db).catalogue, query.material_id
    rows = known.post_processings.values() if id is None else known.treatments_of(id)
    matching = [row for row in rows if _holds(row.name, query.q)]
    shown, following = _page(matching, query, lambda row: row.id)
    return PostProcessingPage(items=[row.to_dict() for row in shown], next=following)


@blueprint.get("/contractors")
@blueprint.input(ContractorQuery, location="query")
@blueprint.output(ContractorPage)
@blueprint.doc(
    operation_id="list_contractors",
    summary="Contractors",
    description="Who makes parts, by which technologies and of what; what it costs is in a quote.",
)
def list_contractors(query_data: ContractorQuery) -> ContractorPage:
    """By id."""
    own = web.principal().parties
    market = snapshot.current(web.db(), sandbox=query_data.sandbox, own=own)
    listed = (entry.listed for entry in market.entries.values())
    matching = [row for row in listed if _holds(row.name, query_data.q)]
    if query_data.asks_for_means:
        code = _code(query_data.technology)
        matching = [row for row in matching if _suits(row.contractor, query_data, code)]
    shown, following = _page(matching, query_data, lambda row: row.id)
    items = [show_contractor(row.contractor, sandbox=query_data.sandbox) for row in shown]
    return ContractorPage(items=items, next=following)


@blueprint.get("/contractors/<uuid:contractor_id>")
@blueprint.output(ContractorShown)
@blueprint.doc(
    operation_id="get_contractor",
    summary="One contractor",
    responses={404: "There is no such contractor."},
)
def get_contractor(contractor_id: UUID) -> ContractorShown:
    """The same as in the list."""
    entry = snapshot.everybody(web.db()).entries.get(str(contractor_id))
    own = contractor_id in web.principal().parties
    if entry is None or not (own or entry.standing is Standing.APPROVED):
        raise Unknown(Sentence(_("there is no contractor {names}"), names=contractor_id))
    return show_contractor(entry.contractor, sandbox=entry.sandbox)


def _suits(row: Contractor | BadContractor, query: ContractorQuery, code: str | None) -> bool:
    return isinstance(row, Contractor) and (
        (query.technology is None or code in {machine.technology for machine in row.machines})
        and (query.material_id is None or query.material_id in offered_by(row))
        and (query.ral is None or query.ral in _ral_codes(row))
        and (query.country is None or query.country.upper() == row.country)
    )


def _ral_codes(row: Contractor) -> set[str]:
    return {
        code
        for machine in row.machines
        for offered in machine.materials
        for code in offered.ral.values()
    }


def _holds(name: str, wanted: str | None) -> bool:
    return wanted is None or folded(wanted) in folded(name)


def _code(name: str | None) -> str | None:
    """The ISO/ASTM 52900 code that a name means; None if nobody calls a technology so."""
    asked = resolve(name) if name else None
    return asked.code if asked else None


def _page(
    rows: Iterable[T],
    query: PageQuery,
    key: Callable[[T], str],
) -> tuple[Sequence[T], str | None]:
    """The next rows in the order of their keys; the cursor names the last key shown."""
    after = paging.decode_text(query.cursor) if query.cursor else None
    rest = sorted((row for row in rows if after is None or key(row) > after), key=key)
    return paging.first_rows(
        query.limit, lambda limit: rest[:limit], lambda row: paging.encode_cursor(key(row))
    )

"""What a part would cost: estimates without a process, for visitors too."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service import clock
from service.access.permissions import Unauthenticated
from service.api.http import web
from service.api.http.enumerations import Technology
from service.api.http.fields import Country, RequestBody, Shown
from service.api.http.rate_limits import limit_estimates
from service.api.verification.answers import (
    QuantityPriceShown,
    RefusalOfContractor,
    ScoreShown,
)
from service.api.verification.geometry import MeasuresShown
from service.catalogue import snapshot
from service.database import transactions as database
from service.errors import BadField
from service.manufacturing.quoting.catalogue import Part
from service.manufacturing.quoting.matching import Quote
from service.manufacturing.quoting.matching.ranking import Score
from service.manufacturing.quoting.sample import block, order_of
from service.orders.configuration import Color, Priorities, Slug
from service.translations import gettext_noop as _
from service.verification import estimates
from service.verification.estimates import Estimate, Wishes

blueprint = APIBlueprint("estimates", __name__, url_prefix="/estimates", tag="Estimates")

Side = Annotated[float, Field(gt=0, le=100_000)]
Pieces = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]


class MeasuresOfPart(RequestBody):
    """A part of which no file is there yet."""

    box_mm: list[Side] = Field(min_length=3, max_length=3, examples=[[20, 20, 20]])
    volume_mm3: float | None = Field(None, gt=0, le=1e15, description="else that of the full box")
    surface_mm2: float | None = Field(None, gt=0, le=1e15, description="else that of the box")


class EstimateWish(RequestBody):
    """A part, by its file or by its measures, and the ways in which it might be made."""

    file_id: UUID | None = Field(None, description="a file of yours; or else `part`")
    part: MeasuresOfPart | None = None
    material_ids: list[Slug] = Field(default_factory=list, max_length=60)
    technologies: list[Annotated[str, Field(max_length=60)]] = Field(
        default_factory=list, max_length=60, description="codes or trade names"
    )
    quantities: list[Pieces] = Field(default=[1], min_length=1, max_length=60)
    color: Color | None = None
    post_processing_ids: list[Slug] = Field(default_factory=list, max_length=20)
    layer_height_mm: Decimal | None = Field(None, gt=0, le=10)
    tolerance_mm: Decimal | None = Field(None, gt=0, le=100)
    infill: Decimal | None = Field(None, ge=0, le=1)
    delivery_country: Country | None = None
    express: bool = False
    priorities: Priorities | None = None


class EstimatedQuote(Shown):
    """What one contractor would ask."""

    contractor_id: UUID
    name: str
    country: str
    machine: str
    material_id: str
    technology: Technology
    process: str
    tiers: list[QuantityPriceShown] = Field(description="one for each quantity, smallest first")
    warnings: list[str]
    score: ScoreShown


class EstimateShown(Shown):
    """One material with one technology; null means any."""

    material_id: str | None
    technology: Technology | None
    suitable: int = Field(description="contractors that can make it")
    quotes: list[EstimatedQuote] = Field(description="the best five, best first by currency")
    unsuitable: int
    nearest: list[RefusalOfContractor] = Field(
        description="refusals that the fewest `changes` would turn into quotes"
    )


class EstimatesShown(Shown):
    """The estimates, and the measures that they rest on."""

    part: MeasuresShown
    estimates: list[EstimateShown]


@blueprint.post("")
@blueprint.input(EstimateWish)
@blueprint.output(EstimatesShown)
@blueprint.doc(
    operation_id="estimate",
    summary="What would it cost?",
    description="Prices a part in several materials, technologies and quantities, up to "
    f"{estimates.MOST_COMBINATIONS} combinations, without a process. Keeps nothing and binds "
    "nobody. Scores compare quotes within their currency only; the distance to the client counts "
    "where both countries' places are known.",
    responses={
        404: "The file is unknown, or not yours.",
        409: "The file is large and was not measured yet.",
        422: "Too many combinations, or something that the catalogue does not know.",
        429: "Too many estimates from this address.",
    },
)
@limit_estimates
@web.own_transaction
def estimate(json_data: EstimateWish) -> ResponseReturnValue:
    """Read what it takes, then calculate outside any transaction."""
    principal = web.principal()
    if principal.via == "none":
        raise Unauthenticated(_("visit GET /api/v1/auth/me first, or send an API key"))
    if (json_data.file_id is None) is (json_data.part is None):
        raise BadField.at("/part", _("name either a file_id or the measures of a part"))
    with database.reading() as db:
        known = snapshot.current(db, own=principal.parties)
        model = estimates.find(db, principal, json_data.file_id) if json_data.file_id else None
    part = estimates.measure(*model) if model else _block(json_data.part)
    wishes = _wishes(json_data, part)
    estimates.check(wishes, known)
    body = [_shown(entry) for entry in estimates.estimate(wishes, known)]
    return web.answer(EstimatesShown.model_construct(part=_measures(part), estimates=body))


def _block(measures: MeasuresOfPart | None) -> Part:
    assert measures is not None, "either a file or measures"
    x, y, z = measures.box_mm
    return block((x, y, z), measures.volume_mm3, measures.surface_mm2)


def _wishes(asked: EstimateWish, part: Part) -> Wishes:
    fields = {
        "color": asked.color,
        "post_processing_ids": tuple(sorted(set(asked.post_processing_ids))),
        "layer_height_mm": asked.layer_height_mm,
        "tolerance_mm": asked.tolerance_mm,
        "infill": asked.infill,
        "delivery_country": asked.delivery_country,
        "express": asked.express,
    }
    return Wishes(
        order=order_of(part, clock.now(), fields),
        material_ids=tuple(dict.fromkeys(asked.material_ids)),
        technologies=tuple(dict.fromkeys(asked.technologies)),
        quantities=tuple(dict.fromkeys(asked.quantities)),
        priorities=asked.priorities.model_dump() if asked.priorities else None,
    )


def _measures(part: Part) -> MeasuresShown:
    return MeasuresShown.model_construct(
        name=part.name,
        box_mm=list(part.box_mm),
        volume_mm3=part.volume_mm3,
        surface_mm2=part.surface_mm2,
        closed=part.closed,
    )


def _shown(entry: Estimate) -> EstimateShown:
    return EstimateShown.model_construct(
        material_id=entry.material_id,
        technology=entry.technology,
        suitable=entry.suitable,
        quotes=[_quote(quote, score) for quote, score in entry.quotes],
        unsuitable=entry.unsuitable,
        nearest=[RefusalOfContractor.of_json(each) for each in entry.nearest],
    )


def _quote(quote: Quote, score: Score) -> EstimatedQuote:
    return EstimatedQuote.model_construct(
        contractor_id=UUID(quote.contractor_id),
        name=quote.name,
        country=quote.country,
        machine=quote.machine_name,
        material_id=quote.material_id,
        technology=quote.technology,
        process=quote.process,
        tiers=[QuantityPriceShown.of_json(tier.to_dict()) for tier in quote.tiers],
        warnings=[check.reason for check in quote.warnings],
        score=ScoreShown.of_json(score.to_dict()),
    )

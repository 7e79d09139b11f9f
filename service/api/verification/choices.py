"""What each choice of a part would do to its price and date, over HTTP."""

from typing import Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.api.http import web
from service.api.http.fields import Shown
from service.api.http.money import MoneyShown, show_money
from service.api.http.rate_limits import limit_estimates
from service.api.verification.records import for_the_client
from service.database import transactions as database
from service.verification import choices as calculation
from service.verification import rough_answers
from service.verification.choices import MOST_CHOICES, ConfigurationChoice
from service.verification.quoting import CheapestQuote

blueprint = APIBlueprint("choices", __name__, url_prefix="/processes", tag="Verification")


class CheapestShown(Shown):
    """The cheapest estimate: without tax, and when it arrives."""

    total: MoneyShown = Field(description="for all pieces, without tax")
    lead_time_days: int = Field(description="calendar days until the parts arrive")


class ChoiceShown(Shown):
    """A value that a field of the configuration could have, everything else as it is."""

    field: Literal["material_id", "post_processing_ids", "express"]
    value: str | bool = Field(description="of `post_processing_ids` a finish that is toggled")
    chosen: bool = Field(description="whether it is configured")
    suitable: int = Field(
        description="contractors that could make it; of a chosen finish or of express: without it"
    )
    cheapest: CheapestShown | None = Field(description="in the currency of `configured`")


class ChoicesShown(Shown):
    """What is configured, and what it could be instead; all of it estimated, and binding nobody."""

    basis: Literal["files", "sample"] = Field(
        description="files: the models as they are; sample: a cube of 20 mm, as there is none yet"
    )
    configured: CheapestShown | None = Field(
        description="as the part is configured; null without a material, and if nobody makes it"
    )
    choices: list[ChoiceShown] = Field(description=f"at most {MOST_CHOICES}")


@blueprint.get("/<uuid:process_id>/choices")
@blueprint.output(ChoicesShown)
@blueprint.doc(
    operation_id="list_choices",
    summary="What each choice would cost",
    description="For each material that is offered, for each finish that it takes, and for "
    "express: who could make the part with it, the cheapest total and its days, everything else "
    "as it is configured. Estimated with the terms of now, also of a part that was verified. "
    "Colours are left open in other materials.",
    responses={
        409: "A model is too large to be measured at once: verify first.",
        429: "Too many estimates from this address.",
    },
)
@limit_estimates
@web.own_transaction
def list_choices(process_id: UUID) -> Response:
    """Each choice, the materials first."""
    return web.answer(choices_of(process_id))


def choices_of(process_id: UUID) -> ChoicesShown:
    """What each choice would do, in transactions of its own; raises Unknown, NotMeasured."""
    with database.reading() as db:
        question = rough_answers.read(db, for_the_client(process_id, db).process)
    found = calculation.choices(question)
    if found.fresh_analyses:
        with database.writing(web.caller()) as db:
            rough_answers.store(db, found.fresh_analyses)
    return ChoicesShown.model_construct(
        basis=found.basis,
        configured=_cheapest(found.configured),
        choices=[_shown(each) for each in found.choices],
    )


def _shown(choice: ConfigurationChoice) -> ChoiceShown:
    return ChoiceShown.model_construct(
        field=choice.field,
        value=choice.value,
        chosen=choice.chosen,
        suitable=choice.suitable,
        cheapest=_cheapest(choice.cheapest),
    )


def _cheapest(quote: CheapestQuote | None) -> CheapestShown | None:
    if quote is None:
        return None
    total = show_money(quote.amount, quote.currency)
    return CheapestShown.model_construct(total=total, lead_time_days=quote.days)

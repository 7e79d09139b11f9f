"""Checks that quotes and offers were calculated for the country that the parts go to."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import calendars
from service.database.models import HistoryRow, Offer, Process, Verification
from service.errors import BadField
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.engine import Missing, NotReady


def check_stated(db: Session, process: Process, country: str) -> None:
    """Hold a country that is stated after contractors were asked against quotes; raises BadField.

    Where none was stated before, they see the address and offer as they like; what they have
    offered before is held against it when it is accepted.
    """
    counted_on = _quoted_country(db, process)
    if counted_on not in (None, country):
        message = _(
            "the quotes count on delivery to {counted_on}, not to {country}; withdraw the"
            " requests and verify the process with the other country"
        )
        raise BadField.at(
            "/delivery_address/country", message, counted_on=counted_on, country=country
        )


def check(db: Session, process: Process, offer: Offer) -> None:
    """Shipping and tax of an offer depend on the country of delivery; raises NotReady.

    A quote that was calculated without one counts on its contractor's own. Whoever offers once
    another country has been stated knows where the parts go.
    """
    address = process.configuration.get("delivery_address")
    if not address:
        return  # the table asks for one
    home = calendars.working_days_of(db, offer.contractor_id).country
    counted_on = _quoted_country(db, process) or home
    country = address["country"]
    if counted_on in ("", country) or _known_since(db, process, country) <= offer.created_at:
        return
    message = _(
        "the offer counts on delivery to {counted_on}, not to {country}; have the contractor"
        " offer again, or withdraw the requests and verify with delivery to {country}"
    )
    detail = Sentence(message, counted_on=counted_on, country=country)
    raise NotReady("accept_offer", (Missing("delivery_address", detail),))


def _quoted_country(db: Session, process: Process) -> str | None:
    """The country that the quotes were calculated for; None where none was stated."""
    query = sa.select(Verification.inputs).where(Verification.id == process.verification_id)
    inputs = db.scalar(query)
    return inputs["delivery_country"] if inputs else None


def _known_since(db: Session, process: Process, country: str) -> datetime:
    """When the country was stated, however often the rest of the address changed since then."""
    query = (
        sa.select(HistoryRow.at, HistoryRow.data)
        .where(HistoryRow.process_id == process.id, HistoryRow.trigger == "state_address")
        .order_by(HistoryRow.version.desc())
    )
    since = process.updated_at
    for at, data in db.execute(query):
        address = data["changed"].get("delivery_address")
        if address and address["country"] != country:
            break
        since = at
    return since

"""How a contractor of the sandbox answers a request."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from service import clock
from service.manufacturing.quoting.currencies import minor_units
from service.orders.sandbox_scenarios import SandboxScenario
from service.sandbox.turn import Turn
from service.sourcing import offers, requests
from service.sourcing.answer_fields import AS_QUOTED, NewOffer, OfferedPrice
from workflows.request import RequestState

QUESTION = "Which side of the part will be seen? We would lay the supports on the other one."
REFUSAL = "Our machines are taken for the next weeks."
#: What an offer asks beyond its quote, where it is to ask more.
MORE_MONEY, MORE_DAYS = Decimal("1.1"), 3
#: Delays that pass before a late offer.
LATE = 10


def answer(turn: Turn) -> datetime | None:
    """Answer the request, or do nothing; when to look again although nothing happens till then."""
    if turn.request.state is RequestState.DISPATCHED:
        if turn.scenario is SandboxScenario.ASKS:
            requests.ask(turn.db, turn.request, turn.process, turn.actor, QUESTION)
        else:
            requests.acknowledge(turn.db, turn.request, turn.process, turn.actor)
    elif turn.request.state is RequestState.ACKNOWLEDGED:
        return ANSWERS.get(turn.scenario, _offer_as_quoted)(turn)
    return None


def _decline(turn: Turn) -> None:
    requests.decline(turn.db, turn.request, turn.process, turn.actor, REFUSAL)


def _stay_silent(turn: Turn) -> None:
    """The request expires."""


def _offer_as_quoted(turn: Turn) -> None:
    offers.offer(turn.db, turn.request, turn.process, turn.actor, AS_QUOTED)


def _offer_late(turn: Turn) -> datetime | None:
    offered_at = turn.request.updated_at + LATE * turn.delay
    if clock.now() < offered_at:
        return offered_at
    _offer_as_quoted(turn)
    return None


def _offer_more(turn: Turn) -> None:
    total = turn.request.quote["total"]
    places = Decimal(1).scaleb(-minor_units(total["currency"]))
    amount = (Decimal(total["amount"]) * MORE_MONEY).quantize(places)
    terms = NewOffer(
        price=OfferedPrice(currency=total["currency"], amount=amount),
        lead_time_days=turn.request.quote.get("lead_time_days", 0) + MORE_DAYS,
        note="The material has become dearer.",
    )
    offers.offer(turn.db, turn.request, turn.process, turn.actor, terms)


#: What follows the acknowledgement, where it is not an offer as quoted.
ANSWERS: Mapping[SandboxScenario, Callable[[Turn], datetime | None]] = {
    SandboxScenario.DECLINES: _decline,
    SandboxScenario.STAYS_SILENT: _stay_silent,
    SandboxScenario.OFFERS_LATE: _offer_late,
    SandboxScenario.OFFERS_MORE: _offer_more,
}

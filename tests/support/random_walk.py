"""Those who walk through orders in the property test, what each sends, and what must add up."""

from datetime import timedelta

import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Process
from service.sourcing import dispatch
from service.verification import verify
from tests.support.orders import operator_of, program
from workflows.process import PROCESS, ProcessState

RIGHTS = ("processes:read", "processes:edit", "processes:delete", "processes:files")
PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}
WAYS_OUT = ("settle", "remake", "give_up")


class World:
    """A market of which every walk uses its own orders; API keys do not end with the clock."""

    def __init__(self, market):
        self.market = market
        self.client = program(market.client, market, *RIGHTS)
        self.colleague = program(market.colleague, market, *RIGHTS)
        self.contractors = {
            id: program(caller.enter(), market, *RIGHTS)
            for id, caller in sorted(market.contractors.items())
        }
        self.operator = program(operator_of(market), market, *RIGHTS)

    def suitable(self, process_id):
        answer = self.client.get(f"/processes/{process_id}/contractors")
        entries = answer.json.get("items", [])  # none before a verification, or of what is deleted
        return [entry["contractor_id"] for entry in entries if entry["suitable"]][:3]


def perhaps(chance):
    """Yes or no, one as likely as the other."""
    return chance.random() < 0.5


def body(chance, trigger, process):
    """Data with which the move can succeed, as far as the process that is shown allows any."""
    make = BODIES.get(trigger, _reason)
    return make(chance, process)


def _reason(chance, process):
    return {"reason": "because"}


def _nothing(chance, process):
    return {}


def _answer(chance, process):
    return {"text": "By half a millimetre."}


def _accept(chance, process):
    offers = [
        offer["id"]
        for request in process["requests"]
        for offer in request["offers"]
        if request["state"] == "offered"
        and not offer["superseded"]
        and offer["valid_until"] > f"{clock.now():%Y-%m-%dT%H:%M:%S}"
    ]
    return {"offer_id": chance.choice(offers)} if offers else {"offer_id": process["id"]}


def _report(chance, process):
    left = process["production"]["left"] if process.get("production") else 1
    failed = chance.randint(0, left)
    made = chance.randint(0 if failed else min(1, left), left - failed)
    return {"made": made, "failed": failed, "reason": "warped"}


def _ship(chance, process):
    counted = process.get("production")
    if counted is None:
        return PARCEL
    unshipped = counted["made"] - counted["shipped"] + counted["left"]
    most = min(counted["made"] - counted["shipped"], unshipped)
    if process["state"] == "in_production":
        most = min(most, unshipped - 1)
    if most < 1 or perhaps(chance):
        return PARCEL
    return {**PARCEL, "pieces": chance.randint(1, most)}


def _ship_part(chance, process):
    counted = process.get("production")
    if counted is None:
        return {**PARCEL, "pieces": 1}
    ready = counted["made"] - counted["shipped"]
    most = max(1, min(ready, ready + counted["left"] - 1))
    return {**PARCEL, "pieces": chance.randint(1, most)}


def _deliver_part(chance, process):
    sent = [s["id"] for s in process["shipments"] if not (s["delivered_at"] or s["lost_at"])]
    return {"shipment_id": chance.choice(sent) if sent else process["id"]}


def _deliver(chance, process):
    return _deliver_part(chance, process) if process["shipments"] and perhaps(chance) else {}


def _lose(chance, process):
    named = _deliver_part(chance, process) if process["shipments"] and perhaps(chance) else {}
    return {"reason": "the carrier has lost it", **named}


def _consent(chance, process):
    if process["state"] == "confirmed":
        return {"to": "cancel"}
    return {"to": chance.choice(WAYS_OUT)}


def _withdraw_consent(chance, process):
    """One of those that the side that looks has given; an operator has given none."""
    given = process.get("consents", {}).get(process["role"]) or WAYS_OUT
    return {"to": chance.choice(given)}


def _remake(chance, process):
    ordered = process["production"]["pieces"] if process.get("production") else 1
    other = "contractor" if process["role"] == "client" else "client"
    agreed = process.get("consents", {}).get(f"{other}_remakes")
    return {"pieces": agreed or chance.randint(1, ordered), "reason": "broken"}


BODIES = {
    "verify": _nothing,
    "wait": _nothing,
    "revise": _nothing,
    "send": _nothing,
    "start_production": _nothing,
    "finish_production": _nothing,
    "complete": _nothing,
    "answer": _answer,
    "accept_offer": _accept,
    "report_progress": _report,
    "ship": _ship,
    "ship_part": _ship_part,
    "deliver": _deliver,
    "deliver_part": _deliver_part,
    "report_loss": _lose,
    "consent": _consent,
    "withdraw_consent": _withdraw_consent,
    "remake": _remake,
}


def request_body(chance, action, request):
    """Data with which a contractor's answer can succeed."""
    if action == "ask":
        return {"text": "Which side?"}
    if action == "decline":
        return {"reason": "full"}
    if action == "offer":
        until = clock.now() + timedelta(days=chance.randint(1, 20))
        currency = request["quote"]["total"]["currency"]
        amount = f"{chance.randint(1, 500)}.00"
        return {
            "price": {"amount": amount, "currency": currency},
            "lead_time_days": 9,
            "valid_until": until.isoformat(),
        }
    return {}


def work(process_ids):
    """Do what waits for workers in these processes."""
    waiting = sa.select(Process.id, Process.state).where(
        Process.id.in_(process_ids), Process.deleted_at.is_(None)
    )
    with transactions.reading() as session:
        waiting_rows = list(session.execute(waiting))
    for id, state in waiting_rows:
        if state is ProcessState.VERIFYING:
            verify.verify(id)
        elif state is ProcessState.SENDING:
            dispatch.send(id, lambda outgoing: {})


def check_waiting(process):
    """Nothing waits without a deadline, or somebody who was told."""
    row = PROCESS.states[process.state]
    if process.deleted_at or row.final or row.automatic or process.state is ProcessState.DRAFT:
        return
    assert process.due_at or process.reminded_at, f"nobody is told that it is {process.state}"


def check_pieces(state, counted):
    """Whatever was done, every piece that was ordered is somewhere, and nowhere twice."""
    production, travelling = counted.production, sum(s.pieces for s in counted.on_their_way)
    assert production.made + production.failed + production.left == production.to_make
    assert counted.delivered + counted.lost + travelling == counted.shipped <= production.made
    replaced = sum(replacement.pieces for replacement in counted.replacements)
    assert production.to_make == production.pieces + replaced
    if state is ProcessState.IN_PRODUCTION:
        assert counted.unshipped > 0
    elif state is ProcessState.PRODUCED:
        assert (production.left, counted.ready > 0) == (0, True)
    elif state is ProcessState.IN_DELIVERY:
        assert (counted.unshipped, travelling > 0) == (0, True)
    elif state is ProcessState.DELIVERED:
        assert (counted.unshipped, travelling) == (0, 0)

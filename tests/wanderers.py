"""Those who walk through orders in the property test, and what each sends with a move."""

from datetime import timedelta

from hypothesis import strategies as st

from service import clock

PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}
WAYS_OUT = ("settle", "remake", "give_up")


def body(draw, trigger, process):
    """Data with which the move can succeed, as far as the process that is shown allows any."""
    make = BODIES.get(trigger, _reason)
    return make(draw, process)


def _reason(draw, process):
    return {"reason": "because"}


def _nothing(draw, process):
    return {}


def _answer(draw, process):
    return {"text": "By half a millimetre."}


def _accept(draw, process):
    offers = [
        offer["id"]
        for request in process["requests"]
        for offer in request["offers"]
        if request["state"] == "offered"
        and not offer["superseded"]
        and offer["valid_until"] > f"{clock.now():%Y-%m-%dT%H:%M:%S}"
    ]
    return {"offer_id": draw(st.sampled_from(offers))} if offers else {"offer_id": process["id"]}


def _report(draw, process):
    left = process["production"]["left"] if process["production"] else 1
    failed = draw(st.integers(0, left))
    made = draw(st.integers(0 if failed else min(1, left), left - failed))
    return {"made": made, "failed": failed, "reason": "warped"}


def _ship(draw, process):
    counted = process["production"]
    if counted is None:
        return PARCEL
    unshipped = counted["made"] - counted["shipped"] + counted["left"]
    most = min(counted["made"] - counted["shipped"], unshipped)
    if process["state"] == "in_production":
        most = min(most, unshipped - 1)
    if most < 1 or draw(st.booleans()):
        return PARCEL
    return {**PARCEL, "pieces": draw(st.integers(1, most))}


def _ship_part(draw, process):
    counted = process["production"]
    if counted is None:
        return {**PARCEL, "pieces": 1}
    ready = counted["made"] - counted["shipped"]
    most = max(1, min(ready, ready + counted["left"] - 1))
    return {**PARCEL, "pieces": draw(st.integers(1, most))}


def _deliver_part(draw, process):
    sent = [s["id"] for s in process["shipments"] if s["delivered_at"] is None]
    return {"shipment_id": draw(st.sampled_from(sent)) if sent else process["id"]}


def _deliver(draw, process):
    return _deliver_part(draw, process) if process["shipments"] and draw(st.booleans()) else {}


def _consent(draw, process):
    if process["state"] == "confirmed":
        return {"to": "cancel"}
    return {"to": draw(st.sampled_from(WAYS_OUT))}


def _remake(draw, process):
    ordered = process["production"]["pieces"] if process["production"] else 1
    return {"pieces": draw(st.integers(1, ordered)), "reason": "broken"}


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
    "consent": _consent,
    "remake": _remake,
}


def request_body(draw, action, request):
    """Data with which a contractor's answer can succeed."""
    if action == "ask":
        return {"text": "Which side?"}
    if action == "decline":
        return {"reason": "full"}
    if action == "offer":
        until = clock.now() + timedelta(days=draw(st.integers(1, 20)))
        currency = request["quote"]["total"]["currency"]
        amount = f"{draw(st.integers(1, 500))}.00"
        return {
            "price": {"amount": amount, "currency": currency},
            "lead_time_days": 9,
            "valid_until": until.isoformat(),
        }
    return {}

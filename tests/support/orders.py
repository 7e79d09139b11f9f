"""What clients and contractors do with an order, in tests of one market for a whole module."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from service.access.permissions import ROLES, Principal
from service.database import transactions
from service.database.models import Process, User
from service.ids import new_id
from service.sourcing import dispatch
from service.verification import verify
from tests.support.callers import Caller
from tests.support.worlds import marketplace as markets
from workflows.process import ProcessState


def principal_of(caller):
    """As whom the caller's requests are decided."""
    rights = {caller.login.organization_id: ROLES["owner"]}
    home = caller.login.organization_id
    return Principal(caller.login.user_id, name=caller.login.name, rights=rights, home_id=home)


def program(caller, market, *rights):
    """A program with an API key of the caller's that may do so much."""
    key = caller.post("/api_keys", {"name": "program", "rights": list(rights)})
    assert key.status_code == 201, key.text
    return Caller(market.application, key.json["key"])


def operator_of(market):
    """Somebody who runs the service, logged in."""
    caller = market.visitor()
    email = f"olga-{new_id().hex}@ops.example"
    account = {"email": email, "password": "a long walk at sea", "name": "Olga"}
    assert caller.post("/auth/register", account).status_code == 201
    with transactions.writing() as session:
        session.execute(sa.update(User).where(User.email == email).values(is_operator=True))
    return caller.visit()


def fire(caller, process_id, trigger, **data):
    """The answer to a move."""
    return caller.post(f"/processes/{process_id}/actions/{trigger}", data)


def fired(caller, process_id, trigger, **data):
    """The process after a move that was made."""
    answer = fire(caller, process_id, trigger, **data)
    assert answer.status_code == 200, answer.text
    return answer.json


def request_of(contractor, process_id):
    """The contractor's newest request for a process, from its inbox."""
    items = contractor.get("/requests?limit=200").json["items"]
    return next(item for item in items if item["process_id"] == process_id)


def answer(contractor, process_id, action, **data):
    """The answer to what a contractor does with its request."""
    request = request_of(contractor, process_id)
    return contractor.post(f"/requests/{request['id']}/actions/{action}", data)


def an_offer(request, amount="100.00", days=5, **changes):
    """What a contractor sends as its offer."""
    until = datetime.now(UTC) + timedelta(days=days)
    currency = request["quote"]["total"]["currency"]
    price = {"amount": amount, "currency": currency}
    return {
        "price": price,
        "lead_time_days": 9,
        "valid_until": until.isoformat(),
        **changes,
    }


def offer(contractor, process_id, amount="100.00", days=5, **more):
    """An offer that was made."""
    body = an_offer(request_of(contractor, process_id), amount, days, **more)
    made = answer(contractor, process_id, "offer", **body)
    assert made.status_code == 201, made.text
    return made.json


def confirmed(market, count=1):
    """An order with a contract: its id, the winner, and who has lost."""
    process_id, (winner, *losers) = market.send(count)
    made = offer(winner, process_id)
    accepted = fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    assert accepted.status_code == 200, accepted.text
    return process_id, winner, losers


def ready(market, project_id=None, **fields):
    """A draft that lacks nothing."""
    fields = {"quantity": 5, "material_id": "pa12", "delivery_address": markets.ADDRESS, **fields}
    if project_id:
        made = market.client.post(f"/projects/{project_id}/processes", fields)
        process_id = made.json["id"]
    else:
        process_id = market.client.draft(**fields)
    assert market.client.upload(process_id, unit="mm").status_code == 201
    return process_id


def verified(market, project_id=None, **fields):
    """A process that is verified, in a project of its own if none is named; its id."""
    process_id = ready(market, project_id=project_id, **fields)
    assert fire(market.client, process_id, "verify").status_code == 202
    assert verify.verify(UUID(process_id)) == "pass_verification"
    return process_id


def suitable(market, process_id):
    """The contractors that can make it now, the preferred one first, as callers."""
    entries = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    ids = [entry["contractor_id"] for entry in entries if entry["suitable"]]
    return [market.contractors[id].enter() for id in ids]


def send(market, process_id, contractors, **wish):
    """Have a process sent to these contractors; the answer to the client."""
    chosen = [str(one.login.organization_id) for one in contractors]
    path = f"/processes/{process_id}"
    assert market.client.put(f"{path}/choice", {"contractor_ids": chosen}).status_code == 200
    return fire(market.client, process_id, "send", **wish)


def dispatched(market, process_id, contractors, **wish):
    """Have it sent and dispatched; the trigger that the dispatch led to."""
    answer = send(market, process_id, contractors, **wish)
    assert answer.status_code == 202, answer.text
    return dispatch.send(UUID(process_id), delivered)


def delivered(outgoing):
    """What a channel reports that works."""
    return {channel: {"delivered_at": "2026-11-23T10:00:00Z"} for channel in outgoing.channels}


def set_terms(contractor, **changes):
    """State some of a contractor's terms anew."""
    path = f"/organizations/{contractor.login.organization_id}/terms"
    answer = contractor.put(path, contractor.get(path).json["terms"] | changes)
    assert answer.status_code == 200, answer.text
    return answer


def as_if(process_id, state):
    """Put a process into a state past the history, where how it came there does not matter."""
    with transactions.writing() as session:
        session.get(Process, UUID(process_id)).state = ProcessState(state)


@contextmanager
def statements():
    """Collect what is sent to the database."""
    recorded = []

    def note(_connection, _cursor, statement, *_):
        recorded.append(statement)

    engine = transactions.engine()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield recorded
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def history_of(caller, process_id):
    """The rows of the process' history as this caller reads them."""
    return caller.get(f"/processes/{process_id}/history").json["items"]


def request_state(contractor, request):
    """The state of a request as its contractor reads it."""
    return contractor.get(f"/requests/{request['id']}").json["state"]

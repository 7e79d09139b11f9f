"""Makes thousands of orders for tests: real ones in every state, and copies of them in bulk."""

from random import Random
from types import SimpleNamespace
from uuid import UUID

import orjson
import sqlalchemy as sa

from service.database import transactions
from service.database.models import (
    Dependency,
    File,
    HistoryRow,
    Offer,
    Process,
    ProductionRow,
    Replacement,
    Request,
    Shipment,
)
from service.ids import new_id, number_of
from service.lifecycle import history
from service.sourcing import dispatch
from service.verification import verify
from tests.support import meshes
from tests.support.orders import answer, confirmed, fire, offer, ready
from workflows.process import ProcessState

PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}
#: Verifications are shared between copies: a record is long, and nothing changes it.
TABLES = (
    Process,
    HistoryRow,
    File,
    Dependency,
    Request,
    Offer,
    ProductionRow,
    Replacement,
    Shipment,
)
#: Rows that are inserted at a time.
BATCH = 2000


def one_in_every_state(market):
    """Orders that went their way over the API to every state; their ids by the states."""
    by_state = {}

    def keep(process_id):
        shown = market.client.get(f"/processes/{process_id}").json
        by_state[shown["state"]] = UUID(process_id)
        return process_id

    keep(ready(market))
    _keep_those_of_one_side(market, keep)
    process_id, (one,) = market.send(1)
    keep(process_id)
    process_id, (one,) = market.send(1)
    answer(one, process_id, "ask", text="Which side?")
    keep(process_id)
    process_id, (one,) = market.send(1)
    offer(one, process_id)
    keep(process_id)
    process_id, (one,) = market.send(1)
    answer(one, process_id, "decline", reason="full")
    keep(process_id)
    for number in range(8):
        _come_far(market, keep, number)
    assert by_state.keys() == {state.value for state in ProcessState}
    return by_state


def _keep_those_of_one_side(market, keep):
    """What happens before anybody else is asked."""
    client = market.client
    first = ready(market)
    second = client.post(f"/processes/{first}/clone").json["id"]
    client.put(f"/processes/{second}/dependencies/{first}")
    fire(client, second, "verify")
    keep(second)
    fire(client, first, "verify")
    keep(first)
    vertices, faces = meshes.box()
    broken = client.draft(quantity=1, material_id="pa12")
    client.upload(broken, meshes.stl((vertices, faces[1:])), unit="mm")
    whole, sent, cancelled = ready(market), ready(market), ready(market)
    for process_id in (broken, whole, sent):
        fire(client, process_id, "verify")
        verify.verify(UUID(process_id))
    keep(broken)
    keep(whole)
    answers = client.get(f"/processes/{sent}/contractors").json["items"]
    chosen = [entry["contractor_id"] for entry in answers if entry["suitable"]][:1]
    client.put(f"/processes/{sent}/choice", {"contractor_ids": chosen})
    fire(client, sent, "send")
    keep(sent)
    fire(client, cancelled, "cancel")
    keep(cancelled)


def _come_far(market, keep, number):
    """A contract that has made so many steps."""
    process_id, winner, _ = confirmed(market)
    client = market.client
    steps = [
        (winner, "start_production", {}),
        (winner, "finish_production", {}),
        (winner, "ship", PARCEL),
        (client, "deliver", {}),
        (client, "complete", {}),
    ]
    if number == 6:
        steps = [*steps[:4], (client, "dispute", {"reason": "broken"})]
    elif number == 7:
        steps = [*steps[:1], (winner, "report_failure", {"reason": "broken"})]
    elif number < 6:
        steps = steps[:number]
    for caller, trigger, data in steps:
        assert fire(caller, process_id, trigger, **data).status_code == 200
    keep(process_id)


def copies(originals, number, seed=1):
    """So many copies, history and all; their ids. One of each original, then chance picks."""
    random, made = Random(seed), []
    originals = list(originals)
    with transactions.reading() as session:
        read = {id: _rows(session, id) for id in originals}
    for start in range(0, number, BATCH // 10):
        rows = {table: [] for table in TABLES}
        for _ in range(min(BATCH // 10, number - start)):
            some = originals[len(made) : len(made) + 1] or [random.choice(originals)]
            made.append(_copy(read[some[0]], rows))
        with transactions.writing() as session:
            for table in TABLES:
                if rows[table]:
                    session.execute(sa.insert(table), rows[table])
    return made


def _rows(session, process_id):
    rows = {}
    for table in TABLES:
        key = table.id if table is Process else table.process_id
        query = sa.select(table).where(key == process_id)
        if table is HistoryRow:
            query = query.order_by(HistoryRow.version)
        columns = sa.inspect(table).column_attrs.keys()
        rows[table] = [
            {name: getattr(row, name) for name in columns} for row in session.scalars(query)
        ]
    return rows


def _copy(original, rows):
    """Append a copy's rows; the id of the new process."""
    new = {row["id"]: new_id() for table in TABLES for row in original[table] if "id" in row}
    texts = {str(old): str(id) for old, id in new.items()}
    previous = ""
    for table in TABLES:
        for row in original[table]:
            copied = {name: _renamed(value, new, texts) for name, value in row.items()}
            if table is Request:
                copied["number"] = number_of("WB", copied["id"])
                copied["idempotency_key"] = f"request-{copied['id']}"
            if table is HistoryRow:
                row_copied = SimpleNamespace(**copied)
                previous = copied["hash"] = history.digest(row_copied, previous)
            rows[table].append(copied)
    rows[Process][-1]["history_hash"] = previous
    return rows[Process][-1]["id"]


def _renamed(value, new, texts):
    if isinstance(value, UUID):
        return new.get(value, value)
    if isinstance(value, dict | list) and value:
        text = orjson.dumps(value).decode()
        for old, id in texts.items():
            text = text.replace(old, id)
        return orjson.loads(text)
    return value


def work():
    """Workers do what waits for them, until nothing does."""
    while True:
        with transactions.reading() as session:
            query = sa.select(Process.id, Process.state).where(
                Process.state.in_(("verifying", "sending")),
                Process.deleted_at.is_(None),
                Process.parked_at.is_(None),
            )
            waiting = [(id, state.value) for id, state in session.execute(query)]
        if not waiting:
            return
        for start in range(0, len(waiting), 16):
            some = waiting[start : start + 16]
            verify.verify_all([id for id, state in some if state == "verifying"])
            sending = [id for id, state in some if state == "sending"]
            dispatch.send_all(sending, lambda requests: _delivered)
            for id, state in some:
                verify.verify(id) if state == "verifying" else dispatch.send(id, _delivered)


def _delivered(outgoing):
    return {channel: {"delivered_at": "2026-11-23T10:00:00Z"} for channel in outgoing.channels}

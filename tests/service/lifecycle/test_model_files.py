"""Which files of an order are made is the same for whoever measures, counts or prices them."""

from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Process, Request
from service.documents import dossier_assembly
from service.verification import verify
from tests.support import meshes
from tests.support.orders import dispatched, fire, set_terms, suitable, verified

pytestmark = pytest.mark.one_database

VERTICES, FACES = meshes.box()
OPEN = meshes.stl((VERTICES, FACES[2:]))


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def repaired(market):
    """A cube, and a lid of which the repaired copy is offered; the order's id and the copy's."""
    process_id = verified(market)
    lid = market.client.upload(process_id, OPEN, "lid.stl", unit="mm").json["id"]
    market.client.upload(process_id, b"bevel all edges", "notes.txt")
    copy = market.client.post(f"/files/{lid}/repair").json["id"]
    return process_id, copy


def stated(market, process_id):
    """What the order states of its files, after ISO/ASTM 52901."""
    rows = market.client.get(f"/processes/{process_id}?include=completeness").json["completeness"]
    values = {row["requirement"]: row["value"] for row in rows}
    return values["part_definition"], values["documentation"], values["units"]


def test_a_copy_that_is_only_offered_is_no_part_and_neither_is_a_replaced_original(
    market, repaired
):
    process_id, copy = repaired
    assert stated(market, process_id) == (2, 1, ["mm", "mm"])
    market.client.post(f"/files/{copy}/accept")
    assert stated(market, process_id) == (2, 1, ["mm", "mm"])


def test_the_limit_of_an_instant_offer_counts_what_is_made(market, repaired):
    process_id, copy = repaired
    market.client.post(f"/files/{copy}/accept")
    assert fire(market.client, process_id, "verify").status_code == 202
    assert verify.verify(UUID(process_id)) == "pass_verification"
    winner = suitable(market, process_id)[0]
    own = str(winner.login.organization_id)
    try:
        for limit, is_within in ((9, False), (10, True)):  # five of each model
            set_terms(winner, instant_orders={"max_quantity": limit})
            entries = market.client.get(f"/processes/{process_id}/contractors").json["items"]
            assert [e["instant"] for e in entries if e["contractor_id"] == own] == [is_within]
        dispatched(market, process_id, [winner], accept="as_quoted")
    finally:
        set_terms(winner, instant_orders=None)
    assert market.client.get(f"/processes/{process_id}").json["state"] == "confirmed"
    with transactions.reading() as session:
        process = session.get_one(Process, UUID(process_id))
        request = session.query(Request).filter_by(process_id=process.id).one()
        assembled = dossier_assembly.of_request(session, request.id)
    record = market.client.get(f"/processes/{process_id}/verification").json
    made = {"cube.stl", "lid (repaired).stl"}
    assert {file["name"] for file in record["geometry"]} == made
    assert {part.name for part in assembled.dossier.parts} == made
    assert {name for _, name, _ in assembled.files} == made | {"notes.txt"}

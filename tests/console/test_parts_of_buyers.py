"""The page of a part before anybody is asked: the curve of its prices, and repairs of its model."""

import re
from uuid import UUID

import pytest

from service.console.quantity_curve import quantities_around
from service.console.stage_words import STAGE_NAMES
from service.database import transactions
from service.lifecycle import leases
from service.manufacturing.geometry.stages import STAGES
from service.verification import progress, verify
from tests.support import meshes
from tests.support.console_pages import dropped, page, send
from tests.support.worlds.marketplace import refused
from workflows.process import ProcessState

pytestmark = pytest.mark.one_database

VERTICES, FACES = meshes.box()
OPEN = meshes.stl((VERTICES, FACES[2:]))


def checked(caller, content=None, **fields):
    """The address of a part of polyamide that was checked."""
    path = dropped(caller, "lid.stl", content)
    stated = {"quantity": "3", "material_id": "pa12", "unit-lid.stl": "mm", "do": "check"}
    assert send(caller, path, stated | fields).status_code == 303
    verify.verify(UUID(path.rpartition("/")[2]))
    return path


@pytest.mark.parametrize(
    ("quantity", "around"),
    [
        (1, [1, 2, 5, 10, 20]),
        (3, [1, 2, 3, 5, 10, 20, 50]),
        (100, [20, 50, 100, 200, 500, 1000, 2000]),
        (1_000_000, [200_000, 500_000, 1_000_000]),
    ],
)
def test_the_curve_has_round_quantities_around_the_one_that_is_asked_for(quantity, around):
    assert quantities_around(quantity) == around


def test_the_prices_of_other_quantities_are_those_of_the_api_and_one_press_away(shared_market):
    visitor = shared_market.visitor()
    path = checked(visitor)
    process_id = path.rpartition("/")[2]
    answers = visitor.get(f"/processes/{process_id}/contractors?quantities=3,20").json["items"]
    quotes = [each["quote"] for each in answers if each["suitable"]][:5]
    prices = {
        tier["quantity"]: tier["unit_price"]["amount"]
        for quote in quotes
        for tier in quote["tiers"]
    }
    assert quotes[0]["tiers"][0]["total"] == quotes[0]["total"]
    assert float(prices[20]) < float(prices[3])
    shown = page(visitor, path).text
    assert re.findall(r'name="contractor_ids" value="([^"]+)"[^>]* checked', shown) == [
        each["contractor_id"] for each in answers[:2]
    ]
    assert "What more or fewer would cost" in shown
    cheapest = min(
        float(tier["unit_price"]["amount"])
        for quote in quotes
        for tier in quote["tiers"]
        if tier["quantity"] == 20
    )
    assert f"{cheapest:.2f}" in shown
    assert send(visitor, f"{path}/changes", {"changes": '{"quantity": 20}'}).status_code == 303
    assert visitor.get(f"/processes/{process_id}").json["quantity"] == 20


def test_each_contractor_has_its_score_with_its_parts_and_what_counts_orders_them(shared_market):
    visitor = shared_market.visitor()
    path = checked(visitor)
    process_id = path.rpartition("/")[2]

    def shown():
        answers = visitor.get(f"/processes/{process_id}/contractors").json["items"]
        return page(visitor, path).text, [each for each in answers if each["suitable"]]

    text, answers = shown()
    for each in answers:
        score = each["quote"]["score"]
        after = text.partition(f'id="score-{each["contractor_id"]}"')[2]
        details = after.partition("</details>")[0]
        assert f"{round(100 * score['total'])} of 100 points" in details
        points = [int(each) for each in re.findall(r'<meter max="100" value="(\d+)"', details)]
        assert points == [round(100 * part["value"]) for part in score["parts"].values()]
    weights = {f"weight-{name}": "0" for name in ("cost", "quality", "quantity", "resilience")}
    weights |= {"weight-time": "10", "weight-sustainability": "0"}
    form = {"quantity": "3", "material_id": "pa12", "do": "check"}
    assert send(visitor, path, form | weights | {"order": "weighed"}).status_code == 303
    verify.verify(UUID(process_id))
    assert visitor.get(f"/processes/{process_id}").json["priorities"]["time"] == 10
    text, ranked = shown()
    quotes = [each["quote"] for each in ranked]
    currency = quotes[0]["total"]["currency"]
    days = [q["lead_time_days"] for q in quotes if q["total"]["currency"] == currency]
    assert days == sorted(days)
    assert len(set(days)) > 1
    assert re.search(r'name="weight-time"[^>]* value="10"', text)
    assert send(visitor, path, form | weights | {"order": "price"}).status_code == 303
    assert visitor.get(f"/processes/{process_id}").json["priorities"] is None
    wrong = send(visitor, path, form | {"order": "weighed", "weight-cost": "11"})
    assert wrong.status_code == 422
    assert visitor.get(f"/processes/{process_id}").json["priorities"] is None


def test_a_part_that_is_being_checked_says_which_stage_of_the_analysis_it_is_at(shared_market):
    visitor = shared_market.visitor()
    path = dropped(visitor, "lid.stl")
    stated = {"quantity": "3", "material_id": "pa12", "unit-lid.stl": "mm", "do": "check"}
    assert send(visitor, path, stated).status_code == 303
    id = UUID(path.rpartition("/")[2])
    assert "This takes a few seconds" in page(visitor, path).text
    with transactions.writing() as db:
        lease = leases.claim(db, id, ProcessState.VERIFYING)
    with transactions.writing() as db:
        progress.tell(db, lease, "lid.stl", "walls", 66)
    shown = page(visitor, path).text
    assert '<progress max="100" value="66"' in shown
    assert "The walls are being measured: lid.stl" in shown
    assert STAGE_NAMES.keys() == STAGES.keys()


@pytest.mark.parametrize(
    "quantities", ["0", "1,two", "-3", "1000001", "1,2,3,4,5,6,7,8,9,10,11", "٣"]
)
def test_quantities_that_nobody_can_order_are_refused(shared_market, quantities):
    visitor = shared_market.visitor()
    process_id = visitor.draft(quantity=3, material_id="pa12")
    answer = visitor.get(f"/processes/{process_id}/contractors?quantities={quantities}")
    refused(answer, 422, "invalid")


def test_before_a_part_is_checked_the_curve_is_estimated(shared_market):
    visitor = shared_market.visitor()
    path = dropped(visitor)
    fields = {"quantity": "3", "material_id": "pa12", "unit-cube.stl": "mm", "do": "save"}
    send(visitor, path, fields)
    assert "What more or fewer would cost" in page(visitor, path).text


def test_a_damaged_model_is_repaired_seen_before_and_after_and_taken(shared_market):
    visitor = shared_market.visitor()
    path = checked(visitor, OPEN)
    failed = page(visitor, path).text
    (repair,) = re.findall(r'action="/app([^"]+/repair)"', failed)
    answer = send(visitor, repair)
    assert "#repair-" in answer.headers["Location"]
    offered = page(visitor, path).text
    assert "Before and after the repair" in offered
    row = r"<td>Open edges</td><td class=\"number\">6</td><td class=\"number\">0</td>"
    assert re.search(row, offered)
    assert "2 holes filled" in offered
    assert offered.count("/mesh") == 2
    (accept,) = re.findall(r'action="/app([^"]+/repairs/[^"/]+)"', offered)
    assert send(visitor, accept).status_code == 303
    process_id = path.rpartition("/")[2]
    assert verify.verify(UUID(process_id)) == "pass_verification"
    assert send(visitor, accept).status_code == 409
    assert "Who makes it" in page(visitor, path).text


def test_a_repaired_copy_that_is_not_wanted_goes_and_the_original_stays(shared_market):
    visitor = shared_market.visitor()
    path = checked(visitor, OPEN)
    process_id = path.rpartition("/")[2]
    (file,) = visitor.get(f"/processes/{process_id}/files").json["items"]
    send(visitor, f"{path}/files/{file['id']}/repair")
    copy = visitor.get(f"/processes/{process_id}/files").json["items"][1]
    original = send(visitor, f"{path}/repairs/{file['id']}/decline")
    assert original.status_code == 409
    assert send(visitor, f"{path}/repairs/{copy['id']}/decline").status_code == 303
    (left,) = visitor.get(f"/processes/{process_id}/files").json["items"]
    assert (left["id"], left["standing"]) == (file["id"], "part")


def test_a_model_that_no_simple_repair_closes_says_so_on_its_page(shared_market):
    visitor = shared_market.visitor()
    path = checked(visitor)
    process_id = path.rpartition("/")[2]
    (file,) = visitor.get(f"/processes/{process_id}/files").json["items"]
    answer = send(visitor, f"{path}/files/{file['id']}/repair")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert send(shared_market.visitor(), f"{path}/files/{file['id']}/repair").status_code == 404

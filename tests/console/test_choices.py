"""What each choice of a part would do to its price and its date: the API, and the buyer's page."""

import re
from decimal import Decimal

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Analysis
from service.files import analyses
from service.verification import choices as calculation
from service.verification import quoting
from tests.support import meshes
from tests.support.console_pages import dropped, page, send
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database


@pytest.fixture
def part(shared_market):
    """A visitor with a part of polyamide whose model was not verified yet."""
    visitor = shared_market.visitor()
    path = dropped(visitor, "lid.stl", meshes.stl(meshes.box()))
    stated = {"quantity": "3", "material_id": "pa12", "unit-lid.stl": "mm", "do": "save"}
    assert send(visitor, path, stated).status_code == 303
    return visitor, path, path.rpartition("/")[2]


def found(caller, process_id):
    """What is configured, and the choices by field and value."""
    shown = caller.get(f"/processes/{process_id}/choices").json
    return shown, {(each["field"], each["value"]): each for each in shown["choices"]}


def cheapest(caller, process_id, currency):
    """The cheapest answer in a currency, as contractors give it to what is configured."""
    answers = caller.get(f"/processes/{process_id}/contractors").json["items"]
    quotes = [each["quote"] for each in answers if each["suitable"]]
    totals = [q for q in quotes if q["total"]["currency"] == currency]
    best = min(totals, key=lambda quote: Decimal(quote["total"]["amount"]))
    return {"total": best["total"], "lead_time_days": best["lead_time_days"]}, len(quotes)


def test_a_choice_comes_out_as_it_was_told(part):
    visitor, _, process_id = part
    shown, choices = found(visitor, process_id)
    currency = shown["configured"]["total"]["currency"]
    expected, number = cheapest(visitor, process_id, currency)
    assert shown["configured"] == expected
    assert choices["material_id", "pa12"]["chosen"]
    assert choices["material_id", "pa12"]["suitable"] == number
    told = [
        ({"material_id": "pa11", "color": None}, choices["material_id", "pa11"]),
        ({"material_id": "pa12", "express": True}, choices["express", True]),
    ]
    finish = next(value for field, value in choices if field == "post_processing_ids")
    added = {"express": False, "post_processing_ids": [finish]}
    told.append((added, choices["post_processing_ids", finish]))
    for change, choice in told:
        assert visitor.patch(f"/processes/{process_id}", change).status_code == 200
        if choice["suitable"]:
            best, number = cheapest(visitor, process_id, currency)
            assert (choice["cheapest"], choice["suitable"]) == (best, number)
    assert any(choice["suitable"] for _, choice in told)
    shown, choices = found(visitor, process_id)
    assert choices["post_processing_ids", finish]["chosen"]


def test_a_colour_that_another_material_has_not_is_left_open_in_it(part):
    visitor, _, process_id = part
    _, before = found(visitor, process_id)
    rows = visitor.get("/materials?limit=200").json["items"]
    colours = {row["id"]: {each["name"] for each in row["colors"]} for row in rows}
    other, colour = next(
        (id, colour)
        for colour in sorted(colours["pa12"])
        for id, names in colours.items()
        if ("material_id", id) in before and before["material_id", id]["suitable"]
        if colour not in names
    )
    assert visitor.patch(f"/processes/{process_id}", {"color": colour}).status_code == 200
    _, after = found(visitor, process_id)
    assert after["material_id", other] == before["material_id", other]


def test_before_a_material_is_chosen_each_says_from_how_much(shared_market):
    visitor = shared_market.visitor()
    process_id = visitor.draft(quantity=1)
    shown, choices = found(visitor, process_id)
    assert (shown["configured"], shown["basis"]) == (None, "sample")
    assert {field for field, _ in choices} == {"material_id"}
    assert choices["material_id", "pa12"]["cheapest"]
    text = page(visitor, f"/parts/{process_id}/choices").text
    assert re.search(r'data-value="pa12">from [^<]+ days?<', text)


def test_the_page_says_what_is_dearer_and_later_and_one_press_chooses_it(part):
    visitor, path, process_id = part
    shown, choices = found(visitor, process_id)
    text = page(visitor, f"{path}/choices").text
    effects = {
        (field, value): effect
        for field, value, effect in re.findall(
            r'data-choice="(\w+)" data-value="([^"]+)">([^<]*)<', text
        )
    }
    assert len(effects) == len(choices)
    assert effects["material_id", "pa12"] == "chosen"
    for (field, value), choice in choices.items():
        if choice["cheapest"] is None or choice["chosen"]:
            continue
        more = Decimal(choice["cheapest"]["total"]["amount"])
        more -= Decimal(shown["configured"]["total"]["amount"])
        later = choice["cheapest"]["lead_time_days"] - shown["configured"]["lead_time_days"]
        effect = effects[field, str(value)]
        assert (" more" in effect, " less" in effect) == (more > 0, more < 0)
        assert (" later" in effect, " earlier" in effect) == (later > 0, later < 0)
        assert f"{abs(more):.2f}" in effect or not more
    assert f'data-choices="/app/parts/{process_id}/choices"' in page(visitor, path).text
    (changes,) = re.findall(r'name="changes" value="([^"]*express[^"]*)"', text)
    pressed = {"changes": changes.replace("&#34;", '"')}
    assert send(visitor, f"{path}/changes", pressed).status_code == 303
    assert visitor.get(f"/processes/{process_id}").json["express"] is True


def test_only_the_clients_side_is_told(part, shared_market):
    _, path, process_id = part
    refused(shared_market.visitor().get(f"/processes/{process_id}/choices"), 404, "not-found")
    assert page(shared_market.visitor(), f"{path}/choices").status_code == 404


def test_a_model_is_measured_for_it_once(part, monkeypatch):
    visitor, _, process_id = part
    kept, measured = analyses.analyse_content, []

    def noted(sha256):
        measured.append(sha256)
        return kept(sha256)

    with transactions.writing() as db:
        db.execute(sa.delete(Analysis))
    monkeypatch.setattr(analyses, "analyse_content", noted)
    for _ in range(2):
        assert found(visitor, process_id)[0]["configured"]
    assert len(measured) == 1


def test_a_choice_is_worked_out_once_for_the_same_order(part, monkeypatch):
    visitor, _, process_id = part
    shown, _ = found(visitor, process_id)

    def again(*_arguments):
        raise AssertionError("it was known")

    monkeypatch.setattr(quoting, "standings", again)
    assert found(visitor, process_id)[0] == shown


def test_there_are_at_most_so_many_and_the_materials_come_first(part, monkeypatch):
    visitor, _, process_id = part
    monkeypatch.setattr(calculation, "MOST_CHOICES", 3)
    shown, choices = found(visitor, process_id)
    assert len(shown["choices"]) == 3
    assert {field for field, _ in choices} == {"material_id"}


def test_they_count_as_the_estimates_that_they_are(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path, estimates_per_minute=2) as market:
        visitor = market.visitor()
        process_id = visitor.draft(quantity=1, material_id="pa12")
        assert found(visitor, process_id)[0]["choices"]
        assert page(visitor, f"/parts/{process_id}/choices").status_code == 200
        refused(visitor.get(f"/processes/{process_id}/choices"), 429, "too-many-requests")
        assert page(visitor, f"/parts/{process_id}/choices").status_code == 429

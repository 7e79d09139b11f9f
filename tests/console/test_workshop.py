"""Pages on which a contractor keeps its workshop, and sees what a change does before it is kept."""

import re

import pytest

from service.console.workshop.record_forms import RecordField, RecordRows, record_of
from tests.console.test_account import quick_hashes
from tests.console.test_organization import founded, with_member
from tests.support.console_pages import page, send

pytestmark = pytest.mark.one_database

__all__ = ["quick_hashes"]


def fields_of(text):
    """What a browser would send of the page's one large form, had nobody typed anything."""
    form = text.partition('<form method="post" class="stack">')[2].partition("</form>")[0]
    fields = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") == "checkbox" and " checked" not in tag:
            continue
        fields.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]*)".*?>(.*?)</select>', form):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen[:1] or [""]
    return fields


@pytest.fixture
def shop(shared_market):
    """A contractor of the example, and the path of its organisation."""
    id, contractor = next(iter(shared_market.contractors.items()))
    return contractor.enter(), f"/organizations/{id}"


def test_a_page_of_terms_that_nobody_touches_is_saved_as_it_was(shop):
    contractor, path = shop
    led = page(contractor, "/workshop").headers["Location"]
    assert led == f"/app{path}/workshop"
    before = contractor.get(f"{path}/terms").json["terms"]
    fields = fields_of(page(contractor, f"{path}/workshop").text)
    assert send(contractor, f"{path}/workshop", fields).status_code == 303
    assert contractor.get(f"{path}/terms").json["terms"] == before


def test_a_machine_that_nobody_touches_is_saved_as_it_was(shop):
    contractor, path = shop
    for machine in contractor.get(f"{path}/machines").json["items"]:
        here = f"{path}/machines/{machine['id']}"
        assert f'href="/app{here}"' in page(contractor, f"{path}/machines").text
        fields = fields_of(page(contractor, here).text)
        assert send(contractor, here, fields).status_code == 303
        assert contractor.get(here).json["data"] == machine["data"]


def test_what_a_change_of_terms_does_to_price_and_date_is_shown_and_nothing_kept(shop):
    contractor, path = shop
    before = contractor.get(f"{path}/terms").json
    fields = fields_of(page(contractor, f"{path}/workshop").text)
    fields |= {"margin": "250", "preparation.days": "9", "do": "try"}
    shown = send(contractor, f"{path}/workshop", fields)
    assert shown.status_code == 200
    assert "What this change would do" in shown.text
    days = [int(n) for n in re.findall(r"arrives in (\d+) days", shown.text)]
    assert days[1] > days[0]
    prices = [float(p.replace(",", "")) for p in re.findall(r"€([\d,.]+)</strong>", shown.text)]
    assert prices[1] > prices[0] * 2
    assert re.search(r'name="margin"[^>]*value="250"', shown.text)
    assert contractor.get(f"{path}/terms").json == before


def test_what_a_change_of_a_machine_does_is_shown_and_nothing_kept(shared_market):
    for id, contractor in shared_market.contractors.items():
        path = f"/organizations/{id}"
        machine, *others = contractor.enter().get(f"{path}/machines").json["items"]
        if not others:  # no other machine of theirs makes the sample instead
            break
    here = f"{path}/machines/{machine['id']}"
    fields = fields_of(page(contractor, here).text) | {"queue_days": "40", "do": "try"}
    shown = send(contractor, here, fields)
    assert "What this change would do" in shown.text
    assert '<span class="tag move">changes</span>' in shown.text
    assert contractor.get(here).json == machine


def test_terms_say_at_the_field_what_is_wrong_and_keep_what_was_typed(shop):
    contractor, path = shop
    fields = fields_of(page(contractor, f"{path}/workshop").text)
    for wrong, place in (("lots", "shipping.0.fixed"), ("lots", "margin"), ("soon", "closed_on")):
        answer = send(contractor, f"{path}/workshop", fields | {place: wrong})
        assert answer.status_code == 422, place
        assert re.search(rf'id="{place}"[^>]*value="{wrong}"', answer.text), place
        assert 'role="alert"' in answer.text
    tried = send(contractor, f"{path}/workshop", fields | {"margin": "lots", "do": "try"})
    assert tried.status_code == 422
    assert 'id="margin-wrong"' in tried.text


def test_holidays_instant_orders_and_rows_are_kept_as_they_are_typed(shared_market):
    id, contractor = list(shared_market.contractors.items())[1]
    contractor.enter()
    path = f"/organizations/{id}"
    text = page(contractor, f"{path}/workshop").text
    fields = fields_of(text)
    zones = len(contractor.get(f"{path}/terms").json["terms"]["shipping"])
    fields |= {"closed_on": "2026-12-24/2027-01-03, 2027-05-14", "working_days": ["0", "1"]}
    fields |= {"instant_orders": "yes", "instant_orders.max_value": "500,50"}
    fields |= {f"shipping.{zones}.countries": "US, CA", f"shipping.{zones}.fixed": "40"}
    fields |= {f"shipping.{zones}.per_kg": "3", f"shipping.{zones}.days": "6"}
    fields |= {"shipping.0.countries": "", "channels": []}
    assert send(contractor, f"{path}/workshop", fields).status_code == 303
    terms = contractor.get(f"{path}/terms").json["terms"]
    assert terms["closed_on"] == ["2026-12-24/2027-01-03", "2027-05-14"]
    assert terms["working_days"] == [0, 1]
    assert terms["instant_orders"]["max_value"] == "500.50"
    assert terms["channels"] == ["inbox"]
    assert len(terms["shipping"]) == zones
    assert terms["shipping"][-1]["countries"] == ["US", "CA"]
    late = send(contractor, f"{path}/workshop", fields)
    assert late.status_code == 409
    switched_off = fields_of(page(contractor, f"{path}/workshop").text)
    switched_off.pop("instant_orders")
    send(contractor, f"{path}/workshop", switched_off)
    assert contractor.get(f"{path}/terms").json["terms"]["instant_orders"] is None


def test_an_organization_becomes_a_contractor_on_these_pages(shared_market):
    owner, path = founded(shared_market, "Zoe")
    empty = page(owner, f"{path}/workshop").text
    assert "You make no parts here yet." in empty
    assert "State your terms first" in page(owner, f"{path}/machines").text
    fields = fields_of(empty) | {"margin": "20", "vat_rate": "19", "country": "DE"}
    missing = send(owner, f"{path}/workshop", fields)
    assert missing.status_code == 422
    fields |= {"preparation.engineering_hour": "50"}
    fields |= {"preparation.hours_by_complexity": "0.1, 0.2, 0.3, 0.4, 0.5"}
    fields |= {"shipping.0.countries": "DE", "shipping.0.fixed": "7", "shipping.0.per_kg": "1"}
    fields |= {"shipping.0.days": "2"}
    assert send(owner, f"{path}/workshop", fields).status_code == 303
    new = f"{path}/machines/new"
    form = page(owner, f"{new}?way=PBF%3ASLS").text
    machine = fields_of(form) | {"name": "Oven", "build_volume_mm": "200, 200, 300"}
    machine |= {"layer_height_mm": "0.1", "speeds.recoat_s": "10", "rates.machine_hour": "8"}
    machine |= {"rates.personnel_hour": "40", "materials.0.material_id": "pa12"}
    machine |= {"materials.0.price_per_kg": "60", "materials.0.colors": "white, black"}
    machine |= {"materials.0.limits.wall_mm.limit": "0.5"}
    half = send(owner, new, machine)
    assert half.status_code == 422  # a limit has both bounds or neither
    machine["materials.0.limits.wall_mm.warning"] = "0,8"
    assert "not offered" in send(owner, new, machine | {"do": "try"}).text
    assert owner.get(f"{path}/machines").json["items"] == []
    assert send(owner, new, machine).status_code == 303
    (row,) = owner.get(f"{path}/machines").json["items"]
    assert (row["data"]["technology"], row["data"]["process"]) == ("PBF", "SLS")
    (material,) = row["data"]["materials"]
    assert material["limits"] == {"wall_mm": {"limit": "0.5", "warning": "0.8"}}
    here = f"{path}/machines/{row['id']}"
    assert send(owner, f"{here}/delete").status_code == 303
    assert owner.get(f"{path}/machines").json["items"] == []


def test_who_may_only_read_sees_a_workshop_and_changes_nothing(shared_market):
    owner, path = founded(shared_market, "Zed")
    observer = with_member(shared_market, owner, path, "Zita")
    assert page(observer, f"{path}/workshop").status_code == 200
    for action in ("save", "try"):
        answer = send(observer, f"{path}/workshop", {"version": "0", "do": action})
        assert answer.status_code == 403
    assert page(shared_market.visitor(), f"{path}/workshop").status_code == 303
    stranger, _ = founded(shared_market, "Zack")
    assert page(stranger, f"{path}/workshop").status_code == 404
    assert page(stranger, f"{path}/machines").status_code == 404


def test_what_a_form_does_not_show_stays_and_an_emptied_row_goes():
    stored = {"kept": 1, "rows": [{"id": "a", "hidden": 2, "limits": {"x": {"limit": "1"}}}, {}]}
    row = RecordRows("rows", "", (RecordField("id", "", "text"), RecordField("limits.x.limit", "")))
    form = {"rows.0.id": "b", "rows.0.limits.x.limit": "", "rows.1.id": " ", "rows.2.id": "c"}
    assert record_of(stored, form, (), (row,)) == {
        "kept": 1,
        "rows": [{"id": "b", "hidden": 2, "limits": {}}, {"id": "c"}],
    }
    assert stored["rows"][0]["id"] == "a"

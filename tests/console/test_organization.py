"""Pages on which an organisation is kept: its people, roles, addresses, webhooks and log."""

import re
from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Organization
from tests.console.test_account import email_of, quick_hashes, registered
from tests.support.console_pages import page, send

pytestmark = pytest.mark.one_database

__all__ = ["quick_hashes"]
PAGES = ("", "/people", "/roles", "/addresses", "/webhooks", "/log")
FORMS = ("", "/people", "/roles", "/addresses", "/webhooks")


def founded(market, name):
    """Somebody who has registered, and the path of the pages of their organisation."""
    person = registered(market, name)
    return person, f"/organizations/{person.me['home_id']}"


def with_member(market, owner, path, name, role="observer"):
    """Somebody else who belongs to the organisation in that role."""
    person = registered(market, name)
    member = {"email": email_of(name), "role": role}
    assert owner.post(f"{path}/members", member).status_code == 201
    return person


def test_every_page_of_an_organization_is_reached_by_who_may_read_it(shared_market):
    owner, path = founded(shared_market, "Owen")
    observer = with_member(shared_market, owner, path, "Olga")
    text = page(owner, "/account").text
    for name in PAGES:
        assert f'href="/app{path}{name}"' in text
        assert page(owner, f"{path}{name}").status_code == 200
    seen = page(observer, "/account").text
    assert f'href="/app{path}/people"' in seen
    assert f'href="/app{path}/log"' not in seen
    assert page(observer, f"{path}/log").status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_learns_that_an_organization_is_there(shared_market, name):
    _, path = founded(shared_market, f"Una{PAGES.index(name)}")
    stranger = registered(shared_market, f"Ugo{PAGES.index(name)}")
    assert page(stranger, f"{path}{name}").status_code == 404
    assert page(shared_market.nobody(), f"{path}{name}").status_code == 303


@pytest.mark.parametrize("name", FORMS)
def test_who_may_only_read_sees_no_form_and_changes_nothing(shared_market, name):
    owner, path = founded(shared_market, f"Ida{FORMS.index(name)}")
    observer = with_member(shared_market, owner, path, f"Iwo{FORMS.index(name)}")
    main = page(observer, f"{path}{name}").text.partition('<main id="main"')[2]
    assert re.findall(r"<button[^>]*>([^<]+)<", main.partition("</main>")[0]) == (
        ["Leave"] if name == "/people" else []
    )
    fields = {"version": "1", "name": "Other", "email": "x@account.example", "role": "member"}
    fields |= {"label": "Gate", "address_name": "A", "address_street": "B", "address_city": "C"}
    fields |= {"address_country": "DE", "url": "https://erp.example/", "uses": "delivery"}
    fields |= {"types": "*", "ordering": "parallel", "language": "en"}
    assert send(observer, f"{path}{name}", fields).status_code == 403


def test_people_are_invited_given_roles_and_removed(shared_market):
    owner, path = founded(shared_market, "Pia")
    member = with_member(shared_market, owner, path, "Pit")
    wrong = send(owner, f"{path}/people", {"email": "nobody", "role": "member"})
    assert wrong.status_code == 422
    assert re.search(r'id="email"[^>]*aria-invalid="true"[^>]*value="nobody"', wrong.text)
    invited = {"email": "guest@account.example", "role": "member"}
    assert send(owner, f"{path}/people", invited).status_code == 303
    text = page(owner, f"{path}/people").text
    assert "guest@account.example" in text
    (back,) = re.findall(r'action="/app(/organizations/\S+/invitations/\S+/delete)"', text)
    assert send(owner, back).status_code == 303
    assert owner.get(f"{path}/invitations").json["items"] == []
    user_id = member.me["user"]["id"]
    assert send(owner, f"{path}/people/{user_id}/role", {"role": "manager"}).status_code == 303
    roles = {each["name"]: each["role"] for each in owner.get(f"{path}/members").json["items"]}
    assert roles == {"Pia": "owner", "Pit": "manager"}
    assert send(owner, f"{path}/people/{user_id}/remove").status_code == 303
    assert page(member, f"{path}/people").status_code == 404
    last = send(owner, f"{path}/people/{owner.me['user']['id']}/remove")
    assert last.status_code == 409
    assert 'role="alert"' in last.text


def test_a_role_is_made_changed_and_deleted(shared_market):
    owner, path = founded(shared_market, "Rob")
    fields = {"name": "Buyers", "rights": ["processes:read", "processes:edit"]}
    assert send(owner, f"{path}/roles", fields).status_code == 303
    assert send(owner, f"{path}/roles", fields).status_code == 409
    (role,) = [r for r in owner.get(f"{path}/roles").json["items"] if r["name"] == "Buyers"]
    change = {"rights": ["processes:read"]}
    assert send(owner, f"{path}/roles/{role['id']}", change).status_code == 303
    (role,) = [r for r in owner.get(f"{path}/roles").json["items"] if r["name"] == "Buyers"]
    assert role["rights"] == ["processes:read"]
    assert send(owner, f"{path}/roles/{role['id']}/delete").status_code == 303
    assert "Buyers" not in page(owner, f"{path}/roles").text


def test_an_organization_is_changed_unless_somebody_else_was_first(shared_market):
    owner, path = founded(shared_market, "Sue")
    version = re.search(r'name="version" value="(\d+)"', page(owner, path).text)[1]
    fields = {"version": version, "name": "Sue Ltd", "language": "de", "country": "DE"}
    fields |= {"email": "sue@account.example", "address_city": "Ulm", "address_country": "DE"}
    assert send(owner, path, fields).status_code == 303
    changed = owner.get(path).json
    assert (changed["name"], changed["language"], changed["country"]) == ("Sue Ltd", "de", "DE")
    assert changed["address"] == {"city": "Ulm", "country": "DE"}
    late = send(owner, path, fields | {"name": "Too Late"})
    assert late.status_code == 409
    assert 'value="Too Late"' in late.text
    assert owner.get(path).json["name"] == "Sue Ltd"


def test_an_address_book_is_kept_and_says_at_the_field_what_is_wrong(shared_market):
    owner, path = founded(shared_market, "Tom")
    book = f"{path}/addresses"
    fields = {"label": "Gate B", "address_name": "Tom", "address_street": "Lane 1"}
    fields |= {"address_city": "Ulm", "address_postal_code": "89073", "address_country": "DE"}
    fields |= {"uses": ["delivery"], "default_for": ["delivery"]}
    wrong = send(owner, book, fields | {"address_city": ""})
    assert wrong.status_code == 422
    assert 'id="address_city-wrong"' in wrong.text
    assert 'value="Gate B"' in wrong.text
    assert send(owner, book, fields).status_code == 303
    (address,) = owner.get(book).json["items"]
    assert (address["uses"], address["default_for"]) == (["delivery"], ["delivery"])
    form = page(owner, f"{book}/{address['id']}").text
    assert 'value="Lane 1"' in form
    changed = fields | {"address_street": "Lane 2", "version": str(address["version"])}
    assert send(owner, f"{book}/{address['id']}", changed).status_code == 303
    assert send(owner, f"{book}/{address['id']}", changed).status_code == 409
    (address,) = owner.get(book).json["items"]
    assert address["address"]["street"] == "Lane 2"
    assert send(owner, f"{book}/{address['id']}/delete").status_code == 303
    assert owner.get(book).json["items"] == []


def test_somebody_chooses_how_they_hear_of_events_and_only_what_changed_is_chosen(shared_market):
    person, _ = founded(shared_market, "Vic")
    here = f"/account/notifications/{person.me['home_id']}"
    assert page(person, "/account/notifications").headers["Location"] == f"/app{here}"
    assert "An offer has come in" in page(person, here).text
    fields = {"offer.made": "digest", "process.sent": ""}
    assert send(person, here, fields).status_code == 303
    (preferences,) = person.get("/notifications/preferences").json["items"]
    chosen = {kind["type"]: kind["channel"] for kind in preferences["kinds"] if kind["channel"]}
    assert chosen == {"offer.made": "digest"}
    entries = person.get("/auth/audit?actions=account.notifications_changed").json["items"]
    assert [entry["changed"] for entry in entries] == [["offer.made"]]
    send(person, here, fields)
    send(person, here, {"offer.made": ""})
    entries = person.get("/auth/audit?actions=account.notifications_changed").json["items"]
    assert len(entries) == 2
    assert send(person, here, {"offer.made": "pigeon"}).status_code == 422


def test_the_log_tells_what_was_done_filters_and_leads_to_its_table(shared_market):
    owner, path = founded(shared_market, "Wim")
    owner.post("/api_keys", {"name": "Shop <1>"})
    text = page(owner, f"{path}/log").text
    assert "“Shop &lt;1&gt;”" in text
    assert "Signed in" in text
    some = page(owner, f"{path}/log?actions=api_key.created&since=2000-01-01&until=2999-12-31").text
    rows = re.findall(r"<td><strong>(.+?)</strong>", some)
    assert rows == ["API key made"]
    (table,) = re.findall(r'href="(/api/v1/organizations/[^"]+)"', some)
    table = table.replace("&amp;", "&").removeprefix("/api/v1")
    assert owner.get(table).text.count("api_key.created") == 1
    assert "session.opened" not in owner.get(table).text
    assert "Nothing was done" in page(owner, "/account/log?until=2000-01-01").text
    assert page(owner, "/account/log?since=lately").status_code == 422


def test_a_webhook_is_made_paused_tested_and_deleted(shared_market):
    owner, path = founded(shared_market, "Xia")
    fields = {"url": "https://erp.example/hooks", "types": "process.*, offer.made"}
    fields |= {"description": "ERP", "ordering": "parallel"}
    wrong = send(owner, f"{path}/webhooks", fields | {"types": "no type!"})
    assert wrong.status_code == 422
    assert 'id="types-wrong"' in wrong.text
    made = send(owner, f"{path}/webhooks", fields)
    assert re.search(r'<code class="secret">whsec_', made.text)
    (webhook,) = owner.get("/webhooks").json["items"]
    assert webhook["types"] == ["process.*", "offer.made"]
    here = f"/webhooks/{webhook['id']}"
    assert "whsec_" not in page(owner, here).text
    assert send(owner, f"{here}/pause").status_code == 303
    assert "Resume" in page(owner, here).text
    assert owner.get(here).json["enabled"] is False
    assert send(owner, f"{here}/resume").status_code == 303
    sample = send(owner, f"{here}/test").headers["Location"].removeprefix("/app")
    assert "webhook.test" in page(owner, sample).text
    assert sample in page(owner, here).text
    assert "Nothing yet." in page(owner, f"{here}?state=failed").text
    assert send(owner, sample).status_code == 303
    assert send(owner, f"{here}/secret", {"grace_period_h": "soon"}).status_code == 422
    assert "whsec_" in send(owner, f"{here}/secret", {"grace_period_h": "1"}).text
    assert len(owner.get(here).json["secrets"]) == 2
    changed = fields | {"types": "*", "description": "Shop"}
    assert send(owner, here, changed).status_code == 303
    assert owner.get(here).json["types"] == ["*"]
    stranger = registered(shared_market, "Xeno")
    for action in ("", "/pause", "/test", "/secret", "/delete"):
        assert send(stranger, f"{here}{action}", fields).status_code == 404
    assert send(owner, f"{here}/delete").status_code == 303
    assert "No webhooks yet." in page(owner, f"{path}/webhooks").text


def test_who_has_to_enrol_a_second_factor_sees_none_of_these_pages_before(shared_market):
    owner, path = founded(shared_market, "Yan")
    member = with_member(shared_market, owner, path, "Yva")
    form, *_others = re.findall(r'name="version" value="(\d+)"', page(owner, path).text)
    demand = {"version": form, "name": "Yan", "language": "en", "second_factor_required": "yes"}
    assert send(owner, path, demand).status_code == 403  # who demands it has none
    with transactions.writing() as db:
        db.get_one(Organization, UUID(owner.me["home_id"])).second_factor_required = True
    for name in ("/account", "/account/keys", "/account/sessions", f"{path}/people"):
        assert page(member, name).status_code == 403
    assert send(member, "/account/keys", {"name": "Shop", "may": "all"}).status_code == 403
    assert page(member, "/security").status_code == 200

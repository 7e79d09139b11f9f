"""Webhooks over HTTP: made, changed, renewed, deleted, and by whom."""

from datetime import timedelta
from uuid import UUID

import pytest

from service import clock
from service.database import transactions
from service.database.models import WebhookEndpoint
from tests.support.callers import Caller, site, user

URL = "https://erp.example/hooks"


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def ada(application):
    return user(application, "Ada")


def home(caller):
    return caller.get("/auth/me").json["home_id"]


def make(caller, **fields):
    answer = caller.post("/webhooks", {"url": URL, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def member(application, owner, name, rights):
    """Somebody in the owner's organisation with these rights alone."""
    newcomer = user(application, name)
    role = {"name": name.lower(), "rights": rights}
    assert owner.post(f"/organizations/{home(owner)}/roles", role).status_code == 201
    added = {"email": f"{name.lower()}@shop.example", "role": name.lower()}
    assert owner.post(f"/organizations/{home(owner)}/members", added).status_code == 201
    return newcomer


def test_the_secret_is_shown_once(ada):
    made = make(ada)
    assert made["secret"].startswith("whsec_")
    shown = ada.get(f"/webhooks/{made['id']}")
    (listed,) = ada.get("/webhooks").json["items"]
    assert shown.json == listed
    assert made["secret"] not in shown.text
    assert shown.json["enabled"]
    assert shown.json["types"] == ["*"]
    assert shown.json["ordering"] == "per_process"


def test_the_secret_is_not_kept_for_repeats_of_the_request(ada):
    first = ada.post("/webhooks", {"url": URL}, headers={"Idempotency-Key": "k"})
    again = ada.post("/webhooks", {"url": URL}, headers={"Idempotency-Key": "k"})
    assert "Idempotent-Replayed" not in again.headers
    assert first.json["secret"] != again.json["secret"]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "http://erp.example/",
        "https://localhost/",
        "https://[::1]/",
        "nothing",
    ],
)
def test_a_target_that_may_not_be_called_is_refused_with_the_reason(ada, url):
    answer = ada.post("/webhooks", {"url": url})
    assert answer.status_code == 422, answer.text
    assert answer.json["errors"][0]["pointer"] == "/url"
    made = make(ada)
    assert ada.patch(f"/webhooks/{made['id']}", {"url": url}).status_code == 422


def test_what_the_operator_allows_is_taken(database_url, monkeypatch, tmp_path):
    allowed = {"webhook_allowed_networks": "127.0.0.0/8, 10.0.0.0/8"}
    with site(database_url, monkeypatch, tmp_path, **allowed) as application:
        assert make(user(application, "Ada"), url="http://10.0.0.1:8080/")


@pytest.mark.parametrize(
    "fields",
    [
        {"types": ["Process"]},
        {"types": ["process.**"]},
        {"ordering": "random"},
        {"rights": ["processes:everything"]},
        {"secret": "whsec_mine"},
    ],
)
def test_nonsense_is_refused(ada, fields):
    assert ada.post("/webhooks", {"url": URL, **fields}).status_code == 422


def test_changes_move_the_version_and_null_is_no_value(ada):
    made = make(ada)
    path = f"/webhooks/{made['id']}"
    changes = {"types": ["process.*"], "ordering": "parallel", "description": "ERP"}
    changed = ada.patch(path, changes, headers={"If-Match": '"1"'})
    assert changed.json | changes == changed.json
    assert changed.json["version"] == 2
    assert ada.patch(path, {}, headers={"If-Match": '"1"'}).status_code == 412
    assert ada.patch(path, {"url": None}).status_code == 422


def test_two_secrets_at_most_are_valid_and_the_old_one_ends_with_its_grace(ada):
    made = make(ada)
    path = f"/webhooks/{made['id']}"

    def valid():
        with transactions.reading() as session:
            row = session.get_one(WebhookEndpoint, UUID(made["id"]))
            from_row = [one["secret"] for one in row.secrets]
        return from_row, len(ada.get(path).json["secrets"])

    second = ada.post(f"{path}/rotate_secret", {"grace_period_h": 2}).json["secret"]
    assert valid() == ([second, made["secret"]], 2)
    third = ada.post(f"{path}/rotate_secret", {"grace_period_h": 48}).json["secret"]
    assert valid() == ([third, second], 2)
    clock.move(timedelta(hours=47))
    assert valid()[1] == 2
    clock.move(timedelta(hours=2))
    assert valid()[1] == 1
    fourth = ada.post(f"{path}/rotate_secret", {"grace_period_h": 0}).json["secret"]
    assert valid() == ([fourth], 1)


def test_deleting_takes_all_records_along(ada):
    made = make(ada)
    path = f"/webhooks/{made['id']}"
    sent = ada.post(f"{path}/test")
    assert sent.status_code == 202
    assert sent.headers["Location"].endswith(f"{path}/deliveries/{sent.json['id']}")
    assert ada.ask("DELETE", path).status_code == 204
    assert ada.get(f"{path}/deliveries").status_code == 404
    assert ada.get("/webhooks").json["items"] == []


def test_visitors_have_no_webhooks(application):
    nobody = Caller(application)
    nobody.visit()
    assert nobody.post("/webhooks", {"url": URL}).status_code == 401
    assert nobody.get("/webhooks").json["items"] == []


def test_only_who_may_edit_the_organization_changes_its_webhooks(application, ada):
    made = make(ada, rights=["processes:read"])
    path = f"/webhooks/{made['id']}"
    bob = member(application, ada, "Bob", ["organization:read", "processes:read"])
    assert bob.get(path).status_code == 200
    for answer in (
        bob.post("/webhooks", {"url": URL, "organization_id": home(ada)}),
        bob.patch(path, {"url": "https://bob.example/"}),
        bob.post(f"{path}/rotate_secret", {}),
        bob.post(f"{path}/test"),
        bob.ask("DELETE", path),
    ):
        assert answer.status_code == 403, answer.text


def test_nobody_hears_by_a_webhook_what_they_may_not_hear_themselves(application, ada):
    full = make(ada)
    rights = ["organization:read", "organization:edit", "processes:messages"]
    bob = member(application, ada, "Bob", rights)
    path = f"/webhooks/{full['id']}"
    of_adas = {"url": URL, "organization_id": home(ada)}
    for answer in (
        bob.get(path),
        bob.get(f"{path}/deliveries"),
        bob.patch(path, {"url": "https://bob.example/"}),
        bob.post("/webhooks", of_adas | {"rights": ["processes:read"]}),
    ):
        assert answer.status_code == 403, answer.text
    assert bob.get(f"/webhooks?organization_id={home(ada)}").json["items"] == []
    own = make(bob, organization_id=home(ada))
    assert set(own["rights"]) == set(rights)
    too_much = bob.patch(f"/webhooks/{own['id']}", {"rights": ["processes:read"]})
    assert too_much.status_code == 403


def test_a_key_makes_no_webhook_that_hears_more_than_the_key(application, ada):
    rights = ["organization:edit", "organization:read", "processes:messages"]
    key = ada.post("/api_keys", {"name": "chat", "rights": rights}).json["key"]
    assert set(make(Caller(application, key))["rights"]) == set(rights)


def test_lists_go_page_by_page(ada):
    ids = [make(ada)["id"] for _ in range(3)]
    first = ada.get("/webhooks?limit=2").json
    second = ada.get(f"/webhooks?limit=2&cursor={first['next']}").json
    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert second["next"] is None


def test_a_dry_run_keeps_nothing(ada):
    assert ada.post("/webhooks?dry_run=true", {"url": URL}).status_code == 201
    assert ada.get("/webhooks").json["items"] == []

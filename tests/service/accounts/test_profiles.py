"""Users say what they are called, and in which language and zone they are told things."""

from uuid import UUID

import pytest

from service.accounts import organizations
from service.database import transactions
from service.database.models import Organization
from tests.support.callers import Caller

pytestmark = pytest.mark.one_database


def me(caller):
    return caller.get("/auth/me").json


def test_a_profile_is_changed_by_merge_patch_and_noted_by_the_names_of_its_fields(market):
    caller = market.client
    name = me(caller)["user"]["name"]
    answer = caller.patch("/auth/me", {"language": "de", "zone": "Europe/Vienna"})
    assert answer.status_code == 200, answer.text
    assert answer.json == me(caller)
    user = answer.json["user"]
    assert (user["name"], user["language"], user["zone"]) == (name, "de", "Europe/Vienna")
    assert answer.json["language"] == "de"
    entry = caller.get("/auth/audit?limit=1").json["items"][0]
    assert (entry["action"], entry["changed"]) == ("account.updated", ["language", "zone"])
    assert caller.patch("/auth/me", {"language": None, "name": "Ada Byron"}).status_code == 200
    user = me(caller)["user"]
    assert (user["name"], user["language"], user["zone"]) == ("Ada Byron", None, "Europe/Vienna")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"name": ""},
        {"name": "Ada\nByron"},
        {"language": "xx"},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc/passwd"},
        {"zone": "Europe/Berlin" * 10},
        {"is_operator": True},
    ],
)
def test_what_cannot_be_is_refused(market, changes):
    assert market.client.patch("/auth/me", changes).status_code == 422


def test_only_the_session_of_a_user_changes_a_profile(market):
    key = market.client.post("/api_keys", {"name": "shop"}).json["key"]
    program = Caller(market.application, key)
    assert program.patch("/auth/me", {"name": "Eve"}).status_code == 403
    assert market.visitor().patch("/auth/me", {"name": "Eve"}).status_code == 401


def test_the_language_of_a_user_comes_before_that_of_their_organization(market):
    home, user_id = market.client.login.organization_id, UUID(me(market.client)["user"]["id"])

    def language():
        with transactions.reading() as db:
            return organizations.language_of(db, user_id)

    with transactions.writing() as db:
        db.get_one(Organization, UUID(str(home))).language = "de"
    assert language() == "de"
    assert market.client.patch("/auth/me", {"language": "en"}).status_code == 200
    assert language() == "en"
    assert me(market.client)["language"] == "en"


def test_the_zone_of_a_user_comes_before_that_of_their_organization(market):
    home, user_id = market.client.login.organization_id, UUID(me(market.client)["user"]["id"])

    def zone():
        with transactions.reading() as db:
            return organizations.zone_of(db, user_id).key

    with transactions.writing() as db:
        db.get_one(Organization, UUID(str(home))).country = "JP"
    assert zone() == "Asia/Tokyo"
    assert market.client.patch("/auth/me", {"zone": "Europe/Vienna"}).status_code == 200
    assert zone() == "Europe/Vienna"

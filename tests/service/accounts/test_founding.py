"""How many organisations an account may found is bounded."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.access.permissions import Principal
from service.accounts import organizations
from service.database import transactions
from service.errors import QuotaExceeded
from service.settings import settings
from tests.support.accounts import make_user_with_password
from tests.support.callers import user
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

MOST = 3


@pytest.fixture(scope="module")
def market(database_kind, tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    with markets.shared(database_kind, folder, organizations_per_user=MOST) as market:
        yield market


def found(caller, name):
    return caller.post("/organizations", {"name": name})


def quota(caller):
    quotas = {each["name"]: each for each in caller.get("/auth/me").json["quotas"]}
    return quotas.get("organizations")


def test_an_account_founds_as_many_as_may_be_its_own_among_them(market):
    somebody = user(market.application, "Founder Ltd")
    assert (quota(somebody)["limit"], quota(somebody)["used"]) == (MOST, 1)
    first, second = found(somebody, "First"), found(somebody, "Second")
    assert (first.status_code, second.status_code) == (201, 201)
    answer = found(somebody, "Third")
    assert refused(answer, 403, "quota-exceeded")
    figures = {name: answer.json[name] for name in ("quota", "limit", "used", "wanted")}
    assert figures == {"quota": "organizations", "limit": MOST, "used": MOST, "wanted": 1}
    assert quota(somebody)["used"] == MOST
    others = user(market.application, "Others Ltd")
    assert found(others, "Theirs").status_code == 201
    assert somebody.delete(f"/organizations/{first.json['id']}").status_code == 204
    assert quota(somebody)["used"] == MOST - 1
    assert found(somebody, "Third").status_code == 201


def test_who_hands_one_over_has_still_founded_it(market):
    somebody, other = (user(market.application, name) for name in ("Giver", "Taker"))
    assert found(somebody, "Kept").status_code == 201
    given = f"/organizations/{found(somebody, 'Given').json['id']}"
    email = other.get("/auth/me").json["user"]["email"]
    assert somebody.post(f"{given}/members", {"email": email, "role": "owner"}).status_code == 201
    me = somebody.get("/auth/me").json["user"]["id"]
    assert somebody.delete(f"{given}/members/{me}").status_code == 204
    assert refused(found(somebody, "One more"), 403, "quota-exceeded")
    assert quota(other)["used"] == 1


def test_of_two_at_once_one_alone_takes_the_last_place(market):
    principal = Principal(make_user_with_password("Racing"), name="Racing")
    for name in range(MOST - 2):
        with transactions.writing() as session:
            organizations.create(session, principal, {"name": f"Before {name}"})

    def add(number):
        with transactions.writing() as session:
            organizations.create(session, principal, {"name": f"Racing {number}"})

    with ThreadPoolExecutor(4) as pool:
        results = [pool.submit(add, number) for number in range(8)]
    refusals = [result.exception() for result in results if result.exception()]
    assert [type(refusal) for refusal in refusals] == [QuotaExceeded] * 7


def test_nothing_is_bounded_where_the_setting_is_0(market, monkeypatch):
    somebody = user(market.application, "Unbounded Ltd")
    monkeypatch.setenv("WERKBANK_ORGANIZATIONS_PER_USER", "0")
    settings.cache_clear()
    assert quota(somebody) is None
    assert {found(somebody, f"{number}").status_code for number in range(MOST + 1)} == {201}
    monkeypatch.undo()
    settings.cache_clear()

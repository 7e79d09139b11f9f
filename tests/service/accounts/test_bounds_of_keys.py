"""API keys that keys make, that are bound to networks and organisations, and those of members."""

from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

import pytest

from service import clock
from service.access.permissions import BadCredentials
from service.accounts import api_keys, authentication
from service.accounts.api_keys import KeyBounds
from service.database import transactions
from tests.support import callers
from tests.support.accounts import email_of, make_user
from tests.support.callers import Caller
from tests.support.servers.account_mails import mailbox, text_of
from tests.support.worlds.marketplace import refused

MANAGING = ["processes:read", "processes:edit", "keys:manage"]


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    trusting = {"trusted_proxies": "127.0.0.1/32"}
    with callers.site(database_url, monkeypatch, tmp_path, **trusting) as application:
        yield application


@pytest.fixture
def ada(site):
    return callers.user(site, "Ada")


def make(maker, **bounds):
    answer = maker.post("/api_keys", {"name": "shop", **bounds})
    assert answer.status_code == 201, answer.text
    return answer.json


def with_key(site, made):
    return Caller(site, made["key"])


def is_in(site, made):
    return with_key(site, made).get("/auth/me").status_code == 200


def take_in(ada, name, role="member"):
    answer = ada.post(
        f"/organizations/{ada.me['home_id']}/members", {"email": email_of(name), "role": role}
    )
    assert answer.status_code == 201, answer.text


@pytest.mark.one_database
def test_a_user_has_so_many_valid_keys_and_no_more(site, ada, monkeypatch):
    monkeypatch.setattr(api_keys, "MOST", 2)
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    first, _ = make(ada), make(ada, expires_at=soon)
    for maker in (ada, with_key(site, first)):
        assert refused(maker.post("/api_keys", {"name": "one more"}), 409, "too-many")
    make(callers.user(site, "Bob"))
    assert ada.delete(f"/api_keys/{first['id']}").status_code == 204
    make(ada)
    clock.move(timedelta(hours=2))
    make(ada)


@pytest.mark.one_database
def test_only_a_key_with_the_right_makes_and_revokes_keys(site, ada):
    reading = with_key(site, make(ada, rights=["processes:read"]))
    other = make(ada, rights=["processes:read"])
    wish = {"name": "more", "rights": ["processes:read"]}
    assert refused(reading.post("/api_keys", wish), 403, "forbidden")
    assert refused(reading.delete(f"/api_keys/{other['id']}"), 403, "forbidden")
    managing = with_key(site, make(ada, rights=MANAGING))
    assert managing.post("/api_keys", wish).status_code == 201
    assert managing.delete(f"/api_keys/{other['id']}").status_code == 204
    assert not is_in(site, other)


@pytest.mark.one_database
def test_a_key_revokes_itself(site, ada):
    made = make(ada, rights=["processes:read"])
    assert with_key(site, made).delete(f"/api_keys/{made['id']}").status_code == 204
    assert not is_in(site, made)


@pytest.mark.one_database
def test_revoking_a_key_reaches_its_whole_descent_and_nothing_else(site, ada):
    root = make(ada)
    child = make(with_key(site, root), rights=MANAGING)
    grandchild = make(with_key(site, child), rights=["processes:read"])
    aside = make(ada)
    assert child["parent_id"] == root["id"]
    assert grandchild["parent_id"] == child["id"]
    assert ada.delete(f"/api_keys/{child['id']}").status_code == 204
    assert [is_in(site, key) for key in (root, child, grandchild)] == [True, False, False]
    again = make(with_key(site, root))
    assert ada.delete(f"/api_keys/{root['id']}").status_code == 204
    assert [is_in(site, key) for key in (root, again, aside)] == [False, False, True]


@pytest.mark.one_database
def test_a_key_ends_no_later_than_the_one_that_has_made_it(site, ada):
    end = clock.now() + timedelta(days=1)
    parent = make(ada, expires_at=end.isoformat())
    later = {"name": "more", "expires_at": (end + timedelta(seconds=1)).isoformat()}
    assert refused(with_key(site, parent).post("/api_keys", later), 422, "bad-expiry")
    child = make(with_key(site, parent))
    assert child["expires_at"] == parent["expires_at"]
    earlier = make(with_key(site, parent), expires_at=(end - timedelta(hours=1)).isoformat())
    assert is_in(site, child)
    clock.move(timedelta(days=1, seconds=1))
    assert not is_in(site, child)
    assert not is_in(site, earlier)


def test_a_key_that_is_being_revoked_makes_no_other(site, ada, database_kind):
    """Each of the two waits for the other's lock: whoever comes second sees what was done."""
    parent = make(ada)
    with transactions.reading() as session:
        principal = authentication.authenticate(session, f"Bearer {parent['key']}", None)
    if database_kind == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    holding, done, children = Event(), Event(), []

    def make_child():
        holding.wait(30)
        try:
            with transactions.writing() as session:
                children.append(api_keys.create(session, principal, name="late")[1].id)
        except BadCredentials as error:
            children.append(error)
        done.set()

    maker = Thread(target=make_child)
    maker.start()
    with transactions.writing() as session:
        api_keys.revoke(session, principal, UUID(parent["id"]))
        holding.set()
        assert not done.wait(0.3)
    maker.join(30)
    assert [type(child) for child in children] == [BadCredentials]


@pytest.mark.one_database
def test_a_bound_key_is_used_from_its_networks_alone(site, ada):
    made = make(ada, networks=["192.0.2.0/24", "2001:db8::/32"])
    assert made["networks"] == ["192.0.2.0/24", "2001:db8::/32"]

    def ask_from(address):
        return with_key(site, made).get("/auth/me", headers={"X-Forwarded-For": address})

    for address in ("192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7"):
        assert ask_from(address).status_code == 200, address
    for address in ("192.0.3.1", "2001:db9::1"):
        assert refused(ask_from(address), 401, "bad-credentials")
        assert address in ask_from(address).json["detail"]
    with transactions.reading() as session, pytest.raises(BadCredentials):
        authentication.authenticate(session, f"Bearer {made['key']}", None)


@pytest.mark.one_database
@pytest.mark.parametrize("networks", [["192.0.2.1/24"], ["shop.example"], [], ["192.0.2.0/33"]])
def test_what_is_no_network_binds_no_key(ada, networks):
    answer = ada.post("/api_keys", {"name": "shop", "networks": networks})
    assert refused(answer, 422, "invalid")


@pytest.mark.one_database
def test_a_key_makes_none_that_may_be_used_from_elsewhere(site, ada):
    parent = make(ada, networks=["127.0.0.0/8"])
    child = make(with_key(site, parent))
    assert child["networks"] == ["127.0.0.0/8"]
    narrower = make(with_key(site, parent), networks=["127.0.0.1/32"])
    assert narrower["networks"] == ["127.0.0.1/32"]
    for networks in (["0.0.0.0/0"], ["127.0.0.1/32", "10.0.0.0/8"], ["::/0"]):
        wish = {"name": "wide", "networks": networks}
        assert refused(with_key(site, parent).post("/api_keys", wish), 403, "forbidden")


@pytest.mark.one_database
def test_a_key_of_one_organization_acts_for_no_other(site, ada):
    other_id = ada.post("/organizations", {"name": "Other"}).json["id"]
    made = make(ada, organization_id=other_id)
    key = with_key(site, made)
    me = key.get("/auth/me").json
    assert me["home_id"] == other_id
    assert key.get(f"/organizations/{other_id}").status_code == 200
    assert refused(key.get(f"/organizations/{ada.me['home_id']}"), 404, "not-found")
    assert refused(key.post("/organizations", {"name": "Third"}), 403, "forbidden")
    child = make(key)
    assert child["organization_id"] == other_id
    wish = {"name": "more", "organization_id": ada.me["home_id"]}
    assert refused(key.post("/api_keys", wish), 403, "forbidden")
    assert [row["id"] for row in key.get("/api_keys").json["items"]] == [made["id"], child["id"]]


@pytest.mark.one_database
def test_a_key_of_one_organization_runs_no_service(site):
    olga = callers.user(site, "Olga", is_operator=True)
    key = with_key(site, make(olga, organization_id=olga.me["home_id"]))
    assert not key.get("/auth/me").json["is_operator"]


@pytest.mark.one_database
def test_no_key_is_bound_to_a_foreign_organization(site, ada):
    bob = callers.user(site, "Bob")
    wish = {"name": "more", "organization_id": ada.me["home_id"]}
    assert refused(bob.post("/api_keys", wish), 404, "not-found")


@pytest.mark.one_database
def test_administrators_see_and_revoke_the_keys_of_members(site, ada, monkeypatch):
    bob = callers.user(site, "Bob")
    take_in(ada, "Bob")
    path = f"/organizations/{ada.me['home_id']}/api_keys"
    with mailbox(monkeypatch) as mails:
        shown = make(bob)
        child = make(with_key(site, shown))
        elsewhere = make(bob, organization_id=bob.me["home_id"])
        mails.fetch()
        listed = ada.get(path).json["items"]
        assert [(row["id"], row["owner"]["email"]) for row in listed] == [
            (shown["id"], email_of("Bob")),
            (child["id"], email_of("Bob")),
        ]
        assert shown["key"] not in ada.get(path).text
        assert refused(bob.get(path), 403, "forbidden")
        assert refused(bob.delete(f"{path}/{shown['id']}"), 403, "forbidden")
        assert refused(ada.delete(f"{path}/{elsewhere['id']}"), 404, "not-found")
        assert ada.delete(f"{path}/{shown['id']}").status_code == 204
        (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == email_of("Bob")
    assert "revoked" in letter["Subject"]
    assert "“shop”" in text_of(letter)
    assert [is_in(site, key) for key in (shown, child, elsewhere)] == [False, False, True]
    assert refused(ada.delete(f"{path}/{shown['id']}"), 404, "not-found")


@pytest.mark.one_database
def test_nobody_revokes_the_key_of_a_member_who_may_more(site, ada):
    bob = callers.user(site, "Bob")
    take_in(ada, "Bob", "manager")
    made = make(ada)
    path = f"/organizations/{ada.me['home_id']}/api_keys/{made['id']}"
    assert refused(bob.delete(path), 403, "forbidden")
    assert is_in(site, made)


@pytest.mark.one_database
def test_a_stranger_knows_nothing_of_the_keys_of_an_organization(site, ada):
    made = make(ada)
    path = f"/organizations/{ada.me['home_id']}/api_keys"
    eve = callers.user(site, "Eve")
    assert refused(eve.get(path), 404, "not-found")
    assert refused(eve.delete(f"{path}/{made['id']}"), 404, "not-found")
    assert is_in(site, made)


@pytest.mark.one_database
def test_a_member_who_leaves_takes_the_rights_of_keys_along(site, ada):
    bob = callers.user(site, "Bob")
    take_in(ada, "Bob")
    key = with_key(site, make(bob, organization_id=ada.me["home_id"]))
    path = f"/organizations/{ada.me['home_id']}"
    assert key.get(path).status_code == 200
    bob_id = bob.me["user"]["id"]
    assert ada.delete(f"{path}/members/{bob_id}").status_code == 204
    assert refused(key.get(path), 404, "not-found")
    assert key.get("/auth/me").json["organizations"] == []


@pytest.mark.one_database
def test_the_operators_command_reaches_what_a_key_has_made(site):
    ada = make_user("Ada")
    with transactions.writing() as session:
        secret, parent = api_keys.create(session, ada, name="shop")
        principal = authentication.authenticate(session, f"Bearer {secret}", None)
        bounds = KeyBounds(rights=["processes:read"])
        _, child = api_keys.create(session, principal, name="child", bounds=bounds)
        revoked = api_keys.revoke_by_prefix(session, parent.prefix)
    assert [key.id for key in revoked] == [parent.id, child.id]

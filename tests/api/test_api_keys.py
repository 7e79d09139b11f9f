"""API keys: what they open, what they never open, and when they stop."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service import clock
from service.access.lookup import Unknown
from service.access.permissions import (
    RIGHTS,
    ROLES,
    BadCredentials,
    Forbidden,
    Principal,
    Unauthenticated,
)
from service.accounts import api_keys, authentication, members, sessions
from service.accounts.api_keys import KeyBounds
from service.database import transactions
from service.database.models import ApiKey
from service.errors import IdTaken
from tests.support.accounts import email_of, make_user


@pytest.fixture(autouse=True)
def connected(database_url):
    transactions.connect(database_url)
    yield
    transactions.disconnect()
    clock.reset()


def make_key(owner, *, id=None, **bounds):
    with transactions.writing() as session:
        return api_keys.create(session, owner, name="shop", bounds=KeyBounds(**bounds), id=id)


def by_key(secret):
    with transactions.reading() as session:
        return authentication.authenticate(session, f"Bearer {secret}", None)


def shown_to(principal):
    with transactions.reading() as session:
        return [key.id for key in api_keys.list_mine(session, principal)]


def test_a_key_without_rights_may_what_its_owner_may():
    ada = make_user("Ada")
    secret, _ = make_key(ada)
    key = by_key(secret)
    assert secret.startswith("wb_")
    assert (key.user_id, key.rights, key.via) == (ada.user_id, ada.rights, "api_key")
    assert key.csrf_token is None


def test_a_key_may_never_more_than_its_owner_may_now():
    ada, bob = make_user("Ada"), make_user("Bob")
    with transactions.writing() as session:
        members.add(session, ada, ada.home_id, email_of("Bob"), "owner")
    whole, _ = make_key(bob)
    limited, _ = make_key(bob, rights=["processes:read", "processes:edit"])
    assert by_key(whole).rights[ada.home_id] == RIGHTS
    with transactions.writing() as session:
        members.change_role(session, ada, ada.home_id, bob.user_id, "observer")
    assert by_key(whole).rights[ada.home_id] == ROLES["observer"]
    assert by_key(limited).rights[ada.home_id] == {"processes:read"}
    with transactions.writing() as session:
        members.remove(session, ada, ada.home_id, bob.user_id)
    assert ada.home_id not in by_key(limited).rights


def test_a_limited_key_of_an_operator_does_not_run_the_service():
    olga = make_user("Olga", is_operator=True)
    assert by_key(make_key(olga)[0]).is_operator
    assert not by_key(make_key(olga, rights=sorted(RIGHTS))[0]).is_operator


def test_a_key_makes_only_keys_that_may_no_more_than_itself():
    ada = make_user("Ada")
    key = by_key(make_key(ada, rights=["processes:read", "processes:messages", "keys:manage"])[0])
    for rights in (None, ["processes:edit"], ["processes:read", "processes:edit"]):
        with pytest.raises(Forbidden):
            make_key(key, rights=rights)
    assert by_key(make_key(key, rights=["processes:read"])[0]).ceiling == {"processes:read"}


def test_a_key_sees_and_revokes_only_keys_that_may_no_more_than_itself():
    ada = make_user("Ada")
    _, whole = make_key(ada)
    secret, chatting = make_key(ada, rights=["processes:messages", "keys:manage"])
    key = by_key(secret)
    assert shown_to(key) == [chatting.id]
    assert shown_to(ada) == [whole.id, chatting.id]
    with pytest.raises(Unknown), transactions.writing() as session:
        api_keys.revoke(session, key, whole.id)


def test_a_revoked_key_lets_nobody_in_and_is_listed_no_more():
    ada = make_user("Ada")
    secret, made = make_key(ada)
    with transactions.writing() as session:
        api_keys.revoke(session, ada, made.id)
    with pytest.raises(BadCredentials, match="revoked"):
        by_key(secret)
    assert shown_to(ada) == []
    with pytest.raises(Unknown), transactions.writing() as session:
        api_keys.revoke(session, ada, made.id)


def test_foreign_keys_are_unknown():
    ada, bob = make_user("Ada"), make_user("Bob")
    secret, made = make_key(ada)
    assert shown_to(bob) == []
    for key_id in (made.id, uuid4()):
        with pytest.raises(Unknown, match=str(key_id)), transactions.writing() as session:
            api_keys.revoke(session, bob, key_id)
    assert by_key(secret).user_id == ada.user_id


def test_a_key_expires_when_it_said_so():
    ada = make_user("Ada")
    secret, _ = make_key(ada, expires_at=clock.now() + timedelta(days=1))
    assert by_key(secret).user_id == ada.user_id
    clock.move(timedelta(days=1, seconds=1))
    with pytest.raises(BadCredentials, match="expired"):
        by_key(secret)
    with pytest.raises(api_keys.BadExpiry):
        make_key(ada, expires_at=clock.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer wb_", "Bearer wb_unknown", "Basic YTpi", "wb_x", "Bearer é"],
)
def test_a_header_that_is_no_key_lets_nobody_in_not_even_with_a_cookie(header):
    with transactions.writing() as session:
        cookie, _ = sessions.open_session(session)
        with pytest.raises(BadCredentials):
            authentication.authenticate(session, header, cookie)


def test_only_the_hash_of_a_key_is_stored():
    secret, made = make_key(make_user("Ada"))
    with transactions.reading() as session:
        stored = session.execute(sa.select(ApiKey.__table__)).one()
    assert secret not in str(stored)
    assert made.prefix == secret[:12]


def test_the_last_use_of_a_key_is_noted_now_and_then():
    ada = make_user("Ada")
    secret, made = make_key(ada)
    key = by_key(secret)
    assert key.credential_stale
    with transactions.writing() as session:
        assert sessions.record_use(session, key)
    assert not by_key(secret).credential_stale
    with transactions.reading() as session:
        assert session.get(ApiKey, made.id).last_used_at
    clock.move(timedelta(minutes=11))
    assert by_key(secret).credential_stale


def test_keys_belong_to_accounts_and_their_ids_are_taken_once():
    visitor = Principal(visitor_id=uuid4(), via="session")
    with pytest.raises(Unauthenticated):
        make_key(visitor)
    with pytest.raises(Unauthenticated):
        shown_to(visitor)
    ada = make_user("Ada")
    _, made = make_key(ada)
    with pytest.raises(IdTaken):
        make_key(ada, id=made.id)

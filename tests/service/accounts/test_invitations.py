"""Members come by invitation, which those accept who were invited, and nobody else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from service import clock
from service.accounts import invitations, users
from service.database import transactions
from service.database.models import Invitation, User
from service.values.mailed_names import harmless
from tests.support import callers
from tests.support.accounts import PASSWORD, email_of, hash_quickly, make_user_with_password
from tests.support.callers import Caller, user
from tests.support.servers.account_mails import mailbox, text_of, token_in
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
BOB = email_of("Bob")


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    on = {"email_confirmation": "true"}
    with callers.site(database_url, monkeypatch, tmp_path, **on) as application:
        yield application


@pytest.fixture
def mails(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


@pytest.fixture
def ada(site):
    """Who owns an organisation, and invites."""
    return user(site, "Ada", organization_name="Ada Ltd")


def path_of(caller, *more):
    return "/".join((f"/organizations/{caller.me['home_id']}/invitations", *more))


def invite(caller, email=BOB, role="member", to=None):
    return caller.post(path_of(to or caller), {"email": email, "role": role})


def invited(caller, mails, email=BOB, role="member"):
    """The token in the mail to somebody who was invited."""
    assert invite(caller, email, role).status_code == 201
    return mails.token("invitations")


def accept(caller, token):
    return caller.post("/invitations/accept", {"token": token})


def emails_of_members(caller):
    items = caller.get(f"/organizations/{caller.me['home_id']}/members").json["items"]
    return {member["email"]: member["role"] for member in items}


def test_who_is_invited_becomes_a_member_once_they_accept(site, mails, ada):
    bob = user(site, "Bob")
    made = invite(ada)
    assert made.status_code == 201
    assert emails_of_members(ada) == {email_of("Ada"): "owner"}
    (listed,) = ada.get(path_of(ada)).json["items"]
    assert listed == made.json
    assert (listed["email"], listed["role"], listed["invited_by"]) == (BOB, "member", "Ada")
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == BOB
    assert "Ada invites you to Ada Ltd on Werkbank, as member." in text_of(letter)
    joined = accept(bob, token_in(letter, "invitations"))
    assert (joined.status_code, joined.json["name"]) == (200, "Ada Ltd")
    assert emails_of_members(ada)[BOB] == "member"
    assert ada.get(path_of(ada)).json["items"] == []
    assert len(bob.get("/auth/me").json["organizations"]) == 2
    again = accept(bob, token_in(letter, "invitations"))
    assert refused(again, 410, "token-used")


def test_inviting_answers_alike_whether_the_address_is_known(site, mails, ada):
    user(site, "Bob")
    known, unknown = invite(ada), invite(ada, "nobody@shop.example")
    assert known.status_code == unknown.status_code == 201
    assert known.json.keys() == unknown.json.keys()
    changing = ("id", "email", "created_at", "expires_at")
    plain = [{k: v for k, v in a.json.items() if k not in changing} for a in (known, unknown)]
    assert plain[0] == plain[1]
    assert len(mails.fetch()) == 2


def test_nobody_is_taken_in_unasked_and_the_refusal_tells_nothing(site, ada):
    user(site, "Bob")
    path = f"/organizations/{ada.me['home_id']}/members"
    answers = [
        ada.post(path, {"email": email, "role": "member"}) for email in (BOB, "nobody@shop.example")
    ]
    assert all(refused(answer, 409, "invitation-needed") for answer in answers)
    assert answers[0].json == answers[1].json
    assert answers[0].headers["Deprecation"]
    assert emails_of_members(ada) == {email_of("Ada"): "owner"}


def test_an_invitation_is_for_one_address_alone(site, mails, ada):
    token = invited(ada, mails)
    eve = user(site, "Eve")
    assert refused(accept(eve, token), 403, "not-invited")
    assert refused(accept(callers.visitor(site), token), 401, "unauthenticated")
    key = Caller(site, user(site, "Bob").post("/api_keys", {"name": "shop"}).json["key"])
    assert refused(accept(key, token), 403, "forbidden")
    assert len(ada.get(path_of(ada)).json["items"]) == 1


def test_accepting_confirms_the_address_that_was_invited(site, mails, ada):
    token = invited(ada, mails)
    account = {"email": BOB, "password": PASSWORD, "name": "Bob"}
    bob = Caller(site)
    assert bob.post("/auth/register", account).status_code == 201
    assert accept(bob.visit(), token).status_code == 200
    assert bob.get("/auth/me").json["user"]["email_verified_at"]
    assert Caller(site).post("/auth/login", {"email": BOB, "password": PASSWORD}).json["user"]


def test_accepting_confirms_no_address_that_another_account_has_confirmed(site, mails, ada):
    token = invited(ada, mails)
    bob = Caller(site)
    bob.post("/auth/register", {"email": BOB, "password": PASSWORD, "name": "Bob"})
    make_user_with_password("Bob")
    assert refused(accept(bob.visit(), token), 410, "token-void")
    assert len(ada.get(path_of(ada)).json["items"]) == 1


def test_who_accepts_needs_their_link_to_confirm_no_longer(site, mails, ada):
    bob = Caller(site)
    bob.post("/auth/register", {"email": BOB, "password": PASSWORD, "name": "Bob"})
    confirmation = mails.token("confirm")
    assert accept(bob.visit(), invited(ada, mails)).status_code == 200
    body = {"token": confirmation, "password": PASSWORD}
    assert refused(Caller(site).post("/auth/email/confirm", body), 410, "token-void")


def test_an_invitation_that_was_taken_back_is_void(site, mails, ada):
    token = invited(ada, mails)
    (listed,) = ada.get(path_of(ada)).json["items"]
    assert ada.delete(path_of(ada, listed["id"])).status_code == 204
    assert refused(ada.delete(path_of(ada, listed["id"])), 404, "not-found")
    assert refused(accept(user(site, "Bob"), token), 410, "token-void")


def test_inviting_again_renews_the_invitation_and_the_older_role_is_void(site, mails, ada):
    member = invited(ada, mails)
    observer = invited(ada, mails, role="observer")
    (listed,) = ada.get(path_of(ada)).json["items"]
    assert listed["role"] == "observer"
    bob = user(site, "Bob")
    assert refused(accept(bob, member), 410, "token-void")
    assert accept(bob, observer).status_code == 200
    assert emails_of_members(ada)[BOB] == "observer"


def test_an_invitation_ends_after_a_week(site, mails, ada):
    token = invited(ada, mails)
    assert invite(ada, "carl@shop.example").status_code == 201
    clock.move(invitations.LASTS + timedelta(minutes=1))
    assert mails.fetch() == []  # the mail server was away for too long
    assert ada.get(path_of(ada)).json["items"] == []
    assert refused(accept(user(site, "Bob"), token), 410, "token-expired")
    with transactions.writing() as session:
        assert invitations.delete_expired(session, clock.now(), 10) == 2
        assert session.scalars(sa.select(Invitation)).all() == []


def test_an_invitation_does_not_outlive_the_right_to_invite(site, mails, ada):
    carl = user(site, "Carl")
    accept(carl, invited(ada, mails, email_of("Carl"), "manager"))
    token = carl.post(path_of(ada), {"email": BOB, "role": "manager"}) and mails.token(
        "invitations"
    )
    members = f"/organizations/{ada.me['home_id']}/members/{carl.me['user']['id']}"
    assert ada.patch(members, {"role": "observer"}).status_code == 200
    assert refused(accept(user(site, "Bob"), token), 410, "token-void")
    assert carl.post(path_of(ada), {"email": BOB, "role": "member"}).status_code == 403


def test_an_invitation_ends_with_the_account_of_who_invites(site, mails, ada):
    token = invited(ada, mails)
    assert invite(ada, "carl@shop.example").status_code == 201
    with transactions.writing() as session:
        users.disable(session, email_of("Ada"))
    assert refused(accept(user(site, "Bob"), token), 410, "token-void")
    assert mails.fetch() == []


def test_an_invitation_holds_no_more_rights_than_who_invites_has_left(site, mails, ada):
    carl = user(site, "Carl")
    accept(carl, invited(ada, mails, email_of("Carl"), "manager"))
    manager = invite(carl, role="manager", to=ada)
    roles = f"/organizations/{ada.me['home_id']}/roles"
    rights = ["organization:edit", "organization:read"]
    assert ada.post(roles, {"name": "clerk", "rights": rights}).status_code == 201
    member = f"/organizations/{ada.me['home_id']}/members/{carl.me['user']['id']}"
    assert ada.patch(member, {"role": "clerk"}).status_code == 200
    assert manager.status_code == 201
    assert mails.fetch() == []


def test_what_an_operator_invites_to_holds_until_they_are_disabled(site, mails, ada):
    boss = user(site, "Boss", is_operator=True)
    assert invite(boss, to=ada).status_code == 201
    token = mails.token("invitations")
    assert accept(user(site, "Bob"), token).status_code == 200
    assert invite(boss, "carl@shop.example", to=ada).status_code == 201
    with transactions.writing() as session:
        users.disable(session, email_of("Boss"))
    assert mails.fetch() == []


def test_nobody_takes_back_the_invitations_of_others(site, mails, ada):
    assert invite(ada).status_code == 201
    (listed,) = ada.get(path_of(ada)).json["items"]
    eve = user(site, "Eve")
    assert refused(eve.delete(path_of(eve, listed["id"])), 404, "not-found")
    assert len(ada.get(path_of(ada)).json["items"]) == 1


def test_nobody_invites_to_more_than_they_may_themselves(site, mails, ada):
    carl = user(site, "Carl")
    accept(carl, invited(ada, mails, email_of("Carl"), "manager"))
    body = {"email": BOB, "role": "owner"}
    assert refused(carl.post(path_of(ada), body), 403, "forbidden")
    key = ada.post("/api_keys", {"name": "look", "rights": ["organization:read"]}).json["key"]
    assert refused(Caller(site, key).post(path_of(ada), body), 403, "forbidden")
    assert refused(user(site, "Eve").post(path_of(ada), body), 404, "not-found")


def test_who_is_not_confirmed_invites_nobody(site, mails):
    ada = user(site, "Ada", is_confirmed=False)
    mails.fetch()
    assert refused(invite(ada), 403, "email-unconfirmed")
    assert mails.fetch() == []


def test_a_member_is_not_invited_again(site, mails, ada):
    accept(user(site, "Bob"), invited(ada, mails))
    assert refused(invite(ada), 409, "already-member")


def test_a_role_with_invitations_can_go_and_takes_them_along(site, mails, ada):
    roles = f"/organizations/{ada.me['home_id']}/roles"
    role = ada.post(roles, {"name": "buyer", "rights": ["processes:read"]}).json
    token = invited(ada, mails, role="buyer")
    assert ada.delete(f"{roles}/{role['id']}").status_code == 204
    assert ada.get(path_of(ada)).json["items"] == []
    assert refused(accept(user(site, "Bob"), token), 410, "token-void")


def test_invitations_are_bounded_by_organization_and_by_address(site, mails, ada, monkeypatch):
    monkeypatch.setattr(invitations, "MOST", 2)
    for _ in range(8):
        assert invite(ada).status_code == 201
    assert len(mails.fetch()) == 5
    assert invite(ada, "one@shop.example").status_code == 201
    assert refused(invite(ada, "two@shop.example"), 409, "too-many")


def test_taking_invitations_back_makes_room_for_no_more_mails_that_day(
    site, mails, ada, monkeypatch
):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 3)
    for number in range(3):
        made = invite(ada, f"somebody-{number}@shop.example")
        assert ada.delete(path_of(ada, made.json["id"])).status_code == 204
    assert refused(invite(ada, "one@more.example"), 409, "too-many")
    ada.me["home_id"] = ada.post("/organizations", {"name": "Another one"}).json["id"]
    assert refused(invite(ada, "one@more.example"), 409, "too-many")
    clock.move(timedelta(days=1, seconds=1))
    assert invite(ada, "one@more.example").status_code == 201


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Müller & Söhne GmbH & Co. KG", "Müller & Söhne GmbH & Co. KG"),
        ("Win at https://eve.example now", "…"),
        ("eve.example", "…"),
        ("write to eve@shop", "…"),
        ("x" * 200, "x" * 100),
    ],
)
def test_no_name_in_a_mail_to_strangers_can_be_followed(name, shown):
    assert harmless(name) == shown


def test_the_page_lets_somebody_with_an_account_accept(site, mails, ada):
    make_user_with_password("Bob")
    token = invited(ada, mails)
    browser = Caller(site)
    for _ in range(2):
        page = browser.get(f"//invitations/{token}")
        assert (page.status_code, "Ada Ltd" in page.text) == (200, True)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert 'autocomplete="current-password"' in page.text
    wrong = browser.ask("POST", f"//invitations/{token}", data={"password": "a wrong guess"})
    assert wrong.status_code == 401
    done = browser.ask("POST", f"//invitations/{token}", data={"password": PASSWORD})
    assert (done.status_code, "You are a member of Ada Ltd" in done.text) == (200, True)
    assert emails_of_members(ada)[BOB] == "member"
    assert browser.get(f"//invitations/{token}").status_code == 410


def test_the_page_lets_somebody_without_an_account_make_one(site, mails, ada):
    token = invited(ada, mails)
    browser = Caller(site)
    page = browser.get(f"//invitations/{token}", headers={"Accept-Language": "de"})
    assert '<html lang="de">' in page.text
    assert 'autocomplete="new-password"' in page.text
    for form in ({"password": PASSWORD}, {"name": "Bob", "password": "12345678"}):
        assert browser.ask("POST", f"//invitations/{token}", data=form).status_code == 422
    form = {"name": "Bob", "password": PASSWORD}
    assert browser.ask("POST", f"//invitations/{token}", data=form).status_code == 200
    assert emails_of_members(ada)[BOB] == "member"
    with transactions.reading() as session:
        bob = session.scalars(sa.select(User).where(User.email == BOB)).one()
    assert bob.email_verified_at
    assert Caller(site).post("/auth/login", {"email": BOB, "password": PASSWORD}).json["user"]


def test_in_the_embedded_mode_people_can_still_be_taken_in(database_url, monkeypatch, tmp_path):
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        ada = user(application, "Ada")
        user(application, "Bob")
        path = f"/organizations/{ada.me['home_id']}/members"
        answer = ada.post(path, {"email": BOB, "role": "member"})
        assert answer.status_code == 201
        assert answer.headers["Deprecation"]
        assert "invite_member" in answer.headers["Link"]

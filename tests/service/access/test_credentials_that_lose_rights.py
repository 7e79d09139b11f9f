"""Every credential before and after it loses a right: what opened before opens no more.

The count goes into docs/security.md; `WERKBANK_RECORD=1` writes it there.
"""

from datetime import timedelta
from uuid import UUID

import pytest

from service import clock
from service.accounts import api_keys, password_changes, sessions, users
from service.accounts.password_changes import NewPassword
from service.database import transactions
from service.database.models import User
from tests.support import callers, security_page
from tests.support.accounts import PASSWORD, email_of, hash_quickly, make_user_with_password
from tests.support.authenticators import enrol
from tests.support.callers import Caller
from tests.support.servers.account_mails import dropped_token

pytestmark = pytest.mark.one_database
REFUSED = frozenset({401, 403, 404})
ENDED = frozenset({403, 410, 422})
DAYS = 5


class Scene:
    """Ada owns an organisation with a process; Bob is its manager and holds the credential."""

    def __init__(self, site, number):
        self.site = site
        self.name = f"Bob{number}"
        self.ada = callers.user(site, f"Ada{number}")
        self.home = self.ada.me["home_id"]
        self.path = f"/organizations/{self.home}"
        self.process_id = self.ada.draft()
        self.bob_id = make_user_with_password(self.name)
        member = {"email": email_of(self.name), "role": "manager"}
        assert self.ada.post(f"{self.path}/members", member).status_code == 201
        self.bob = self.log_in()

    def log_in(self):
        browser = Caller(self.site)
        body = {"email": email_of(self.name), "password": PASSWORD}
        assert browser.post("/auth/login", body).status_code == 200
        return browser.visit()

    def make_key(self, maker=None, **bounds):
        made = (maker or self.bob).post("/api_keys", {"name": "shop", **bounds})
        assert made.status_code == 201, made.text
        return made.json

    def with_key(self, made):
        return Caller(self.site, made["key"])

    def role(self, rights):
        """A new role of the organisation; its path."""
        made = self.ada.post(f"{self.path}/roles", {"name": "other", "rights": rights})
        return f"{self.path}/roles/{made.json['id']}"

    @property
    def member(self):
        return f"{self.path}/members/{self.bob_id}"

    def ways(self, number):
        """What a manager may do in the organisation; `number` keeps what is made apart."""
        process = f"/processes/{self.process_id}"
        role = {"name": f"role {number}", "rights": ["processes:read"]}
        return [
            ("GET", self.path, None),
            ("GET", f"{self.path}/members", None),
            ("GET", f"{self.path}/roles", None),
            ("GET", f"{self.path}/api_keys", None),
            ("POST", f"{self.path}/roles", role),
            ("PATCH", self.path, {"country": "DE"}),
            ("GET", process, None),
            ("GET", f"{process}/history", None),
            ("PATCH", process, {"quantity": 2 + number}),
            ("POST", f"{process}/messages", {"text": "Hello"}),
            ("POST", "/projects", {"organization_id": self.home}),
        ]


# Credentials of a holder: each makes one in a scene, and says who comes with it.


def session(scene):
    return scene.log_in()


def key(scene):
    end = (clock.now() + timedelta(days=DAYS)).isoformat()
    scene.made = scene.make_key(expires_at=end)
    return scene.with_key(scene.made)


def child_key(scene):
    key(scene)
    scene.parent = scene.made
    return scene.with_key(scene.make_key(scene.with_key(scene.made)))


# Losses: each takes something away from who holds it.


def membership(scene, holder):
    assert scene.ada.delete(scene.member).status_code == 204


def better_role(scene, holder):
    scene.role([])
    assert scene.ada.patch(scene.member, {"role": "other"}).status_code == 200


def rights_of_the_role(scene, holder):
    role = scene.role(["processes:read"])
    scene.ada.patch(scene.member, {"role": "other"})
    assert scene.ada.patch(role, {"rights": []}).status_code == 200


def open_account(scene, holder):
    with transactions.writing() as db:
        users.disable(db, email_of(scene.name))


def second_factor_where_it_is_demanded(scene, holder):
    with transactions.writing() as db:
        db.get_one(User, UUID(scene.ada.me["user"]["id"])).second_factor_at = clock.now()
    demand = scene.ada.patch(scene.path, {"second_factor_required": True})
    assert demand.status_code == 200, demand.text


def by_logging_out(scene, holder):
    assert holder.post("/auth/logout").status_code == 204


def by_ending_all_others(scene, holder):
    assert scene.bob.delete("/auth/sessions").status_code == 204


def by_another_password(scene, holder):
    words = {"old": PASSWORD, "new": "copper lantern drifts"}
    assert scene.bob.post("/auth/password", words).status_code == 204


def by_the_password_of_an_operator(scene, holder):
    with transactions.writing() as db:
        password_changes.set_password(db, email_of(scene.name), NewPassword(None, "another"))


def by_an_operator(scene, holder):
    with transactions.writing() as db:
        sessions.log_out_everywhere(db, scene.bob_id)


def by_a_second_factor(scene, holder):
    enrol(scene.bob)


def by_age(scene, holder):
    clock.move(timedelta(days=31))


def by_revoking(scene, holder):
    assert scene.bob.delete(f"/api_keys/{scene.made['id']}").status_code == 204


def by_revoking_itself(scene, holder):
    itself = scene.with_key(scene.made)
    assert itself.delete(f"/api_keys/{scene.made['id']}").status_code == 204


def by_an_administrator(scene, holder):
    path = f"{scene.path}/api_keys/{scene.made['id']}"
    assert scene.ada.delete(path).status_code == 204


def by_the_command_of_an_operator(scene, holder):
    with transactions.writing() as db:
        assert api_keys.revoke_by_prefix(db, scene.made["prefix"])


def by_expiring(scene, holder):
    clock.move(timedelta(days=DAYS, seconds=1))


OF_THE_USER = (
    membership,
    better_role,
    rights_of_the_role,
    open_account,
    second_factor_where_it_is_demanded,
)
OF_SESSIONS = (
    by_logging_out,
    by_ending_all_others,
    by_another_password,
    by_the_password_of_an_operator,
    by_an_operator,
    by_a_second_factor,
    by_age,
)
OF_KEYS = (
    by_revoking,
    by_revoking_itself,
    by_an_administrator,
    by_the_command_of_an_operator,
    by_expiring,
)
HOLDERS = {
    session: (*OF_THE_USER, *OF_SESSIONS),
    key: (*OF_THE_USER, *OF_KEYS),
    child_key: (*OF_THE_USER, *OF_KEYS),
}


# Links: each makes one in a scene, as (page, what it does by the API).


def invitation(scene):
    invited = {"email": email_of(f"Carol{scene.name}"), "role": "member"}
    scene.invited = scene.bob.post(f"{scene.path}/invitations", invited).json
    carol = callers.user(scene.site, f"Carol{scene.name}")
    token = dropped_token("invitations")
    return f"//invitations/{token}", carol, "/invitations/accept", {"token": token}


def reset(scene):
    visitor = callers.visitor(scene.site)
    visitor.post("/auth/password/reset", {"email": email_of(scene.name)})
    token = dropped_token("reset")
    body = {"token": token, "password": "copper lantern drifts"}
    return f"//reset/{token}", visitor, "/auth/password/reset/confirm", body


def second_step(scene):
    _, (code, scene.other_code, *_) = enrol(scene.bob)
    visitor = callers.visitor(scene.site)
    body = {"email": email_of(scene.name), "password": PASSWORD}
    token = visitor.post("/auth/login", body).json["login_token"]
    return f"//sign-in/{token}", visitor, "/auth/totp/login", {"login_token": token, "code": code}


def by_use(scene, link):
    _, caller, path, body = link
    assert caller.post(path, body).status_code in (200, 204)


def by_time(scene, link):
    clock.move(timedelta(days=8))


def by_taking_it_back(scene, link):
    path = f"{scene.path}/invitations/{scene.invited['id']}"
    assert scene.ada.delete(path).status_code == 204


def by_switching_the_second_factor_off(scene, link):
    body = {"password": PASSWORD, "code": scene.other_code}
    assert scene.bob.post("/auth/totp/disable", body).status_code == 204


LINKS = {
    invitation: (membership, better_role, open_account, by_use, by_time, by_taking_it_back),
    reset: (open_account, by_use, by_time, by_another_password, by_the_password_of_an_operator),
    second_step: (
        open_account,
        by_use,
        by_time,
        by_another_password,
        by_switching_the_second_factor_off,
    ),
}


@pytest.fixture
def scenes(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    with callers.site(database_url, monkeypatch, tmp_path) as site:
        yield lambda number: Scene(site, number)


def _id(function):
    return function.__name__


@pytest.mark.parametrize("credential", HOLDERS, ids=_id)
def test_what_a_credential_opened_it_opens_no_more_once_its_right_is_lost(scenes, credential):
    tried = 0
    for number, loss in enumerate(HOLDERS[credential]):
        scene = scenes(number)
        holder = credential(scene)
        for method, path, body in scene.ways(0):
            answer = holder.ask(method, path, json=body)
            assert answer.status_code in (200, 201), (loss.__name__, method, path, answer.text)
        loss(scene, holder)
        for method, path, body in scene.ways(1):
            answer = holder.ask(method, path, json=body)
            assert answer.status_code in REFUSED, (loss.__name__, method, path, answer.text)
            tried += 1
        clock.reset()
    security_page.count(f"{credential.__name__} after it has lost a right", tried)


@pytest.mark.parametrize("link", LINKS, ids=_id)
def test_what_a_link_would_have_done_it_does_no_more(scenes, link):
    tried = 0
    for number, loss in enumerate(LINKS[link]):
        scene = scenes(number)
        made = page, caller, path, body = link(scene)
        assert caller.get(page).status_code == 200, loss.__name__
        loss(scene, made)
        answer = caller.post(path, body)
        assert answer.status_code in ENDED, (loss.__name__, answer.text)
        tried += 1
        clock.reset()
    assert tried == len(LINKS[link])

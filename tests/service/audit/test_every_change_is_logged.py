"""Every route that changes an account or an organisation leaves an entry in the audit log."""

import re
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.accounts import passwords
from service.database import transactions
from service.database.models import AuditEntry, User
from service.notifications import unsubscribe_links
from service.notifications.unsubscribe_links import Subscription
from service.settings import settings
from tests.service.catalogue.test_contractor_terms import MACHINE, TERMS
from tests.service.operations.test_parked_work import park
from tests.support import tenants
from tests.support.accounts import PASSWORD, email_of, hash_quickly
from tests.support.authenticators import Authenticator
from tests.support.callers import user
from tests.support.passkeys import SoftwareAuthenticator
from tests.support.paths import ROOT
from tests.support.servers.account_mails import lost_mail, mailbox, token_in
from tests.support.worlds.marketplace import ADDRESS, opened

pytestmark = pytest.mark.one_database
#: Rooms whose routes change accounts and organisations; what orders are, has a history.
ROOMS = ("accounts", "audit", "catalogue", "notifications", "operations", "webhooks")
#: Routes that change neither, and why nobody misses an entry of theirs.
WITHOUT_ENTRY = {
    "request_password_reset": "has a mail sent; the password stays",
    "send_email_confirmation": "has a mail sent; the address counts no more than before",
    "send_device_approval": "has a mail sent, likewise",
    "send_organization_email_confirmation": "has a mail sent, likewise",
    "reset.send_link": "has a mail sent; the password stays",
    "begin_second_factor": "makes a secret that does not count yet",
    "begin_passkey": "makes a challenge; nothing counts before it was answered",
    "begin_passkey_login": "makes a challenge; nothing counts before it was answered",
}
NEW = "copper lantern drifts"
THIRD = "purple anvil whispers"


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    values = {"email_confirmation": "true", "public_url": "http://localhost"}
    with opened(example_url, monkeypatch, tmp_path, **values) as market:
        yield market


@pytest.fixture
def mails(market, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


class Walk:
    """Makes calls, and notes the entries that each has left."""

    def __init__(self):
        self.left = {}
        self.known = 0

    def step(self, operation, answer, *actions, status=range(200, 300)):
        """What a call has answered; it must have left entries of these actions and no others."""
        assert answer.status_code in status, (operation, answer.status_code, answer.text)
        new = self.new()
        self.left.setdefault(operation, []).extend(new)
        assert [entry.action for entry in new] == list(actions), operation
        return answer

    def new(self):
        """The entries that were written since it was last asked, the oldest first."""
        with transactions.reading() as db:
            entries = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
        known, self.known = self.known, len(entries)
        return entries[known:]


def writing_routes(application):
    """The names of all routes of ROOMS that write."""
    names = set()
    for rule in application.url_map.iter_rules():
        view = application.view_functions[rule.endpoint]
        if rule.methods & {"POST", "PUT", "PATCH", "DELETE"} and any(
            view.__module__.startswith(f"service.api.{room}.") for room in ROOMS
        ):
            of_api = rule.rule.startswith("/api/v1")
            names.add(tenants.operation_of(view) if of_api else rule.endpoint)
    return names


def test_every_route_that_changes_an_account_or_an_organization_leaves_an_entry(market, mails):
    walk = Walk()
    walk.new()
    for part in (account, codes, organization, webhooks, contractor, leaving, operator):
        part(market, mails, walk)
    logged = {operation for operation, entries in walk.left.items() if entries}
    assert logged.isdisjoint(WITHOUT_ENTRY)
    # Taking members in unasked is possible without confirmation only, and what is done with a
    # provider takes one: these have tests of their own.
    assert writing_routes(market.application) - logged - set(WITHOUT_ENTRY) == {
        "add_member",
        "begin_provider_link",
        "delete_provider_link",
        "log_out_by_provider",
        "log_out_of_provider",
    }


def test_whoever_writes_over_http_says_for_whom():
    """A transaction of nobody would leave entries without a person in them."""
    sources = [p for room in ("api", "console") for p in (ROOT / "service" / room).rglob("*.py")]
    anonymous = [p.name for p in sources if re.search(r"\.(writing|trying)\(\)", p.read_text())]
    assert anonymous == []


def test_taking_a_member_in_leaves_an_entry(example_url, monkeypatch, tmp_path):
    with opened(example_url, monkeypatch, tmp_path) as market:
        path = f"/organizations/{market.client.login.organization_id}/members"
        tenants.stranger(market)
        answer = market.client.post(path, {"email": email_of("Eve"), "role": "member"})
        assert answer.status_code == 201, answer.text
        with transactions.reading() as db:
            newest = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (newest.action, newest.subject_name) == ("member.added", "member")


def account(market, mails, walk):
    """Somebody registers, confirms, logs in and out, and changes their password in all ways."""
    bob = market.visitor()
    proof = {"email": email_of("Bob"), "password": PASSWORD}
    walk.step("register", bob.post("/auth/register", proof | {"name": "Bob"}), "account.registered")
    bob.visit()
    walk.step("send_email_confirmation", bob.post("/auth/email/confirm/send"))
    first, second = (token_in(letter, "confirm") for letter in mails.fetch())
    walk.step(
        "confirm_email", bob.post("/auth/email/confirm", {"token": first}), "account.confirmed"
    )
    assert second
    carl = market.visitor()
    of_carl = {"email": email_of("Carl"), "password": PASSWORD, "name": "Carl"}
    walk.step("register", carl.post("/auth/register", of_carl), "account.registered")
    page = f"//confirm/{mails.token('confirm')}"
    shown = market.nobody().ask("POST", page, data={"password": PASSWORD})
    walk.step("confirm.confirm", shown, "account.confirmed")
    stranger = market.visitor()
    of_dora = {"email": email_of("Dora"), "password": PASSWORD, "name": "Stranger"}
    walk.step("register", stranger.post("/auth/register", of_dora), "account.registered")
    token = {"token": mails.token("confirm")}
    rejected = market.nobody().post("/auth/email/confirm/reject", token)
    walk.step("reject_email", rejected, "organization.deleted", "account.rejected")
    walk.step("log_out", bob.post("/auth/logout"), "session.ended")
    walk.step("log_in", bob.visit().post("/auth/login", proof), "session.opened")
    elsewhere = market.visitor()
    walk.step("log_in", elsewhere.post("/auth/login", proof), "session.opened")
    mails.fetch()
    bob.visit()
    other = next(s for s in bob.get("/auth/sessions").json["items"] if not s["current"])
    walk.step("end_session", bob.delete(f"/auth/sessions/{other['id']}"), "session.ended")
    walk.step("end_other_sessions", bob.delete("/auth/sessions"), "sessions.ended")
    approve_devices(market, mails, walk, bob, proof)
    show_passkeys(market, mails, walk, bob)
    key = bob.post("/api_keys", {"name": "CI"})
    walk.step("create_api_key", key, "api_key.created")
    walk.step("revoke_api_key", bob.delete(f"/api_keys/{key.json['id']}"), "api_key.revoked")
    walk.step("update_me", bob.patch("/auth/me", {"language": "de"}), "account.updated")
    change = {"old": PASSWORD, "new": NEW}
    walk.step("change_password", bob.post("/auth/password", change), "account.password_changed")
    mails.fetch()
    ask = market.nobody().post("/auth/password/reset", {"email": email_of("Bob")})
    walk.step("request_password_reset", ask)
    reset = {"token": mails.token(), "password": THIRD}
    answer = market.nobody().post("/auth/password/reset/confirm", reset)
    walk.step("reset_password", answer, "account.password_reset")
    mails.fetch()
    asked = market.nobody().ask("POST", "//reset", data={"email": email_of("Bob")})
    walk.step("reset.send_link", asked)
    page = f"//reset/{mails.token()}"
    chosen = market.nobody().ask("POST", page, data={"password": NEW})
    walk.step("reset.choose_password", chosen, "account.password_reset")
    mails.fetch()


def approve_devices(market, mails, walk, bob, proof):
    """New devices are approved, by the API and on the page behind the link."""
    wish = {"enabled": True, "password": PASSWORD}
    on, off = "account.device_approval_on", "account.device_approval_off"
    walk.step("set_device_approval", bob.put("/auth/devices/approval", wish), on)
    for operation in ("confirm_device_approval", "approve.approve"):
        mails.fetch()
        browser = market.visitor()
        walk.step("log_in", browser.post("/auth/login", proof), "session.held")
        token = mails.token("confirm/device")
        walk.step("send_device_approval", browser.visit().post("/auth/devices/approval/send"))
        path, body = "/auth/devices/approval/confirm", {"token": token}
        if operation == "approve.approve":
            path, body = f"//confirm/device/{token}", None
        walk.step(operation, market.nobody().post(path, body), "session.approved")
    walk.step("forget_devices", bob.delete("/auth/devices"), "account.devices_forgotten")
    answer = bob.put("/auth/devices/approval", wish | {"enabled": False})
    walk.step("set_device_approval", answer, off)
    mails.fetch()


def show_passkeys(market, mails, walk, bob):
    """A passkey is added, named, shown and removed."""
    key = SoftwareAuthenticator(settings().public_url, "localhost")
    begun = walk.step("begin_passkey", bob.post("/auth/passkeys/options", {"password": PASSWORD}))
    body = {"token": begun.json["token"], "name": "Phone"}
    body["credential"] = key.create(begun.json["options"])
    made = walk.step("add_passkey", bob.post("/auth/passkeys", body), "passkey.added")
    path = f"/auth/passkeys/{made.json['id']}"
    walk.step("rename_passkey", bob.patch(path, {"name": "Tablet"}), "passkey.renamed")
    browser = market.visitor()
    asked = browser.post("/auth/passkeys/login/options", {})
    begun = walk.step("begin_passkey_login", asked)
    body = {"token": begun.json["token"], "credential": key.get(begun.json["options"])}
    shown = browser.post("/auth/passkeys/login", body)
    walk.step("log_in_with_passkey", shown, "session.opened")
    walk.step("remove_passkey", bob.delete(path), "passkey.removed")
    mails.fetch()


def codes(market, mails, walk):
    """Somebody has logins ask for codes, logs in with them, and lets it be."""
    dan = user(market.application, "Dan")
    with transactions.writing() as db:
        dan_row = db.get_one(User, UUID(dan.me["user"]["id"]))
        dan_row.password_hash = passwords.hash_of(PASSWORD)
    walk.new()
    password = {"password": PASSWORD}
    begun = walk.step("begin_second_factor", dan.post("/auth/totp", password))
    code = {"code": Authenticator(begun.json["uri"]).code()}
    confirmed = dan.post("/auth/totp/confirm", code)
    walk.step("confirm_second_factor", confirmed, "account.second_factor_on")
    first, second, third, *_ = confirmed.json["recovery_codes"]
    proof = {"email": email_of("Dan"), **password}
    browser = market.visitor()
    token = browser.post("/auth/login", proof).json["login_token"]
    step = browser.post("/auth/totp/login", {"login_token": token, "code": first})
    walk.step("log_in_with_code", step, "session.opened")
    browser = market.visitor()
    token = browser.post("/auth/login", proof).json["login_token"]
    page = browser.ask("POST", f"//sign-in/{token}", data={"code": second})
    walk.step("code.enter", page, "session.opened", status=[303])
    renewed = dan.post("/auth/totp/recovery_codes", {**password, "code": third})
    walk.step("renew_recovery_codes", renewed, "account.recovery_codes_renewed")
    body = {**password, "code": renewed.json["recovery_codes"][0]}
    off = dan.post("/auth/totp/disable", body)
    walk.step("disable_second_factor", off, "account.second_factor_off")


def organization(market, mails, walk):
    """An owner founds, changes, invites, gives roles, and keeps addresses."""
    ada = market.client
    made = ada.post("/organizations", {"name": "Ada Ltd"})
    walk.step("create_organization", made, "organization.created")
    home = f"/organizations/{made.json['id']}"
    walk.step("update_organization", ada.patch(home, {"name": "Ada & Co"}), "organization.updated")
    deadlines = {"answer_window": {"hours": 24}}
    walk.step("put_deadlines", ada.put(f"{home}/deadlines", deadlines), "organization.updated")
    role = ada.post(f"{home}/roles", {"name": "buyer", "rights": ["processes:read"]})
    walk.step("create_role", role, "role.created")
    role_path = f"{home}/roles/{role.json['id']}"
    walk.step("update_role", ada.patch(role_path, {"name": "reader"}), "role.updated")
    walk.step("delete_role", ada.delete(role_path), "role.deleted")
    _address_of_organization(ada, market, mails, walk, home)
    _invitations(market, mails, walk, home)
    members = ada.get(f"{home}/members").json["items"]
    bob = next(m["user_id"] for m in members if m["email"] == email_of("Bob"))
    key = _key_of(market, "Bob", made.json["id"])
    walk.new()
    revoked = ada.delete(f"{home}/api_keys/{key['id']}")
    walk.step("revoke_member_api_key", revoked, "api_key.revoked")
    changed = ada.patch(f"{home}/members/{bob}", {"role": "observer"})
    walk.step("update_member", changed, "member.role_changed")
    walk.step("remove_member", ada.delete(f"{home}/members/{bob}"), "member.removed")
    entry = ada.post(f"{home}/addresses", {"label": "Gate B", "address": ADDRESS})
    walk.step("create_address", entry, "address.created")
    path = f"{home}/addresses/{entry.json['id']}"
    walk.step("update_address", ada.patch(path, {"label": "Gate C"}), "address.updated")
    walk.step("delete_address", ada.delete(path), "address.deleted")
    path = f"/notifications/preferences/{made.json['id']}"
    chosen = ada.patch(path, {"choices": {"process.verified": "mail"}})
    walk.step("update_preferences", chosen, "account.notifications_changed")
    link = unsubscribe_links.make_token(Subscription(ada.login.user_id, UUID(made.json["id"]), "*"))
    stopped = market.nobody().post(f"//unsubscribe/{link}")
    walk.step("unsubscribe.stop", stopped, "account.notifications_changed")


def _address_of_organization(ada, market, mails, walk, home):
    mails.fetch()
    for page in (False, True):
        email = {"email": f"{'second' if page else 'first'}@office.example"}
        walk.step("update_organization", ada.patch(home, email), "organization.updated")
        again = ada.post(f"{home}/email/confirm/send")
        walk.step("send_organization_email_confirmation", again)
        token = [token_in(letter, "confirm/organization") for letter in mails.fetch()][-1]
        if page:
            confirmed = market.nobody().post(f"//confirm/organization/{token}")
            walk.step("confirm.confirm_for_organization", confirmed, "organization.confirmed")
        else:
            confirmed = market.nobody().post("/organizations/email/confirm", {"token": token})
            walk.step("confirm_organization_email", confirmed, "organization.confirmed")


def _key_of(market, name, organization_id):
    browser = market.visitor()
    browser.post("/auth/login", {"email": email_of(name), "password": NEW})
    key = {"name": "CI", "organization_id": organization_id}
    return browser.visit().post("/api_keys", key).json


def _invitations(market, mails, walk, home):
    ada, path = market.client, f"{home}/invitations"

    def invite(name):
        invitation = {"email": email_of(name), "role": "member"}
        made = ada.post(path, invitation)
        walk.step("invite_member", made, "invitation.sent")
        return made

    unwanted = invite("Nobody")
    taken_back = ada.delete(f"{path}/{unwanted.json['id']}")
    walk.step("take_back_invitation", taken_back, "invitation.taken_back")
    mails.fetch()
    invite("Bob")
    bob = market.visitor()
    bob.post("/auth/login", {"email": email_of("Bob"), "password": NEW})
    token = mails.token("invitations")
    walk.new()
    accepted = bob.visit().post("/invitations/accept", {"token": token})
    walk.step("accept_invitation", accepted, "member.added")
    invite("Dora")
    form = {"name": "Dora", "password": PASSWORD}
    page = f"//invitations/{mails.token('invitations')}"
    joined = market.nobody().ask("POST", page, data=form)
    # Who has no account yet makes one on that page: two things are done.
    walk.step("invitation.accept", joined, "account.registered", "member.added")


def webhooks(market, mails, walk):
    """An owner has events sent to a webhook, and changes it in every way."""
    ada = market.client
    made = ada.post("/webhooks", {"url": "https://erp.example/hooks"})
    walk.step("create_webhook", made, "webhook.created")
    path = f"/webhooks/{made.json['id']}"
    walk.step("update_webhook", ada.patch(path, {"description": "ERP"}), "webhook.updated")
    renewed = ada.post(f"{path}/rotate_secret", {})
    walk.step("rotate_webhook_secret", renewed, "webhook.secret_renewed")
    tested = ada.post(f"{path}/test")
    walk.step("test_webhook", tested, "webhook.tested")
    again = ada.post(f"{path}/deliveries/{tested.json['id']}/redeliver")
    walk.step("redeliver_webhook_delivery", again, "webhook.redelivered")
    span = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}
    walk.step("redeliver_webhook", ada.post(f"{path}/redeliver", span), "webhook.redelivered")
    walk.step("delete_webhook", ada.delete(path), "webhook.deleted")


def contractor(market, mails, walk):
    """An organisation becomes a contractor, and changes its machines."""
    ada = market.client
    home = f"/organizations/{ada.login.organization_id}"
    walk.step("put_terms", ada.put(f"{home}/terms", TERMS), "contractor.terms_updated")
    revoked = ada.delete(f"{home}/answer_links")
    walk.step("revoke_answer_links", revoked, "contractor.answer_links_revoked")
    machine = ada.post(f"{home}/machines", MACHINE)
    walk.step("create_machine", machine, "machine.created")
    path = f"{home}/machines/{machine.json['id']}"
    walk.step("put_machine", ada.put(path, MACHINE | {"name": "Second"}), "machine.updated")
    walk.step("delete_machine", ada.delete(path), "machine.deleted")


def leaving(market, mails, walk):
    """Somebody deletes an organisation, and erases their account with the other one."""
    gina = user(market.application, "Gina")
    made = gina.post("/organizations", {"name": "Gears"}).json["id"]
    walk.new()
    deleted = gina.delete(f"/organizations/{made}")
    walk.step("delete_organization", deleted, "organization.deleted")
    erased = gina.delete("/auth/me")
    walk.step("erase_my_account", erased, "organization.deleted", "account.erased")


def operator(market, mails, walk):
    """An operator has parked work tried again, and suspends and approves a contractor."""
    process_id = park(market.client)
    olga = user(market.application, "Olga", is_operator=True)
    walk.new()
    answer = olga.post(f"/operations/parked/{process_id}/retry", {"reason": "mended"})
    walk.step("retry_parked", answer, "operator.work_retried")
    (entry,) = walk.left["retry_parked"]
    client_id = market.client.login.organization_id
    assert (entry.actor_role, entry.organization_id) == ("operator", client_id)
    answer = olga.post(f"/operations/mails/{lost_mail()}/send")
    walk.step("resend_mail", answer, "operator.mail_resent")
    path = f"/operations/contractors/{min(market.contractors)}"
    answer = olga.post(f"{path}/suspend", {"reason": "moved"})
    walk.step("suspend_contractor", answer, "contractor.suspended")
    walk.step("approve_contractor", olga.post(f"{path}/approve", {}), "contractor.approved")

"""Sets up tenants who know nothing of each other, for tests of what they can do to each other."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from service import clock
from service.api.http.enumerations import PROCESS_ACTIONS
from service.database import transactions
from service.database.models import AccountMail, Passkey
from service.database.models.record import TableRow
from service.ids import new_id
from tests.support import meshes
from tests.support.accounts import PASSWORD
from tests.support.worlds.marketplace import ADDRESS

#: Tables that a refused request may touch: who was here when, and the answers that are kept.
PASSING = frozenset({"sessions", "api_keys", "kept_answers", "login_guesses", "sign_ins"})
SOON = (datetime.now(UTC) + timedelta(days=7)).isoformat()
OFFER = {
    "price": {"amount": "100.00", "currency": "EUR"},
    "lead_time_days": 9,
    "valid_until": SOON,
}


#: Stands in every text of the world that others have no business with.
CANARY = "canary-of-the-client"

HOOK = "https://shop.example/hooks"


class World:
    """What one tenant and its contractor have; `ids` by the names that routes give them."""

    def __init__(self, market):
        process_id, (self.contractor,) = market.send(1)
        client = market.client
        process = client.get(f"/processes/{process_id}").json
        requests = self.contractor.get("/requests").json["items"]  # also of tests before
        request = next(each for each in requests if each["process_id"] == process_id)
        other = client.post(f"/projects/{process['project_id']}/processes", {"title": CANARY}).json
        titled = client.patch(f"/projects/{process['project_id']}", {"title": CANARY})
        assert titled.status_code == 200, titled.text
        workshop = request["contractor_id"]
        home = client.get("/auth/me").json["home_id"]
        currency = request["quote"]["total"]["currency"]
        offer = OFFER | {"price": OFFER["price"] | {"currency": currency}}
        made = self.contractor.post(f"/requests/{request['id']}/actions/offer", offer)
        assert made.status_code == 201, made.text
        role = {"name": CANARY, "rights": ["processes:read"]}
        self.offer_id = made.json["id"]
        webhook = client.post("/webhooks", {"url": HOOK, "description": CANARY}).json["id"]
        attachment = client.ask("POST", f"/processes/{process_id}/messages/attachments", **upload())
        message = {"text": CANARY, "attachment_ids": [attachment.json["id"]]}
        assert client.post(f"/processes/{process_id}/messages", message).status_code == 201
        self.ids = {
            "attachment_id": attachment.json["id"],
            "number": client.get(f"/processes/{process_id}/documents").json["items"][0]["number"],
            "project_id": process["project_id"],
            "process_id": process_id,
            "other_id": other["id"],
            "file_id": process["files"][0]["id"],
            "request_id": request["id"],
            "organization_id": home,
            "user_id": str(market.colleague.login.user_id),
            "role_id": client.post(f"/organizations/{home}/roles", role).json["id"],
            "address_id": client.post(
                f"/organizations/{home}/addresses", {"label": CANARY, "address": ADDRESS}
            ).json["id"],
            "key_id": client.post("/api_keys", {"name": CANARY}).json["id"],
            "machine_id": self.contractor.get(f"/organizations/{workshop}/machines").json["items"][
                0
            ]["id"],
            "workshop_id": workshop,
            "invitation_id": client.post(
                f"/organizations/{home}/invitations",
                {"email": "ida@shop.example", "role": "member"},
            ).json["id"],
            "session_id": client.get("/auth/sessions").json["items"][0]["id"],
            "webhook_id": webhook,
            "delivery_id": client.post(f"/webhooks/{webhook}/test").json["id"],
            "passkey_id": passkey_of(client.login.user_id),
        }

    def bodies(self):
        """A body that each route accepts from whoever may, by its name; say one for yours."""
        ids, several = self.ids, {"process_ids": [self.ids["process_id"]]}
        return {
            "create_api_key": {"name": "shop"},
            "log_in": {"email": "eve@shop.example", "password": PASSWORD},
            "register": {
                "email": f"{uuid4()}@shop.example",
                "password": PASSWORD,
                "name": "Eve",
            },
            "change_password": {"old": PASSWORD, "new": "copper lantern drifts"},
            "request_password_reset": {"email": "eve@shop.example"},
            "reset_password": {"token": "not.one", "password": "copper lantern drifts"},
            "confirm_email": {"token": "not.one", "password": PASSWORD},
            "reject_email": {"token": "not.one"},
            "confirm_organization_email": {"token": "not.one"},
            "invite_member": {"email": "fred@shop.example", "role": "member"},
            "accept_invitation": {"token": "not.one"},
            "update_me": {"name": "Eve"},
            "set_device_approval": {"enabled": True, "password": PASSWORD},
            "confirm_device_approval": {"token": "not.one"},
            "begin_passkey": {"password": PASSWORD},
            "add_passkey": {"token": "not.one", "name": "mine", "credential": {}},
            "rename_passkey": {"name": "mine"},
            "begin_passkey_login": {},
            "log_in_with_passkey": {"token": "not.one", "credential": {}},
            "log_in_with_code": {"token": "not.one", "code": "123456"},
            "begin_second_factor": {"password": PASSWORD},
            "begin_provider_link": {"next": "/app"},
            "confirm_second_factor": {"code": "123456"},
            "renew_recovery_codes": {"password": PASSWORD, "code": "123456"},
            "disable_second_factor": {"password": PASSWORD, "code": "123456"},
            "estimate": {"part": {"box_mm": [20, 20, 20]}, "material_ids": ["pa12"]},
            "mark_events_read": {"position": 0},
            "update_file": {"name": "other.stl"},
            "add_member": {"email": "eve@shop.example", "role": "member"},
            "update_member": {"role": "member"},
            "post_message": {"text": "Hello", "attachment_ids": []},
            "update_preferences": {"choices": {"process.offered": "mail"}},
            "create_organization": {"name": "Eve Ltd"},
            "update_organization": {"name": "Eve Ltd"},
            "choose_contractors": {"contractor_ids": [ids["workshop_id"]]},
            "fire": {"reason": "none"},
            **{action: {"reason": "none"} for action in PROCESS_ACTIONS},
            "update_process": {"quantity": 3},
            "create_project": {"title": "Gearbox"},
            "create_process": {"title": "Lid"},
            "clone_project": {"title": "Pump again"},
            "send_project": several,
            "update_project": {"title": "Pump"},
            "update_processes": {**several, "changes": {"quantity": 3}},
            "verify_project": several,
            "choose_for_processes": {**several, "best": 1},
            "ask_client": {"text": "Which colour?"},
            "decline_request": {"reason": "full"},
            "make_offer": OFFER,
            "accept_offers": {
                "offers": [{"process_id": ids["process_id"], "offer_id": self.offer_id}]
            },
            "make_offers": {"lines": [OFFER | {"request_id": ids["request_id"]}]},
            "put_deadlines": {"answer_window": {"hours": 24}},
            "create_address": {"label": "Gate B", "address": ADDRESS},
            "update_address": {"label": "Gate C"},
            "create_role": {"name": "spy", "rights": ["processes:read"]},
            "update_role": {"name": "spy"},
            "create_machine": {"name": "Press"},
            "put_machine": {"name": "Press"},
            "put_terms": {"currency": "EUR"},
            "set_file_access": {"full": True},
            "set_file_access_of_request": {"full": True},
            "mark_messages_read": {"message_id": ids["file_id"]},
            "create_webhook": {"url": "https://eve.example/hooks"},
            "update_webhook": {"description": "mine"},
            "rotate_webhook_secret": {},
            "redeliver_webhook": {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"},
            "retry_parked": {"reason": "try again"},
            "approve_contractor": {"reason": "mine"},
            "suspend_contractor": {"reason": "mine"},
        }


def newest_mail():
    """The id of the mail about an account that was queued last: of an invitation or a key."""
    with transactions.reading() as session:
        return str(
            session.scalars(sa.select(AccountMail.id).order_by(AccountMail.id.desc())).first()
        )


def passkey_of(user_id):
    """The id of a passkey that a user has made in a browser."""
    id = new_id()
    row = {"id": id, "user_id": user_id, "name": CANARY, "credential_id": str(id)}
    with transactions.writing() as session:
        session.add(Passkey(**row, public_key="", sign_count=0, created_at=clock.now()))
    return str(id)


def stranger(market, name="Eve"):
    """A user with an organisation of their own."""
    caller = market.visitor()
    account = {"email": f"{name.lower()}@shop.example", "password": PASSWORD, "name": name}
    assert caller.post("/auth/register", account).status_code == 201
    return caller.visit()


def routes(application):
    """(operation, rule, method) of every route of the API, in the order of their addresses."""
    rules = (rule for rule in application.url_map.iter_rules() if rule.rule.startswith("/api/v1"))
    return [
        (operation_of(application.view_functions[rule.endpoint]), rule, method)
        for rule in sorted(rules, key=lambda rule: (rule.rule, rule.endpoint))
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


def operation_of(view):
    """What the OpenAPI document calls a view."""
    return getattr(view, "_spec", {}).get("operation_id") or view.__name__


class Values(dict):
    """Values for whatever stands in an address; what nobody gave is a move, a name or unknown."""

    def __missing__(self, name):
        number = "00000000-0000-7000-8000-000000000000" if name.endswith("_id") else "1"
        return {"trigger": "cancel", "name": "process"}.get(name, number)


def address(rule, values):
    """The path of a route, below the base path, with these values of its arguments."""
    path = rule.rule.removeprefix("/api/v1")
    for name in rule.arguments:
        kind = next(part for part in path.split("/") if f"{name}>" in part)
        start, end = kind.index("<"), kind.index(">") + 1
        path = path.replace(kind[start:end], str(values[name]), 1)
    return path


def upload():
    """The body of an upload, by form."""
    return {
        "data": b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.stl"\r\n\r\n'
        + meshes.cube_stl()
        + b"\r\n--x--\r\n",
        "content_type": "multipart/form-data; boundary=x",
    }


def stored():
    """A digest of everything in the database but what PASSING names."""
    digest = hashlib.sha256()
    with transactions.reading() as session:
        for table in TableRow.metadata.sorted_tables:
            if table.name not in PASSING:
                rows = session.execute(sa.select(table)).all()
                digest.update(f"{table.name} {sorted(map(repr, rows))}".encode())
    return digest.hexdigest()


def is_problem(answer, where):
    """Whether the answer says in RFC 9457's way what is wrong with the request."""
    assert 400 <= answer.status_code < 500, f"{where}: {answer.status_code} {answer.text[:300]}"
    assert answer.mimetype == "application/problem+json", where
    problem = json.loads(answer.data)
    assert problem["status"] == answer.status_code, where
    assert problem["title"], where
    assert problem["detail"], where

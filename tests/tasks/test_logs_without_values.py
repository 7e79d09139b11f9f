"""No log line of any process holds what people have sent: they name routes, ids and numbers."""

import logging
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog

from service import clock, logging_setup
from service.database import transactions
from service.database.models import Organization, WebhookEndpoint
from service.sourcing import dispatch
from service.verification import verify
from service.webhooks.claims import ANSWERED_GONE
from tasks import send
from tasks.delivery import account_mails, notification_mails, webhook_disabled_mails
from tasks.delivery.worker import DeliveryWorker
from tests.support.accounts import hash_quickly
from tests.support.callers import Caller, publish
from tests.support.servers.account_mails import mailbox, token_in
from tests.support.servers.receivers import receiver
from tests.support.waiting import eventually
from tests.support.worlds.marketplace import ADDRESS, opened

pytestmark = pytest.mark.one_database
#: What no log may hold, by what it is: each is sent somewhere below.
MARKERS = {
    "address of mail": "quartz-person@shop.example",
    "name of a person": "Quartz Personmarker",
    "password": "quartz lantern drifts 71",
    "wrong password": "feldspar anvil whispers 72",
    "new password": "obsidian kettle wanders 73",
    "name of a key": "quartz-keymarker",
    "title": "Quartz Titlemarker",
    "file": "quartz-filemarker.stl",
    "content": "quartz-contentmarker",
    "address line": "Quartzmarker Street 74",
    "message": "Quartz messagemarker: make it blue",
    "reason": "Quartz reasonmarker",
    "note of an offer": "Quartz notemarker",
    "bug": "Quartz bugmarker",
}
CONTENT = f"solid {MARKERS['content']}\nendsolid\n".encode()


@pytest.fixture
def hook():
    with receiver() as hook:
        yield hook


@pytest.fixture
def market(example_url, monkeypatch, tmp_path, hook):
    hash_quickly(monkeypatch)
    values = {"email_confirmation": "true", "webhook_allowed_networks": "127.0.0.0/8"}
    with opened(example_url, monkeypatch, tmp_path, mail_folding_s=0, **values) as market:
        logging_setup.configure()
        yield market


class Secrets(dict):
    """The markers, and what the service has made up on the way."""

    def found_in(self, log):
        return {what for what, value in self.items() if value in log}


def test_nothing_that_people_send_or_are_sent_stands_in_a_log(market, hook, monkeypatch, capfd):
    secrets = Secrets(MARKERS)
    with mailbox(monkeypatch) as mails:
        person = registers_and_logs_in(market, mails, secrets)
        process_id = orders(market, person, hook, secrets)
        contractor = is_asked(market, person, process_id)
        answers(market, person, contractor, process_id, secrets)
        delivers(hook)
        notification_mails.send_due()
        account_mails.send_due()
    fails(market, person, monkeypatch)
    log = capfd.readouterr().err
    assert len(log.splitlines()) > 30, "the log has lines at all"
    assert '"status": 500' in log
    assert secrets.found_in(log) == set()


def test_a_mail_that_is_refused_does_not_name_its_recipient(market, monkeypatch, capfd):
    with mailbox(
        monkeypatch, to_recipient=f"550 <{MARKERS['address of mail']}> is not here"
    ) as mails:
        browser = market.visitor()
        account = {"email": MARKERS["address of mail"], "password": MARKERS["password"]}
        assert browser.post("/auth/register", account | {"name": "Q"}).status_code == 201
        mails.fetch()
    log = capfd.readouterr().err
    assert "a mail did not go out" in log
    assert MARKERS["address of mail"] not in log


def test_a_notice_about_a_webhook_that_is_refused_does_not_name_its_recipient(
    market, monkeypatch, capfd
):
    email = MARKERS["address of mail"]
    made = market.client.post("/webhooks", {"url": "https://hook.example/"})
    assert made.status_code == 201, made.text
    with transactions.writing() as session:
        webhook = session.get_one(WebhookEndpoint, UUID(made.json["id"]))
        webhook.disabled_at = webhook.notice_due_at = clock.now()
        webhook.disabled_reason = ANSWERED_GONE
        organization = session.get_one(Organization, webhook.organization_id)
        organization.email, organization.email_verified_at = email, clock.now()
    with mailbox(monkeypatch, to_recipient=f"450 {'<' + email + '> waits, ' * 9}"):
        assert webhook_disabled_mails.send_due() == 0
    log = capfd.readouterr().err
    assert "a notice waits" in log
    assert "quartz" not in log


def test_neither_text_nor_traceback_of_a_line_names_an_address(market, capfd):
    email = MARKERS["address of mail"]
    for logger in (structlog.get_logger(), logging.getLogger("celery.task")):
        try:
            raise RuntimeError(f"{email} was not accepted")
        except RuntimeError:
            logger.exception(f"no mail to {email}")
    log = capfd.readouterr().err
    assert log.count("... was not accepted") == 2
    assert log.count("no mail to ...") == 2
    assert email not in log


def registers_and_logs_in(market, mails, secrets):
    """Somebody with an account who mistypes, forgets and changes their password."""
    person = market.visitor()
    email, password = MARKERS["address of mail"], MARKERS["password"]
    account = {"email": email, "password": password, "name": MARKERS["name of a person"]}
    assert person.post("/auth/register", account).status_code == 201
    (letter,) = mails.fetch()
    secrets["link"] = token_in(letter, "confirm")
    assert person.get(f"//confirm/{secrets['link']}").status_code == 200
    assert person.ask("POST", f"//confirm/{secrets['link']}").status_code == 200
    wrong = {"email": email, "password": MARKERS["wrong password"]}
    assert market.visitor().post("/auth/login", wrong).status_code == 401
    assert person.post("/auth/login", {"email": email, "password": password}).status_code == 200
    change = {"old": password, "new": MARKERS["new password"]}
    assert person.visit().post("/auth/password", change).status_code == 204
    market.nobody().post("/auth/password/reset", {"email": email})
    secrets["reset"] = [token for letter in mails.fetch() for token in reset_tokens(letter)][-1]
    assert market.nobody().get(f"//reset/{secrets['reset']}").status_code == 200
    secrets["key"] = person.post("/api_keys", {"name": MARKERS["name of a key"]}).json["key"]
    key = Caller(market.application, secrets["key"])
    assert key.get("/auth/me").status_code == 200
    assert Caller(market.application, "wb_" + MARKERS["content"]).get("/auth/me").status_code == 401
    secrets["csrf"] = person.me["csrf_token"]
    return person


def reset_tokens(letter):
    try:
        return [token_in(letter)]
    except ValueError:
        return []


def orders(market, person, hook, secrets):
    """A process with a model, an unreadable one, and a webhook that hears of it."""
    webhook = person.post("/webhooks", {"url": f"{hook.url}/{MARKERS['content']}"})
    assert webhook.status_code == 201, webhook.text
    secrets["secret of a webhook"] = webhook.json["secret"]
    project = person.project(title=MARKERS["title"])
    address = ADDRESS | {"street": MARKERS["address line"]}
    process_id = person.process(
        project,
        title=MARKERS["title"],
        quantity=5,
        material_id="pa12",
        delivery_address=address,
        notes=MARKERS["note of an offer"],
    )
    person.upload(process_id, CONTENT, MARKERS["file"], unit="mm")
    uploaded = person.upload(process_id, name=MARKERS["file"], unit="mm")
    assert uploaded.status_code == 201, uploaded.text
    broken = [
        file["id"]
        for file in person.get(f"/processes/{process_id}/files").json["items"]
        if file["id"] != uploaded.json["id"]
    ]
    for file_id in broken:
        person.delete(f"/files/{file_id}")
    answer = person.post(f"/projects/{project}/verify", {"process_ids": [process_id]})
    assert answer.status_code == 202, answer.text
    assert verify.verify(UUID(process_id)) == "pass_verification"
    return process_id


def is_asked(market, person, process_id):
    """A contractor that gets the request by mail, and stands before it."""
    entries = person.get(f"/processes/{process_id}/contractors").json["items"]
    chosen = next(entry["contractor_id"] for entry in entries if entry["suitable"])
    person.put(f"/processes/{process_id}/choice", {"contractor_ids": [chosen]})
    process = person.get(f"/processes/{process_id}").json
    batch = {"process_ids": [process_id]}
    assert person.post(f"/projects/{process['project_id']}/send", batch).status_code == 202
    assert dispatch.send(UUID(process_id), send.deliver) == "dispatched"
    return market.contractors[chosen].enter()


def answers(market, person, contractor, process_id, secrets):
    """Questions, messages and an offer."""
    text = {"text": MARKERS["message"]}
    assert person.post(f"/processes/{process_id}/messages", text).status_code == 201
    request = next(
        each
        for each in contractor.get("/requests").json["items"]
        if each["process_id"] == process_id
    )
    path = f"/requests/{request['id']}/actions"
    assert contractor.post(f"{path}/ask", {"text": MARKERS["message"]}).status_code < 300
    refused = contractor.post(f"{path}/offer", {"price": MARKERS["reason"]})
    assert refused.status_code == 422
    declined = contractor.post(f"{path}/decline", {"reason": MARKERS["reason"]})
    assert declined.status_code < 300, declined.text
    publish()


def delivers(hook):
    """The calls of the webhook, until there is nothing to do."""
    worker = DeliveryWorker(8)
    eventually(lambda: not worker.once() and not worker._calls.load().organizations.total())
    worker._pool.shutdown()
    assert hook.got


def fails(market, person, monkeypatch):
    """A bug while somebody's project is made, and a statement that holds what they have sent."""

    def break_statement():
        with transactions.reading() as session:
            session.execute(sa.text("SELECT :title FROM nowhere"), {"title": MARKERS["bug"]})

    def break_code():
        raise RuntimeError("a bug")

    headers = {"X-Quartz": MARKERS["bug"]}
    for fail, statuses in ((break_statement, (500, 503)), (break_code, (500,))):
        monkeypatch.setitem(market.application.view_functions, "projects.create", fail)
        answer = person.post("/projects", {"title": MARKERS["bug"]}, headers=headers)
        assert answer.status_code in statuses, answer.text

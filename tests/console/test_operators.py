"""Pages of operators: the board with what waits for them, and any id with its history's proof."""

import re
from datetime import timedelta
from typing import get_args
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from service import clock
from service.audit.actions import AuditAction
from service.console import words
from service.database import restorations, transactions, unversioned
from service.database.models import (
    AccountMail,
    Delivery,
    HistoryRow,
    Notification,
    Request,
    WebhookEndpoint,
    WebhookHost,
)
from service.ids import new_id
from service.notifications.account_mails import AccountMailKind
from service.operations import census, failing_mails
from service.operations.example.people import people
from service.settings import settings
from service.sourcing import dispatch, late_mails
from service.webhooks import circuit_breaker
from tests.console.test_account import quick_hashes
from tests.console.test_organization import founded
from tests.support import orders
from tests.support.console_pages import page, send
from tests.support.orders import request_of
from tests.support.tampering import lift_guards
from tests.support.worlds.marketplace import ExampleUser

pytestmark = pytest.mark.one_database

__all__ = ["quick_hashes"]


@pytest.fixture
def operator(market):
    """The operator of the example, logged in."""
    return ExampleUser(market.application, people(settings()).operator).enter()


@pytest.mark.parametrize("path", ["/board", "/board/contractors", "/inspect"])
def test_only_operators_see_their_pages_which_the_navigation_leads_to(market, operator, path):
    assert page(market.client, path).status_code == 403
    assert page(market.nobody(), path).status_code == 303
    assert page(operator, path).status_code == 200
    assert f'href="/app{path}"' in page(operator, "/board").text
    assert 'href="/app/inspect"' not in page(market.client, "").text


def test_the_board_says_what_fails_and_since_when(market, operator):
    owner, _ = founded(market, "Abe")
    hook = {"url": "https://failing.example/hook"}
    webhook = owner.post("/webhooks", hook).json
    now = clock.now()
    with transactions.writing() as db:
        db.get_one(WebhookEndpoint, UUID(webhook["id"])).failing_since = now
        fields = {"kind": "invitation", "email": "lost@account.example", "data": {}}
        fields |= {"state": "failed", "error": "550 no such mailbox", "attempts": 9}
        db.add(AccountMail(**fields, due_at=now, subject_id=None))
    text = page(operator, "/board").text
    assert "https://failing.example/hook" in text
    assert "550 no such mailbox" in text
    assert "lost@account.example" in text
    overview = operator.get("/operations/overview").json
    assert webhook["id"] in [each["id"] for each in overview["failing_webhooks"]]
    assert overview["failing_mails"][0]["due_at"] is None
    assert owner.get("/operations/overview").status_code == 403
    (mail,) = overview["failing_mails"]
    assert send(owner, f"/board/mails/{mail['id']}").status_code == 403
    assert send(operator, f"/board/mails/{mail['id']}").status_code == 303
    (mail,) = operator.get("/operations/overview").json["failing_mails"]
    assert (mail["attempts"], mail["error"]) == (0, "550 no such mailbox")
    assert mail["due_at"]
    owner.patch(f"/webhooks/{webhook['id']}", {"enabled": False})
    owner.patch(f"/webhooks/{webhook['id']}", {"enabled": True})
    assert "https://failing.example/hook" not in page(operator, "/board").text


def test_only_requests_whose_mail_has_failed_stand_among_the_failing_mails(
    market, operator, monkeypatch
):
    monkeypatch.setattr(failing_mails, "MOST_LISTED", 1)
    for _ in range(2):
        _, (shop, _) = market.send()
    requests = [UUID(each["id"]) for each in shop.get("/requests").json["items"]]
    now = clock.now()
    with transactions.writing() as db:
        news, failed = (db.get_one(Request, each) for each in requests)
        unversioned.update(db, news, mail_due_at=now - timedelta(hours=1))
        report = {"attempts": 3, "tries": [], "error": "451 later"}
        unversioned.update(
            db, failed, mail_due_at=now + timedelta(hours=1), dispatch={late_mails.MAIL: report}
        )
    (mail,) = operator.get("/operations/overview").json["failing_mails"]
    assert (mail["id"], mail["error"]) == (str(failed.id), "451 later")
    assert send(operator, f"/board/mails/{news.id}").status_code == 404
    assert send(operator, f"/board/mails/{failed.id}").status_code == 303
    with transactions.reading() as db:
        assert db.get_one(Request, failed.id).mail_due_at <= clock.now()
        assert census.count(db).mails["request"].retried == 1


def test_a_request_whose_mail_was_given_up_can_be_mailed_once_more(market, operator):
    _, (shop, _) = market.send()
    (request,) = shop.get("/requests").json["items"]
    id = UUID(request["id"])
    lost = late_mails.MailOutcome(clock.now(), error="550 no such mailbox", final=True)
    with transactions.writing() as db:
        late_mails.settle(db, id, lost)
    (mail,) = operator.get("/operations/overview").json["failing_mails"]
    assert (mail["id"], mail["due_at"], mail["error"]) == (str(id), None, "550 no such mailbox")
    assert "given up" in page(operator, "/board").text
    assert send(operator, f"/board/mails/{id}").status_code == 303
    with transactions.writing() as db:
        assert db.get_one(Request, id).mail_due_at <= clock.now()
        late_mails.settle(db, id, late_mails.MailOutcome(clock.now(), reference="250 taken"))
    assert not operator.get("/operations/overview").json["failing_mails"]
    assert send(operator, f"/board/mails/{id}").status_code == 404
    with transactions.writing() as db:
        late_mails.settle(db, id, lost)
    shop.post(f"/requests/{id}/actions/decline", {})
    assert not operator.get("/operations/overview").json["failing_mails"]


def test_the_board_names_dependencies_in_the_readers_language(market, operator):
    operator.patch("/auth/me", {"language": "de"})
    text = page(operator, "/board").text
    for said in ("Datenbank", "antwortet", "Mailserver", "funktioniert"):
        assert said in text
    assert '"sqlite answers"' in market.application.test_client().get("/health/ready").text


def test_the_board_is_shown_also_while_the_database_cannot_be_counted(
    market, operator, monkeypatch
):
    def cannot(_db):
        raise OperationalError("SELECT", {}, TimeoutError("canceling statement due to timeout"))

    assert "Work for the workers" in page(operator, "/board").text
    monkeypatch.setattr(census, "ages", cannot)
    shown = page(operator, "/board")
    assert shown.status_code == 200
    assert "nothing can be counted" in shown.text
    assert "Work for the workers" not in shown.text


def disputed(market):
    """An order that its client disputes, and who makes it."""
    process_id, (shop, _) = market.send()
    request = request_of(shop, process_id)
    shop.post(f"/requests/{request['id']}/actions/offer", {"as_quoted": True})
    (offer,) = market.client.get(f"/processes/{process_id}/offers").json["items"]
    for caller, trigger, fields in (
        (market.client, "accept_offer", {"offer_id": offer["id"]}),
        (shop, "start_production", {}),
        (shop, "report_progress", {"made": 5}),
        (shop, "finish_production", {}),
        (shop, "ship", {"carrier": "DHL"}),
        (market.client, "deliver", {}),
        (market.client, "dispute", {"reason": "Two are broken."}),
    ):
        answer = caller.post(f"/processes/{process_id}/actions/{trigger}", fields)
        assert answer.status_code < 300, answer.text
    return process_id, shop


def test_a_mail_that_tells_of_several_events_is_one_and_is_sent_again_whole(market, operator):
    owner, _ = founded(market, "Abe")
    now = clock.now()
    fields = {
        "user_id": UUID(owner.me["user"]["id"]),
        "organization_id": UUID(owner.me["home_id"]),
        "right": "processes:read",
        "channel": "mail",
        "state": "failed",
        "error": "550 no such mailbox",
        "attempts": 9,
        "finished_at": now,
        "mail_id": uuid4(),
    }
    event = {"type": "process.sent", "project_id": None, "process_id": None, "data": {}}
    with transactions.writing() as db:
        notes = [
            Notification(id=new_id(), event_id=uuid4(), event=event, **fields) for _ in range(3)
        ]
        for note in notes:
            note.due_at = now
        db.add_all(notes)
    (mail,) = operator.get("/operations/overview").json["failing_mails"]
    assert mail["kind"] == "process.sent"
    assert send(operator, f"/board/mails/{mail['id']}").status_code == 303
    with transactions.reading() as db:
        states = db.execute(sa.select(Notification.state, Notification.attempts)).all()
    assert states == [("pending", 0)] * 3


def test_a_dispute_stands_on_the_board_with_both_sides_until_it_ends(market, operator):
    process_id, _ = disputed(market)
    board = page(operator, "/board").text
    assert f'href="/app/parts/{process_id}"' in board
    assert operator.get("/operations/overview").json["processes"]["disputed"] == 1
    assert page(operator, f"/parts/{process_id}").status_code == 200
    assert "Two are broken." in board
    market.client.post(f"/processes/{process_id}/actions/consent", {"to": "remake", "pieces": 2})
    assert "The client agrees." in page(operator, "/board").text
    here = f"/board/disputes/{process_id}"
    assert send(market.client, here, {"decision": "settle", "reason": "No."}).status_code == 403
    assert send(operator, here, {"reason": "Both agree by phone."}).status_code == 422
    assert send(operator, here, {"decision": "remake", "pieces": "2"}).status_code == 422
    decision = {"decision": "remake", "pieces": "2", "reason": "Both agree by phone."}
    assert send(operator, here, decision).status_code == 303
    assert market.client.get(f"/processes/{process_id}").json["state"] == "in_production"
    assert "Nobody disputes anything." in page(operator, "/board").text


def test_a_decision_that_is_refused_stays_as_it_was_typed_at_its_own_dispute(market, operator):
    (one, _), (other, _) = disputed(market), disputed(market)
    typed = {"decision": "remake", "pieces": "77", "reason": "As <agreed>."}
    refused = send(operator, f"/board/disputes/{one}", typed)
    assert refused.status_code == 422
    forms = dict(re.findall(r'<details id="decide-([^"]+)"(.*?)</details>', refused.text, re.S))
    assert forms[one].startswith(" open>")
    for part in ('value="remake" required checked>', 'value="77"', 'value="As &lt;agreed&gt;."'):
        assert part in forms[one]
        assert part not in forms[other]
    # The field of the pieces is filled in, whichever way is chosen.
    settled = {"decision": "settle", "pieces": "5 or 6", "reason": "Both agree."}
    assert send(operator, f"/board/disputes/{one}", settled).status_code == 303
    assert market.client.get(f"/processes/{one}").json["state"] == "completed"


def test_a_mail_of_each_kind_has_a_name_on_the_board():
    assert {*get_args(AccountMailKind), failing_mails.REQUEST} <= words.MAILS.keys()


def test_what_a_webhook_has_not_taken_is_sent_again_from_the_board(market, operator):
    owner, _ = founded(market, "Abe")
    webhook = owner.post("/webhooks", {"url": "https://failing.example/hook"}).json
    delivery = owner.post(f"/webhooks/{webhook['id']}/test").json
    now = clock.now()
    with transactions.writing() as db:
        row = db.get_one(WebhookEndpoint, UUID(webhook["id"]))
        row.enabled, row.disabled_at, row.disabled_reason = False, now, "it answered 410 Gone"
        sent = db.get_one(Delivery, UUID(delivery["id"]))
        sent.state, sent.finished_at, sent.due_at = "failed", now, None
        circuit = circuit_breaker.circuit_of(row)
        paused = {"target": circuit, "failures": 9, "paused_until": now + timedelta(hours=1)}
        db.add(WebhookHost(**paused))
    here = f"/board/webhooks/{webhook['id']}"
    assert "It answered 410 Gone" in page(operator, "/board").text
    assert send(owner, here).status_code == 403
    assert send(operator, here).status_code == 303
    with transactions.reading() as db:
        assert db.get_one(WebhookEndpoint, UUID(webhook["id"])).enabled
        assert db.get_one(Delivery, UUID(delivery["id"])).state == "pending"
        assert not circuit_breaker.is_paused(db, circuit)


def test_what_its_own_people_have_switched_off_is_not_switched_on_by_an_operator(market, operator):
    owner, _ = founded(market, "Abe")
    url = "https://left.example/hook"
    ids = [owner.post("/webhooks", {"url": url, "enabled": on}).json["id"] for on in (True, False)]
    with transactions.writing() as db:
        db.get_one(WebhookEndpoint, UUID(ids[0])).failing_since = clock.now()
    assert url in page(operator, "/board").text
    owner.patch(f"/webhooks/{ids[0]}", {"enabled": False})
    assert url not in page(operator, "/board").text
    for id in ids:  # from a page that was opened before
        refused = send(operator, f"/board/webhooks/{id}")
        assert (refused.status_code, "have switched the webhook off" in refused.text) == (403, True)
        assert owner.get(f"/webhooks/{id}").json["enabled"] is False


def test_the_board_draws_how_many_parts_came_into_each_state(market, operator):
    market.client.draft(quantity=1)
    market.client.draft(quantity=1)
    entered = operator.get("/operations/overview").json["entered"]
    assert sum(each["number"] for each in entered if each["state"] == "draft") == 2
    text = page(operator, "/board").text
    assert re.search(r'<svg[^>]* role="img" aria-label="\d\d:\d\d: [12]', text)
    assert "<rect" in text


def test_an_operator_suspends_a_contractor_with_a_reason_and_approves_it_again(market, operator):
    contractor_id, shop = next(iter(market.contractors.items()))
    here = f"/board/contractors/{contractor_id}"
    silent = send(operator, here, {"do": "suspend", "reason": " "})
    assert silent.status_code == 422
    assert send(operator, here, {"do": "suspend", "reason": "Is <away>."}).status_code == 303
    assert "Is &lt;away&gt;." in page(operator, "/board/contractors?standing=suspended").text
    shop.enter()
    assert shop.get(f"/organizations/{contractor_id}/terms").json["standing"] == "suspended"
    assert send(operator, here, {"do": "approve"}).status_code == 303
    assert "There are none." in page(operator, "/board/contractors?standing=suspended").text
    assert send(market.client, here, {"do": "suspend", "reason": "No."}).status_code == 403
    log = operator.get(f"/organizations/{contractor_id}/audit?limit=2").json["items"]
    assert [each["action"] for each in log] == [
        AuditAction.CONTRACTOR_APPROVED.value,
        AuditAction.CONTRACTOR_SUSPENDED.value,
    ]


def test_any_id_leads_to_its_part_whose_history_is_proved(market, operator):
    process_id, (shop, _) = market.send()
    (request,) = shop.get("/requests").json["items"]
    (file,) = market.client.get(f"/processes/{process_id}").json["files"]
    looked_up = page(operator, f"/inspect?id=%20{process_id}%20")
    assert looked_up.headers["Location"] == f"/app/inspect/{process_id}"
    text = page(operator, f"/inspect/{process_id}").text
    assert "The chain holds:" in text
    assert f"/app/inspect/{request['id']}" in text
    assert f"/app/inspect/{file['id']}" in text
    for id in (request["id"], file["id"]):
        assert f'href="/app/inspect/{process_id}"' in page(operator, f"/inspect/{id}").text
    with transactions.writing() as db:
        lift_guards(db)
        row = db.query(HistoryRow).filter_by(process_id=UUID(process_id), version=2).one()
        row.actor_name = "Somebody else"
    text = page(operator, f"/inspect/{process_id}").text
    assert "The history contradicts itself:" in text
    assert "the hash chain is broken" in text
    assert operator.get(f"/operations/inspect/{process_id}").json["history"]["faults"]


def test_what_is_no_id_and_what_nothing_has_is_said_on_the_page(market, operator):
    wrong = page(operator, "/inspect?id=bolt")
    assert wrong.status_code == 422
    assert 'value="bolt"' in wrong.text
    assert re.search(r'id="id-wrong">Nothing has this number', wrong.text)
    assert page(operator, f"/inspect/{uuid4()}").status_code == 404
    process_id, (shop, _) = market.send()
    (request,) = shop.get("/requests").json["items"]
    for number in (request["number"].lower(), f"{request['number']}-RFQ"):
        looked_up = page(operator, f"/inspect?id={number}")
        assert looked_up.headers["Location"] == f"/app/inspect/{request['id']}"
    message = market.client.post(f"/processes/{process_id}/messages", {"text": "Mind it."}).json
    assert f"/app/inspect/{process_id}" in page(operator, f"/inspect/{message['id']}").text
    _, path = founded(market, "Ben")
    id = path.rpartition("/")[2]
    assert "Organization “Ben”" in page(operator, f"/inspect/{id}").text


def test_a_message_about_a_part_is_sent_again_from_where_the_part_is_inspected(market, operator):
    process_id = market.client.draft(quantity=5, material_id="pa12")
    assert "No webhook was sent anything" in page(operator, f"/inspect/{process_id}").text


def test_a_restored_service_sends_when_an_operator_says_so_on_the_board(market, operator):
    process_id = orders.verified(market, title="Hinge")
    (shop, *_others) = orders.suitable(market, process_id)
    assert orders.send(market, process_id, [shop]).status_code == 202
    assert "Nothing is sent yet" not in page(operator, "/board").text
    with transactions.writing() as db:
        restorations.add(db, backup_at=clock.now(), last_position=0)
    assert dispatch.send(UUID(process_id), lambda outgoing: {}) is None
    board = page(operator, "/board").text
    assert "Nothing is sent yet" in board
    assert f'/inspect/{process_id}">Hinge</a>' in board

    assert send(market.client, "/board/resume").status_code == 403
    assert "Nothing is sent yet" in page(operator, "/board").text
    assert send(operator, "/board/resume").status_code == 303
    assert "The service sends again." in page(operator, "/board?done=resumed").text
    assert "Nothing is sent yet" not in page(operator, "/board").text
    assert dispatch.send(UUID(process_id), lambda outgoing: {}) == "dispatched"
    assert orders.request_of(shop, process_id)["number"] in board

"""Backups that are made while orders go on, restored elsewhere, and what everybody is told then."""

import json
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from service import clock
from service.database import restorations, transactions, unversioned
from service.database.models import (
    Delivery,
    Event,
    HistoryRow,
    LeaderLease,
    Request,
    TableRow,
)
from service.files import inspection
from service.files.storage import current_storage
from service.lifecycle import recovery
from service.operations import consistency, health
from service.operations.backups import backup, restore
from service.operations.backups.repeats import repeats
from service.orders import expiry
from service.settings import settings
from service.sourcing import dispatch
from service.webhooks import claims, deliveries
from service.webhooks.shares import Calls
from tasks.delivery.worker import DeliveryWorker
from tests.support.callers import publish
from tests.support.orders import ready, send, verified
from tests.support.servers import databases
from tests.support.worlds import marketplace as markets
from tests.support.worlds.orders_in_each_state import OrdersInEachState
from workflows.process import ProcessState

#: After this every deadline is over, and every mail is due.
AGES = timedelta(days=400)
HOOK = {"webhook_allowed_networks": "127.0.0.0/8"}


def nothing(stage, done, total):
    """Tell nobody how far it is."""


def delivered(outgoing):
    return {channel: {"delivered_at": "2026-11-23T10:00:00Z"} for channel in outgoing.channels}


def use(monkeypatch, **values):
    """Let this process be one of another installation."""
    for name, value in values.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()
    transactions.connect(settings().database_url)


@contextmanager
def empty_database(kind, folder):
    """A database that nothing was restored into yet."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'restored' / 'werkbank.sqlite3'}"
    else:
        with databases.database(kind) as url:
            yield url


def back_up(folder, progress=nothing):
    return backup.make(settings().database_url, current_storage(), folder, progress)


def rows():
    """How many rows each table has."""
    with transactions.reading() as db:
        count = sa.func.count()
        tables = TableRow.metadata.sorted_tables
        return {t.name: db.scalar(sa.select(count).select_from(t)) for t in tables}


def number_of(process_id, contractor):
    with transactions.reading() as db:
        query = sa.select(Request.number, Request.idempotency_key).where(
            Request.process_id == UUID(process_id),
            Request.contractor_id == contractor.login.organization_id,
        )
        return tuple(db.execute(query).one())


@pytest.fixture(scope="module")
def world(database_kind, tmp_path_factory):
    """Orders in every state, backed up; they went on; and the backup, restored elsewhere."""
    folder = tmp_path_factory.mktemp("backups")
    with (
        markets.shared(database_kind, folder / "before", **HOOK) as market,
        empty_database(database_kind, folder) as url,
        pytest.MonkeyPatch.context() as patch,
    ):
        client, backup_folder = market.client, folder / "backup"
        hook = client.post("/webhooks", {"url": "http://127.0.0.1:9/hook"})
        assert hook.status_code == 201, hook.text
        webhook_id = UUID(hook.json["id"])
        reset = {"email": client.login.email}
        assert market.nobody().post("/auth/password/reset", reset).status_code == 202
        orders = OrdersInEachState(market)
        later = verified(market, title="Sent after the backup")
        position = publish()
        with transactions.writing() as db:
            deliveries.collect(db, webhook_id)
        rows_before = rows()

        manifest = back_up(backup_folder)

        sending = orders.ids[ProcessState.SENDING]
        assert dispatch.send(UUID(sending), delivered) == "dispatched"
        assert send(market, later, [orders.shop]).status_code == 202
        assert dispatch.send(UUID(later), delivered) == "dispatched"
        numbers = {id: number_of(id, orders.shop) for id in (sending, later)}
        ready(market, title="Lost")
        lost_position = publish()
        assert lost_position > position

        keys = ("encryption_keys", "history_keys", "secret_key")
        secrets = {name: getattr(settings(), name) for name in keys}
        use(patch, database_url=url, var_dir=folder / "after", **secrets)
        restoration = restore.restore(url, current_storage(), backup_folder, nothing)
        transactions.connect(url)
        states = {
            state: client.get(f"/processes/{id}").json["state"] for state, id in orders.ids.items()
        }
        yield SimpleNamespace(
            market=market,
            orders=orders,
            later=later,
            sending=sending,
            webhook_id=webhook_id,
            manifest=manifest,
            position=position,
            lost_position=lost_position,
            numbers=numbers,
            restoration=restoration,
            states=states,
            rows=(rows_before, rows()),
        )


def test_what_is_restored_is_what_was_there_when_the_backup_began(world):
    more = {"events": 1, "restorations": 1, "webhook_deliveries": 1}
    before, after = world.rows
    leases = LeaderLease.__tablename__
    assert after.pop(leases) == before.pop(leases) + 1  # the backup's own
    assert after == {table: number + more.get(table, 0) for table, number in before.items()}
    assert world.states == {state: state.value for state in ProcessState}


def test_all_that_is_restored_agrees_with_its_histories(world):
    with transactions.reading() as db:
        examined = consistency.examine(db, None, 500)
        assert examined.number >= len(world.orders.ids)
        assert [finding.detail for finding in examined.findings] == []
        assert list(consistency.miscounted(db)) == []


def test_every_content_that_the_database_names_is_there_and_unchanged(world):
    with transactions.reading() as db:
        named = inspection.named_contents(db, "", 500)
    assert named
    assert [inspection.fault_of(current_storage(), stored) for stored in named] == [None] * len(
        named
    )
    assert world.manifest.contents.number == len(named)


def test_a_reader_of_events_that_are_lost_is_told_from_where_to_read_anew(world):
    for lost in (world.position + 1, world.lost_position):
        answer = world.market.client.get(f"/events?after={lost}")
        assert markets.refused(answer, 410, "events-gone")
        assert answer.json["position"] == world.position
        assert "restored from a backup" in answer.json["detail"]


def test_a_reader_who_had_not_come_further_than_the_backup_goes_on_and_misses_nothing(world):
    for seen in (world.position, world.restoration.first_position):
        fired_id = ready(world.market, title="Anew")
        last = publish()
        assert last > world.restoration.first_position
        page = world.market.client.get(f"/events?after={seen}&own=true&limit=200").json
        assert fired_id in [event["process_id"] for event in page["items"]]
        assert page["position"] == last


def test_positions_go_on_beyond_all_that_any_restored_service_has_given(world):
    with transactions.writing() as db:
        second = restorations.add(db, backup_at=clock.now(), last_position=world.position)
        first_position = second.first_position
        db.delete(second)
    assert first_position > world.restoration.first_position + world.lost_position
    assert first_position < 2**53  # a double has it exactly


def test_a_webhook_has_a_message_that_says_so_and_the_others_under_their_old_ids(world):
    with transactions.reading() as db:
        query = sa.select(Delivery).where(Delivery.webhook_id == world.webhook_id)
        rows = db.scalars(query.order_by(Delivery.id)).all()
        events = set(db.scalars(sa.select(Event.id)))
    *old, reset = rows
    assert reset.type == "reset"
    body = json.loads(reset.body)
    assert body["position"] == world.position
    assert "restored from a backup" in body["data"]["detail"]
    assert old
    assert {delivery.message_id for delivery in old} <= events


def test_nothing_is_sent_until_an_operator_says_so_and_then_under_the_numbers_of_before(world):
    shop, sending = world.orders.shop, UUID(world.sending)
    worker = DeliveryWorker(1)
    clock.move(by=AGES)
    try:
        with transactions.writing() as db:
            assert dispatch.send(sending, delivered) is None
            assert recovery.not_queued(db, UUID(int=0), 500).count(sending) == 0
            assert claims.claim(db, Calls(8).load()) == []
        assert (expiry.fire_due(clock.now()), worker.mail_once()) == (0, 0)
        with transactions.reading() as db:
            waiting = repeats(db)
        with transactions.writing() as db:
            request = db.scalars(sa.select(Request).limit(1)).one()
            unversioned.update(db, request, mail_due_at=clock.now())
            assert repeats(db).mails == waiting.mails + 1
            unversioned.update(db, request, mail_due_at=None)
    finally:
        clock.reset()
    found = health.database_answers()
    assert found.status == "degraded"
    assert "werkbank restore --resume" in found.detail
    assert [(each.process_id, each.number) for each in waiting.requests] == [
        (sending, world.numbers[world.sending][0])
    ]
    assert (waiting.verifying, waiting.mails) == (1, 1)
    assert min(waiting.verified, waiting.webhooks, waiting.deadlines) > 0

    with transactions.writing() as db:
        assert (restorations.resume(db), restorations.resume(db)) == (True, False)
    assert send(world.market, world.later, [shop]).status_code == 202
    for id in world.numbers:
        assert dispatch.send(UUID(id), delivered) == "dispatched"
    assert {id: number_of(id, shop) for id in world.numbers} == world.numbers
    assert health.database_answers().status == "ok"
    assert worker.mail_once() == 1
    with transactions.writing() as db:
        assert claims.claim(db, Calls(8).load())


def test_no_row_of_a_history_can_be_changed_after_it_was_restored(world):
    for change in (sa.delete(HistoryRow), sa.update(HistoryRow).values(data={})):
        with pytest.raises(DBAPIError), transactions.writing() as db:
            db.execute(change.execution_options(synchronize_session=False))

"""Rows from before ids of requests were carried along stay, forwards and backwards."""

import sqlalchemy as sa
from alembic import command

from service import clock
from service.access.actor import SYSTEM
from service.database import migrations, transactions
from service.database.models import Event, OutboxEvent, WorkItem
from service.events import outbox
from service.ids import new_id
from service.lifecycle import work_queue


def test_work_and_events_survive_the_way_back_and_forth(database_url):
    process_id = new_id()
    with transactions.connected(database_url):
        with transactions.writing() as session:
            outbox.announce(session, "process.verified", actor=SYSTEM, parties=[new_id()])
            session.flush()
            outbox.publish(session)
        with transactions.writing() as session:
            work_queue.enqueue(session, "verify", process_id)
            outbox.announce(session, "process.sent", actor=SYSTEM, parties=[new_id()])
    command.downgrade(migrations.config(database_url), "0021")
    migrations.upgrade(database_url)
    with transactions.connected(database_url), transactions.reading() as session:
        assert [item.process_id for item in work_queue.waiting(session, 10)] == [process_id]
        for table, type in ((Event, "process.verified"), (OutboxEvent, "process.sent")):
            row = session.scalars(sa.select(table)).one()
            assert (row.type, row.http_request_id) == (type, None)


def test_the_old_schema_knows_no_id_of_a_request(database_url):
    command.downgrade(migrations.config(database_url), "0021")
    engine = transactions.create_engine(database_url)
    row = {"task": "verify", "process_id": new_id(), "created_at": clock.now()}
    with engine.execution_options(writes=True).begin() as connection:
        names = {column["name"] for column in sa.inspect(connection).get_columns("bells")}
        kinds = {"process_id": sa.Uuid(), "created_at": sa.DateTime(timezone=True)}
        old = sa.table("bells", *(sa.column(name, kinds.get(name)) for name in row))
        connection.execute(old.insert().values(row))
    engine.dispose()
    assert "http_request_id" not in names
    migrations.upgrade(database_url)
    with transactions.connected(database_url), transactions.reading() as session:
        assert session.scalars(sa.select(WorkItem.http_request_id)).all() == [None]

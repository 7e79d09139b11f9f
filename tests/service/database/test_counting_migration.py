"""Contracts from before pieces were counted go on: made, shipped and delivered as a whole."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from service.database import migrations
from service.database.engine import create_engine
from service.ids import new_id

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def before(tmp_path):
    """A database of the version before, on which statements can be executed."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    command.upgrade(migrations.config(url), "0001")
    engine = create_engine(url).execution_options(writes=True)
    yield url, engine
    engine.dispose()


def insert(connection, table, **values):
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def lay_in(engine, state):
    """A contract about four pieces in that state, shipped and delivered as far as it says."""
    project, process = new_id().hex, new_id().hex
    stamps = {"created_at": AT, "updated_at": AT}
    with engine.begin() as connection:
        insert(connection, "projects", id=project, visitor_id=new_id().hex, title="", details="{}",
               version=1, **stamps)  # fmt: skip
        insert(connection, "processes", id=process, project_id=project, title="", service_type="x",
               configuration='{"quantity": 4}', state=state, state_since=AT, version=3,
               history_hash="", choice="[]", round=1, lease_token=0, attempts=0,
               **stamps)  # fmt: skip
        for version, trigger in enumerate(("ship", "deliver"), start=1):
            data = '{"carrier": "Parcel", "tracking_number": "4711"}' if version == 1 else "{}"
            if state == "delivered" or (state == "in_delivery" and version == 1):
                insert(connection, "history", id=new_id().hex, process_id=process, version=version,
                       at=AT, actor_role="contractor", actor_name="", trigger=trigger,
                       source="x", dest="y", data=data, previous_hash="", hash="")  # fmt: skip


@pytest.mark.parametrize(
    ("state", "made", "shipped"),
    [
        ("confirmed", None, []),
        ("in_production", 0, []),
        ("produced", 4, []),
        ("in_delivery", 4, [(1, 4, "Parcel", "4711", False)]),
        ("delivered", 4, [(1, 4, "Parcel", "4711", True)]),
    ],
)
def test_a_contract_of_before_is_counted_as_a_whole(before, state, made, shipped):
    url, engine = before
    lay_in(engine, state)
    migrations.upgrade(url)
    with engine.begin() as connection:
        counted = connection.execute(sa.text("SELECT pieces, made, run_from FROM productions"))
        assert counted.all() == ([] if made is None else [(4, made, 1)])
        columns = "number, pieces, carrier, tracking_number, delivered_at IS NOT NULL"
        shipments = connection.execute(sa.text(f"SELECT {columns} FROM shipments"))
        assert [(*row[:4], bool(row[4])) for row in shipments] == shipped

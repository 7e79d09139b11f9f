"""No statement and no transaction hangs for ever, and migrations wait for each other."""

import pytest
import sqlalchemy as sa

from service.database import engine as engines
from service.database import migrations
from tests.support import fork_server


@pytest.fixture
def postgresql_url(database_url):
    if not database_url.startswith("postgresql"):
        pytest.skip("SQLite has no server that could hang")
    return database_url


@pytest.fixture
def connection(postgresql_url):
    engine = engines.create_engine(postgresql_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_statement_that_hangs_is_cancelled(postgresql_url, monkeypatch):
    monkeypatch.setattr(engines, "STATEMENT_TIMEOUT_S", 0.2)
    engine = engines.create_engine(postgresql_url)
    with (
        engine.connect() as connection,
        pytest.raises(sa.exc.OperationalError, match="statement timeout"),
    ):
        connection.execute(sa.text("SELECT pg_sleep(60)"))
    engine.dispose()


def test_a_transaction_left_alone_and_a_dead_connection_come_to_an_end(connection):
    assert connection.scalar(sa.text("SHOW idle_in_transaction_session_timeout")) == "1min"
    parameters = connection.connection.driver_connection.info.get_parameters()
    assert parameters["tcp_user_timeout"] == "10000"
    assert parameters["keepalives_idle"] == "5"


def test_migrations_may_take_their_time(postgresql_url):
    patient = engines.create_engine(postgresql_url, patient=True)
    with patient.connect() as connection:
        assert connection.scalar(sa.text("SHOW statement_timeout")) == "0"
    patient.dispose()


def test_three_migrations_at_once_do_what_one_does(database_url, tmp_path):
    engine = engines.create_engine(database_url).execution_options(writes=True)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
        else:
            tables = sa.MetaData()
            tables.reflect(connection)
            tables.drop_all(connection)
    engine.dispose()
    values = {"DATABASE_URL": database_url, "VAR_DIR": str(tmp_path), "EMBEDDED": "true"}
    values = {f"WERKBANK_{name}": value for name, value in values.items()}
    logs = [tmp_path / f"{number}.log" for number in range(3)]
    migrating = [fork_server.start(log, "service.cli", "migrate", **values) for log in logs]
    codes = [process.wait(100) for process in migrating]
    assert codes == [0, 0, 0], [log.read_text()[-500:] for log in logs]
    current, newest = migrations.revisions(database_url)
    assert current == newest

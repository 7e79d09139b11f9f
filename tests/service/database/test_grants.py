"""The role that the service works as on PostgreSQL: what it can do, and what it never can."""

import secrets

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service import cli
from service.database import transactions
from service.database.engine import create_engine
from service.database.errors import DatabaseError
from service.settings import settings
from tests.support.callers import site, user

pytestmark = pytest.mark.only_on("postgresql")


@pytest.fixture
def role(database_url):
    """A role that owns nothing and may nothing yet."""
    name, engine = f"service_{secrets.token_hex(4)}", create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD 'copper'")
    yield name
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {name}")
        connection.exec_driver_sql(f"DROP ROLE {name}")
    engine.dispose()


@pytest.fixture
def migrate(database_url, monkeypatch, tmp_path):
    """Runs `werkbank migrate --grant` as the owner."""
    monkeypatch.setenv("WERKBANK_DATABASE_URL", database_url)
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    yield lambda role: CliRunner().invoke(cli.main, ["migrate", "--grant", role])
    settings.cache_clear()


def test_the_service_works_as_a_role_that_cannot_rewrite_a_history(
    database_url, role, migrate, monkeypatch, tmp_path
):
    done = migrate(role)
    assert done.exit_code == 0, done.output
    assert f"The role {role} may use it, and add to the history only." in done.output
    url = sa.make_url(database_url).set(username=role, password="copper")
    url = url.render_as_string(hide_password=False)
    with site(url, monkeypatch, tmp_path) as application:
        ada = user(application, "Ada")
        process_id = ada.process(ada.project(), title="Bracket")
        assert ada.patch(f"/processes/{process_id}", {"quantity": 3}).status_code == 200
        assert len(ada.get(f"/processes/{process_id}/history").json["items"]) == 2
        for statement in (
            "UPDATE history SET actor_name = 'Eve'",
            "DELETE FROM history",
            "TRUNCATE history",
            "ALTER TABLE history DISABLE TRIGGER USER",
            "DROP TRIGGER history_refused ON history",
            "UPDATE verifications SET digest = ''",
            "UPDATE record_contents SET content = ''",
            "UPDATE shared_values SET value = '{}'",
            "UPDATE audit_entries SET action = ''",
        ):
            with (
                pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
                transactions.writing() as db,
            ):
                db.execute(sa.text(statement))


def test_a_role_from_which_nothing_can_be_withheld_is_refused(database_url, migrate):
    owner = sa.make_url(database_url).username
    assert "needs one of its own" in migrate(owner).output
    unknown = migrate("nobody_of_this_name")
    assert unknown.exit_code == 1
    assert "There is no role nobody_of_this_name" in unknown.output

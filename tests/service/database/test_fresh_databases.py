"""Proves that every test gets a database of its own, migrated and empty."""

import pytest
import sqlalchemy as sa

from service.database import migrations, transactions
from service.settings import Settings
from tests.support.servers import databases


@pytest.fixture
def engine(database_url):
    engine = transactions.create_engine(database_url)
    yield engine
    engine.dispose()


def test_a_fresh_database_is_of_the_kind_that_the_test_runs_on(database_url, database_kind):
    assert sa.make_url(database_url).get_backend_name() == database_kind


def test_a_fresh_database_is_up_to_date(database_url):
    current, newest = migrations.revisions(database_url)
    assert current == newest is not None


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_one_test_writes_no_other_sees(engine, time):
    with engine.execution_options(writes=True).begin() as connection:
        assert sa.inspect(connection).has_table("written_by_a_test") is False
        connection.exec_driver_sql("CREATE TABLE written_by_a_test (id INTEGER)")


def test_databases_at_the_same_time_are_apart(database_url, database_kind):
    with databases.database(database_kind) as other:
        assert other != database_url


@pytest.mark.parametrize(
    "folder", ["feature%2Fx", "%s %%", "what?x=1", "a#b", "größer 𝟛 mm", 'it\'s "so"', "a:b@c&d+e"]
)
def test_whatever_the_folder_is_called_the_database_lies_in_it(tmp_path, folder):
    url = Settings(var_dir=tmp_path / folder / "var", database_url="").database_url
    assert sa.make_url(url).database == str(tmp_path / folder / "var" / "werkbank.sqlite3")
    migrations.upgrade(url)
    current, newest = migrations.revisions(url)
    assert current == newest
    assert [path.name for path in tmp_path.iterdir()] == [folder]
    assert (tmp_path / folder / "var" / "werkbank.sqlite3").is_file()

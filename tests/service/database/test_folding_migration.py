"""Projects and processes from before titles were folded are found as people see them."""

import pytest
import sqlalchemy as sa
from alembic import command

from service.database import migrations
from service.database.engine import create_engine
from service.ids import new_id
from service.values.texts import folded, sort_key


def test_titles_of_before_are_folded(database_url):
    command.downgrade(migrations.config(database_url), "0018")
    engine = create_engine(database_url).execution_options(writes=True)
    stamps = {"created_at": sa.DateTime(), "updated_at": sa.DateTime()}
    kinds = {"id": sa.Uuid(), "visitor_id": sa.Uuid(), "details": sa.JSON(), **stamps}
    names = ("id", "visitor_id", "title", "details", "version", *stamps)
    projects = sa.table("projects", *(sa.column(n, kinds.get(n)) for n in names))
    titles = ["Übergabe", "", "ﷺ" * 200, *(f"Straße {n}" for n in range(1100))]
    row = {"details": {}, "version": 1}
    moment = sa.func.current_timestamp()
    with engine.begin() as connection:
        for title in titles:
            values = {"id": new_id(), "visitor_id": new_id(), "title": title, **row}
            connection.execute(
                projects.insert().values(**values, created_at=moment, updated_at=moment)
            )
    migrations.upgrade(database_url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT title, title_folded, title_key FROM projects"))
        by_title = {title: (text, key) for title, text, key in rows}
    engine.dispose()
    assert by_title == {title: (folded(title), sort_key(title)) for title in titles}


def test_what_was_folded_can_be_taken_back(database_url):
    command.downgrade(migrations.config(database_url), "0018")
    with pytest.raises(sa.exc.DatabaseError):
        _titles(database_url)
    migrations.upgrade(database_url)
    assert _titles(database_url) == []


def _titles(url):
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(sa.text("SELECT title_folded FROM projects")).all()
    finally:
        engine.dispose()

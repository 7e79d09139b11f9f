"""Migrations leave a program of the version before able to read and write, as it goes on meanwhile.

A migration expands: it adds what old programs need not know. What nothing uses any more is taken
out by a later one, which says in `retires` since which release that is so:
`retires = {"webhooks.secret": "0.2.0"}`.
"""

import re

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from service.database import migrations
from service.database.engine import create_engine
from tests.support.paths import ROOT
from tests.support.schema_changes import breaches, shapes_of

#: The last migration from before this was held to.
LAST_UNBOUND = "0053"
#: A table as the version before knows it.
BEFORE = (
    "CREATE TABLE parts (id INTEGER PRIMARY KEY, title VARCHAR(40) NOT NULL DEFAULT '', note TEXT)"
)


def later_migrations():
    """The migrations after LAST_UNBOUND, oldest first."""
    scripts = ScriptDirectory.from_config(migrations.config(""))
    return list(scripts.walk_revisions(f"{LAST_UNBOUND}", "head"))[::-1][1:]


def released():
    """The releases that the changelog has."""
    return re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_no_migration_takes_away_what_the_version_before_uses(tmp_path):
    url = f"sqlite:///{tmp_path / 'werkbank.sqlite3'}"
    command.upgrade(migrations.config(url), LAST_UNBOUND)
    engine = create_engine(url)
    shapes, faults = shapes_of(engine), []
    for migration in later_migrations():
        command.upgrade(migrations.config(url), migration.revision)
        before, shapes = shapes, shapes_of(engine)
        retired = getattr(migration.module, "retires", {})
        assert set(retired.values()) <= set(released()), "name a release that is out"
        faults += [
            f"{migration.revision}: {breach}"
            for breach in breaches(before, shapes)
            if breach.split(":")[0] not in retired
        ]
    engine.dispose()
    assert migrations.revisions(url)[0] == migrations.newest_revision()
    assert not faults, "programs of the version before break while they go on"


@pytest.mark.parametrize(
    ("statements", "breach"),
    [
        (["DROP TABLE parts"], "parts: is dropped or renamed"),
        (["ALTER TABLE parts RENAME TO pieces"], "parts: is dropped or renamed"),
        (["ALTER TABLE parts DROP COLUMN note"], "parts.note: is dropped or renamed"),
        (["ALTER TABLE parts RENAME COLUMN note TO hint"], "parts.note: is dropped or renamed"),
        (
            ["DROP TABLE parts", BEFORE.replace("note TEXT", "note TEXT, size INTEGER NOT NULL")],
            "parts.size: is demanded of programs that do not know it",
        ),
        (
            ["DROP TABLE parts", BEFORE.replace("note TEXT", "note TEXT NOT NULL")],
            "parts.note: may not be left empty any more",
        ),
        (
            ["DROP TABLE parts", BEFORE.replace(" DEFAULT ''", "")],
            "parts.title: has no default any more",
        ),
        (
            ["DROP TABLE parts", BEFORE.replace("VARCHAR(40)", "VARCHAR(20)")],
            "parts.title: is VARCHAR(length=20) and was VARCHAR(length=40)",
        ),
        (
            ["CREATE UNIQUE INDEX ix_parts_title ON parts (title)"],
            "parts.title: has to be unique from now on (title)",
        ),
        (
            ["DROP TABLE parts", BEFORE.replace("note TEXT", "note TEXT, CHECK (id > 0)")],
            "parts: is checked from now on (id > 0)",
        ),
    ],
)
def test_what_breaks_a_program_of_the_version_before_is_found(tmp_path, statements, breach):
    assert list(changed(tmp_path, *statements)) == [breach]


def test_what_only_adds_breaks_nothing(tmp_path):
    more = [
        "ALTER TABLE parts ADD COLUMN size INTEGER",
        "ALTER TABLE parts ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
        "CREATE UNIQUE INDEX ix_parts_size ON parts (size)",
        "CREATE TABLE pieces (id INTEGER PRIMARY KEY)",
    ]
    assert list(changed(tmp_path, *more)) == []


def changed(tmp_path, *statements):
    """What statements take away from a database that has the table."""
    engine = create_engine(f"sqlite:///{tmp_path / 'parts.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(sa.text(BEFORE))
    before = shapes_of(engine)
    with engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    after = shapes_of(engine)
    engine.dispose()
    return breaches(before, after)

"""Brings a database to the tables of this version, step by step, with Alembic."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.database.engine import create_engine


def config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    configuration = Config()
    configuration.set_main_option("script_location", "service.database:migrations")
    configuration.attributes["url"] = url
    return configuration


def upgrade(url: str) -> None:
    """Make every migration that the database at `url` still lacks."""
    command.upgrade(config(url), "head")


def revisions(url: str) -> tuple[str | None, str | None]:
    """The revision that the database is at, and the newest one."""
    engine = create_engine(url)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return current, ScriptDirectory.from_config(config(url)).get_current_head()

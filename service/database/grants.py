"""Lets the service work as a role of PostgreSQL that can add to the history and never rewrite it.

The role that owns the tables migrates, and grants the application's role what it needs: whoever
takes over a process of the service can neither change a history nor switch its guards off.
"""

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from service.database.engine import create_engine

#: What the application's role may not do, by table; it may read and write all the rest.
WITHHELD: Final = {
    "history": "UPDATE, DELETE",
    "verifications": "UPDATE, DELETE",
    "record_contents": "UPDATE",
    "shared_values": "UPDATE, DELETE",
    "audit_entries": "UPDATE",
    "alembic_version": "INSERT, UPDATE, DELETE",
}


class UnfitRole(Exception):
    """The role could rewrite the history whatever it is granted, or is none."""


def grant(url: str, role: str) -> None:
    """Let `role` use the tables of the database at `url`, whose owner connects; raises UnfitRole.

    Repeated after each migration: what is new has to be granted, too.
    """
    if sa.make_url(url).get_backend_name() != "postgresql":
        raise UnfitRole("only PostgreSQL has roles; SQLite is protected by the rights of its file")
    engine = create_engine(url, patient=True)
    try:
        with engine.begin() as connection:
            _check(connection, role)
            for statement in _statements(engine.dialect.identifier_preparer.quote(role)):
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def _check(connection: sa.Connection, role: str) -> None:
    query = sa.text(
        "SELECT rolsuper, rolname = current_user, "
        "pg_has_role(rolname, (SELECT tableowner FROM pg_tables "
        "WHERE schemaname = current_schema() AND tablename = 'history'), 'MEMBER') "
        "FROM pg_roles WHERE rolname = :role"
    )
    row = connection.execute(query, {"role": role}).one_or_none()
    if row is None:
        raise UnfitRole(f"there is no role {role}; CREATE ROLE makes it, with LOGIN and a password")
    if any(row):
        raise UnfitRole(
            f"the role {role} is a superuser, owns the tables or acts for who does, so that "
            "nothing can be withheld from it; the service needs one of its own"
        )


def _statements(role: str) -> Iterator[str]:
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    for table, rights in WITHHELD.items():
        yield f"REVOKE {rights} ON {table} FROM {role}"

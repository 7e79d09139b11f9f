"""Says how a database would do a query: by which indexes, in which order."""

import sqlalchemy as sa

from service.database.engine import is_postgresql


def plan_of(session, query):
    """The plan of a query as text; PostgreSQL passes whole tables only where no index serves."""
    text = str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    if is_postgresql(session):
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN " if is_postgresql(session) else "EXPLAIN QUERY PLAN "
    return "\n".join(str(row) for row in session.execute(sa.text(explain + text)))


def query_of(session, read):
    """The one query that `read` asks."""
    statements = []

    def note(state):
        statements.append(state.statement)

    sa.event.listen(session, "do_orm_execute", note)
    try:
        read()
    finally:
        sa.event.remove(session, "do_orm_execute", note)
    (statement,) = statements
    return statement

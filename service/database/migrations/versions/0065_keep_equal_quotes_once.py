"""Keep the quotes at which contractors are asked once for all requests with the same."""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Requests that are there keep theirs in their own row.

    Of a new column that is empty PostgreSQL knows that the reference holds, and looks at no row.
    """
    binary = {"sqlite": "BLOB", "postgresql": "BYTEA"}[op.get_bind().dialect.name]
    op.execute(
        f"ALTER TABLE requests ADD COLUMN quote_digest {binary} "
        "CONSTRAINT fk_requests_quote_digest_shared_values REFERENCES shared_values (digest)"
    )


def downgrade() -> None:
    """Take the column out again; the quotes of requests that have it are lost."""
    op.execute("ALTER TABLE requests DROP COLUMN quote_digest")

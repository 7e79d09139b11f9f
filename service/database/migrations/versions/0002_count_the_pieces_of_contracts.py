"""Count the pieces of contracts: productions, replacements, shipments."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from service.database.models import record
from service.ids import new_id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Contracts whose pieces are made, and those of them that were shipped.
SHIPPED = ("in_delivery", "delivered", "disputed", "completed")
MADE = ("produced", *SHIPPED)


def upgrade() -> None:
    productions = op.create_table(
        "productions",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("remade", sa.Integer(), nullable=False),
        sa.Column("run_from", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_productions_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("process_id", name=op.f("pk_productions")),
    )
    op.create_table(
        "replacements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("failed_from", sa.Integer(), nullable=True),
        sa.Column("made_from", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", record.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_replacements_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacements")),
    )
    op.create_index(op.f("ix_replacements_process_id"), "replacements", ["process_id"])
    shipments = op.create_table(
        "shipments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=200), nullable=False),
        sa.Column("tracking_number", sa.String(length=200), nullable=False),
        sa.Column("shipped_at", record.Instant(), nullable=False),
        sa.Column("delivered_at", record.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_shipments_process_id_processes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_shipments_process_id_number")),
    )
    _count_what_is_there(productions, shipments)


def _count_what_is_there(productions: sa.Table, shipments: sa.Table) -> None:
    """Contracts from before were made, shipped and delivered as a whole."""
    processes = sa.table(
        "processes",
        sa.column("id", sa.Uuid()),
        sa.column("state"),
        sa.column("configuration", record.JsonColumn()),
    )
    started = sa.select(processes).where(processes.c.state.in_(("in_production", *MADE)))
    for id, state, configuration in op.get_bind().execute(started).all():
        pieces = configuration.get("quantity", 1)
        made = pieces if state in MADE else 0
        count = {"process_id": id, "pieces": pieces, "made": made}
        op.execute(productions.insert().values(**count, failed=0, remade=0, run_from=1))
        if state in SHIPPED and (sent := _shipment(id)):
            op.execute(shipments.insert().values(process_id=id, pieces=pieces, **sent))


def _shipment(process_id: Any) -> dict[str, Any] | None:
    """What the history says of the last shipment."""
    history = sa.table(
        "history",
        sa.column("process_id", sa.Uuid()),
        sa.column("version"),
        sa.column("trigger"),
        sa.column("at", record.Instant()),
        sa.column("data", record.JsonColumn()),
    )
    rows = sa.select(history.c.trigger, history.c.at, history.c.data).where(
        history.c.process_id == process_id, history.c.trigger.in_(("ship", "deliver"))
    )
    sent: dict[str, Any] | None = None
    for trigger, at, data in op.get_bind().execute(rows.order_by(history.c.version)).all():
        if trigger == "ship":
            sent = _sent_off(at, data)
        elif sent:
            sent["delivered_at"] = at
    return sent


def _sent_off(at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "number": 1,
        "carrier": data.get("carrier", ""),
        "tracking_number": data.get("tracking_number", ""),
        "shipped_at": at,
        "delivered_at": None,
    }

"""A damaged process is rebuilt from its history: shown first, written when told, never by guess."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service.database import transactions
from service.database.models import HistoryRow, Process, WorkItem
from service.ids import new_id
from service.lifecycle import history
from service.operations import consistency
from service.operations.commands import check
from service.settings import settings
from tests.support.orders import confirmed, fire
from tests.support.tampering import lift_guards
from workflows.process import ProcessState

PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}


@pytest.fixture
def process_id(market):
    """An order with a loser, a replacement, a part that has arrived and one on its way."""
    process_id, winner, _ = confirmed(market, 2)
    fire(winner, process_id, "start_production")
    fire(winner, process_id, "report_progress", made=2, failed=1, reason="warped")
    part = fire(winner, process_id, "ship", pieces=2, **PARCEL).json["shipments"][0]
    fire(market.client, process_id, "deliver", shipment_id=part["id"])
    fire(winner, process_id, "report_progress", made=3)
    fire(winner, process_id, "finish_production")
    assert fire(winner, process_id, "ship", **PARCEL).json["state"] == "in_delivery"
    return UUID(process_id)


def run(*words):
    result = CliRunner().invoke(check, [str(word) for word in words])
    transactions.connect(settings().database_url)  # a command disconnects at its end
    return result


def damage(*statements):
    with transactions.writing() as session:
        for statement in statements:
            session.execute(sa.text(statement))


def said():
    with transactions.reading() as session:
        return [finding.detail for finding in consistency.examine(session, None, 50).findings]


def test_what_is_right_need_not_be_rebuilt(process_id):
    right = run("--rebuild", process_id)
    assert right.exit_code == 0, right.output
    assert right.output == f"Process {process_id} is what its history says.\n"


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("UPDATE processes SET state = 'completed'", "state: completed -> in_delivery"),
        ("UPDATE processes SET version = 3", "version: 3 -> "),
        ("UPDATE processes SET history_hash = 'x'", "history_hash: x -> "),
        ("UPDATE processes SET contractor_id = NULL", "contractor_id: None -> "),
        ("UPDATE processes SET offer_id = NULL", "offer_id: None -> "),
        ("UPDATE processes SET deleted_at = '2026-01-01 00:00:00'", "deleted_at: 2026-01"),
        ("UPDATE requests SET state = 'offered' WHERE state = 'lost'", ": offered -> lost"),
        ("UPDATE productions SET made = 1, failed = 4", "pieces, made: 1 -> 5"),
        ("DELETE FROM productions", "pieces, pieces: None -> 5"),
        ("DELETE FROM replacements", ": False -> True"),
        ("DELETE FROM shipments WHERE number = 1", "none -> number 1, 2 pieces, delivered"),
        ("UPDATE shipments SET delivered_at = NULL", "2 pieces, on its way -> number 1"),
    ],
)
def test_a_damage_is_shown_first_and_mended_when_told(process_id, statement, shown):
    with transactions.reading() as session:
        before = len(history.rows_of(session, process_id))
    damage(statement)
    assert said()
    looked = run("--rebuild", process_id)
    assert looked.exit_code == 1
    assert shown in looked.output
    assert "Nothing was written" in looked.output
    assert said()
    done = run("--rebuild", process_id, "--write", "--reason", "the disk was full")
    assert done.exit_code == 0, done.output
    assert shown in done.output
    assert said() == []
    with transactions.reading() as session:
        row = history.rows_of(session, process_id)[-1]
        assert (row.version, row.trigger, row.source, row.dest) == (
            before + 1,
            "rebuild",
            "in_delivery",
            "in_delivery",
        )
        assert (row.actor_role, row.data["reason"]) == ("operator", "the disk was full")
        assert row.data["rebuilt"]
    assert run("--rebuild", process_id).exit_code == 0


def test_a_process_that_a_machine_works_on_is_enqueued_when_it_is_rebuilt(market):
    id = market.client.draft(quantity=5, material_id="pa12")
    market.client.upload(id, unit="mm")
    assert fire(market.client, id, "verify").status_code == 202
    damage("DELETE FROM bells", "UPDATE processes SET state = 'draft', parked_at = updated_at")
    assert run("--rebuild", id, "--write", "--reason", "a slip").exit_code == 0
    with transactions.reading() as session:
        process = session.get_one(Process, UUID(id))
        assert (process.state, process.parked_at) == (ProcessState.VERIFYING, None)
        assert session.scalars(sa.select(WorkItem.process_id)).all() == [process.id]


def test_nothing_is_rebuilt_from_a_history_that_is_damaged_itself(process_id):
    damage("UPDATE processes SET state = 'completed'")
    with transactions.writing() as session:
        lift_guards(session)
        third = sa.select(HistoryRow).where(HistoryRow.version == 3)
        session.scalar(third.where(HistoryRow.process_id == process_id)).actor_name = "Eve"
    for more in ((), ("--write", "--reason", "try")):
        refusal = run("--rebuild", process_id, *more)
        assert refusal.exit_code == 1
        assert "The history is damaged itself" in refusal.output
        assert "history row 3: the hash chain is broken" in refusal.output


def test_an_offer_that_is_lost_is_not_made_up(process_id):
    damage("DELETE FROM offers")
    refusal = run("--rebuild", process_id, "--write", "--reason", "try")
    assert refusal.exit_code == 1
    assert "is not there any more" in refusal.output


def test_mistakes_on_the_command_line_are_answered_by_a_sentence(process_id):
    assert "There is no process" in run("--rebuild", new_id()).output
    assert "Give a reason" in run("--rebuild", process_id, "--write").output
    assert "go with --rebuild" in run("--write", "--reason", "so").output

"""Papers and attachments of before count for who has brought them, once the database is of now."""

import io
from uuid import UUID

import sqlalchemy as sa
from alembic import command

from service.database import migrations, transactions
from service.database.models import Usage
from service.lifecycle import usage
from service.lifecycle.usage import Amounts
from service.operations import consistency
from service.settings import settings
from tests.support.orders import confirmed

PAPER = b"%PDF-1.4\n% certificate 3.1 after EN 10204"


def bring(market):
    """Let both sides of an order bring something; their homes."""
    process_id, contractor, _ = confirmed(market)
    assert contractor.upload(process_id, PAPER, "certificate.pdf").status_code == 201
    for caller in (market.client, contractor):
        data = {"file": (io.BytesIO(PAPER), "note.pdf")}
        path = f"/processes/{process_id}/messages/attachments"
        answer = caller.ask("POST", path, data=data, content_type="multipart/form-data")
        assert answer.status_code == 201, answer.text
    return [UUID(c.get("/auth/me").json["home_id"]) for c in (market.client, contractor)]


def counted():
    with transactions.reading() as session:
        rows = session.execute(sa.select(Usage.party_id, *(getattr(Usage, n) for n in usage.NAMES)))
        return {party_id: Amounts(*numbers) for party_id, *numbers in rows}


def test_what_was_brought_before_is_counted_and_can_be_counted_no_more(market):
    client, contractor = bring(market)
    now = counted()
    config = migrations.config(settings().database_url)
    command.downgrade(config, "0049")
    before = counted()
    assert before[client] + Amounts.of_file(len(PAPER)) == now[client]
    assert before[contractor] == Amounts()
    with transactions.writing() as session:  # as before that contractor had a project
        session.execute(sa.delete(Usage).where(Usage.party_id == contractor))
    migrations.upgrade(settings().database_url)
    assert counted() == now
    with transactions.reading() as session:
        assert list(consistency.miscounted(session)) == []

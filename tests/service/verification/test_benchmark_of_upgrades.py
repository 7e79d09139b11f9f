"""The benchmark of upgrades lays out copies of orders that `werkbank check` finds nothing in."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from benchmarks import upgrade_orders
from service.database import transactions
from service.database.models import Verification
from service.operations import consistency
from service.verification import verify
from tests.support import bulk_orders
from tests.support.callers import publish
from tests.support.orders import fire, ready

pytestmark = pytest.mark.only_on("postgresql")


def test_a_copied_order_has_a_record_of_its_own_that_agrees_with_it(market, monkeypatch):
    for name in ("TABLES", "_copy"):
        monkeypatch.setattr(bulk_orders, name, getattr(bulk_orders, name))
    process_id = ready(market)
    fire(market.client, process_id, "verify")
    verify.verify(UUID(process_id))
    upgrade_orders.copy_records_too(bulk_orders, Verification)
    publish()
    copies = bulk_orders.copies([UUID(process_id)], 2)
    upgrade_orders.tell(UUID(process_id), copies)
    with transactions.reading() as session:
        records = session.scalars(sa.select(Verification)).all()
        assert {record.process_id for record in records} == {UUID(process_id), *copies}
        assert {record.content["id"] for record in records} == {str(each.id) for each in records}
    with transactions.reading() as session:
        assert consistency.examine(session, None, 10).findings == []

"""Verifies drafts, for tests of records."""

from uuid import UUID

import orjson

from service.database.models import Verification
from service.verification import verify
from tests.support.orders import fire
from tests.support.worlds.workplace import rows_of

#: What tells one record of the same inputs from another.
OWN = frozenset({"id", "attempt", "started_at", "finished_at"})


def verified(market, process_id):
    """What the verification came to, and the record as it is stored."""
    assert fire(market.client, process_id, "verify").status_code == 202
    trigger = verify.verify(UUID(process_id))
    return trigger, max(rows_of(Verification, UUID(process_id)), key=lambda row: row.attempt)


def content(verification):
    return {k: v for k, v in orjson.loads(verification.record).items() if k not in OWN}


def shown(market, process_id):
    answer = market.client.get(f"/processes/{process_id}/verification")
    assert answer.status_code == 200, answer.text
    return answer.json

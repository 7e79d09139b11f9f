"""Keeps with a process the quotes of chosen contractors that its record does not have."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from service.database.models import Process, Verification
from service.verification.contractor_answers import Answers


def keep_quotes(db: Session, process: Process, chosen: Sequence[str]) -> None:
    """Keep with the process the quotes of chosen contractors that its record does not have."""
    verification = db.get(Verification, process.verification_id or process.id)
    further_quotes = process.further_quotes or {}
    recorded = further_quotes.keys() | (verification.suitable if verification else ())
    missing = [id for id in chosen if id not in recorded]
    if verification is None or not missing:
        return
    everybody = Answers.of_record(db, process, verification)
    quoted = {id: quote for id in missing if (quote := everybody.quote(id))}
    if quoted:
        process.further_quotes = {**further_quotes, **quoted}

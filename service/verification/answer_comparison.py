"""Compares what all contractors answer to two records of a process."""

from sqlalchemy.orm import Session

from service.database.models import Process, Verification
from service.manufacturing.quoting import record_diff
from service.manufacturing.quoting.record_diff_json import RecordDiffJson
from service.verification.contractor_answers import Answers


def compared(
    db: Session, process: Process, before: Verification, after: Verification
) -> RecordDiffJson:
    """What the second record of a process says otherwise than the first, whoever they keep."""
    everybody = Answers.of_record(db, process, before), Answers.of_record(db, process, after)
    first, second = (answers.content_with(()) for answers in everybody)
    first, second = (
        everybody[0].content_with(record_diff.unanswered(first, second)),
        everybody[1].content_with(record_diff.unanswered(second, first)),
    )
    return record_diff.compare(first, second)

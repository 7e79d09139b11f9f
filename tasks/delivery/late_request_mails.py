"""Mails the requests that contractors' servers would not take while their orders were sent."""

from collections.abc import Callable
from contextlib import ExitStack

import structlog

from service import clock
from service.database import transactions
from service.database.due_conditions import Condition
from service.errors import Outage
from service.sourcing import late_mails
from service.sourcing.dispatch import Outgoing
from service.sourcing.late_mails import MailOutcome
from tasks.channels import DispatchRefused, Unavailable
from tasks.channels.requests import channels, dispatch_of
from tasks.delivery import mail_attempts

log = structlog.get_logger(__name__)


#: That a mail is due.
IS_DUE: Condition = late_mails.IS_DUE


def send_due(goes_on: Callable[[], bool] = lambda: True) -> int:
    """Mail the requests that are due, one after the other; the number of those that went out."""
    return mail_attempts.send_each(late_mails.claim, _send, goes_on)


def _send(outgoing: Outgoing) -> bool:
    outcome = _mail(outgoing)
    log.info("a request was mailed later", request_id=str(outgoing.request_id),
             attempt=outgoing.attempt, error=outcome.error)  # fmt: skip
    with transactions.writing() as session:
        late_mails.settle(session, outgoing.request_id, outcome)
    return outcome.error is None


def _mail(outgoing: Outgoing) -> MailOutcome:
    at = clock.now()
    try:
        with ExitStack() as stack:
            dispatch = dispatch_of(outgoing, stack)
            receipt = channels()[late_mails.MAIL].deliver(dispatch)
    except DispatchRefused as error:
        return MailOutcome(at, error=str(error), final=True)
    except (Unavailable, Outage) as error:
        return MailOutcome(at, error=str(error))
    return MailOutcome(at, receipt.reference, receipt.detail)

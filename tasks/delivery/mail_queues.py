"""Sends what is due of all kinds of mail, kind by kind."""

from collections.abc import Callable
from itertools import compress
from typing import Final, Protocol

from service.database import restorations, transactions
from service.database.due_conditions import Condition, Conditions
from tasks.delivery import (
    account_mails,
    late_request_mails,
    notification_mails,
    webhook_disabled_mails,
)


class MailQueue(Protocol):
    """The mails of one kind: what a module that sends them has."""

    #: That a mail may be due.
    IS_DUE: Condition

    def send_due(self, goes_on: Callable[[], bool] = ..., /) -> int:
        """Send what is due, until told to end; the number of mails that went out."""


#: What is mailed, in the order of their turns.
MAIL_QUEUES: tuple[MailQueue, ...] = (
    account_mails,
    webhook_disabled_mails,
    late_request_mails,
    notification_mails,
)
#: That sending is on hold, and which of them may have something due.
_MAILING: Final = Conditions(restorations.IS_ON_HOLD, *(queue.IS_DUE for queue in MAIL_QUEUES))


def send_due(goes_on: Callable[[], bool]) -> int:
    """Send the mails that are due, until told to end; the number of those that went out.

    None goes out while sending is on hold.
    """
    with transactions.reading() as session:
        is_on_hold, *are_due = _MAILING.hold(session)
    if is_on_hold:
        return 0
    # Somebody waits for a link at this moment; the others tell what can wait.
    return sum(queue.send_due(goes_on) for queue in compress(MAIL_QUEUES, are_due))

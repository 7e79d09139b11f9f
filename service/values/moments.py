"""The type of a time that comes in: aware, and within the years that a database can keep."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from service.translations import gettext_noop as _


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(_("in UTC this lies before the year 1 or after the year 9999")) from error


#: A time with its zone, in UTC.
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]

"""Reads days and spans of days as contractors write them."""

from datetime import date, timedelta

from service.manufacturing.quoting.catalogue.rules import BadData
from service.translations import gettext_noop as _

#: A span is no longer than this, in days.
LONGEST_SPAN = 400


def days_of(span: str, where: str) -> list[date]:
    """The days of "2026-12-24" or, both ends included, "2026-12-24/2027-01-03" (ISO 8601)."""
    first, __, last = span.partition("/")
    start = _day(first, where)
    end = _day(last, where) if last else start
    length = (end - start).days + 1
    if not 1 <= length <= LONGEST_SPAN:
        raise BadData(
            _("{where} spans 1 to {most} days, not {length} as in {span!r}"),
            where=where,
            most=LONGEST_SPAN,
            length=length,
            span=span,
        )
    return [start + timedelta(days=i) for i in range(length)]


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadData(
            _("{where} must hold dates such as '2026-12-24', not {text!r:.80}"),
            where=where,
            text=text,
        ) from None

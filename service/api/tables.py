"""Answers that are no JSON: tables as CSV (RFC 4180), harmless in every spreadsheet, and PDF."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

CSV: dict[int | str, Any] = {200: {"description": "CSV", "content": {"text/csv": {}}}}

PDF: dict[int | str, Any] = {200: {"description": "PDF", "content": {"application/pdf": {}}}}


def rows_as_text(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of the table; what a spreadsheet would take for a formula gets an apostrophe."""
    line = io.StringIO()
    writer = csv.writer(line)
    for row in chain([heading], rows):
        writer.writerow([_harmless(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    risky = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    return "'" + cell if risky else cell

"""Answers that are no JSON: tables as CSV (RFC 4180), harmless in every spreadsheet, and PDF."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any


def _of_type(media_type: str, description: str, **schema: str) -> dict[int | str, Any]:
    content = {media_type: {"schema": {"type": "string", **schema}}}
    return {200: {"description": description, "content": content}}


CSV = _of_type("text/csv", "CSV")
PDF = _of_type("application/pdf", "PDF", format="binary", contentMediaType="application/pdf")


#: By it spreadsheets tell that a table is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
#: What begins a formula in a cell (OWASP: CSV injection), also in full width, also behind a sign
#: at which a spreadsheet of another country begins a new cell, and behind what cannot be seen. It
#: fits wherever a cell may begin, so that many blanks are looked at once and not from each of them.
_FORMULA = re.compile(r"((?:^|[;\t\r\n])[\s\u00ad\u200b-\u200f\u2060\ufeff]*)([=+\-@＝＋－＠]?)")
_ODD_START = ("\t", "\r", "\n")


def rows_as_text(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of the table, after a byte order mark.

    What a spreadsheet would take for a formula gets an apostrophe.
    """
    line = io.StringIO()
    line.write(BYTE_ORDER_MARK)
    writer = csv.writer(line)
    for row in chain([heading], rows):
        writer.writerow([_harmless(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _harmless(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    harmless = _FORMULA.sub(lambda found: found[1] + (f"'{found[2]}" if found[2] else ""), cell)
    return "'" + harmless if harmless.startswith(_ODD_START) else harmless

"""Lays the history of a process out as a PDF: who did what and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.documents import lifecycle
from service.documents.layout.sheet import as_pdf, columns, head
from service.translations import Language, gettext, gettext_noop

#: Heads of the columns, and their widths; the first column has the number of the entry.
COLUMNS = (
    gettext_noop("When (UTC)"),
    gettext_noop("What"),
    gettext_noop("From, to"),
    gettext_noop("Who"),
)
COLUMNS_MM = (12, 40, 42, 50, 30)


@dataclass(frozen=True)
class HistoryLine:
    """One entry; `at` is aware UTC."""

    at: datetime
    trigger: str
    source: str | None
    dest: str
    role: str
    name: str


def history_pdf(
    title: str, process_id: str, lines: Sequence[HistoryLine], digest: str, language: Language
) -> bytes:
    """The history as PDF (A4), oldest first; `digest` is the last hash of its chain."""
    heads = ["", *(gettext(column, language) for column in COLUMNS)]
    kind = gettext("History", language)
    return as_pdf(
        [
            *head(kind, title, gettext("Process {id}", language, id=process_id)),
            columns(heads, _rows(lines, language), COLUMNS_MM),
        ],
        title=f"{kind}: {title}",
        subject=title,
        number=process_id,
        foot=gettext("Last hash: {digest}", language, digest=digest),
        language=language,
    )


def _rows(lines: Sequence[HistoryLine], language: Language) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(lines, start=1):
        dest = lifecycle.state(line.dest, language)
        source = lifecycle.state(line.source, language) if line.source else ""
        yield (
            str(number),
            line.at.strftime("%Y-%m-%d %H:%M:%S"),
            lifecycle.trigger(line.trigger, language),
            f"{source} → {dest}" if source and source != dest else dest,
            f"{line.name} ({lifecycle.role(line.role, language)})",
        )

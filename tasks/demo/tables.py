"""Shows what the demo order brought about as tables for a terminal."""

from collections.abc import Iterable, Sequence

from rich.table import Table

from werkbank_client.models import ConstraintShown, ContractorAnswer, HistoryEntry, MoneyShown

#: Reasons of an unsuitable contractor that are shown; the others are counted.
MOST_REASONS = 2


def quotes_table(answers: Sequence[ContractorAnswer]) -> Table:
    """The contractors that can make the part, in the order of preference."""
    table = Table(title="Who can make it, prices without tax", title_justify="left")
    table.add_column("Contractor")
    table.add_column("Machine")
    table.add_column("Total", justify="right", no_wrap=True)
    table.add_column("Arrives", no_wrap=True)
    for answer in answers:
        if quote := answer.quote:
            arrives = str(quote.delivery_date or "")
            table.add_row(answer.name, quote.machine or "", money(quote.total), arrives)
    return table


def refusals_table(answers: Sequence[ContractorAnswer]) -> Table:
    """The contractors that cannot make the part, and why."""
    table = Table(title="Who cannot, and why", title_justify="left")
    table.add_column("Contractor", no_wrap=True)
    table.add_column("Reason")
    for answer in answers:
        if not answer.suitable:
            table.add_row(answer.name, reasons(answer.constraints))
    return table


def reasons(constraints: Sequence[ConstraintShown]) -> str:
    """The first sentences of what keeps a contractor from making the part."""
    sentences = list(dict.fromkeys(failed.reason for failed in constraints))
    more = len(sentences) - MOST_REASONS
    return "; ".join(sentences[:MOST_REASONS]) + (f"; and {more} more" if more > 0 else "")


def history_table(entries: Iterable[HistoryEntry]) -> Table:
    """Who did what and when."""
    table = Table(title="Its history", title_justify="left")
    for name in ("At (UTC)", "Who", "Did", "State"):
        table.add_column(name, no_wrap=name != "Who")
    for entry in entries:
        actor = entry.actor
        state = str(entry.to)
        if entry.from_ not in (None, entry.to):
            state = f"{entry.from_} -> {entry.to}"
        name = actor.name if actor.name not in ("", actor.role) else ""
        who = f"{actor.role} {name}".strip()
        table.add_row(f"{entry.at:%H:%M:%S}", who, entry.trigger, state)
    return table


def money(amount: MoneyShown) -> str:
    """An amount with its currency."""
    return f"{amount.amount} {amount.currency}"

"""Shows what the demo order brought about as tables for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

#: Reasons of an unsuitable contractor that are shown; the others are counted.
MOST_REASONS = 2
Shown = Mapping[str, Any]


def contractors_table(answers: Sequence[Shown]) -> Table:
    """Every contractor: its price and date, or why it cannot make the part."""
    table = Table(title="Who can make it, and what it costs without tax", title_justify="left")
    table.add_column("Contractor", max_width=30)
    table.add_column("Machine", max_width=22)
    table.add_column("Total", justify="right", no_wrap=True)
    table.add_column("Arrives", no_wrap=True)
    table.add_column("Why not", max_width=60)
    for answer in answers:
        if answer["suitable"]:
            quote = answer["quote"]
            row = (quote["machine"], money(quote["total"]), quote["delivery_date"], "")
            table.add_row(answer["name"], *row)
        else:
            table.add_row(answer["name"], "", "", "", reasons(answer["constraints"]), style="dim")
    return table


def reasons(constraints: Sequence[Shown]) -> str:
    """The first sentences of what keeps a contractor from making the part."""
    sentences = list(dict.fromkeys(str(failed["reason"]) for failed in constraints))
    more = len(sentences) - MOST_REASONS
    return "; ".join(sentences[:MOST_REASONS]) + (f"; and {more} more" if more > 0 else "")


def history_table(rows: Sequence[Shown]) -> Table:
    """Who did what and when."""
    table = Table(title="Its history", title_justify="left")
    for name in ("At (UTC)", "Who", "Did", "State"):
        table.add_column(name, no_wrap=name != "Who")
    for row in rows:
        actor = row["actor"]
        state = row["to"] if row["from"] in (None, row["to"]) else f"{row['from']} -> {row['to']}"
        name = actor["name"] if actor["name"] not in ("", actor["role"]) else ""
        who = f"{actor['role']} {name}".strip()
        table.add_row(row["at"][11:19], who, row["trigger"], state)
    return table


def money(amount: Shown) -> str:
    """An amount with its currency."""
    return f"{amount['amount']} {amount['currency']}"

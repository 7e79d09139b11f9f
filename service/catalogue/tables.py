"""Keeps the tables that screening reads, and makes the next ones of them.

Two versions of a catalogue, and the markets of one, differ by few contractors: only these are laid
out anew.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Final

from service.catalogue.catalogued_contractor import CataloguedContractor
from service.manufacturing.quoting.screening import Block, Table

#: Tables that are kept to make others of them: that of the market, and one with somebody's own.
_KEPT: Final = 2
#: Of so many contractors memory holds all that was understood to lay them out: matching soon asks
#: for most of that again. Of more it asks for few.
_MOST_UNDERSTOOD: Final = 500

#: Contractors by their ids, in the order of these.
Listing = Mapping[str, CataloguedContractor]

_lock = Lock()
_recent: list[tuple[Listing, Table]] = []


def table_of(contractors: Listing) -> Table:
    """The table of these contractors; there must be some."""
    with _lock:
        changes = [(table, _changed(before, contractors)) for before, table in _recent]
        table, changed = min(changes, key=lambda pair: len(pair[1]), default=(None, set()))
        if table is None or len(changed) > len(contractors) // 2:
            made = Table.of(list(_blocks(contractors).values()), tuple(contractors.values()))
        else:
            blocks = _blocks({id: contractors[id] for id in changed if id in contractors})
            made = table.revised(tuple(contractors.values()), blocks)
        _keep(contractors, made)
        return made


def keep(contractors: Listing, table: Table) -> None:
    """Make the next tables of this one, which was made of these contractors elsewhere."""
    with _lock:
        _keep(contractors, table)


def _blocks(contractors: Listing) -> dict[str, Block]:
    keep = len(contractors) <= _MOST_UNDERSTOOD
    return {id: each.block(keep=keep) for id, each in contractors.items()}


def _keep(contractors: Listing, table: Table) -> None:
    _recent.insert(0, (contractors, table))
    del _recent[_KEPT:]


def _changed(before: Listing, contractors: Listing) -> set[str]:
    """The ids of all whose rows are others."""
    if list(before) == list(contractors):
        pairs = zip(before.values(), contractors.values(), strict=True)
        return {each.id for known, each in pairs if known is not each and _differ(known, each)}
    changed = {
        id
        for id, each in contractors.items()
        if (known := before.get(id)) is not each and (known is None or _differ(known, each))
    }
    return changed | (before.keys() - contractors.keys())


def _differ(known: CataloguedContractor, each: CataloguedContractor) -> bool:
    return known.digest != each.digest

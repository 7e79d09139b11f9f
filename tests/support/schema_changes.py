"""Finds what a migration takes from a program of the version before, which goes on meanwhile."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa


class TableShape(NamedTuple):
    """What a program relies on of a table."""

    columns: dict
    unique: frozenset
    checks: frozenset


def shapes_of(engine) -> dict:
    """The shape of every table, by name."""
    inspector = sa.inspect(engine)
    shapes = {}
    for table in inspector.get_table_names():
        unique = [tuple(each["column_names"]) for each in inspector.get_unique_constraints(table)]
        unique += [
            tuple(each["column_names"]) for each in inspector.get_indexes(table) if each["unique"]
        ]
        checks = [each["sqltext"] for each in inspector.get_check_constraints(table)]
        columns = {column["name"]: column for column in inspector.get_columns(table)}
        shapes[table] = TableShape(columns, frozenset(unique), frozenset(checks))
    return shapes


def breaches(before, after) -> Iterator[str]:
    """What of `before` a program cannot do any more, as `table` or `table.column`, and why."""
    for table, old in before.items():
        if table not in after:
            yield f"{table}: is dropped or renamed"
            continue
        new = after[table]
        for name, column in old.columns.items():
            if name not in new.columns:
                yield f"{table}.{name}: is dropped or renamed"
                continue
            changed = new.columns[name]
            if column["nullable"] and not changed["nullable"]:
                yield f"{table}.{name}: may not be left empty any more"
            if column["default"] is not None and changed["default"] is None:
                yield f"{table}.{name}: has no default any more"
            if _holds_less(column["type"], changed["type"]):
                yield f"{table}.{name}: is {changed['type']!r} and was {column['type']!r}"
        for name, column in new.columns.items():
            is_demanded = not column["nullable"] and column["default"] is None
            if name not in old.columns and is_demanded:
                yield f"{table}.{name}: is demanded of programs that do not know it"
        for columns in new.unique - old.unique:
            if set(columns) <= old.columns.keys():
                yield f"{table}.{columns[0]}: has to be unique from now on ({', '.join(columns)})"
        for text in new.checks - old.checks:
            yield f"{table}: is checked from now on ({text})"


def _holds_less(old, new) -> bool:
    if type(old) is not type(new):
        return True
    old_length, new_length = getattr(old, "length", None), getattr(new, "length", None)
    return new_length is not None and (old_length is None or new_length < old_length)

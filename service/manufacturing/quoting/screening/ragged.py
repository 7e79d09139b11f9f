"""Columns of which each contractor has a run of rows, and how single runs take others' places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.manufacturing.quoting.screening.columns import Floats, Whole

#: What a run of contractors keeps: the first of them, and the one after the last.
Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Ragged:
    """Columns by their names; `lengths` has for each contractor the number of its rows."""

    columns: Mapping[str, Floats]
    lengths: Whole

    @classmethod
    def of(cls, names: Sequence[str], runs: Sequence[Floats]) -> "Ragged":
        """The runs of rows of all contractors, one after the other."""
        rows = np.concatenate(runs) if runs else np.empty((0, len(names)))
        columns = np.ascontiguousarray(rows.T)
        lengths = np.array([len(run) for run in runs], dtype=np.int64)
        return cls(dict(zip(names, columns, strict=True)), lengths)

    def __getitem__(self, name: str) -> Floats:
        """One column."""
        return self.columns[name]

    def __len__(self) -> int:
        """How many rows all contractors have together."""
        return int(self._ends[-1]) if len(self.lengths) else 0

    @cached_property
    def owners(self) -> Whole:
        """Of each row the place of its contractor."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def ranks(self) -> Whole:
        """Of each row which one of its contractor's it is, from 0 on."""
        return np.arange(len(self)) - (self._ends - self.lengths)[self.owners]

    @cached_property
    def _ends(self) -> Whole:
        return self.lengths.cumsum()

    def run(self, place: int) -> slice:
        """Where the rows of the contractor at that place are."""
        end = int(self._ends[place])
        return slice(end - int(self.lengths[place]), end)

    def spliced(self, pieces: Sequence[Span | Floats]) -> "Ragged":
        """The runs of these contractors one after the other: spans of them here, or new rows."""
        lengths: list[Whole] = []
        parts: list[slice | Floats] = []
        for piece in pieces:
            if isinstance(piece, tuple):
                first, last = piece
                lengths.append(self.lengths[first:last])
                parts.append(self._rows(first, last))
            else:
                lengths.append(np.array([len(piece)]))
                parts.append(piece)
        columns = {
            name: np.concatenate(
                [column[part] if isinstance(part, slice) else part[:, place] for part in parts]
            )
            for place, (name, column) in enumerate(self.columns.items())
        }
        return Ragged(columns, np.concatenate(lengths))

    def replaced(self, runs: Mapping[int, Floats]) -> "Ragged":
        """The same with other rows of the contractors at these places.

        A column in which nothing is another one is the same array as before.
        """
        if any(len(rows) != self.lengths[place] for place, rows in runs.items()):
            return self.spliced(_between(runs, len(self.lengths)))
        columns, names = dict(self.columns), list(self.columns)
        for place, rows in runs.items():
            here = self.run(place)
            before = np.array([column[here] for column in columns.values()])
            differs = ~((before == rows.T) | (np.isnan(before) & np.isnan(rows.T))).all(axis=1)
            for i in np.flatnonzero(differs).tolist():
                name = names[i]
                if columns[name] is self.columns[name]:
                    columns[name] = columns[name].copy()
                columns[name][here] = rows[:, i]
        if all(columns[name] is self.columns[name] for name in names):
            return self
        changed = Ragged(columns, self.lengths)
        vars(changed).update(_ends=self._ends, owners=self.owners, ranks=self.ranks)
        return changed

    def _rows(self, first: int, last: int) -> slice:
        if first == last:
            return slice(0, 0)
        return slice(self.run(first).start, self.run(last - 1).stop)


def _between(runs: Mapping[int, Floats], length: int) -> list[Span | Floats]:
    """The runs at their places, and the spans between them."""
    pieces: list[Span | Floats] = []
    first = 0
    for place in sorted(runs):
        pieces += [(first, place), runs[place]]
        first = place + 1
    return [*pieces, (first, length)]

"""Decides in which order tests run, and which of them pytest-xdist gives to one process."""

import re

from xdist.scheduler import LoadScopeScheduling

from tests.support.servers.databases import NAMES

#: What takes longest comes first, so that no process is left alone with it at the end.
FIRST = (
    "tests/stories/test_story",
    "tests/stories/test_demo",
    "tests/stories/",
    "tests/processes/",
)
#: What wants a whole Werkbank that runs.
STORIES = FIRST[:2]
_DATABASE = re.compile(rf"\[({'|'.join(NAMES.values())})[]-]")


class WorldsTogether(LoadScopeScheduling):
    """Gives one process the tests that share a world, in the order of their collection."""

    def __init__(self, config, log):
        super().__init__(config, log)
        config.option.loadscopereorder = False  # else units with many tests come first

    def _split_scope(self, nodeid):
        return unit_of(nodeid)


def unit_of(nodeid):
    """What the tests that share a world have in common; other tests stand for themselves.

    Those of a file share one per kind of database; all stories of a kind share one Werkbank.
    """
    if not (database := _DATABASE.search(nodeid)):
        return nodeid
    if nodeid.startswith(STORIES):
        return f"stories on {database[1]}"
    return f"{nodeid.partition('::')[0]} on {database[1]}"


def in_order(items):
    """The tests with the longest first, those that share a world in a row, and short ones last."""
    places = {}
    for item in items:
        places.setdefault(unit_of(item.nodeid), len(places))
    return sorted(items, key=lambda item: (_rank(item.nodeid), places[unit_of(item.nodeid)]))


def _rank(nodeid):
    rank = next((n for n, path in enumerate(FIRST) if nodeid.startswith(path)), len(FIRST))
    return rank if rank < len(FIRST) or _DATABASE.search(nodeid) else len(FIRST) + 1

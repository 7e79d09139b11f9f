"""Variables of the environment that look like settings, and by which names they go."""

import os
from collections.abc import Collection
from difflib import get_close_matches

PREFIX = "WERKBANK_"
#: Variables of the tests, which are no settings.
_OF_TESTS = f"{PREFIX}TEST_"
#: Former names of settings, which go on working for one release, and what they are called now.
FORMER_NAMES = {
    "sweep_interval_s": "recovery_interval_s",
    "bell_patience_s": "work_item_patience_s",
}


def former_variables() -> list[str]:
    """A sentence for each variable of the environment that goes by its former name."""
    return [
        f"{name} is now {PREFIX}{FORMER_NAMES[former].upper()}; "
        "the old name goes with the next release"
        for name, former in _variables().items()
        if former in FORMER_NAMES and os.environ[name].strip()
    ]


def unknown_variables(settings: Collection[str]) -> list[str]:
    """A sentence for each variable of the environment that looks like a setting and is none.

    `settings` are the names of all that there are.
    """
    return [
        f"{name} is no setting"
        + "".join(
            f"; did you mean {PREFIX}{near.upper()}?"
            for near in get_close_matches(word, settings, n=1)
        )
        for name, word in _variables().items()
        if word.removesuffix("_file") not in {*settings, *FORMER_NAMES}
        and not name.upper().startswith(_OF_TESTS)
    ]


def _variables() -> dict[str, str]:
    """The variables of the environment that look like settings, and their names without prefix."""
    names = (name for name in sorted(os.environ) if name.upper().startswith(PREFIX))
    return {name: name.upper().removeprefix(PREFIX).lower() for name in names}

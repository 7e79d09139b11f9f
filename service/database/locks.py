"""The two modes in which rows are locked.

Both lock against other writers alone (FOR NO KEY UPDATE): rows that refer to a locked one, such as
a message of a process, can be added meanwhile and wait for nobody. SQLite has one writer at a time,
so there is nothing to lock there. A mode is handed on as `with_for_update=MODE` where a row is read
by its key, and as `with_for_update(**MODE)` in a query; SQLAlchemy takes a plain dict for both.
"""

from typing import Any, Final

#: Wait for whoever holds the row.
AGAINST_WRITERS: Final[dict[str, Any]] = {"key_share": True}
#: Pass by what somebody holds: it is in good hands, or its turn comes again.
SKIP_LOCKED: Final[dict[str, Any]] = {"key_share": True, "skip_locked": True}

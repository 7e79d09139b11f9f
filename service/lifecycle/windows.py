"""Decides how long states last: as the table says, or as an organisation has set it.

What holds is fixed for a process when it is sent, so that no later change of a setting moves a
deadline that the parties know of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import shared_values
from service.database.models import Offer, Organization, Process, Project, Request
from service.database.models.column_json import WindowJson
from service.database.transaction import transaction_of
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows import process as process_table
from workflows import request as request_table
from workflows import windows as table_windows
from workflows.definition import Deadline

#: What holds for both tables is checked when the service starts: nothing runs on other tables. A
#: request is dated by its offers, too.
table_windows.check(
    {"process": process_table.STATES, "request": request_table.STATES},
    {
        "process": frozenset(sa.inspect(Process).columns.keys()),
        "request": frozenset((*sa.inspect(Request).columns.keys(), Offer.valid_until.key)),
    },
)

#: What an organisation has set, by the name of the deadline.
Settings = Mapping[str, WindowJson]

HOUR = timedelta(hours=1)
#: Where a window was set but no reminder, a reminder comes at half of the window at the latest.
LATEST_SHARE = 2


@dataclass(frozen=True)
class Window:
    """How long a state lasts, and how long before its end somebody is reminded (None: never)."""

    after: timedelta
    reminder: timedelta | None

    def to_dict(self) -> WindowJson:
        """As settings and processes keep it."""
        reminder = self.reminder.total_seconds() / 3600 if self.reminder else 0
        return {"hours": self.after.total_seconds() / 3600, "reminder_hours": reminder}


def settable() -> dict[str, Deadline]:
    """Every deadline that an organisation may set, by its name, in the order of the table."""
    return {d.name: d for d in process_table.DEADLINES.values() if d.name}


def window(deadline: Deadline, chosen: Settings) -> Window:
    """The window of a deadline under the settings `chosen`."""
    setting: WindowJson = chosen.get(deadline.name or "", {})
    after = setting["hours"] * HOUR if "hours" in setting else default(deadline)
    if "reminder_hours" in setting:
        return Window(after, setting["reminder_hours"] * HOUR or None)
    reminder = min(deadline.reminder, after / LATEST_SHARE) if deadline.reminder else None
    return Window(after, reminder)


def default(deadline: Deadline) -> timedelta:
    """How long it lasts where nobody has set anything."""
    if deadline.name == "answer_window":
        return settings().answer_window_h * HOUR
    return deadline.after


def chosen_by(db: Session, organization_id: UUID | None) -> Settings:
    """What an organisation has set, read once in a transaction; nothing for a visitor."""
    chosen = transaction_of(db).deadline_settings
    if organization_id not in chosen:
        query = sa.select(Organization.deadlines).where(Organization.id == organization_id)
        chosen[organization_id] = db.scalar(query) or {}
    return chosen[organization_id]


def fix(db: Session, process: Process, project: Project) -> None:
    """Let the windows that hold now go on to hold for the process, whatever is set later."""
    chosen = chosen_by(db, project.client_id)
    present = {name: window(deadline, chosen).to_dict() for name, deadline in settable().items()}
    [process.shared_windows] = shared_values.kept(db, [present])
    process.own_windows = {}


def faults(process: Process) -> Iterator[str]:
    """That its windows are no longer those that it was sent with."""
    if process.shared_windows and not shared_values.is_intact(process.shared_windows):
        yield f"process {process.id}: the windows that it was sent with were changed"


def window_of(db: Session, process: Process, project: Project, deadline: Deadline) -> Window:
    """The window that holds for a process: the one it was sent with, else the present one."""
    if deadline.name is None:
        return window(deadline, {})
    return window(deadline, process.windows or chosen_by(db, project.client_id))


def check(name: str, hours: float | None, reminder_hours: float | None) -> Iterator[str]:
    """What is wrong with a setting, in sentences; nothing if it may be kept."""
    deadline = settable()[name]
    low, high = deadline.least / HOUR, deadline.most / HOUR
    lasts = default(deadline) / HOUR if hours is None else hours
    if hours is not None and not low <= hours <= high:
        message = _("{name} lasts from {low} to {high} hours, not {hours}")
        yield Sentence(message, name=name, low=f"{low:g}", high=f"{high:g}", hours=f"{hours:g}")
    if reminder_hours is not None and not 0 <= reminder_hours < lasts:
        message = _("a reminder {hours} hours before the end of {lasts} comes too early")
        yield Sentence(message, hours=f"{reminder_hours:g}", lasts=f"{lasts:g}")

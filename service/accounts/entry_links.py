"""Links by which one of the example people is let in once, on a machine that runs everything."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.permissions import NOBODY, Forbidden, Principal
from service.accounts import login, users
from service.accounts.devices import NO_DEVICE, Device
from service.database import one_time_tokens
from service.database.models import User
from service.settings import settings
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "example_entry"
#: How long a link works: as long as somebody may look at a terminal.
LINK_LASTS = timedelta(hours=12)


def issue_link(db: Session, user_id: UUID) -> str:
    """The token of a link for that user; raises Forbidden outside the embedded mode."""
    _check_embedded()
    user = db.get_one(User, user_id)
    return one_time_tokens.issue(db, PURPOSE, user.id, _bound_to(user), LINK_LASTS).token


def enter(
    db: Session, token: str, before: Principal = NOBODY, device: Device = NO_DEVICE
) -> login.LoginResult:
    """Let the user of the link in; raises Forbidden, TokenVoid and as `one_time_tokens.find`."""
    _check_embedded()
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    user = users.of_token(db, row, lock=True)
    one_time_tokens.use(row, _bound_to(user))
    return login.enter(db, user, before, device)


def _check_embedded() -> None:
    if not settings().embedded:
        raise Forbidden(_("only a machine that runs everything lets example people in by a link"))


def _bound_to(user: User) -> tuple[str, ...]:
    return (user.email,)

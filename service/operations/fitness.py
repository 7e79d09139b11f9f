"""Says what in the database keeps an installation from production, as settings cannot show it."""

import sqlalchemy as sa
import structlog

from service.database import Session
from service.database.models import User
from service.files import storage
from service.files.storage import ForeignStorage, StorageUnreachable
from service.operations.example import people
from service.settings import Settings
from service.values.production import UnfitForProduction

log = structlog.get_logger(__name__)


def check_storage() -> None:
    """Raise UnfitForProduction if the storage is not that of this installation.

    One that does not answer may do so later, and is asked again by whoever needs it.
    """
    try:
        storage.current_storage().check_mark()
    except ForeignStorage as error:
        raise UnfitForProduction([error.reason]) from error
    except StorageUnreachable as error:
        log.warning("the storage could not be looked into", error=error.reason)


def check_data(db: Session, config: Settings) -> None:
    """Raise UnfitForProduction for what the embedded mode has left there, unless embedded.

    The example people's passwords stand in the log of `make run`; those that were disabled are
    nobody any more.
    """
    if config.embedded:
        return
    ids = [login.user_id for login in people.people(config)]
    query = sa.select(User.email).where(User.id.in_(ids), User.disabled_at.is_(None))
    if left := sorted(db.scalars(query)):
        raise UnfitForProduction(
            [
                "the database holds example people of the embedded mode, whose passwords were "
                "shown; begin with an empty one, or disable them with `werkbank user disable`: "
                + ", ".join(left)
            ]
        )

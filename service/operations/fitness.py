"""Says what in the database keeps an installation from production, as settings cannot show it."""

import sqlalchemy as sa

from service.database import Session
from service.database.models import User
from service.operations.example import people
from service.settings import Settings
from service.values.production import UnfitForProduction


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

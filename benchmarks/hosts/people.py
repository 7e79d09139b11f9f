"""Makes a client with a key, and the example contractors as real ones; prints whom, as JSON.

Run it with `python -m benchmarks.hosts.people` in the environment of a web process.
"""

import json

import sqlalchemy as sa

from benchmarks import example_client, feed_site
from service import clock
from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import Membership, User
from service.settings import settings


def main() -> None:
    """Print the key of the client's owner and the id of its organisation."""
    with transactions.connected(settings().database_url):
        with transactions.writing() as session:
            for record in example_client.contractors(("inbox", "mail")):
                session.add(record)
                session.flush()
            mark_changed(session)
        key = feed_site.create_owner()
        with transactions.writing() as session:
            (owner,) = session.scalars(sa.select(User).where(User.is_operator.is_(False)))
            owner.email_verified_at = clock.now()
            of_owner = sa.select(Membership.organization_id).where(Membership.user_id == owner.id)
            organization_id = session.scalars(of_owner).one()
    print(json.dumps({"key": key, "organization_id": str(organization_id)}))


if __name__ == "__main__":
    main()

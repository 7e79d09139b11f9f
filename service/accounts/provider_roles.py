"""Gives members the roles that their groups at a provider of identities stand for."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from service.accounts import members
from service.accounts.roles import find_role
from service.database.locks import AGAINST_WRITERS
from service.database.models import Membership, Organization, User
from service.values.oidc_providers import OidcProvider


def follow(db: Session, provider: OidcProvider, user: User, groups: Collection[str]) -> None:
    """Let a user have the role of their first group that has one, at each login anew.

    Whom people have taken in keeps the role that people have given. Who is in no such group any
    more loses what the provider has given, unless they are the last owner.
    Raises roles.UnknownRole if the settings name a role that is not there.
    """
    if provider.organization_id is None or not provider.roles:
        return
    organization = db.get(Organization, provider.organization_id, with_for_update=AGAINST_WRITERS)
    if organization is None:
        return
    name = next((role for group, role in provider.roles.items() if group in groups), None)
    role = find_role(db, organization.id, name) if name else None
    membership = db.get(Membership, (user.id, organization.id))
    if membership is None:
        if role is not None:
            members.take_in(db, organization, user, role)
            db.get_one(Membership, (user.id, organization.id)).given_by = provider.name
    elif membership.given_by == provider.name:
        members.follow_role(db, organization, user, role)
    db.flush()

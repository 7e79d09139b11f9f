"""Signed tokens with which a mail can be unsubscribed without a login."""

from typing import NamedTuple
from uuid import UUID

from service import signed_tokens
from service.access.lookup import Unknown
from service.signed_tokens import BadToken
from service.translations import gettext_noop as _

#: Whatever else is signed with the same secret ends no mails.
PURPOSE = "unsubscribe"
#: Every type of events.
ALL = "*"


class Subscription(NamedTuple):
    """Whose mails, for which organisation, about which type of events (or ALL)."""

    user_id: UUID
    organization_id: UUID
    type: str


def make_token(of: Subscription) -> str:
    """A token that ends the subscription; it never expires, for a mail may be opened late."""
    return signed_tokens.token(PURPOSE, of.user_id.hex, of.organization_id.hex, of.type)


def read_token(text: str) -> Subscription:
    """What the token stands for; raises Unknown for one that we did not make."""
    try:
        user_id, organization_id, type = signed_tokens.read(PURPOSE, text, 3)
        return Subscription(UUID(user_id), UUID(organization_id), type)
    except (BadToken, ValueError) as error:
        raise Unknown(_("this link is not one of ours, or not whole")) from error

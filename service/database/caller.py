"""Says for whom a transaction writes, as the audit log names them."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

#: How somebody showed who they are: a browser's session, an API key, a link in a mail, a shell on a
#: machine of the service; `none` for strangers, and `service` for what it does by itself.
Via = Literal["session", "api_key", "link", "command_line", "service", "none"]


@dataclass(frozen=True)
class Caller:
    """Who asked for what a transaction writes: the user, their session or key, and their address.

    `user_id` is None for visitors, `credential_id` for whoever has neither session nor key.
    """

    via: Via
    user_id: UUID | None = None
    credential_id: UUID | None = None
    address: str = ""
    is_operator: bool = False


#: Workers, deadlines and whatever else nobody asked for at this moment.
SERVICE = Caller("service")
#: Whoever can run commands on a machine of the service.
COMMAND_LINE = Caller("command_line", is_operator=True)

"""From where somebody acts: the address and the program, as a request says them."""

from dataclasses import dataclass, field

from service import clock
from service.database.models.column_json import AccountMailJson

#: Characters of a program's name that are kept.
LONGEST_AGENT = 200


@dataclass(frozen=True)
class Device:
    """The address of a request, and what its browser or program calls itself; empty if unknown.

    `secret` is what a browser keeps so that it is known again as the same one.
    """

    address: str = ""
    agent: str = ""
    secret: str = field(default="", repr=False)

    def as_told(self) -> AccountMailJson:
        """What a mail says of it: when, and from where."""
        return {"at": clock.now().isoformat(), "address": self.address, "agent": self.agent}


#: The command line, and whatever else comes with no request.
NO_DEVICE = Device()

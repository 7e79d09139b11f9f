"""An authenticator of the outside world: the library pyotp, on the clock of the service."""

from datetime import timedelta

import pyotp

from service import clock
from tests.support.accounts import PASSWORD


class Authenticator:
    """What somebody has on their telephone, after they have read the `otpauth` address."""

    def __init__(self, uri):
        self._totp = pyotp.parse_uri(uri)

    def code(self, steps=0):
        """What it shows now, or would some steps of 30 seconds later."""
        return self._totp.at(clock.now() + steps * timedelta(seconds=30))


def enrol(caller, password=PASSWORD):
    """Let the caller have a second factor: the authenticator, and the recovery codes."""
    begun = caller.post("/auth/totp", {"password": password})
    assert begun.status_code == 201, begun.text
    authenticator = Authenticator(begun.json["uri"])
    confirmed = caller.post("/auth/totp/confirm", {"code": authenticator.code()})
    assert confirmed.status_code == 200, confirmed.text
    return authenticator, confirmed.json["recovery_codes"]

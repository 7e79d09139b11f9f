"""From where a request comes, for mails and lists of sessions."""

from flask import request

from service.accounts.devices import LONGEST_AGENT, Device


def calling_device() -> Device:
    """The address and the browser or program of this request."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    return Device(request.remote_addr or "", "".join(filter(str.isprintable, agent)))

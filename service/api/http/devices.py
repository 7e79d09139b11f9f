"""From where a request comes, for mails and lists of sessions."""

from flask import request

from service.accounts.devices import LONGEST_AGENT, Device
from service.settings import settings

#: What a browser keeps to be known again as the same device, without TLS and with it.
DEVICE_COOKIE = "werkbank_device"
SECURE_DEVICE_COOKIE = f"__Host-{DEVICE_COOKIE}"
#: Characters of the longest secret that is looked at; ours are shorter.
LONGEST_SECRET = 100


def calling_device() -> Device:
    """The address and the browser or program of this request, and what it is known by."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    secret = request.cookies.get(device_cookie(), "")[:LONGEST_SECRET]
    return Device(request.remote_addr or "", "".join(filter(str.isprintable, agent)), secret)


def device_cookie() -> str:
    """What the device's cookie is called here."""
    is_secure = settings().public_url.startswith("https://")
    return SECURE_DEVICE_COOKIE if is_secure else DEVICE_COOKIE

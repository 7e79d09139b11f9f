"""`/.well-known/security.txt`: how to report a vulnerability of this installation (RFC 9116)."""

from datetime import timedelta

from flask import Blueprint, Response, abort

from service import clock
from service.settings import settings

at_root = Blueprint("security_txt", __name__, url_prefix="/.well-known")

#: How long what it says may be relied on; the RFC recommends less than a year (section 2.5.5).
HOLDS = timedelta(days=180)


@at_root.get("/security.txt")
def show() -> Response:
    """The contacts of the settings; nothing is here while there are none."""
    contacts = settings().security_contacts
    if not contacts:
        abort(404)
    # By the day, so that everybody who asks today is told the same.
    expires = (clock.now() + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, de",
        f"Canonical: {settings().public_url}/.well-known/security.txt",
    ]
    return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")

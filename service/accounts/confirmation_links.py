"""What all links that confirm an address have in common."""

from datetime import timedelta

#: How long the link in a mail works, from when the mail is sent.
LINK_LASTS = timedelta(minutes=30)


class AlreadyConfirmed(Exception):
    """There is nothing to confirm any more."""

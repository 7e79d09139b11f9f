"""What we take from smtplib beyond what it promises: for whom it checks a certificate."""

import smtplib


def expect_certificate_of(connection: smtplib.SMTP, host: str) -> None:
    """Have TLS on `connection` checked against `host`, though it was created without one.

    Created with one it would connect at once, before anything bounds how long that may take.
    """
    connection._host = host  # type: ignore[attr-defined]

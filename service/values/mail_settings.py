"""Says how mails go out: by which server, from whom, and how many of them."""

from email.utils import parseaddr

from pydantic import Field

from service.values.places import Places


class MailSettings(Places):
    """The settings about mails."""

    smtp_url: str = Field(
        "",
        repr=False,
        description="`smtp://name:password@host:port`; empty: mails land as files under var/mail.",
    )
    mail_from: str = Field("Werkbank <werkbank@localhost>", description="Sender of all mails.")
    digest_hour: int = Field(
        6, ge=0, le=23, description="Hour (UTC) at which the daily digests are mailed."
    )
    mail_folding_s: float = Field(
        60,
        ge=0,
        le=3600,
        description="Seconds within which what happens in one project is one mail to each "
        "recipient; 0: a mail for each event, at once.",
    )
    recipient_mails_per_hour: int = Field(
        30,
        ge=0,
        description="Mails about projects that one user gets within an hour; what is over comes "
        "later, in one mail. 0: no limit.",
    )
    recipient_mails_per_day: int = Field(
        200, ge=0, description="The same within 24 hours; 0: no limit."
    )
    organization_mails_per_day: int = Field(
        2000,
        ge=0,
        description="Mails about projects that the members of one organisation get within 24 "
        "hours, likewise; 0: no limit.",
    )

    @property
    def mail_sender(self) -> str:
        """The plain address that all mails come from."""
        return parseaddr(self.mail_from)[1]

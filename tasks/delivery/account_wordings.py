"""What mails to people about their accounts say, by their kind."""

from dataclasses import dataclass

from service.translations import gettext_noop


@dataclass(frozen=True)
class Wording:
    """What a kind of mail says, as messages to translate; `page` is where its link leads."""

    subject: str
    lines: tuple[str, ...]
    page: str


OTHERWISE = gettext_noop(
    "Your other sessions have ended; your passkeys and API keys go on working: look through them."
)
NOT_YOU = gettext_noop("If it was not you, choose a new password here: {url}")
#: Left out where no reason was given.
REASON = gettext_noop("Reason: {reason}")
#: What the lines can name: {url}, {until}, {moment}, {key}, {inviter}, {organization}, {role},
#: {number}, {total}, {reason}.
WORDINGS: dict[str, Wording] = {
    "password_reset": Wording(
        gettext_noop("A new password for Werkbank"),
        (
            gettext_noop("Somebody has asked to choose a new password for your account."),
            gettext_noop("If it was you, choose it here until {until}: {url}"),
            gettext_noop("If not, there is nothing to do: your password stays as it is."),
        ),
        "reset",
    ),
    "password_changed": Wording(
        gettext_noop("Your password for Werkbank has been changed"),
        (
            gettext_noop("Your password was changed on {moment}."),
            OTHERWISE,
            NOT_YOU,
        ),
        "reset",
    ),
    "email_confirmation": Wording(
        gettext_noop("Confirm your address for Werkbank"),
        (
            gettext_noop("Somebody has registered on Werkbank with this address."),
            gettext_noop("If it was you, confirm it here until {until}: {url}"),
            gettext_noop("If not, there is nothing to do: nobody can use the address."),
        ),
        "confirm",
    ),
    "organization_email": Wording(
        gettext_noop("Confirm the address of your organization on Werkbank"),
        (
            gettext_noop("Somebody has stated this address for {organization} on Werkbank."),
            gettext_noop(
                "If mails for it are to come here, confirm the address until {until}: {url}"
            ),
            gettext_noop("If not, there is nothing to do: nothing else is mailed here."),
        ),
        "confirm/organization",
    ),
    "already_registered": Wording(
        gettext_noop("You have an account on Werkbank already"),
        (
            gettext_noop("Somebody has registered on Werkbank with your address."),
            gettext_noop("If it was you, log in to the account that you have already."),
            gettext_noop("If you do not know its password, choose a new one here: {url}"),
            gettext_noop("If it was not you, there is nothing to do: your account stays as it is."),
        ),
        "reset",
    ),
    "invitation": Wording(
        gettext_noop("You are invited to an organization on Werkbank"),
        (
            gettext_noop("{inviter} invites you to {organization} on Werkbank, as {role}."),
            gettext_noop("See and accept the invitation here until {until}: {url}"),
            gettext_noop("If you do not know them, there is nothing to do."),
        ),
        "invitations",
    ),
    "offer_confirmation": Wording(
        gettext_noop("Confirm your offer"),
        (
            gettext_noop(
                "Somebody has filled in an offer for the request {number} by the link that we had"
                " mailed you: {total}."
            ),
            gettext_noop("If it was you, look at it and confirm it here until {until}: {url}"),
            gettext_noop("If not, there is nothing to do: nothing has been offered."),
        ),
        "answer/confirm",
    ),
    "contractor_waits": Wording(
        gettext_noop("A contractor waits for approval"),
        (
            gettext_noop(
                "{organization} has stated terms, and can be asked by others once an operator has"
                " approved it."
            ),
            gettext_noop("Who waits: {url}"),
        ),
        "app/board/contractors",
    ),
    "contractor_approved": Wording(
        gettext_noop("Your organization can take orders on Werkbank"),
        (
            gettext_noop("{organization} was approved: others can ask it now."),
            REASON,
            gettext_noop("Its requests come in here: {url}"),
        ),
        "app/inbox",
    ),
    "contractor_suspended": Wording(
        gettext_noop("Your organization gets no new requests on Werkbank"),
        (
            gettext_noop(
                "{organization} was suspended: it gets no new requests. Its orders go on."
            ),
            REASON,
        ),
        "",
    ),
    "new_device": Wording(
        gettext_noop("A new device has logged in to your account on Werkbank"),
        (
            gettext_noop("Somebody logged in to your account on {moment} with a new device."),
            NOT_YOU,
        ),
        "reset",
    ),
    "device_approval": Wording(
        gettext_noop("Approve a new device for your account on Werkbank"),
        (
            gettext_noop(
                "Somebody has logged in to your account on {moment} with a new device. They are let"
                " in once you have approved it."
            ),
            gettext_noop("If it was you, approve it here until {until}: {url}"),
            gettext_noop(
                "If not, they know your password: leave the link alone, and choose a new password."
            ),
        ),
        "confirm/device",
    ),
    "device_approval_off": Wording(
        gettext_noop("New devices of your account on Werkbank need no approval any more"),
        (
            gettext_noop("Since {moment} a new device is let in without a link that is mailed."),
            NOT_YOU,
        ),
        "reset",
    ),
    "new_key": Wording(
        gettext_noop("There is a new API key of your account on Werkbank"),
        (
            gettext_noop("The API key “{key}” was made on {moment}; it can act for you."),
            gettext_noop("If it was not you, revoke it and choose a new password here: {url}"),
        ),
        "reset",
    ),
    "second_factor_on": Wording(
        gettext_noop("Logins to your account on Werkbank ask for a code now"),
        (
            gettext_noop("An authenticator was enrolled for your account on {moment}."),
            OTHERWISE,
            NOT_YOU,
        ),
        "reset",
    ),
    "second_factor_off": Wording(
        gettext_noop("Logins to your account on Werkbank ask for no code any more"),
        (
            gettext_noop("The second factor of your account was switched off on {moment}."),
            NOT_YOU,
        ),
        "reset",
    ),
    "recovery_code_used": Wording(
        gettext_noop("A recovery code of your account on Werkbank was used"),
        (
            gettext_noop(
                "Somebody used a recovery code of your account on {moment}; it works no more."
            ),
            NOT_YOU,
        ),
        "reset",
    ),
    "passkey_added": Wording(
        gettext_noop("There is a new passkey of your account on Werkbank"),
        (
            gettext_noop("A passkey was added to your account on {moment}; it lets you in alone."),
            gettext_noop("If it was not you, remove it and choose a new password here: {url}"),
        ),
        "reset",
    ),
    "passkey_removed": Wording(
        gettext_noop("A passkey of your account on Werkbank was removed"),
        (gettext_noop("A passkey of your account was removed on {moment}."), NOT_YOU),
        "reset",
    ),
    "provider_linked": Wording(
        gettext_noop("Your account on Werkbank can be used by another login now"),
        (
            gettext_noop("Somebody logged in with your address by the provider “{key}”."),
            gettext_noop(
                "From now on whoever logs in there as they did is let in to your account."
            ),
            NOT_YOU,
        ),
        "reset",
    ),
    "key_revoked": Wording(
        gettext_noop("An API key of your account on Werkbank was revoked"),
        (
            gettext_noop(
                "An administrator of an organization that you belong to revoked your API key "
                "“{key}” on {moment}."
            ),
            gettext_noop("It lets no program in any more, nor do the keys that were made with it."),
            gettext_noop("If a program still needs one, make it a new key here: {url}"),
        ),
        "app/account/keys",
    ),
}
#: What the button to each page says.
BUTTONS: dict[str, str] = {
    "reset": gettext_noop("Choose a new password"),
    "confirm": gettext_noop("Confirm the address"),
    "confirm/organization": gettext_noop("Confirm the address"),
    "confirm/device": gettext_noop("See the new device"),
    "invitations": gettext_noop("See the invitation"),
    "answer/confirm": gettext_noop("See and confirm the offer"),
    "app/board/contractors": gettext_noop("See who waits"),
    "app/inbox": gettext_noop("See the requests"),
    "app/account/keys": gettext_noop("See the keys"),
    "": gettext_noop("Open Werkbank"),
}

"""The operations of accounts."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.both_shown import BothShown
from ...models.challenge_shown import ChallengeShown
from ...models.code_shown import CodeShown
from ...models.confirmation import Confirmation
from ...models.confirmation_promised import ConfirmationPromised
from ...models.device_approval_shown import DeviceApprovalShown
from ...models.device_approval_wish import DeviceApprovalWish
from ...models.device_confirmation import DeviceConfirmation
from ...models.email_confirmation import EmailConfirmation
from ...models.enrolment_shown import EnrolmentShown
from ...models.link_promised import LinkPromised
from ...models.linking import Linking
from ...models.linking_begun import LinkingBegun
from ...models.links_shown import LinksShown
from ...models.log_out_by_provider_body import LogOutByProviderBody
from ...models.login_body import LoginBody
from ...models.logout_shown import LogoutShown
from ...models.me import Me
from ...models.new_passkey import NewPasskey
from ...models.passkey_changes import PasskeyChanges
from ...models.passkey_login import PasskeyLogin
from ...models.passkey_login_wish import PasskeyLoginWish
from ...models.passkey_page import PasskeyPage
from ...models.passkey_shown import PasskeyShown
from ...models.passkey_wish import PasskeyWish
from ...models.password_change import PasswordChange
from ...models.password_reset import PasswordReset
from ...models.password_shown import PasswordShown
from ...models.personal_data import PersonalData
from ...models.problem import Problem
from ...models.profile_changes import ProfileChanges
from ...models.providers_shown import ProvidersShown
from ...models.recovery_codes_shown import RecoveryCodesShown
from ...models.registration import Registration
from ...models.reset_request import ResetRequest
from ...models.second_factor_shown import SecondFactorShown
from ...models.second_step import SecondStep
from ...models.session_page import SessionPage
from ...types import UNSET, Unset
from . import (
    add_passkey as _add_passkey,
    begin_passkey as _begin_passkey,
    begin_passkey_login as _begin_passkey_login,
    begin_provider_link as _begin_provider_link,
    begin_provider_login as _begin_provider_login,
    begin_second_factor as _begin_second_factor,
    change_password as _change_password,
    confirm_device_approval as _confirm_device_approval,
    confirm_email as _confirm_email,
    confirm_second_factor as _confirm_second_factor,
    delete_provider_link as _delete_provider_link,
    disable_second_factor as _disable_second_factor,
    end_other_sessions as _end_other_sessions,
    end_provider_login as _end_provider_login,
    end_session as _end_session,
    erase_my_account as _erase_my_account,
    export_my_data as _export_my_data,
    forget_devices as _forget_devices,
    get_device_approval as _get_device_approval,
    get_me as _get_me,
    get_second_factor as _get_second_factor,
    list_passkeys as _list_passkeys,
    list_provider_links as _list_provider_links,
    list_providers as _list_providers,
    list_sessions as _list_sessions,
    log_in as _log_in,
    log_in_with_code as _log_in_with_code,
    log_in_with_passkey as _log_in_with_passkey,
    log_out as _log_out,
    log_out_by_provider as _log_out_by_provider,
    log_out_of_provider as _log_out_of_provider,
    register as _register,
    reject_email as _reject_email,
    remove_passkey as _remove_passkey,
    rename_passkey as _rename_passkey,
    renew_recovery_codes as _renew_recovery_codes,
    request_password_reset as _request_password_reset,
    reset_password as _reset_password,
    send_device_approval as _send_device_approval,
    send_email_confirmation as _send_email_confirmation,
    set_device_approval as _set_device_approval,
    update_me as _update_me,
)


class Accounts:
    """The operations of accounts."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get_me(
        self,
    ) -> Me:
        """Who I am.

        The user or visitor who asks, with their organizations, rights and CSRF token.

        """
        return self._send(_get_me.call())

    def erase_my_account(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Erase my account.

        Ends sessions and keys, deletes what is the person's own, and takes their name out of what
        others need. Organizations of which nobody else is a member are deleted, too. It cannot be
        undone, and takes a session that is no older than half an hour.

        """
        return self._send(
            _erase_my_account.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_me(
        self,
        *,
        body: ProfileChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Change my name, language or time zone.

        JSON merge patch (RFC 7396). What somebody did before stays under the name that they had
        then.

        """
        return self._send(
            _update_me.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_second_factor(
        self,
    ) -> SecondFactorShown:
        """My second factor.

        Whether logins ask for a code, and whether they have to.

        """
        return self._send(_get_second_factor.call())

    def begin_second_factor(
        self,
        *,
        body: PasswordShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> EnrolmentShown:
        """Enrol an authenticator.

        Makes a secret (TOTP, RFC 6238: SHA-1, six figures, 30 seconds). It counts once `POST
        /auth/totp/confirm` has got a code of it; asking again replaces what was not confirmed.

        """
        return self._send(
            _begin_second_factor.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_providers(
        self,
    ) -> ProvidersShown:
        """Providers to log in by.

        Those of the settings, in their order. A browser goes to `login_url` and comes back with a
        session.

        """
        return self._send(_list_providers.call())

    def log_in(
        self,
        *,
        body: LoginBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in.

        Begins a new session under a new cookie. A visitor's drafts become the user's. Where new
        devices have to be approved, `must_approve` says that a link was mailed for that.

        """
        return self._send(
            _log_in.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def log_out(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Log out.

        Ends the session of the cookie; without one nothing happens.

        """
        return self._send(
            _log_out.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def export_my_data(
        self,
    ) -> PersonalData:
        """What is stored about me.

        Everything by which the service knows the person who asks, as one JSON file (GDPR,
        articles 15 and 20). Files are named, not enclosed.

        """
        return self._send(_export_my_data.call())

    def forget_devices(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Let all my other devices be new.

        Each has to be approved again where that is wanted; sessions in them go on.

        """
        return self._send(
            _forget_devices.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def register(
        self,
        *,
        body: Registration | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Register.

        Makes a user with an organization of their own and logs them in. A visitor's drafts become
        the user's. Where addresses have to be confirmed, a link is mailed, and the answer is the
        same whether somebody has registered with the address already; until the link was opened
        the account lasts as long as this session.

        """
        return self._send(
            _register.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def change_password(
        self,
        *,
        body: PasswordChange | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Change my password.

        Ends all other sessions of the user, and tells them by mail. API keys go on.

        """
        return self._send(
            _change_password.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_sessions(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> SessionPage:
        """Where I am logged in.

        The user's sessions that have not ended, the oldest first.

        """
        return self._send(
            _list_sessions.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def end_other_sessions(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Log me out everywhere else.

        Ends all sessions of the user and their streams, but the one that asks.

        """
        return self._send(
            _end_other_sessions.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_passkeys(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PasskeyPage:
        """My passkeys.

        The oldest first; never a key.

        """
        return self._send(
            _list_passkeys.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def add_passkey(
        self,
        *,
        body: NewPasskey | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> PasskeyShown:
        """Add a passkey.

        With the answer of `navigator.credentials.create()`; a mail says so.

        """
        return self._send(
            _add_passkey.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def log_in_with_code(
        self,
        *,
        body: SecondStep | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in, second step.

        Takes the `login_token` with which `POST /auth/login` has answered 401 `code-wanted`, and
        a code. A code is taken once; the token holds for five minutes.

        """
        return self._send(
            _log_in_with_code.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_provider_links(
        self,
    ) -> LinksShown:
        """Providers that my account is linked to.

        All providers of the settings, in their order.

        """
        return self._send(_list_provider_links.call())

    def confirm_second_factor(
        self,
        *,
        body: CodeShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RecoveryCodesShown:
        """Confirm the authenticator.

        Ends all other sessions of the user, and tells them by mail. The answer holds ten recovery
        codes, each of which stands in for the authenticator once.

        """
        return self._send(
            _confirm_second_factor.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def disable_second_factor(
        self,
        *,
        body: BothShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Switch the second factor off.

        Takes the password and a code; a mail tells the user. Where a second factor is required,
        nothing but enrolling another one is possible then.

        """
        return self._send(
            _disable_second_factor.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def confirm_email(
        self,
        *,
        body: EmailConfirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Confirm an address by a mailed link.

        Works once. From now on the account is found by its address: it can be logged in to,
        invited, and mailed. Anybody can register with any address: so whoever confirms one shows
        that the account is theirs, too, by its password or in a session of it.

        """
        return self._send(
            _confirm_email.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def request_password_reset(
        self,
        *,
        body: ResetRequest | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> LinkPromised:
        """Have a link for a new password mailed.

        Answers alike, and in the same time, whether somebody has registered with the address. One
        address gets at most five such mails an hour; the link works once, for half an hour from
        when it was mailed.

        """
        return self._send(
            _request_password_reset.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def log_in_with_passkey(
        self,
        *,
        body: PasskeyLogin | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in by a passkey.

        With the answer of `navigator.credentials.get()`. It counts as two factors, and as
        approval of a new device. A visitor's drafts become the user's.

        """
        return self._send(
            _log_in_with_passkey.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def begin_passkey(
        self,
        *,
        body: PasskeyWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ChallengeShown:
        """Begin a passkey.

        Answers what `navigator.credentials.create()` takes. The passkey is one that says itself
        who its user is, and verifies them by a finger or a PIN.

        """
        return self._send(
            _begin_passkey.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_device_approval(
        self,
    ) -> DeviceApprovalShown:
        """Whether new devices have to be approved.

        Also for who has logged in from a device that waits to be approved.

        """
        return self._send(_get_device_approval.call())

    def set_device_approval(
        self,
        *,
        body: DeviceApprovalWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeviceApprovalShown:
        """Have new devices approved, or no longer.

        From now on a login from a new device counts once a link was opened that is mailed to the
        user, or a second factor was shown. The device at hand is approved.

        """
        return self._send(
            _set_device_approval.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def send_email_confirmation(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ConfirmationPromised:
        """Have the link mailed again.

        One address gets at most five such mails an hour; the link works once, for half an hour
        from when it was mailed.

        """
        return self._send(
            _send_email_confirmation.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def renew_recovery_codes(
        self,
        *,
        body: BothShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RecoveryCodesShown:
        """Get new recovery codes.

        Ten new ones instead of those that are left.

        """
        return self._send(
            _renew_recovery_codes.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def reject_email(
        self,
        *,
        body: Confirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Say by a mailed link that somebody else has registered with the address.

        Works once. The account is closed, with all that belongs to it; one that has a confirmed
        address already keeps that, and goes on.

        """
        return self._send(
            _reject_email.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def send_device_approval(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeviceApprovalShown:
        """Have the link that approves this device mailed again.

        For who has logged in from a device that waits. One address gets at most five such mails
        an hour; the link works once, for half an hour from when it was mailed.

        """
        return self._send(
            _send_device_approval.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def reset_password(
        self,
        *,
        body: PasswordReset | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Choose a new password by a mailed link.

        Works once. Ends every session of the user, and tells them by mail.

        """
        return self._send(
            _reset_password.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def begin_passkey_login(
        self,
        *,
        body: PasskeyLoginWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ChallengeShown:
        """Begin a login by a passkey.

        Answers what `navigator.credentials.get()` takes, for the session that asks, or for a
        caller without one. With the `login_token` of a login that wants a code, a passkey of that
        user stands in for the code.

        """
        return self._send(
            _begin_passkey_login.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def begin_provider_link(
        self,
        name: str,
        *,
        body: Linking | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> LinkingBegun:
        """Link my account to a provider.

        The answer sets a cookie, by which the provider's answer is for this browser alone. Takes
        a login of the last half hour; a mail says what was linked.

        """
        return self._send(
            _begin_provider_link.call(
                name=name,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_provider_link(
        self,
        name: str,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Unlink my account from a provider.

        Whoever has no password chooses one by a mailed link (`POST /auth/password/reset`) before
        they unlink the last one. Sessions go on. Whom the provider vouches for by the confirmed
        address of the account is linked again at their next login.

        """
        return self._send(
            _delete_provider_link.call(
                name=name,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def confirm_device_approval(
        self,
        *,
        body: DeviceConfirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Approve a new device by a mailed link.

        Works once, from wherever the mail is read, for the one session that it was mailed for.

        """
        return self._send(
            _confirm_device_approval.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def begin_provider_login(
        self,
        name: str,
        *,
        next_: None | str | Unset = UNSET,
    ) -> None:
        """Log in by a provider.

        For browsers: leads to the provider (authorization code with PKCE). An error is a page.

        """
        return self._send(
            _begin_provider_login.call(
                name=name,
                next_=next_,
            )
        )

    def log_out_of_provider(
        self,
        name: str,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> LogoutShown:
        """Log out of a provider, too.

        Ends the session of the cookie, and answers where the browser ends that of the provider
        (RP-initiated logout).

        """
        return self._send(
            _log_out_of_provider.call(
                name=name,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def end_session(
        self,
        session_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Log me out somewhere.

        Ends one of the user's sessions and its streams.

        """
        return self._send(
            _end_session.call(
                session_id=session_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def remove_passkey(
        self,
        passkey_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Remove a passkey.

        A mail says so.

        """
        return self._send(
            _remove_passkey.call(
                passkey_id=passkey_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def rename_passkey(
        self,
        passkey_id: UUID,
        *,
        body: PasskeyChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> PasskeyShown:
        """Name a passkey."""
        return self._send(
            _rename_passkey.call(
                passkey_id=passkey_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def end_provider_login(
        self,
        name: str,
        *,
        state: str | Unset = "",
        code: None | str | Unset = UNSET,
        iss: None | str | Unset = UNSET,
        error: None | str | Unset = UNSET,
    ) -> None:
        """Come back from a provider.

        For browsers: the provider leads here. Begins a session and leads on, or to the page that
        asks for a code as well. Accounts are found by the verified address alone. An error is a
        page.

        """
        return self._send(
            _end_provider_login.call(
                name=name,
                state=state,
                code=code,
                iss=iss,
                error=error,
            )
        )

    def log_out_by_provider(
        self,
        name: str,
        *,
        body: LogOutByProviderBody,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """End the sessions of whom a provider has logged out.

        For providers (OpenID Connect Back-Channel Logout 1.0), which show a token that they have
        signed. All sessions of the account end; the token has to name a `sub`.

        """
        return self._send(
            _log_out_by_provider.call(
                name=name,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncAccounts:
    """The operations of accounts, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def get_me(
        self,
    ) -> Me:
        """Who I am.

        The user or visitor who asks, with their organizations, rights and CSRF token.

        """
        return await self._send(_get_me.call())

    async def erase_my_account(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Erase my account.

        Ends sessions and keys, deletes what is the person's own, and takes their name out of what
        others need. Organizations of which nobody else is a member are deleted, too. It cannot be
        undone, and takes a session that is no older than half an hour.

        """
        return await self._send(
            _erase_my_account.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_me(
        self,
        *,
        body: ProfileChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Change my name, language or time zone.

        JSON merge patch (RFC 7396). What somebody did before stays under the name that they had
        then.

        """
        return await self._send(
            _update_me.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_second_factor(
        self,
    ) -> SecondFactorShown:
        """My second factor.

        Whether logins ask for a code, and whether they have to.

        """
        return await self._send(_get_second_factor.call())

    async def begin_second_factor(
        self,
        *,
        body: PasswordShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> EnrolmentShown:
        """Enrol an authenticator.

        Makes a secret (TOTP, RFC 6238: SHA-1, six figures, 30 seconds). It counts once `POST
        /auth/totp/confirm` has got a code of it; asking again replaces what was not confirmed.

        """
        return await self._send(
            _begin_second_factor.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_providers(
        self,
    ) -> ProvidersShown:
        """Providers to log in by.

        Those of the settings, in their order. A browser goes to `login_url` and comes back with a
        session.

        """
        return await self._send(_list_providers.call())

    async def log_in(
        self,
        *,
        body: LoginBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in.

        Begins a new session under a new cookie. A visitor's drafts become the user's. Where new
        devices have to be approved, `must_approve` says that a link was mailed for that.

        """
        return await self._send(
            _log_in.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def log_out(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Log out.

        Ends the session of the cookie; without one nothing happens.

        """
        return await self._send(
            _log_out.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def export_my_data(
        self,
    ) -> PersonalData:
        """What is stored about me.

        Everything by which the service knows the person who asks, as one JSON file (GDPR,
        articles 15 and 20). Files are named, not enclosed.

        """
        return await self._send(_export_my_data.call())

    async def forget_devices(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Let all my other devices be new.

        Each has to be approved again where that is wanted; sessions in them go on.

        """
        return await self._send(
            _forget_devices.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def register(
        self,
        *,
        body: Registration | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Register.

        Makes a user with an organization of their own and logs them in. A visitor's drafts become
        the user's. Where addresses have to be confirmed, a link is mailed, and the answer is the
        same whether somebody has registered with the address already; until the link was opened
        the account lasts as long as this session.

        """
        return await self._send(
            _register.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def change_password(
        self,
        *,
        body: PasswordChange | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Change my password.

        Ends all other sessions of the user, and tells them by mail. API keys go on.

        """
        return await self._send(
            _change_password.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_sessions(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> SessionPage:
        """Where I am logged in.

        The user's sessions that have not ended, the oldest first.

        """
        return await self._send(
            _list_sessions.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def end_other_sessions(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Log me out everywhere else.

        Ends all sessions of the user and their streams, but the one that asks.

        """
        return await self._send(
            _end_other_sessions.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_passkeys(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> PasskeyPage:
        """My passkeys.

        The oldest first; never a key.

        """
        return await self._send(
            _list_passkeys.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def add_passkey(
        self,
        *,
        body: NewPasskey | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> PasskeyShown:
        """Add a passkey.

        With the answer of `navigator.credentials.create()`; a mail says so.

        """
        return await self._send(
            _add_passkey.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def log_in_with_code(
        self,
        *,
        body: SecondStep | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in, second step.

        Takes the `login_token` with which `POST /auth/login` has answered 401 `code-wanted`, and
        a code. A code is taken once; the token holds for five minutes.

        """
        return await self._send(
            _log_in_with_code.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_provider_links(
        self,
    ) -> LinksShown:
        """Providers that my account is linked to.

        All providers of the settings, in their order.

        """
        return await self._send(_list_provider_links.call())

    async def confirm_second_factor(
        self,
        *,
        body: CodeShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RecoveryCodesShown:
        """Confirm the authenticator.

        Ends all other sessions of the user, and tells them by mail. The answer holds ten recovery
        codes, each of which stands in for the authenticator once.

        """
        return await self._send(
            _confirm_second_factor.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def disable_second_factor(
        self,
        *,
        body: BothShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Switch the second factor off.

        Takes the password and a code; a mail tells the user. Where a second factor is required,
        nothing but enrolling another one is possible then.

        """
        return await self._send(
            _disable_second_factor.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def confirm_email(
        self,
        *,
        body: EmailConfirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Confirm an address by a mailed link.

        Works once. From now on the account is found by its address: it can be logged in to,
        invited, and mailed. Anybody can register with any address: so whoever confirms one shows
        that the account is theirs, too, by its password or in a session of it.

        """
        return await self._send(
            _confirm_email.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def request_password_reset(
        self,
        *,
        body: ResetRequest | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> LinkPromised:
        """Have a link for a new password mailed.

        Answers alike, and in the same time, whether somebody has registered with the address. One
        address gets at most five such mails an hour; the link works once, for half an hour from
        when it was mailed.

        """
        return await self._send(
            _request_password_reset.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def log_in_with_passkey(
        self,
        *,
        body: PasskeyLogin | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in by a passkey.

        With the answer of `navigator.credentials.get()`. It counts as two factors, and as
        approval of a new device. A visitor's drafts become the user's.

        """
        return await self._send(
            _log_in_with_passkey.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def begin_passkey(
        self,
        *,
        body: PasskeyWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ChallengeShown:
        """Begin a passkey.

        Answers what `navigator.credentials.create()` takes. The passkey is one that says itself
        who its user is, and verifies them by a finger or a PIN.

        """
        return await self._send(
            _begin_passkey.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_device_approval(
        self,
    ) -> DeviceApprovalShown:
        """Whether new devices have to be approved.

        Also for who has logged in from a device that waits to be approved.

        """
        return await self._send(_get_device_approval.call())

    async def set_device_approval(
        self,
        *,
        body: DeviceApprovalWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeviceApprovalShown:
        """Have new devices approved, or no longer.

        From now on a login from a new device counts once a link was opened that is mailed to the
        user, or a second factor was shown. The device at hand is approved.

        """
        return await self._send(
            _set_device_approval.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def send_email_confirmation(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ConfirmationPromised:
        """Have the link mailed again.

        One address gets at most five such mails an hour; the link works once, for half an hour
        from when it was mailed.

        """
        return await self._send(
            _send_email_confirmation.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def renew_recovery_codes(
        self,
        *,
        body: BothShown | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RecoveryCodesShown:
        """Get new recovery codes.

        Ten new ones instead of those that are left.

        """
        return await self._send(
            _renew_recovery_codes.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def reject_email(
        self,
        *,
        body: Confirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Say by a mailed link that somebody else has registered with the address.

        Works once. The account is closed, with all that belongs to it; one that has a confirmed
        address already keeps that, and goes on.

        """
        return await self._send(
            _reject_email.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def send_device_approval(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeviceApprovalShown:
        """Have the link that approves this device mailed again.

        For who has logged in from a device that waits. One address gets at most five such mails
        an hour; the link works once, for half an hour from when it was mailed.

        """
        return await self._send(
            _send_device_approval.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def reset_password(
        self,
        *,
        body: PasswordReset | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Choose a new password by a mailed link.

        Works once. Ends every session of the user, and tells them by mail.

        """
        return await self._send(
            _reset_password.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def begin_passkey_login(
        self,
        *,
        body: PasskeyLoginWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ChallengeShown:
        """Begin a login by a passkey.

        Answers what `navigator.credentials.get()` takes, for the session that asks, or for a
        caller without one. With the `login_token` of a login that wants a code, a passkey of that
        user stands in for the code.

        """
        return await self._send(
            _begin_passkey_login.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def begin_provider_link(
        self,
        name: str,
        *,
        body: Linking | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> LinkingBegun:
        """Link my account to a provider.

        The answer sets a cookie, by which the provider's answer is for this browser alone. Takes
        a login of the last half hour; a mail says what was linked.

        """
        return await self._send(
            _begin_provider_link.call(
                name=name,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_provider_link(
        self,
        name: str,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Unlink my account from a provider.

        Whoever has no password chooses one by a mailed link (`POST /auth/password/reset`) before
        they unlink the last one. Sessions go on. Whom the provider vouches for by the confirmed
        address of the account is linked again at their next login.

        """
        return await self._send(
            _delete_provider_link.call(
                name=name,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def confirm_device_approval(
        self,
        *,
        body: DeviceConfirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Approve a new device by a mailed link.

        Works once, from wherever the mail is read, for the one session that it was mailed for.

        """
        return await self._send(
            _confirm_device_approval.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def begin_provider_login(
        self,
        name: str,
        *,
        next_: None | str | Unset = UNSET,
    ) -> None:
        """Log in by a provider.

        For browsers: leads to the provider (authorization code with PKCE). An error is a page.

        """
        return await self._send(
            _begin_provider_login.call(
                name=name,
                next_=next_,
            )
        )

    async def log_out_of_provider(
        self,
        name: str,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> LogoutShown:
        """Log out of a provider, too.

        Ends the session of the cookie, and answers where the browser ends that of the provider
        (RP-initiated logout).

        """
        return await self._send(
            _log_out_of_provider.call(
                name=name,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def end_session(
        self,
        session_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Log me out somewhere.

        Ends one of the user's sessions and its streams.

        """
        return await self._send(
            _end_session.call(
                session_id=session_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def remove_passkey(
        self,
        passkey_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Remove a passkey.

        A mail says so.

        """
        return await self._send(
            _remove_passkey.call(
                passkey_id=passkey_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def rename_passkey(
        self,
        passkey_id: UUID,
        *,
        body: PasskeyChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> PasskeyShown:
        """Name a passkey."""
        return await self._send(
            _rename_passkey.call(
                passkey_id=passkey_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def end_provider_login(
        self,
        name: str,
        *,
        state: str | Unset = "",
        code: None | str | Unset = UNSET,
        iss: None | str | Unset = UNSET,
        error: None | str | Unset = UNSET,
    ) -> None:
        """Come back from a provider.

        For browsers: the provider leads here. Begins a session and leads on, or to the page that
        asks for a code as well. Accounts are found by the verified address alone. An error is a
        page.

        """
        return await self._send(
            _end_provider_login.call(
                name=name,
                state=state,
                code=code,
                iss=iss,
                error=error,
            )
        )

    async def log_out_by_provider(
        self,
        name: str,
        *,
        body: LogOutByProviderBody,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """End the sessions of whom a provider has logged out.

        For providers (OpenID Connect Back-Channel Logout 1.0), which show a token that they have
        signed. All sessions of the account end; the token has to name a `sub`.

        """
        return await self._send(
            _log_out_by_provider.call(
                name=name,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

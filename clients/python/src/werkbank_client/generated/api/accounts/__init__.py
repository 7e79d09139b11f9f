"""The operations of accounts."""

from typing import Any, cast

from ....calls import AsyncSend, Send
from ...models.login_body import LoginBody
from ...models.me import Me
from ...models.problem import Problem
from ...models.registration import Registration
from ...types import UNSET, Unset
from . import (
    get_me as _get_me,
    log_in as _log_in,
    log_out as _log_out,
    register as _register,
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

    def log_in(
        self,
        *,
        body: LoginBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in.

        Begins a new session under a new cookie. A visitor's drafts become the user's.

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
        the user's.

        """
        return self._send(
            _register.call(
                body=body,
                dry_run=dry_run,
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

    async def log_in(
        self,
        *,
        body: LoginBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Me:
        """Log in.

        Begins a new session under a new cookie. A visitor's drafts become the user's.

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
        the user's.

        """
        return await self._send(
            _register.call(
                body=body,
                dry_run=dry_run,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

"""The commands `werkbank user` and `werkbank apikey`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

import click
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import RIGHTS
from service.accounts import (
    api_keys,
    device_approvals,
    password_changes,
    passwords,
    second_factor_changes,
    sessions,
    users,
)
from service.accounts.api_keys import KeyBounds
from service.database import transactions
from service.database.caller import COMMAND_LINE
from service.settings import settings
from service.values import emails

P = ParamSpec("P")
R = TypeVar("R")
#: What the person at the keyboard can mend, and therefore reads without a traceback.
MISTAKES = (
    emails.BadEmail,
    users.EmailTaken,
    users.UnknownUser,
    passwords.WeakPassword,
    second_factor_changes.NotEnrolled,
    device_approvals.NothingToApprove,
    device_approvals.SeveralWait,
)


@contextmanager
def _writing() -> Iterator[Session]:
    with (
        transactions.connected(settings().database_url),
        transactions.writing(COMMAND_LINE) as session,
    ):
        yield session


def _speaking(command: Callable[P, R]) -> Callable[P, R]:
    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except MISTAKES as mistake:
            raise click.ClickException(
                f"{str(mistake)[:1].upper()}{str(mistake)[1:]}."
            ) from mistake

    return wrapper


@click.group()
def user() -> None:
    """Make users, list them, make them operators, log them out, disable them."""


@user.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What the person is called.")
@click.option("--organization", help="Name of the organization; the person's name if left out.")
@click.option("--operator", is_flag=True, help="Let the person run the service.")
@click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="WERKBANK_NEW_PASSWORD",
    help="Better left out: then you are asked, and no list of processes shows it.",
)
@_speaking
def create_user(
    email: str, name: str, organization: str | None, operator: bool, password: str
) -> None:
    """Make a user with an organization of their own."""
    new_user = users.prepare(email, name, password)
    with _writing() as session:
        account = users.register(
            session, new_user, organization_name=organization, is_confirmed=True
        )
        if operator:
            users.set_operator(session, account.email, True)
    click.echo(f"{account.email} can log in" + (" and runs the service." if operator else "."))


@user.command("list")
def list_users() -> None:
    """List users in the order in which they registered."""
    last = None
    click.echo(f"{'since':10}  {'mark':8}  email  name")
    with _writing() as session:
        while page := users.list_all(session, last):
            for person in page:
                mark = "operator" if person.is_operator else ""
                mark = mark if person.email_verified_at else "unproven"
                mark = "disabled" if person.disabled_at else mark
                click.echo(
                    f"{person.created_at:%Y-%m-%d}  {mark:8}  {person.stated_email}  {person.name}"
                )
            last = page[-1].id


@user.command("operator")
@click.argument("email")
@click.option("--revoke", is_flag=True, help="Let the person run the service no longer.")
@_speaking
def set_operator(email: str, revoke: bool) -> None:
    """Let a user run the service."""
    with _writing() as session:
        changed = users.set_operator(session, email, not revoke)
    click.echo(f"{changed.email} {'no longer runs' if revoke else 'runs'} the service.")


@user.command("disable")
@click.argument("email")
@_speaking
def disable_user(email: str) -> None:
    """Let nobody in with this account: sessions end, streams are cut, API keys rest."""
    with _writing() as session:
        disabled, session_count = users.disable(session, email)
    click.echo(f"{disabled.email} is disabled; sessions ended: {session_count}.")


@user.command("enable")
@click.argument("email")
@_speaking
def enable_user(email: str) -> None:
    """Let a disabled user log in again; their API keys open again."""
    with _writing() as session:
        enabled = users.enable(session, email)
    click.echo(f"{enabled.email} can log in.")


@user.command("password")
@click.argument("email")
@click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="WERKBANK_NEW_PASSWORD",
    help="Better left out: then you are asked, and no list of processes shows it.",
)
@_speaking
def set_password(email: str, password: str) -> None:
    """Give a user a new password: sessions end, streams are cut, and a mail tells them."""
    new = password_changes.prepare_reset(email, password)
    with _writing() as session:
        changed, session_count = password_changes.set_password(session, email, new)
    click.echo(f"{changed.email} has a new password; sessions ended: {session_count}.")


@user.command("logout")
@click.argument("email")
@_speaking
def log_out_user(email: str) -> None:
    """End all sessions of a user; they can log in again, and their API keys go on working."""
    with _writing() as session:
        person = users.find_by_email(session, email)
        session_count = sessions.log_out_everywhere(session, person.id)
    click.echo(f"{person.email} is logged out; sessions ended: {session_count}.")


@user.command("second-factor-off")
@click.argument("email")
@_speaking
def switch_second_factor_off(email: str) -> None:
    """Ask a user for no code any more who has lost their authenticator; a mail says so.

    Make sure that it is them who ask: whoever knows the password is in then.
    """
    with _writing() as session:
        person = second_factor_changes.remove_by_operator(session, email)
    click.echo(f"{person.email} logs in with the password alone now.")


@user.command("approve-device")
@click.argument("email")
@click.option("--session", "session_id", type=click.UUID, help="Which one, where several wait.")
@_speaking
def approve_device(email: str, session_id: UUID | None) -> None:
    """Let a user in whose new device waits, and who cannot read the mail that approves it.

    Make sure that it is them who ask: somebody else who knows the password may wait as well, and
    is then listed beside them.
    """
    with _writing() as session:
        waiting = device_approvals.approve_by_operator(session, email, session_id)
        told = f"{waiting.user.email} is let in from {waiting.session.address}."
    click.echo(told)


@click.group()
def apikey() -> None:
    """Make API keys, list them, revoke them."""


@apikey.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What the key is for.")
@click.option(
    "--right",
    "rights",
    multiple=True,
    type=click.Choice(sorted(RIGHTS)),
    help="What the key may at most, can be repeated; left out: whatever its owner may.",
)
@click.option(
    "--days", type=click.IntRange(min=1), help="Days until it expires; never if left out."
)
@_speaking
def create_key(email: str, name: str, rights: tuple[str, ...], days: int | None) -> None:
    """Make an API key for a user; it is printed once and only its hash is kept.

    The key goes to standard output, what is said of it to standard error.
    """
    expires_at = clock.now() + timedelta(days=days) if days else None
    with _writing() as session:
        owner = users.find_by_email(session, email)
        secret, _ = api_keys.issue(
            session, owner.id, name=name, bounds=KeyBounds(rights or None, expires_at=expires_at)
        )
    click.echo(f"A new API key of {owner.email} ({name}), shown only now:", err=True)
    click.echo(secret)


@apikey.command("list")
@click.argument("email", required=False)
@_speaking
def list_keys(email: str | None) -> None:
    """List the API keys in use by user, of everybody or of the user with that address.

    `apikey revoke` takes the prefix. A key of a disabled user is listed, and lets nobody in.
    """
    with _writing() as session:
        owner_id = users.find_by_email(session, email).id if email else None
        keys = list(api_keys.list_all(session, owner_id))
        if not keys:
            click.echo("No API key is in use.")
            return
        click.echo(
            f"{'prefix':12}  {'since':10}  {'last used':10}  {'until':10}  email  name  rights"
        )
        for owner, key in keys:
            days = (_day(at) for at in (key.created_at, key.last_used_at, key.expires_at))
            rights = "all" if key.rights is None else " ".join(key.rights)
            click.echo(f"{key.prefix}  {'  '.join(days)}  {owner.email}  {key.name}  {rights}")


@apikey.command("revoke")
@click.argument("prefix")
def revoke_key(prefix: str) -> None:
    """Revoke the API key that begins with PREFIX (as lists show it, or the whole key)."""
    with _writing() as session:
        revoked = api_keys.revoke_by_prefix(session, prefix)
    if not revoked:
        raise click.ClickException(f"No API key in use begins with {prefix[: api_keys.SHOWN]}.")
    click.echo("\n".join(f"{key.prefix}... ({key.name}) lets nobody in now." for key in revoked))


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else f"{'never':10}"

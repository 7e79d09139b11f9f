"""The page on which somebody accepts an invitation: with their password, or by registering."""

from collections.abc import Sequence

from flask import Blueprint, Response, request

from service.access.permissions import BadCredentials
from service.accounts import (
    invitations,
    login,
    login_limits,
    users,
)
from service.accounts.invitations import NotInvited
from service.accounts.login_limits import TooManyGuesses
from service.accounts.members import AlreadyMember
from service.accounts.passwords import WeakPassword
from service.accounts.second_factor import CodeWanted, WrongCode
from service.api.accounts.link_pages import link_page, refused
from service.api.accounts.reset_page import PASSWORD as NEW_PASSWORD
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.form_pages import FormField
from service.api.http.problem_types import row_of
from service.api.http.problems import caller_language
from service.api.http.rate_limits import limit_logins
from service.database import Session, transactions
from service.database.models import Invitation, User
from service.database.one_time_tokens import REFUSALS
from service.errors import BadField, Busy
from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = Blueprint("invitation", __name__, url_prefix="/invitations")

TITLE = _("Invitation")
NAME = FormField("name", _("Your name"), "text", "name", 200)
PASSWORD = FormField("password", _("Your password"), "password", "current-password", 1000)
CODE = FormField("code", _("Code of your authenticator"), "text", "one-time-code", 40)
#: What the person at the form can mend.
MENDABLE = (
    BadCredentials,
    CodeWanted,
    WrongCode,
    WeakPassword,
    TooManyGuesses,
    login.Disabled,
    Busy,
    BadField,
)


@blueprint.get("/<string:token>")
def show(token: str) -> Response:
    """Who invites to what; changes nothing, for programs open links as well."""
    try:
        return _form(token)
    except REFUSALS as error:
        return refused(TITLE, error)


@blueprint.post("/<string:token>")
@limit_logins
def accept(token: str) -> Response:
    """Let them become a member who show that they are invited, and who they are."""
    try:
        with transactions.reading() as session:
            invitation = invitations.of_link(session, token)
            known = users.holder_of(session, invitation.email)
        name = _as_known(token, known) if known else _as_new(token, invitation)
    except (*REFUSALS, NotInvited, AlreadyMember) as error:
        return refused(TITLE, error)
    except MENDABLE as error:
        return _form(token, problem=error.args[0], status=row_of(error).status)
    return link_page(TITLE, [Sentence(_("Done. You are a member of {name} now."), name=name)])


def _as_known(token: str, user: User) -> str:
    """Somebody who has an account shows its password; the name of what they belong to now."""
    device = calling_device()
    with transactions.writing(web.link_holder()) as session:
        candidate = login.find_candidate(session, user.email)
        login_limits.count_guess(session, candidate.email, candidate.user_id, device)
    proof = login.prove(candidate, request.form.get("password", ""))
    with transactions.writing(web.link_holder()) as session:
        return _join(session, login.admit(session, proof, device, request.form.get("code")), token)


def _as_new(token: str, invitation: Invitation) -> str:
    """Somebody who has none registers; the link shows that the address is theirs."""
    name = " ".join(request.form.get("name", "").split())[:200]
    if not name:
        raise BadField.at("/name", _("say what you are called"))
    new = users.prepare(invitation.email, name, request.form.get("password", ""))
    with transactions.writing(web.link_holder()) as session:
        user = users.register(session, new, is_confirmed=True, language=caller_language())
        return _join(session, user, token)


def _join(session: Session, user: User, token: str) -> str:
    organization, _role = invitations.join(session, user, token)
    return organization.name


def _form(token: str, *, problem: str | None = None, status: int = 200) -> Response:
    with transactions.reading() as session:
        invitation = invitations.of_link(session, token)
        known = users.holder_of(session, invitation.email)
    lines: Sequence[str] = [
        Sentence(
            _("{inviter} invites {email} to {organization}, as {role}."),
            inviter=invitation.inviter.name,
            email=invitation.email,
            organization=invitation.organization.name,
            role=invitation.role.name,
        ),
        _("Accept with the password of your account.")
        if known
        else _("Accept by making an account: say what you are called, and choose a password."),
    ]
    fields = [PASSWORD] if known else [NAME, NEW_PASSWORD]
    if known and known.second_factor_at:
        fields.append(CODE)
    return link_page(
        TITLE, lines, fields=fields, button=_("Accept"), problem=problem, status=status
    )

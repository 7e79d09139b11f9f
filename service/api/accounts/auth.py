"""Registering, logging in and out, and who I am."""

from datetime import datetime
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, current_app
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.access.permissions import Principal
from service.accounts import (
    authentication,
    login,
    login_limits,
    organizations,
    passwords,
    sessions,
    users,
)
from service.accounts.second_factor import CodeWanted
from service.api.accounts.quotas import Quota, show_quotas
from service.api.http import web
from service.api.http.cookies import (
    forget_session_cookie,
    record_use,
    set_login_cookies,
    set_session_cookie,
)
from service.api.http.devices import calling_device
from service.api.http.fields import Email, Name, RequestBody, Right, Shown
from service.api.http.problem_types import TABLE
from service.api.http.problems import caller_language, problem
from service.api.http.rate_limits import install_limits, limit_logins, limit_new_visitors
from service.database import Session
from service.database import transactions as database
from service.database.models import User
from service.database.one_time_tokens import IssuedToken
from service.settings import settings
from service.translations import gettext_noop as _
from service.values import emails

blueprint = APIBlueprint("auth", __name__, url_prefix="/auth", tag="Accounts")
blueprint.record_once(install_limits)
blueprint.after_app_request(record_use)


class Registration(RequestBody):
    """Who wants an account."""

    email: Email
    password: str = Field(min_length=passwords.SHORTEST, max_length=passwords.LONGEST)
    name: Name


class LoginBody(RequestBody):
    """E-mail address and password."""

    email: str = Field(max_length=emails.LONGEST, examples=["ada@shop.example"])
    password: str = Field(max_length=1000)
    code: str | None = Field(
        None,
        min_length=1,
        max_length=40,
        description="six figures of the authenticator, or a recovery code, of who has a second "
        "factor; without it the answer is 401 `code-wanted` with a `login_token`",
    )


class UserShown(Shown):
    """A person with an account."""

    id: UUID
    email: str
    name: str
    email_verified_at: datetime | None = Field(
        description="null until somebody has shown that they read what is sent to the address; "
        "until then nothing can be sent, and nobody is mailed but for that"
    )
    language: str | None = Field(
        description="ISO 639-1, of pages, mails and papers; null: that of their organization"
    )
    zone: str | None = Field(
        description="IANA time zone of pages and mails, as in Europe/Berlin; null: as the browser "
        "says, in mails UTC"
    )


class MyOrganization(Shown):
    """An organisation of mine and what I may do there."""

    id: UUID
    name: str
    role: str
    rights: list[Right]
    sees_prices: bool = Field(description="false: the role shows me no prices")


class Me(Shown):
    """Who asks, and what they may do."""

    user: UserShown | None = Field(description="null for a visitor")
    visitor: bool = Field(description="true for a browser that has not logged in")
    is_operator: bool
    must_enrol: bool = Field(
        description="true if a second factor is demanded that the user lacks: nothing but "
        "enrolling is possible, see `POST /auth/totp`"
    )
    must_approve: bool = Field(
        description="true if somebody has logged in from a new device, which has to be approved: "
        "until they have opened the link that was mailed to them, they are a visitor, and nothing "
        "is possible but logging out, see `GET /auth/devices/approval`"
    )
    language: str = Field(description="ISO 639-1, in which they are written to")
    csrf_token: str | None = Field(
        description="goes into the header X-CSRF-Token of every write; null with an API key"
    )
    home_id: UUID | None = Field(description="the organization that new projects go to")
    organizations: list[MyOrganization]
    quotas: list[Quota] = Field(description="how often and how much; beyond it 429, 413, 409, 422")


@blueprint.post("/register")
@blueprint.input(Registration)
@blueprint.output(Me, status_code=201, description="Registered and logged in.")
@blueprint.doc(
    operation_id="register",
    summary="Register",
    description="Makes a user with an organization of their own and logs them in. A visitor's "
    "drafts become the user's. Where addresses have to be confirmed, a link is mailed, and the "
    "answer is the same whether somebody has registered with the address already; until the link "
    "was opened the account lasts as long as this session.",
    responses={
        409: "The e-mail address is taken, where addresses need not be confirmed.",
        422: "A field is missing or the password is not acceptable.",
        429: "Too many registrations from this address.",
    },
)
@limit_logins
@web.without_csrf
@web.while_enrolling
@web.while_unapproved
@web.own_transaction
def register(json_data: Registration) -> ResponseReturnValue:
    """Hash the password first; nobody waits for it."""
    new = users.prepare(json_data.email, json_data.name, json_data.password)
    before, device = web.principal(), calling_device()

    def answer() -> ResponseReturnValue:
        user = users.register(
            web.db(),
            new,
            is_confirmed=not settings().email_confirmation,
            language=caller_language(),
        )
        return let_in(login.enter(web.db(), user, before, device), 201)

    return web.in_transaction(answer)


@blueprint.post("/login")
@blueprint.input(LoginBody)
@blueprint.output(Me, description="Logged in; the answer sets the session cookie.")
@blueprint.doc(
    operation_id="log_in",
    summary="Log in",
    description="Begins a new session under a new cookie. A visitor's drafts become the user's. "
    "Where new devices have to be approved, `must_approve` says that a link was mailed for that.",
    responses={
        401: "E-mail address and password do not belong together; or they do, and `code-wanted` "
        "brings a `login_token` with which `POST /auth/totp/login` takes the code.",
        403: "The account is disabled.",
        429: "Too many logins from this address, or too many wrong passwords for this account.",
    },
)
@limit_logins
@web.without_csrf
@web.while_enrolling
@web.while_unapproved
@web.own_transaction
def log_in(json_data: LoginBody) -> ResponseReturnValue:
    """Look the user up, check the password outside any transaction, then begin the session."""
    before, device = web.principal(), calling_device()
    with database.writing(web.caller()) as db:
        candidate = login.find_candidate(db, json_data.email)
        login_limits.count_guess(db, candidate.email, candidate.user_id, device)
    proof = login.prove(candidate, json_data.password)
    if proof.has_second_factor and json_data.code is None:
        with database.writing(web.caller()) as db:
            return _code_wanted(login.begin_second_step(db, proof))
    return web.in_transaction(
        lambda: let_in(login.log_in(web.db(), proof, before, device, json_data.code), 200)
    )


def _code_wanted(issued: IssuedToken) -> Response:
    row = TABLE[CodeWanted]
    more = {"login_token": issued.token, "expires_at": issued.until.isoformat()}
    sentence = _("the password is right; this account asks for a code as well")
    return problem(row.status, row.slug, sentence, more)


@blueprint.post("/logout")
@blueprint.output({}, status_code=204, description="Logged out.")
@blueprint.doc(
    operation_id="log_out",
    summary="Log out",
    description="Ends the session of the cookie; without one nothing happens.",
)
@web.while_enrolling
@web.while_unapproved
def log_out() -> Response:
    """End the session and forget the cookie."""
    sessions.log_out(web.db(), web.principal())
    response = current_app.response_class(status=204)
    forget_session_cookie(response)
    return response


@blueprint.get("/me")
@blueprint.output(Me, description="Who asks; a browser that had no session gets one as a visitor.")
@blueprint.doc(
    operation_id="get_me",
    summary="Who I am",
    description="The user or visitor who asks, with their organizations, rights and CSRF token.",
    responses={401: "The API key does not let anybody in.", 429: "Too many new visitors."},
)
@limit_new_visitors
@web.while_enrolling
@web.while_unapproved
@web.own_transaction
def get_me() -> ResponseReturnValue:
    """Only for a browser without a session this read has something to write."""
    secret, visitor = None, web.principal()
    if visitor.via == "none":
        with database.writing(web.caller()) as db:
            secret, session = sessions.open_session(db, device=calling_device())
            visitor = authentication.principal_of(db, session)
    response = web.in_transaction(lambda: _answer(visitor))
    if secret:
        set_session_cookie(response, secret)
    return response


def let_in(entry: login.LoginResult, status: int) -> Response:
    """Who is in now, with the cookie of their session."""
    response = _answer(entry.principal, status)
    set_login_cookies(response, entry)
    return response


def _answer(principal: Principal, status: int = 200) -> Response:
    response = web.answer(show_me(web.db(), principal), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(user: User) -> UserShown:
    return UserShown(
        id=user.id,
        email=user.stated_email,
        name=user.name,
        email_verified_at=user.email_verified_at,
        language=user.language,
        zone=user.zone,
    )


def show_me(db: Session, principal: Principal) -> Me:
    """Who somebody is, and what they may do."""
    user = users.find(db, principal.user_id)
    return Me(
        user=_shown(user) if user else None,
        visitor=user is None,
        is_operator=principal.is_operator,
        must_enrol=principal.must_enrol,
        must_approve=principal.must_approve,
        language=principal.language,
        csrf_token=principal.csrf_token,
        home_id=principal.home_id,
        quotas=show_quotas(principal),
        organizations=[
            MyOrganization.model_validate(
                {
                    "id": organization.id,
                    "name": organization.name,
                    "role": role.name,
                    "rights": sorted(principal.rights_in(organization.id)),
                    "sees_prices": role.sees_prices,
                }
            )
            for organization, role in organizations.roles_of(db, principal.user_id)
            if principal.only_in in (None, organization.id)
        ],
    )

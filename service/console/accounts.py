"""Pages on which people sign in, register and sign out, and choose their language."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import (
    entry_links,
    login,
    login_limits,
    passkey_challenges,
    passkeys,
    profiles,
    sessions,
    users,
)
from service.api.accounts.auth import LoginBody, Registration
from service.api.http import web
from service.api.http.cookies import forget_session_cookie, set_login_cookies
from service.api.http.devices import calling_device
from service.api.http.origins import local
from service.api.http.rate_limits import limit_logins
from service.console.part_forms import validated
from service.console.reader import LANGUAGE_COOKIE, zone_of_browser
from service.console.rendering import (
    blueprint,
    check_form,
    reader,
    refusable,
    render,
    see,
    shows,
)
from service.database import transactions
from service.settings import settings
from service.translations import languages


def next_address() -> str:
    """Where somebody was on their way to when they had to sign in."""
    return local(request.values.get("next"), url_for("console.drop"))


@blueprint.get("/sign-in")
@shows
def sign_in() -> ResponseReturnValue:
    """Address and password."""
    return render(
        "sign_in.html",
        next=next_address(),
        providers=settings().oidc_providers,
        passkeys_available=passkey_challenges.are_available(),
    )


@blueprint.post("/sign-in")
@limit_logins
def let_in() -> ResponseReturnValue:
    """Begin a session; what a visitor has configured becomes the user's."""
    check_form()
    return refusable(sign_in, {}, _let_in)


def _let_in() -> Response:
    body = validated(
        LoginBody, {name: request.form.get(name, "") for name in ("email", "password")}
    )
    before, device = web.principal(), calling_device()
    with transactions.writing(web.caller()) as db:
        candidate = login.find_candidate(db, body.email)
        login_limits.count_guess(db, candidate.email, candidate.user_id, device)
    proof = login.prove(candidate, body.password)
    if proof.has_second_factor:
        return _ask_for_code(proof)
    with transactions.writing(web.caller()) as db:
        entry = login.log_in(db, proof, before, device)
    return entered(entry)


def _ask_for_code(proof: login.Proof) -> Response:
    """The page of the second step, for whoever has shown their password."""
    with transactions.writing(web.caller()) as db:
        token = login.begin_second_step(db, proof).token
        has_passkey = passkey_challenges.are_available() and passkeys.of_user(db, proof.user_id)
    page = "console.passkey_step" if has_passkey else "code.ask"
    return see(url_for(page, token=token, next=next_address()))


@blueprint.get("/sign-in/passkey/<string:token>")
@shows
def passkey_step(token: str) -> ResponseReturnValue:
    """A passkey or a code, for whoever has shown the password."""
    login.candidate_of(web.db(), token)
    return render("passkey_step.html", token=token, next=next_address())


def entered(entry: login.LoginResult) -> Response:
    """The page that somebody was on their way to, under their new session."""
    response = see(next_address())
    set_login_cookies(response, entry)
    return response


@blueprint.get("/register")
@shows
def register() -> ResponseReturnValue:
    """Name, address and a new password."""
    return render("register.html", next=next_address())


@blueprint.post("/register")
@limit_logins
def take_in_user() -> ResponseReturnValue:
    """Make an account, and begin its session."""
    check_form()
    return refusable(register, {}, _register)


def _register() -> Response:
    fields = {name: request.form.get(name, "") for name in ("name", "email", "password")}
    body = validated(Registration, fields)
    new = users.prepare(body.email, body.name, body.password)
    before, device = web.principal(), calling_device()
    is_confirmed = not settings().email_confirmation
    with transactions.writing(web.caller()) as db:
        user = users.register(db, new, is_confirmed=is_confirmed, language=reader().language)
        user.zone = zone_of_browser(request)
        entry = login.enter(db, user, before, device)
    return entered(entry)


@blueprint.get("/enter/<string:token>")
def enter(token: str) -> ResponseReturnValue:
    """Let an example user in by the link that `make run` has printed, once."""
    before, device = web.principal(), calling_device()
    if request.method == "HEAD":  # only looks
        return Response(status=204)
    with transactions.writing(web.caller()) as db:
        return entered(entry_links.enter(db, token, before, device))


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session, and forget its cookie."""
    check_form()
    with transactions.writing(web.caller()) as db:
        sessions.log_out(db, web.principal())
    response = see(url_for("console.drop"))
    forget_session_cookie(response)
    return response


@blueprint.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keep the language in the browser: whoever reads has chosen it, signed in or not.

    Where a profile names another one, it is changed there.
    """
    check_form()
    wanted, me = request.form.get("language", ""), web.principal()
    chosen = wanted if wanted in languages() else reader().language
    if me.chosen_language and me.chosen_language != chosen:
        with transactions.writing(web.caller()) as db:
            profiles.change(db, me, {"language": chosen})
    return see(next_address(), **{LANGUAGE_COOKIE: chosen})

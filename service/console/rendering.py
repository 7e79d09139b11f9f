"""Renders pages, and takes forms in: what every page of the console shares."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps
from inspect import signature
from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from service.access.permissions import NOBODY, BadCredentials
from service.accounts import authentication
from service.accounts.passwords import WeakPassword
from service.api.http import origins, problems, web
from service.api.http.json_bodies import hides_prices
from service.api.http.problem_types import TABLE, row_of
from service.api.sourcing.attachments import PICTURES
from service.console.assets import address_of
from service.console.reader import Reader, reader_of, zone_of_browser
from service.console.words import DONE, NEXT, REQUEST_WORDS, state_word, step_of
from service.database import transactions
from service.database.errors import DatabaseError
from service.errors import BadField
from service.translations import gettext_noop as _
from service.values.prices import in_sentence, shown_without_prices

blueprint = Blueprint("console", __name__, url_prefix="/app", template_folder="templates")

#: What a page may load and do: what this service serves, and its own forms.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: A form without files is no longer than this.
LONGEST_FORM = 256 * 1024
Page = Callable[..., ResponseReturnValue]


class FormRefused(Exception):
    """A form holds what cannot be, in a sentence in its reader's language; and the status."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


@blueprint.before_app_request
def know_the_reader() -> None:
    """Let errors of a page be said in the language of its reader as well."""
    if request.path.startswith("/app") and not request.path.startswith("/app/assets/"):
        # Whoever cannot be known now is refused by the page itself, in the browser's language.
        with suppress(BadCredentials, DatabaseError):
            web.principal()
        g.language = reader().language


def reader() -> Reader:
    """Who reads this page, by the profile of whoever was found to ask."""
    if "reader" not in g:
        g.reader = reader_of(request, g.get("principal", NOBODY))
    known: Reader = g.reader
    return known


def render(template: str, status: int = 200, **values: Any) -> Response:
    """A page in the language and zone of its reader, which may do no more than POLICY says.

    Whoever may not see prices gets it from models without any.
    """
    who, me = reader(), web.principal()
    if not me.sees_prices:
        values = shown_without_prices(values)
    text = render_template(
        f"console/{template}",
        reader=who,
        language=who.language,
        me=me,
        sees_prices=me.sees_prices,
        csrf_token=me.csrf_token or "",
        asset=address_of,
        problem=_problem(),
        field_errors=g.get("field_errors", {}),
        typed=_typed,
        done=DONE.get(request.args.get("done", "")),
        keeps_typed=_keeps_typed(),
        guesses_zone=request.method == "GET" and not (me.zone or zone_of_browser(request)),
        step_of=step_of,
        next_words=NEXT,
        pictures=PICTURES,
        state_word=lambda state: who.text(state_word(state)),
        request_word=lambda state: who.text(REQUEST_WORDS[state]),
        _=who.text,
        ngettext=who.count,
        **values,
    )
    response = Response(text, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Language"] = who.language
    return response


def _problem() -> str | None:
    """What was wrong with a form, in a sentence; without amounts for who may not see any."""
    sentence: str | None = g.get("problem_of_form")
    return in_sentence(sentence) if sentence and hides_prices() else sentence


def _typed(name: str, stored: object = "") -> str:
    """What stands in a field: what was typed, where the page keeps it; else what is stored."""
    if _keeps_typed() and name in request.form:
        return request.form[name]
    return "" if stored is None else str(stored)


def _keeps_typed() -> bool:
    """Whether this page shows a form as it was sent: it was refused, or only tried."""
    return "problem_of_form" in g or bool(g.get("keeps_typed"))


def shows(page: Page) -> Page:
    """Let a view answer within the one transaction of a read."""

    @wraps(page)
    def answer(**places: Any) -> ResponseReturnValue:
        web.principal()
        with transactions.reading() as session:
            g.db = session
            return current_app.make_response(page(**places))

    return answer


def acts(back: Page) -> Callable[[Page], Page]:
    """Let a view do what a form asks for, in one transaction, or show the page `back` again.

    `back` is a view that takes some of the same places; it gets the form as it was typed, and says
    what is wrong.
    """

    def decorate(act: Page) -> Page:
        @wraps(act)
        def answer(**places: Any) -> ResponseReturnValue:
            check_form()
            return refusable(back, places, lambda: web.in_transaction(lambda: act(**places)))

        return answer

    return decorate


def refusable(
    back: Page, places: dict[str, Any], act: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    """What `act` answers; or the page `back` with what was refused and why."""
    try:
        return act()
    except FormRefused as error:
        g.problem_of_form, status = error.sentence, error.status
    except tuple(TABLE) as error:
        g.problem_of_form = reader().say(problems.sentence_of(error))
        g.field_errors = _by_field(error)
        status = row_of(error).status
    shown = {name: place for name, place in places.items() if name in signature(back).parameters}
    response = current_app.make_response(back(**shown))
    response.status_code = status
    return response


def _by_field(error: Exception) -> Mapping[str, str]:
    """What is wrong at each field of the form; nothing where it is about none."""
    if isinstance(error, WeakPassword):
        return {error.field: reader().sentence(error.args[0])}
    if not isinstance(error, BadField):
        return {}
    return {
        field_of(pointer): reader().sentence(detail) for pointer, detail in reversed(error.errors)
    }


def field_of(pointer: str) -> str:
    """The field that stands for a place in a body: as in `shipping.0.days`, or `address_street`."""
    dotted = pointer.strip("/").replace("/", ".")
    if dotted in request.form:
        return dotted
    return "_".join(part for part in pointer.split("/") if part and not part.isdigit())


def check_form(most_bytes: int = LONGEST_FORM) -> None:
    """Refuse a form that another site has sent, or of more bytes; raises CsrfFailed.

    A browser says where a form comes from (Fetch Metadata, 2.4; RFC 6454), and whoever has a
    session shows that the form is from a page of theirs.
    """
    request.max_content_length = most_bytes
    check_origin()
    check_token(request.form.get("csrf_token"))


def check_token(token: str | None) -> None:
    """Refuse the form of a page that was another session's, or nobody's; raises CsrfFailed."""
    who = web.principal()
    if who.via != "none" and not authentication.has_csrf_token(who, token):
        raise web.CsrfFailed(
            _("this form is out of date, because you have signed in or out since; open it again")
        )


def check_origin() -> None:
    """Refuse what another site has sent; raises CsrfFailed."""
    is_foreign = not origins.is_ours(request.headers.get("Origin"))
    if is_foreign or request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        raise web.CsrfFailed(_("this form was sent by another site; open it here"))


def see(address: str, **cookies: str) -> Response:
    """The page to be seen next, after a form has done what it is for."""
    response = current_app.make_response(redirect(address, 303))
    for name, value in cookies.items():
        response.set_cookie(name, value, max_age=31_536_000, path="/app", samesite="Lax")
    return response

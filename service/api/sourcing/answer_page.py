"""The page on which a contractor answers a request by the link in its mail, without an account.

It works without JavaScript and without cookies: reading it changes nothing, whoever opens links in
mails; only its forms act, and what they send is the link itself.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.api.http import web
from service.api.sourcing import answer_view, answer_words
from service.api.sourcing.answer_view import Problem
from service.database import transactions
from service.database.errors import StaleDataError
from service.documents import dossier_assembly
from service.documents.dossier_pdf import dossier_pdf
from service.errors import BadField
from service.sourcing import link_answers
from service.sourcing.answer_links import BadLink
from service.sourcing.link_answers import BadForm, Closed, Decided, Stale
from service.sourcing.offer_confirmations import NoAddress, TooManyMails
from service.translations import Language, choose_language, gettext, languages
from workflows.engine import IllegalMove, NotReady

blueprint = Blueprint("answer", __name__, url_prefix="/answer")

#: What the page may load and do: its style, the pictures within it, and its own forms.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
#: A form is no longer than this.
LONGEST_FORM = 64 * 1024


@blueprint.get("/<string:token>")
def show(token: str) -> Response:
    """The request as it stands."""
    try:
        return _page(token, done=request.args.get("done"))
    except (BadLink, Closed) as error:
        return _refused(token, error)


@blueprint.post("/<string:token>")
def act(token: str) -> AnyResponse:
    """What a form asks for; then the page anew, so that loading it again repeats nothing."""
    request.max_content_length = LONGEST_FORM
    try:
        return _act(token, request.form.to_dict())
    except (BadLink, Closed) as error:
        return _refused(token, error)


def _act(token: str, form: Mapping[str, str]) -> AnyResponse:
    """The page again for a form that is refused; raises BadLink, Closed."""
    action = form.get("action", "")
    try:
        if action not in link_answers.ACTIONS:
            raise BadForm([("action", "unknown", {})])
        with transactions.writing(web.link_holder()) as session:
            answer = link_answers.find(session, token, lock=True)
            done = link_answers.act(session, answer, action, form)
    except (Stale, StaleDataError):
        return _page(token, status=409, problems=[("stale", "", {})], form=form)
    except (IllegalMove, NotReady):
        return _page(token, status=409, problems=[("not_now", "", {})], form=form)
    except BadForm as error:
        return _page(token, status=422, problems=error.errors, form=form)
    except NoAddress:
        return _page(token, status=409, problems=[("no_address", "", {})], form=form)
    except TooManyMails:
        return _page(token, status=429, problems=[("too_many_mails", "", {})], form=form)
    except BadField as error:
        problems: list[Problem] = [
            (pointer.rpartition("/")[2], "", {}) for pointer, _ in error.errors
        ]
        return _page(token, status=422, problems=problems, form=form)
    return redirect(url_for("answer.show", token=token, done=done), 303)


@blueprint.get("/<string:token>/dossier.pdf")
def dossier(token: str) -> Response:
    """The dossier on paper."""
    try:
        with transactions.reading() as session:
            assembled = dossier_assembly.of_request(
                session, link_answers.find(session, token).request.id
            )
    except (BadLink, Closed) as error:
        return _refused(token, error)
    response = Response(dossier_pdf(assembled.with_pictures()), mimetype="application/pdf")
    name = f"{assembled.dossier.number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _page(
    token: str,
    *,
    status: int = 200,
    done: str | None = None,
    problems: Sequence[Problem] = (),
    form: Mapping[str, str] | None = None,
) -> Response:
    values = answer_view.values(token, problems)
    language = values["dossier"].language
    taken = answer_words.TAKEN.get(done or "")
    shown = gettext(taken, language) if taken else None
    return _rendered("answer.html", language, status, done=shown, form=form or {}, **values)


def _refused(token: str, error: BadLink | Closed) -> Response:
    """Says that the link leads nowhere (404), or that it takes no answers any more (410)."""
    if isinstance(error, BadLink):
        language = choose_language(request.accept_languages.best_match(languages()))
        title = gettext("This link does not work", language)
        text = gettext(
            "It is incomplete or does not come from us. Please open it again from the email.",
            language,
        )
        return _rendered("answer_over.html", language, 404, title=title, text=text)
    with transactions.reading() as session:
        number, preferred = link_answers.number_and_language(session, token)
    language = choose_language(preferred)
    title = gettext(answer_words.closed_title(error), language, number=number)
    declined = isinstance(error, Decided) and request.args.get("done") == "decline"
    text = gettext(answer_words.DECLINED if declined else answer_words.closed(error), language)
    return _rendered("answer_over.html", language, 410, title=title, text=text)


def _rendered(template: str, language: Language, status: int, **values: Any) -> Response:
    translated = partial(gettext, language=language)
    text = render_template(template, language=language, _=translated, **values)
    response = Response(text, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"  # the address itself is the key
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Language"] = language
    return response

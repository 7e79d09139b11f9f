"""The page behind the link in a mail by which somebody wants no more of them, without a login."""

from flask import Blueprint, Response

from service.access.lookup import Unknown
from service.accounts import organizations
from service.api.http import web
from service.api.http.form_pages import form_page
from service.database import transactions
from service.notifications import preferences, unsubscribe_links
from service.notifications.preferences import KINDS
from service.notifications.unsubscribe_links import ALL
from service.translations import SOURCE, Language, choose_language, gettext, gettext_noop, languages
from service.translations import gettext_noop as _

blueprint = Blueprint("unsubscribe", __name__, url_prefix="/unsubscribe")

UNKNOWN = gettext_noop("This link is not one of ours, or part of it is missing.")


@blueprint.get("/<string:token>")
def ask(token: str) -> Response:
    """Ask whether the mails are to stop; changes nothing, for programs open links as well."""
    try:
        language, what = _what(token)
    except Unknown:
        return _unknown()
    question = gettext("Do you want to stop emails about this: {what}?", language, what=what)
    return _page(language, [question], gettext("Unsubscribe", language))


@blueprint.post("/<string:token>")
def stop(token: str) -> Response:
    """Let the mails stop; mail programs call this with one click (RFC 8058)."""
    try:
        language, what = _what(token)
        with transactions.writing(web.link_holder()) as session:
            preferences.unsubscribe(session, *unsubscribe_links.read_token(token))
    except Unknown:
        return _unknown()
    done = gettext("Done. You will get no more emails about this: {what}.", language)
    feed = gettext("Your feed still has every event.", language)
    return _page(language, [done.format(what=what), feed])


def _what(token: str) -> tuple[Language, str]:
    """In which language to speak, and what the link is about; raises Unknown."""
    wanted = unsubscribe_links.read_token(token)
    with transactions.reading() as session:
        organization = organizations.find(session, wanted.organization_id)
    kind = KINDS.get(wanted.type)
    if organization is None or (kind is None and wanted.type != ALL):
        raise Unknown(_("this link leads to nothing any more"))
    language = choose_language(organization.language)
    if kind is None:
        return language, gettext(
            "everything at {organization}", language, organization=organization.name
        )
    return language, gettext(kind.description, language)


def _unknown() -> Response:
    return _page(SOURCE, [gettext(UNKNOWN, language) for language in languages()], status=404)


def _page(
    language: Language, lines: list[str], button: str | None = None, status: int = 200
) -> Response:
    title = gettext("Unsubscribe", language)
    return form_page(language, title, lines, button=button, status=status)

"""The page behind the link in a mail by which somebody wants no more of them, without a login."""

from flask import Blueprint, Response, render_template

from service.access.lookup import Unknown
from service.accounts import organizations
from service.database import transactions
from service.documents.wording import Language, known_language
from service.notifications import preferences, unsubscribe_links
from service.notifications.preferences import KINDS
from service.notifications.unsubscribe_links import ALL

blueprint = Blueprint("unsubscribe", __name__, url_prefix="/unsubscribe")

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'"
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "No more mails",
        "ask": "No more mails to you about: {what}?",
        "all": "anything at {organization}",
        "stop": "Stop them",
        "done": "Done. There will be no more mails about: {what}.",
        "feed": "Everything still stands in the feed of events.",
        "unknown": "This link is not one of ours, or not whole.",
    },
    "de": {
        "title": "Keine Mails mehr",
        "ask": "Keine Mails mehr an Sie über: {what}?",
        "all": "alles bei {organization}",
        "stop": "Abbestellen",
        "done": "Erledigt. Es kommen keine Mails mehr über: {what}.",
        "feed": "Im Verlauf der Ereignisse steht weiterhin alles.",
        "unknown": "Dieser Link ist nicht von uns oder nicht vollständig.",
    },
}


@blueprint.get("/<string:token>")
def ask(token: str) -> Response:
    """Ask whether the mails are to stop; changes nothing, for programs open links as well."""
    try:
        language, what = _what(token)
    except Unknown:
        return _unknown()
    words = WORDS[language]
    return _page(language, [words["ask"].format(what=what)], words["stop"])


@blueprint.post("/<string:token>")
def stop(token: str) -> Response:
    """Let the mails stop; mail programs call this with one click (RFC 8058)."""
    try:
        language, what = _what(token)
        with transactions.writing() as session:
            preferences.unsubscribe(session, *unsubscribe_links.read_token(token))
    except Unknown:
        return _unknown()
    words = WORDS[language]
    return _page(language, [words["done"].format(what=what), words["feed"]])


def _what(token: str) -> tuple[Language, str]:
    """In which language to speak, and what the link is about; raises Unknown."""
    wanted = unsubscribe_links.read_token(token)
    with transactions.reading() as session:
        organization = organizations.find(session, wanted.organization_id)
    kind = KINDS.get(wanted.type)
    if organization is None or (kind is None and wanted.type != ALL):
        raise Unknown("this link leads to nothing any more")
    language = known_language(organization.language)
    if kind is None:
        return language, WORDS[language]["all"].format(organization=organization.name)
    return language, kind.description(language)


def _unknown() -> Response:
    return _page("en", [WORDS[language]["unknown"] for language in WORDS], status=404)


def _page(
    language: Language, lines: list[str], button: str | None = None, status: int = 200
) -> Response:
    title = WORDS[language]["title"]
    text = render_template(
        "unsubscribe.html", language=language, title=title, lines=lines, button=button
    )
    response = Response(text, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"  # the address itself is the key
    return response

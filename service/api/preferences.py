"""What users want to be mailed about, over HTTP, and the links by which they want it no more."""

import html
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service import preferences, unsubscribing
from service.access import Unknown
from service.api import web
from service.api.fields import Body, Shown
from service.documents.wording import Language
from service.models import Membership, Organization
from service.preferences import KINDS
from service.rights import Unauthenticated
from service.unsubscribing import ALL
from workflows.engine import Actor

blueprint = APIBlueprint("preferences", __name__, tag="Events")

ChannelName = Literal["none", "event", "mail", "digest"]
PAGE: dict[int | str, Any] = {200: {"description": "A page.", "content": {"text/html": {}}}}
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "No more mails",
        "ask": "No more mails to you about: {what}?",
        "all": "anything at {organization}",
        "stop": "Stop them",
        "done": "Done. There will be no more mails about: {what}.",
        "feed": "Everything still stands in the feed of events.",
    },
    "de": {
        "title": "Keine Mails mehr",
        "ask": "Keine Mails mehr an Sie über: {what}?",
        "all": "alles bei {organization}",
        "stop": "Abbestellen",
        "done": "Erledigt. Es kommen keine Mails mehr über: {what}.",
        "feed": "Im Verlauf der Ereignisse steht weiterhin alles.",
    },
}


class KindShown(Shown):
    """A type of events, and how the user hears of it."""

    type: str
    description: str
    channel: ChannelName | None = Field(description="as chosen; null: as usual")
    as_client: ChannelName = Field(description="what holds for projects of the organization")
    as_contractor: ChannelName = Field(description="what holds for what it was asked to make")


class PreferencesShown(Shown):
    """How a user hears of the events of one of his organizations."""

    organization_id: UUID
    organization: str
    kinds: list[KindShown]


class PreferencesList(Shown):
    """Those of each organization that the user belongs to."""

    items: list[PreferencesShown]
    next: str | None


class Choices(Body):
    """How the user wants to hear of some types; null goes back to what is usual."""

    choices: dict[str, ChannelName | None] = Field(
        max_length=100, examples=[{"process.offered": "mail", "process.produced": "none"}]
    )


def _user_id() -> UUID:
    user_id = web.principal().user_id
    if user_id is None:
        raise Unauthenticated("log in first; visitors are told of nothing by mail")
    return user_id


def _organizations(user_id: UUID) -> list[Organization]:
    query = sa.select(Organization).join(Membership, Membership.organization_id == Organization.id)
    mine = query.where(Membership.user_id == user_id).order_by(Organization.id)
    return list(web.db().scalars(mine))


def _shown(organization: Organization, choices: dict[str, Any]) -> dict[str, Any]:
    german = organization.language == "de"
    return {
        "organization_id": organization.id,
        "organization": organization.name,
        "kinds": [
            {
                "type": type,
                "description": kind.german if german else kind.english,
                "channel": choices.get(type),
                "as_client": preferences.channel(choices, type, Actor.CLIENT).value,
                "as_contractor": preferences.channel(choices, type, Actor.CONTRACTOR).value,
            }
            for type, kind in KINDS.items()
        ],
    }


@blueprint.get("/notifications/preferences")
@blueprint.output(PreferencesList)
@blueprint.doc(
    operation_id="get_preferences",
    summary="How I hear of events",
    description="`event` is in the feed alone, `mail` is mailed at once, `digest` once a day; "
    "`none` is in the feed, and not counted as missed.",
    responses={401: "Only users are mailed."},
)
def index() -> Response:
    """The preferences for each of the user's organizations."""
    user_id = _user_id()
    chosen = preferences.of_all(web.db(), [user_id])
    found = _organizations(user_id)
    items = [_shown(each, chosen.get((user_id, each.id), {})) for each in found]
    return web.answer({"items": items, "next": None})


@blueprint.patch("/notifications/preferences/<uuid:organization_id>")
@blueprint.input(Choices)
@blueprint.output(PreferencesShown)
@blueprint.doc(
    operation_id="update_preferences",
    summary="Choose how I hear of events",
    responses={401: "Only users are mailed."},
)
def update(organization_id: UUID, json_data: Choices) -> Response:
    """Choose the channel of some types of events."""
    user_id = _user_id()
    found = {each.id: each for each in _organizations(user_id)}
    if organization_id not in found:
        raise Unknown(f"you belong to no organization {organization_id}")
    choices = preferences.choose(web.db(), user_id, organization_id, json_data.choices)
    return web.answer(_shown(found[organization_id], choices))


@blueprint.get("/unsubscribe/<token>")
@blueprint.doc(
    operation_id="ask_to_unsubscribe",
    summary="The page behind the link in a mail",
    description="Changes nothing yet, so that a scanner of links unsubscribes nobody.",
    responses=PAGE,
)
def ask(token: str) -> Response:
    """Ask whether the mails are to stop."""
    language, what = _what(token)
    words = WORDS[language]
    button = f'<form method="post"><button>{words["stop"]}</button></form>'
    return _page(language, f"<p>{html.escape(words['ask'].format(what=what))}</p>{button}")


@blueprint.post("/unsubscribe/<token>")
@blueprint.doc(
    operation_id="unsubscribe",
    summary="No more mails of a kind",
    description="What mail programs call for one click (RFC 8058). The link itself says who.",
    responses=PAGE,
)
@web.without_csrf
def stop(token: str) -> Response:
    """Let the mails stop."""
    language, what = _what(token)
    preferences.unsubscribe(web.db(), *unsubscribing.read(token))
    words = WORDS[language]
    done = html.escape(words["done"].format(what=what))
    return _page(language, f"<p>{done}</p><p>{words['feed']}</p>")


def _what(token: str) -> tuple[Language, str]:
    """In which language to speak, and what the link is about; raises Unknown."""
    wanted = unsubscribing.read(token)
    organization = web.db().get(Organization, wanted.organization_id)
    kind = KINDS.get(wanted.type)
    if organization is None or (kind is None and wanted.type != ALL):
        raise Unknown("this link leads to nothing any more")
    language: Language = "de" if organization.language == "de" else "en"
    if kind is None:
        return language, WORDS[language]["all"].format(organization=organization.name)
    return language, kind.german if language == "de" else kind.english


def _page(language: Language, body: str) -> Response:
    title = WORDS[language]["title"]
    text = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>'
        f"{title}</title><style>body{{font:16px/1.6 sans-serif;max-width:34rem;margin:3rem auto;"
        "padding:0 1rem;color:#222}button{font:inherit;padding:.5rem 1.2rem;border:0;"
        "border-radius:.3rem;background:#1f4e79;color:#fff}</style>"
        f"<h1>{title}</h1>{body}</html>"
    )
    return Response(text, mimetype="text/html")

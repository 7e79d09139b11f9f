"""What users want to be mailed about, over HTTP."""

from typing import Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.access.lookup import Unknown
from service.access.permissions import Forbidden, Unauthenticated
from service.accounts import organizations
from service.api.http import paging, web
from service.api.http.enumerations import EventType
from service.api.http.fields import PartQuery, RequestBody, Shown
from service.database.models import Organization
from service.notifications import preferences
from service.notifications.preferences import KINDS
from service.translations import Sentence, choose_language, gettext
from service.translations import gettext_noop as _
from workflows.engine import Actor

blueprint = APIBlueprint("preferences", __name__, tag="Events")

ChannelName = Literal["none", "event", "mail", "digest"]


class KindShown(Shown):
    """A type of events, and how the user hears of it."""

    type: EventType
    description: str
    channel: ChannelName | None = Field(description="as chosen; null: as usual")
    as_client: ChannelName = Field(description="what holds for projects of the organization")
    as_contractor: ChannelName = Field(description="what holds for what it was asked to make")


class PreferencesShown(Shown):
    """How a user hears of the events of one of their organizations."""

    organization_id: UUID
    organization: str
    kinds: list[KindShown]


class PreferencesList(Shown):
    """Those of each organization that the user belongs to."""

    items: list[PreferencesShown]
    next: str | None


class Choices(RequestBody):
    """How the user wants to hear of some types; null goes back to what is usual."""

    choices: dict[str, ChannelName | None] = Field(
        max_length=100, examples=[{"process.offered": "mail", "process.produced": "none"}]
    )


def _user_id() -> UUID:
    user_id = web.principal().user_id
    if user_id is None:
        raise Unauthenticated(_("log in first; visitors are told of nothing by mail"))
    return user_id


def _organizations(user_id: UUID) -> list[Organization]:
    memberships = organizations.roles_of(web.db(), user_id)
    return sorted((organization for organization, _ in memberships), key=lambda each: each.id)


def _shown(organization: Organization, choices: dict[str, Any]) -> PreferencesShown:
    return PreferencesShown.model_construct(
        organization_id=organization.id,
        organization=organization.name,
        kinds=[
            KindShown.model_construct(
                type=type,
                description=gettext(kind.description, choose_language(organization.language)),
                channel=choices.get(type),
                as_client=preferences.channel_for(choices, type, Actor.CLIENT).value,
                as_contractor=preferences.channel_for(choices, type, Actor.CONTRACTOR).value,
            )
            for type, kind in KINDS.items()
        ],
    )


@blueprint.get("/notifications/preferences")
@blueprint.input(PartQuery, location="query")
@blueprint.output(PreferencesList)
@blueprint.doc(
    operation_id="get_preferences",
    summary="How I hear of events",
    description="`event` is in the feed alone, `mail` is mailed at once, `digest` once a day; "
    "`none` is in the feed, and not counted as missed.",
    responses={401: "Only users are mailed."},
)
def index(query_data: PartQuery) -> Response:
    """The preferences for each of the user's organizations."""
    user_id = _user_id()
    chosen = preferences.load_preferences(web.db(), [user_id])
    organizations = _organizations(user_id)
    items = [_shown(each, chosen.get((user_id, each.id), {})) for each in organizations]
    page, following = paging.part(items, query_data.limit, query_data.cursor)
    return web.answer(PreferencesList.model_construct(items=page, next=following))


@blueprint.patch("/notifications/preferences/<uuid:organization_id>")
@blueprint.input(Choices)
@blueprint.output(PreferencesShown)
@blueprint.doc(
    operation_id="update_preferences",
    summary="Choose how I hear of events",
    responses={401: "Only users are mailed.", 403: "An API key chooses nothing for its owner."},
)
def update(organization_id: UUID, json_data: Choices) -> Response:
    """Choose the channel of some types of events."""
    return web.answer(choose(organization_id, json_data))


def preferences_in(organization_id: UUID) -> PreferencesShown:
    """How the caller hears of what one of their organisations has to hear; raises Unknown."""
    user_id = _user_id()
    organization = _of_mine(user_id, organization_id)
    chosen = preferences.load_preferences(web.db(), [user_id])
    return _shown(organization, chosen.get((user_id, organization_id), {}))


def choose(organization_id: UUID, body: Choices) -> PreferencesShown:
    """Choose channels for the caller; raises Unauthenticated, Forbidden, Unknown, BadField."""
    user_id = _user_id()
    if web.principal().via == "api_key":
        raise Forbidden(_("an API key does not choose how its owner hears of events; log in"))
    organization = _of_mine(user_id, organization_id)
    choices = preferences.change_preferences(web.db(), user_id, organization_id, body.choices)
    return _shown(organization, choices)


def _of_mine(user_id: UUID, organization_id: UUID) -> Organization:
    mine = {each.id: each for each in _organizations(user_id)}
    if organization_id not in mine:
        raise Unknown(
            Sentence(
                _("you belong to no organization {organization_id}"),
                organization_id=organization_id,
            )
        )
    return mine[organization_id]

"""What somebody is called, and in which language and time zone they are told things."""

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field, field_validator

from service.accounts import authentication, profiles
from service.api.accounts.auth import Me, show_me
from service.api.http import web
from service.api.http.fields import DocumentLanguage, Name, RequestBody
from service.translations import gettext_noop as _
from service.values.time_zones import TimeZone

blueprint = APIBlueprint("profile", __name__, url_prefix="/auth", tag="Accounts")


class ProfileChanges(RequestBody):
    """JSON merge patch (RFC 7396): what is null is taken out, what is left out stays."""

    name: Name | None = None
    language: DocumentLanguage | None = Field(
        None, description="of pages, mails and papers; null: that of the first organization"
    )
    zone: TimeZone | None = Field(
        None,
        description="IANA time zone of pages and mails; null: as the browser says",
        examples=["Europe/Berlin"],
    )

    @field_validator("name")
    @classmethod
    def stays(cls, value: str | None) -> str:
        """Everybody is called something."""
        if value is None:
            raise ValueError(_("cannot be null; leave it out to keep it"))
        return value


@blueprint.patch("/me")
@blueprint.input(ProfileChanges)
@blueprint.output(Me, description="Who asks, as they are from now on.")
@blueprint.doc(
    operation_id="update_me",
    summary="Change my name, language or time zone",
    description="JSON merge patch (RFC 7396). What somebody did before stays under the name that "
    "they had then.",
    responses={401: "Nobody is logged in.", 403: "An API key asks."},
)
def update_me(json_data: ProfileChanges) -> Response:
    """Only a session changes whose it is."""
    who, db = web.principal(), web.db()
    profiles.change(db, who, json_data.model_dump(exclude_unset=True))
    return web.answer(show_me(db, authentication.refreshed(db, who)))

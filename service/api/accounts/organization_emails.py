"""Confirming the address of an organisation by the link that was mailed to it."""

from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT
from service.accounts import organization_emails
from service.api.accounts.email_confirmations import (
    MAILED_AGAIN,
    TOO_OFTEN,
    Confirmation,
    ConfirmationPromised,
)
from service.api.accounts.passwords import LINK_REFUSALS
from service.api.http import web
from service.api.http.rate_limits import limit_logins

blueprint = APIBlueprint(
    "organization_emails", __name__, url_prefix="/organizations", tag="Organizations"
)


@blueprint.post("/email/confirm")
@blueprint.input(Confirmation)
@blueprint.output({}, status_code=204, description="Confirmed.")
@blueprint.doc(
    operation_id="confirm_organization_email",
    summary="Confirm an organization's address by a mailed link",
    description="Works once, for whoever has the link. From now on mails of the service go there: "
    "requests, confirmations of offers, and what concerns its webhooks.",
    responses=LINK_REFUSALS,
)
@limit_logins
def confirm_organization_email(json_data: Confirmation) -> ResponseReturnValue:
    """Whoever has the link reads what is sent there."""
    organization_emails.confirm(web.db(), json_data.token)
    return "", 204


@blueprint.post("/<uuid:organization_id>/email/confirm/send")
@blueprint.output(ConfirmationPromised, status_code=202, description="A mail is on its way.")
@blueprint.doc(
    operation_id="send_organization_email_confirmation",
    summary="Have the link for an organization's address mailed again",
    description=MAILED_AGAIN,
    responses=TOO_OFTEN
    | {
        403: "A right is missing.",
        404: "Unknown, or not yours.",
        409: "The address is confirmed already, or there is none.",
    },
)
@limit_logins
def send_organization_email_confirmation(organization_id: UUID) -> ResponseReturnValue:
    """To the address that was stated."""
    organization, _actor = find_organization(
        web.db(), web.principal(), organization_id, ORGANIZATION_EDIT
    )
    email = organization_emails.send_again(web.db(), organization)
    return web.answer(ConfirmationPromised(email=email), 202)

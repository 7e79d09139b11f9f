"""Lets no link that was mailed so far answer for a contractor any more."""

from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import RESOURCES_EDIT
from service.api.catalogue.terms import CHANGING, NO_TERMS
from service.api.http import web
from service.catalogue import link_versions
from service.catalogue import terms as workshops

blueprint = APIBlueprint("answer_links", __name__, url_prefix="/organizations", tag="Catalogue")


@blueprint.delete("/<uuid:organization_id>/answer_links")
@blueprint.output({}, status_code=204, description="Revoked.")
@blueprint.doc(
    operation_id="revoke_answer_links",
    summary="Revoke links to answer by",
    description="No link that was mailed so far answers for the contractor any more; its requests "
    "stay, and are answered by whoever logs in. The same happens when its address or its channels "
    "change.",
    responses={status: CHANGING[status] for status in (403, 404)} | NO_TERMS,
)
def revoke_answer_links(organization_id: UUID) -> ResponseReturnValue:
    """For whoever may change the terms, and for operators."""
    db = web.db()
    organization, who = find_organization(
        db, web.principal(), organization_id, RESOURCES_EDIT, lock=True
    )
    workshops.terms_of(db, organization)
    link_versions.revoke_links(db, organization, who)
    return "", 204

"""Checks the terms and machines that contractors state, and completes them with the defaults."""

import re
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import snapshot_rows
from service.database.models import CatalogueItem, Organization, WebhookEndpoint
from service.errors import BadField
from service.manufacturing.quoting import catalogue as records
from service.manufacturing.quoting.catalogue import BadData
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject

#: Ways in which a contractor can be asked, and those in use where it names none. Beside the inbox,
#: which is always a way, one leads to the next where it fails.
CHANNELS = ("inbox", "mail", "webhook")
USUAL_CHANNELS = ("inbox", "mail")
#: What a contractor's record takes from its organisation and its machines.
ELSEWHERE = frozenset({"id", "name", "machines"})


def checked_terms(db: Session, organization: Organization, terms: JsonObject) -> JsonObject:
    """The terms as they are stored, complete with the defaults; raises BadField."""
    if elsewhere := sorted(ELSEWHERE & terms.keys()):
        raise BadField.at(f"/{elsewhere[0]}", _("this is kept elsewhere: see the organization"))
    ways = _checked_ways(db, organization, terms)
    terms = {name: value for name, value in terms.items() if name != "webhook_id"}
    try:
        contractor = records.Contractor.from_dict(
            snapshot_rows.contractor_data(organization, terms, [])
        )
    except BadData as bad:
        raise _bad_field(bad, "contractor") from bad
    treatments = [treatment.post_processing_id for treatment in contractor.post_processings]
    materials = [id for treatment in contractor.post_processings for id in treatment.material_ids]
    _check_known(db, snapshot_rows.POST_PROCESSING, treatments, "/post_processings")
    _check_known(db, snapshot_rows.MATERIAL, materials, "/post_processings")
    terms = {name: value for name, value in contractor.to_dict().items() if name not in ELSEWHERE}
    return terms | ways


def _checked_ways(db: Session, organization: Organization, terms: JsonObject) -> JsonObject:
    """In which order a contractor is asked by which channels, and on which webhook."""
    channels = terms.get("channels", list(USUAL_CHANNELS))
    if not isinstance(channels, list) or any(channel not in CHANNELS for channel in channels):
        raise BadField.at(
            "/channels",
            _("this is a list of some of {names}, not {text}"),
            names=", ".join(CHANNELS),
            text=f"{channels!r:.80}",
        )
    if len(set(channels)) < len(channels):
        raise BadField.at("/channels", _("each channel stands in the list once"))
    named = terms.get("webhook_id")
    if named is None:
        if "webhook" in channels:
            raise BadField.at("/webhook_id", _("say which of your webhooks is asked"))
        return {"channels": channels}
    try:
        webhook = db.get(WebhookEndpoint, UUID(str(named)))
    except ValueError:
        webhook = None
    if webhook is None or webhook.organization_id != organization.id:
        raise BadField.at(
            "/webhook_id",
            _("{organization} has no webhook {name}"),
            organization=organization.name,
            name=f"{named!r:.50}",
        )
    if not webhook.sees_prices:
        raise BadField.at(
            "/webhook_id", _("requests name prices, and this webhook hears of none; name another")
        )
    return {"channels": channels, "webhook_id": str(webhook.id)}


def checked_machine(db: Session, id: UUID, data: JsonObject) -> JsonObject:
    """The data as it is stored, complete with the defaults; raises BadField."""
    if "id" in data:
        raise BadField.at("/id", _("the id is in the address"))
    try:
        machine = records.Machine.from_dict(data | {"id": str(id)})
    except BadData as bad:
        raise _bad_field(bad, "machine") from bad
    offered = [material.material_id for material in machine.materials]
    _check_known(db, snapshot_rows.MATERIAL, offered, "/materials")
    return {name: value for name, value in machine.to_dict().items() if name != "id"}


def _check_known(db: Session, kind: str, slugs: list[str], pointer: str) -> None:
    query = sa.select(CatalogueItem.slug).where(
        CatalogueItem.kind == kind, CatalogueItem.slug.in_(set(slugs))
    )
    if unknown := sorted(set(slugs) - set(db.scalars(query))):
        raise BadField.at(
            pointer,
            _("the catalogue has no {names}"),
            names=", ".join(unknown),
        )


def _bad_field(bad: BadData, record: str) -> BadField:
    """The record's sentence begins with the field's place, as in `machine.materials[0].loss`."""
    place = re.match(rf"{record}((?:\.\w+|\[\d+\])*)", str(bad))
    path = re.sub(r"[.\[]", "/", place[1]).replace("]", "") if place else ""
    return BadField.at(path, bad.args[0])

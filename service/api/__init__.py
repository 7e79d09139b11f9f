"""The HTTP API: a folder for each room, with the routes, schemas and presenters of its resources.

`http` has what all routes share: problems, conditions, pages, limits, the OpenAPI document; `pages`
the few HTML pages. Routes check their input, call one use case of a room, and present what it
returns; no query stands here. May import every room below; only the roots of the service import it.
"""

from apiflask import APIBlueprint
from flask import Blueprint

from service.api.accounts import (
    addresses,
    api_keys,
    approval_page,
    auth,
    code_page,
    confirm_page,
    deadline_settings,
    device_approvals,
    email_confirmations,
    invitation_page,
    invitations,
    member_keys,
    members,
    oidc,
    organization_emails,
    organizations,
    passkeys,
    passwords,
    personal_data,
    profile,
    provider_links,
    reset_page,
    roles,
    sessions,
    totp,
)
from service.api.audit import entries as audit
from service.api.catalogue import answer_links, catalogue, terms
from service.api.documents import business_papers, dossiers, route_cards
from service.api.events import event_stream, events
from service.api.files import contents, files, release, repairs
from service.api.notifications import preferences, unsubscribing
from service.api.operations import (
    contractors,
    health,
    metrics,
    overview,
    parked,
    security_txt,
    workflows,
)
from service.api.orders import (
    batch_actions,
    history,
    moves,
    processes,
    project_clones,
    project_exports,
    projects,
)
from service.api.reference import pages
from service.api.sourcing import (
    answer_page,
    attachments,
    comparisons,
    messages,
    offer_confirmation_page,
    offers,
    request_calendars,
    requests,
)
from service.api.verification import choices, estimates, records, verifications
from service.api.webhooks import deliveries, endpoints

BLUEPRINTS: tuple[APIBlueprint, ...] = (
    auth.blueprint,
    passwords.blueprint,
    sessions.blueprint,
    personal_data.blueprint,
    profile.blueprint,
    totp.blueprint,
    passkeys.blueprint,
    device_approvals.blueprint,
    oidc.blueprint,
    provider_links.blueprint,
    email_confirmations.blueprint,
    organizations.blueprint,
    organization_emails.blueprint,
    addresses.blueprint,
    deadline_settings.blueprint,
    members.blueprint,
    invitations.blueprint,
    invitations.accepting,
    roles.blueprint,
    api_keys.blueprint,
    member_keys.blueprint,
    audit.blueprint,
    projects.blueprint,
    project_exports.blueprint,
    batch_actions.blueprint,
    project_clones.blueprint,
    processes.blueprint,
    moves.blueprint,
    files.blueprint,
    contents.blueprint,
    release.blueprint,
    repairs.blueprint,
    messages.blueprint,
    attachments.blueprint,
    catalogue.blueprint,
    terms.blueprint,
    answer_links.blueprint,
    records.blueprint,
    comparisons.blueprint,
    verifications.blueprint,
    estimates.blueprint,
    choices.blueprint,
    history.blueprint,
    business_papers.blueprint,
    requests.blueprint,
    request_calendars.blueprint,
    offers.blueprint,
    dossiers.blueprint,
    route_cards.blueprint,
    events.blueprint,
    event_stream.blueprint,
    preferences.blueprint,
    endpoints.blueprint,
    deliveries.blueprint,
    workflows.blueprint,
    health.blueprint,
    parked.blueprint,
    overview.blueprint,
    contractors.blueprint,
)
#: What answers outside the API's base path.
AT_ROOT: tuple[Blueprint, ...] = (
    health.at_root,
    metrics.at_root,
    security_txt.at_root,
    pages.blueprint,
    pages.start,
    answer_page.blueprint,
    offer_confirmation_page.blueprint,
    unsubscribing.blueprint,
    reset_page.blueprint,
    confirm_page.blueprint,
    approval_page.blueprint,
    code_page.blueprint,
    invitation_page.blueprint,
)

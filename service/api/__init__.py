"""The HTTP API: one file per resource, each with its schemas and routes."""

from apiflask import APIBlueprint

from service.api import (
    api_keys,
    auth,
    catalogue,
    dossiers,
    event_stream,
    events,
    files,
    members,
    messages,
    organizations,
    processes,
    projects,
    requests,
    roles,
    verifications,
    workshops,
)

BLUEPRINTS: tuple[APIBlueprint, ...] = (
    auth.blueprint,
    organizations.blueprint,
    members.blueprint,
    roles.blueprint,
    api_keys.blueprint,
    projects.blueprint,
    processes.blueprint,
    files.blueprint,
    messages.blueprint,
    catalogue.blueprint,
    workshops.blueprint,
    verifications.blueprint,
    requests.blueprint,
    dossiers.blueprint,
    events.blueprint,
    event_stream.blueprint,
)

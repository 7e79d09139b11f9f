"""The HTTP API: one file per resource, each with its schemas and routes."""

from apiflask import APIBlueprint
from flask import Blueprint

from service.api import (
    api_keys,
    auth,
    catalogue,
    docs,
    dossiers,
    estimates,
    event_stream,
    events,
    files,
    health,
    histories,
    members,
    messages,
    metrics,
    operations,
    organizations,
    processes,
    project_clones,
    project_exports,
    project_processes,
    projects,
    records,
    requests,
    roles,
    verifications,
    workflows,
    workshops,
)

BLUEPRINTS: tuple[APIBlueprint, ...] = (
    auth.blueprint,
    organizations.blueprint,
    members.blueprint,
    roles.blueprint,
    api_keys.blueprint,
    projects.blueprint,
    project_exports.blueprint,
    project_processes.blueprint,
    project_clones.blueprint,
    processes.blueprint,
    files.blueprint,
    messages.blueprint,
    catalogue.blueprint,
    workshops.blueprint,
    records.blueprint,
    verifications.blueprint,
    estimates.blueprint,
    histories.blueprint,
    requests.blueprint,
    dossiers.blueprint,
    events.blueprint,
    event_stream.blueprint,
    workflows.blueprint,
    health.blueprint,
    operations.blueprint,
)
#: What answers outside the API's base path.
AT_ROOT: tuple[Blueprint, ...] = (health.at_root, metrics.at_root, docs.blueprint, docs.start)

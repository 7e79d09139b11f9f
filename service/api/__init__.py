"""The HTTP API: one file per resource, each with its schemas and routes."""

from apiflask import APIBlueprint

from service.api import files

BLUEPRINTS: tuple[APIBlueprint, ...] = (files.blueprint,)

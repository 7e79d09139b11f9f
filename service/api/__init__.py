"""The HTTP API: one file per resource, each with its schemas and routes."""

from apiflask import APIBlueprint

BLUEPRINTS: tuple[APIBlueprint, ...] = ()

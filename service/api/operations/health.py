"""Health over HTTP, for supervisors, load balancers and people; its detail for operators."""

from typing import Any, Literal

from apiflask import APIBlueprint
from flask import Blueprint, Response, current_app
from flask.blueprints import BlueprintSetupState
from pydantic import Field

from service.api.http import web
from service.api.http.fields import Shown
from service.api.http.operators import may_look_inside
from service.operations import health

blueprint = APIBlueprint("health", __name__, url_prefix="/health", tag="Operations")
#: The same below the root, where supervisors look.
at_root = Blueprint("health_at_root", __name__, url_prefix="/health")


class LiveShown(Shown):
    """That this process answers."""

    status: Literal["ok"]


class DependencyShown(Shown):
    """How one dependency is."""

    model_config = {"extra": "allow"}

    status: Literal["ok", "degraded", "down"]
    detail: str


class HealthShown(Shown):
    """How the service and each dependency is; `since` stands beside what is not well."""

    status: Literal["ok", "degraded", "down"]
    dependencies: dict[str, DependencyShown] = Field(
        description="empty unless an operator asks, or a program with the token for operations"
    )


ANSWERS: dict[int, Any] = {
    503: {
        "description": "The database or the storage is down.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HealthShown"}}},
    }
}


@blueprint.record_once
def _hire_doctor(state: BlueprintSetupState) -> None:
    state.app.extensions["doctor"] = health.doctor()


@at_root.get("/live")
@blueprint.get("/live")
@blueprint.output(LiveShown)
@blueprint.doc(
    operation_id="get_liveness",
    summary="Whether this process answers",
    description="Also at `/health/live` below the root. Asks no dependency.",
)
@web.for_anybody
def live() -> dict[str, str]:
    """It does."""
    return {"status": "ok"}


@at_root.get("/ready")
@blueprint.get("/ready")
@blueprint.output(HealthShown)
@blueprint.doc(
    operation_id="get_health",
    summary="How the service and its dependencies are",
    description="Also at `/health/ready` below the root. Answers within about a second. 200 also "
    "when `degraded`: without Redis, workers or mail the service still accepts everything, and "
    "does it later.",
    responses=ANSWERS,
)
@web.for_anybody
def ready() -> Response:
    """Each dependency by name, for those who may look inside."""
    status, findings = current_app.extensions["doctor"].examine()
    inside = findings if may_look_inside() else {}
    shown = {name: finding.as_dict() for name, finding in inside.items()}
    return web.answer(
        {"status": status, "dependencies": shown}, status=503 if status == "down" else 200
    )

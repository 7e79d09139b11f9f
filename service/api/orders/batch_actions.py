"""Processes of a project over HTTP: creating one; changing, verifying, sending many at once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, Self
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import Field, model_validator

from service.access import lookup
from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess
from service.access.permissions import PROCESSES_DELETE, PROCESSES_EDIT
from service.api.http import paging, web
from service.api.http.fields import RequestBody, ShortName
from service.api.orders.batches import (
    BatchResult,
    ChoiceResult,
    NoneAccepted,
    show_results,
    show_together,
)
from service.api.orders.process_input import AS_QUOTED, ASK_AGAIN, NewProcess, ProcessChanges
from service.api.orders.process_schemas import ProcessShown
from service.api.orders.processes import created
from service.api.orders.project_input import Ids
from service.api.orders.project_presenter import ProjectShown, whole
from service.database import Session
from service.database.models import Process, Project
from service.lifecycle.facts import facts_of_all
from service.orders import actions, processes
from service.orders.joint_choice import choose_together
from service.translations import gettext_noop as _
from workflows.process import ProcessFacts

blueprint = APIBlueprint("project_processes", __name__, url_prefix="/projects", tag="Projects")


class VerifyBody(RequestBody):
    """Which processes to verify, and whether to send each as soon as it is verified."""

    process_ids: list[UUID] = Field(min_length=1, max_length=200)
    send: bool = Field(False, description="send to the chosen contractors, else the cheapest")
    accept: Literal["as_quoted"] | None = Field(None, description=AS_QUOTED)


class SendBody(RequestBody):
    """Which processes to send to their chosen contractors."""

    process_ids: list[UUID] = Field(min_length=1, max_length=200)
    accept: Literal["as_quoted"] | None = Field(None, description=AS_QUOTED)
    ask_again: bool = Field(False, description=ASK_AGAIN)


class ChoiceBody(RequestBody):
    """Whom to ask for several processes: the same contractors, or the best of each."""

    process_ids: list[UUID] = Field(min_length=1, max_length=200)
    contractor_ids: list[UUID] | None = Field(None, max_length=50)
    best: int | None = Field(
        None,
        ge=1,
        le=50,
        description="so many of each verification's ranking: cheapest first, or as the client's "
        "priorities say",
    )

    together: bool = Field(
        False,
        description="all from one shop: only who makes all of them can be chosen, `best` are those "
        "that ask least for all, and either all processes get the choice or none",
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.contractor_ids is None) == (self.best is None):
            raise ValueError(_("say either contractor_ids or best"))
        return self


class BulkChanges(RequestBody):
    """The same change for several processes, all or nothing."""

    process_ids: list[UUID] = Field(min_length=1, max_length=200)
    changes: ProcessChanges = Field(default_factory=lambda: ProcessChanges.model_validate({}))
    deletions: list[ShortName] = Field(default_factory=list, max_length=50)


NONE_ACCEPTED: dict[int, Any] = {
    409: "None of them could be started; `items` says of each why not.",
}


@blueprint.post("/<uuid:project_id>/processes")
@blueprint.input(NewProcess)
@blueprint.output(ProcessShown, status_code=201, description="Created.")
@blueprint.doc(
    operation_id="create_process",
    summary="Create a process",
    description="A draft of one part to be made.",
    responses={409: "The id is taken, or the project is full."},
)
def create_process(project_id: UUID, json_data: NewProcess) -> ResponseReturnValue:
    """A new draft in the project."""
    project, who = lookup.find_project(
        web.db(), web.principal(), project_id, PROCESSES_EDIT, lock=True
    )
    web.check_version(project.version)
    fields = json_data.model_dump(mode="json", exclude_unset=True, exclude={"id"})
    process = processes.create(web.db(), project, who, fields, id=json_data.id)
    return created(ProcessAccess(process, project, who))


@blueprint.patch("/<uuid:project_id>/processes")
@blueprint.input(BulkChanges)
@blueprint.output(ProjectShown)
@blueprint.doc(
    operation_id="update_processes",
    summary="Change several processes",
    description="`changes` is a merge patch for each, `deletions` names fields to take "
    "out. All or nothing.",
    responses={409: "The state of one forbids it.", 412: "The version has moved on."},
)
def update_processes(project_id: UUID, json_data: BulkChanges) -> Response:
    """The same change for many processes."""
    db = web.db()
    project, who, selected = lookup.find_processes(
        db, web.principal(), project_id, json_data.process_ids, PROCESSES_EDIT
    )
    _check_versions(project, selected)
    changes = json_data.changes.model_dump(mode="json", exclude_unset=True)
    for process in selected:
        processes.update(db, process, who, changes, json_data.deletions)
    db.flush()
    return web.answer(whole(db, web.principal(), project, who))


def _check_versions(project: Project, selected: Sequence[Process]) -> None:
    """`If-Match` names the version of the only process, or of the project of several."""
    web.check_version(selected[0].version if len(selected) == 1 else project.version)


@blueprint.delete("/<uuid:project_id>/processes")
@blueprint.input(Ids, location="query")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_processes",
    summary="Delete processes",
    description="All or nothing. What was sent must be cancelled first.",
    responses={409: "A process is past that point."},
)
def delete_processes(project_id: UUID, query_data: Ids) -> ResponseReturnValue:
    """Delete several processes of the project."""
    ids = paging.parse_ids(query_data.ids)
    project, who, selected = lookup.find_processes(
        web.db(), web.principal(), project_id, ids, PROCESSES_DELETE, with_project=True
    )
    _check_versions(project, selected)
    processes.delete(web.db(), project, who, selected)
    return "", 204


@blueprint.post("/<uuid:project_id>/verify")
@blueprint.input(VerifyBody)
@blueprint.output(BatchResult, status_code=202, description="Per process: accepted, or why not.")
@blueprint.doc(
    operation_id="verify_project",
    summary="Verify processes",
    description="Workers calculate whether each part can be made, by whom, at what "
    "price and by when. With `send`, each goes on to the contractors by itself.",
    responses=NONE_ACCEPTED,
)
def verify(project_id: UUID, json_data: VerifyBody) -> ResponseReturnValue:
    """Start the verification of several processes."""

    wish = actions.DispatchOptions(accept=json_data.accept)
    start = partial(actions.verify, then_send=json_data.send, wish=wish)
    return _each(project_id, json_data.process_ids, start)


@blueprint.put("/<uuid:project_id>/choice")
@blueprint.input(ChoiceBody)
@blueprint.output(ChoiceResult, description="Per process: accepted, or why not.")
@blueprint.doc(
    operation_id="choose_for_processes",
    summary="Choose contractors for several processes",
    description="Whom `send` will ask: the same for all, or the best of each verification. With "
    "`together` all go to one shop: the answer lists who makes all of them, for how much and by "
    "when, and which process stops whom; a dry run compares and chooses nobody.",
    responses={409: "With `together`: nobody, or not who was named, makes all; see `missing`."},
)
def choose(project_id: UUID, json_data: ChoiceBody) -> ResponseReturnValue:
    """Choose whom to ask for several processes."""
    chosen = json_data.best or [str(id) for id in json_data.contractor_ids or ()]
    if json_data.together:
        return _choose_together(project_id, json_data.process_ids, chosen)
    start = partial(actions.choose, choice=chosen)
    return _each(project_id, json_data.process_ids, start, status=200)


@blueprint.post("/<uuid:project_id>/send")
@blueprint.input(SendBody)
@blueprint.output(BatchResult, status_code=202, description="Per process: accepted, or why not.")
@blueprint.doc(
    operation_id="send_project",
    summary="Send processes",
    description="Workers dispatch each to its chosen contractors.",
    responses=NONE_ACCEPTED,
)
def send(project_id: UUID, json_data: SendBody) -> ResponseReturnValue:
    """Start the dispatch of several processes."""

    wish = actions.DispatchOptions(json_data.accept, json_data.ask_again)
    return _each(project_id, json_data.process_ids, partial(actions.send, wish=wish))


def _choose_together(
    project_id: UUID, ids: list[UUID], chosen: list[str] | int
) -> ResponseReturnValue:
    db = web.db()
    project, who, selected = lookup.find_processes(
        db, web.principal(), project_id, ids, PROCESSES_EDIT
    )
    _check_versions(project, selected)
    answers = choose_together(db, selected, who, facts_of_all(db, selected), chosen)
    db.flush()
    accepted = [actions.Result(each.id, True, each.state.value) for each in selected]
    shown = show_results(accepted, who, selected)
    result = ChoiceResult.model_construct(**dict(shown), together=show_together(answers))
    return web.answer(result)


def _each(
    project_id: UUID,
    ids: list[UUID],
    start: Callable[[Session, Process, ActingParty, ProcessFacts], actions.Result],
    status: int = 202,
) -> ResponseReturnValue:
    db = web.db()
    project, who, selected = lookup.find_processes(
        db, web.principal(), project_id, ids, PROCESSES_EDIT
    )
    _check_versions(project, selected)
    facts = facts_of_all(db, selected)
    results = [
        actions.attempt(process, partial(start, db, process, who, facts[process.id]))
        for process in selected
    ]
    db.flush()
    shown = show_results(results, who, selected)
    if status == 202 and not any(result.accepted for result in results):
        raise NoneAccepted([item.model_dump(mode="json") for item in shown.items])
    response = web.answer(shown, status)
    response.headers["Location"] = f"/api/v1/projects/{project_id}"
    return response

import datetime
from typing import Any

import httpx

from ....calls import Call
from ...models.export_projects_role_type_0 import ExportProjectsRoleType0
from ...models.export_projects_sort import ExportProjectsSort
from ...models.process_state import ProcessState
from ...models.project_status import ProjectStatus
from ...types import UNSET, Unset


def call(
    *,
    q: None | str | Unset = UNSET,
    role: ExportProjectsRoleType0 | None | Unset = UNSET,
    title: None | str | Unset = UNSET,
    status: None | ProjectStatus | Unset = UNSET,
    state: None | ProcessState | Unset = UNSET,
    created_from: datetime.datetime | None | Unset = UNSET,
    created_before: datetime.datetime | None | Unset = UNSET,
    updated_from: datetime.datetime | None | Unset = UNSET,
    updated_before: datetime.datetime | None | Unset = UNSET,
    sort: ExportProjectsSort | Unset = ExportProjectsSort.VALUE_1,
) -> Call[str]:
    """Projects as CSV.

    All that `GET /projects` would list with the same filters, in the same order, without
    pages. Sums have their currency with them, several are separated by a semicolon; for
    whoever may not see prices they are left empty.

    """

    params: dict[str, Any] = {}

    json_q: None | str | Unset
    if isinstance(q, Unset):
        json_q = UNSET
    else:
        json_q = q
    params["q"] = json_q

    json_role: None | str | Unset
    if isinstance(role, Unset):
        json_role = UNSET
    elif isinstance(role, ExportProjectsRoleType0):
        json_role = role.value
    else:
        json_role = role
    params["role"] = json_role

    json_title: None | str | Unset
    if isinstance(title, Unset):
        json_title = UNSET
    else:
        json_title = title
    params["title"] = json_title

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, ProjectStatus):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, ProcessState):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_created_from: None | str | Unset
    if isinstance(created_from, Unset):
        json_created_from = UNSET
    elif isinstance(created_from, datetime.datetime):
        json_created_from = created_from.isoformat()
    else:
        json_created_from = created_from
    params["created_from"] = json_created_from

    json_created_before: None | str | Unset
    if isinstance(created_before, Unset):
        json_created_before = UNSET
    elif isinstance(created_before, datetime.datetime):
        json_created_before = created_before.isoformat()
    else:
        json_created_before = created_before
    params["created_before"] = json_created_before

    json_updated_from: None | str | Unset
    if isinstance(updated_from, Unset):
        json_updated_from = UNSET
    elif isinstance(updated_from, datetime.datetime):
        json_updated_from = updated_from.isoformat()
    else:
        json_updated_from = updated_from
    params["updated_from"] = json_updated_from

    json_updated_before: None | str | Unset
    if isinstance(updated_before, Unset):
        json_updated_before = UNSET
    elif isinstance(updated_before, datetime.datetime):
        json_updated_before = updated_before.isoformat()
    else:
        json_updated_before = updated_before
    params["updated_before"] = json_updated_before

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort.value

    params["sort"] = json_sort

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="export_projects",
        method="GET",
        path="/api/v1/projects.csv",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> str:
    return response.text

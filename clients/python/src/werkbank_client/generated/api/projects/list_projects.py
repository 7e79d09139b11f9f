import datetime
from typing import Any

import httpx

from ....calls import Call
from ...models.list_projects_include_type_0 import ListProjectsIncludeType0
from ...models.list_projects_role_type_0 import ListProjectsRoleType0
from ...models.list_projects_sort import ListProjectsSort
from ...models.process_state import ProcessState
from ...models.project_page import ProjectPage
from ...models.project_status import ProjectStatus
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: None | str | Unset = UNSET,
    role: ListProjectsRoleType0 | None | Unset = UNSET,
    title: None | str | Unset = UNSET,
    status: None | ProjectStatus | Unset = UNSET,
    state: None | ProcessState | Unset = UNSET,
    created_from: datetime.datetime | None | Unset = UNSET,
    created_before: datetime.datetime | None | Unset = UNSET,
    updated_from: datetime.datetime | None | Unset = UNSET,
    updated_before: datetime.datetime | None | Unset = UNSET,
    sort: ListProjectsSort | Unset = ListProjectsSort.VALUE_1,
    include: ListProjectsIncludeType0 | None | Unset = UNSET,
) -> Call[ProjectPage]:
    """List projects.

    Own and received projects, flat or with processes, as filtered and sorted. A cursor
    belongs to the order that it was given out in. Flat, they leave out what says nothing new:
    `details` unless included, `sandbox` where it is false, `as` for who has one organization.
    With `processes` among the `fields` also a row for each process. Flat also as
    `/projects.csv`.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_q: None | str | Unset
    if isinstance(q, Unset):
        json_q = UNSET
    else:
        json_q = q
    params["q"] = json_q

    json_role: None | str | Unset
    if isinstance(role, Unset):
        json_role = UNSET
    elif isinstance(role, ListProjectsRoleType0):
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

    json_include: None | str | Unset
    if isinstance(include, Unset):
        json_include = UNSET
    elif isinstance(include, ListProjectsIncludeType0):
        json_include = include.value
    else:
        json_include = include
    params["include"] = json_include

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_projects",
        method="GET",
        path="/api/v1/projects",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProjectPage:
    response_200 = ProjectPage.from_dict(response.json())

    return response_200

"""The operations of projects."""

import datetime
from typing import Any, Literal, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.acceptances import Acceptances
from ...models.batch_result import BatchResult
from ...models.bulk_changes import BulkChanges
from ...models.choice_body import ChoiceBody
from ...models.choice_result import ChoiceResult
from ...models.export_projects_role_type_0 import ExportProjectsRoleType0
from ...models.export_projects_sort import ExportProjectsSort
from ...models.list_projects_include_type_0 import ListProjectsIncludeType0
from ...models.list_projects_role_type_0 import ListProjectsRoleType0
from ...models.list_projects_sort import ListProjectsSort
from ...models.new_clone import NewClone
from ...models.new_process import NewProcess
from ...models.new_project import NewProject
from ...models.offers_of_project import OffersOfProject
from ...models.problem import Problem
from ...models.process_shown import ProcessShown
from ...models.process_state import ProcessState
from ...models.project_changes import ProjectChanges
from ...models.project_page import ProjectPage
from ...models.project_shown import ProjectShown
from ...models.project_status import ProjectStatus
from ...models.send_body import SendBody
from ...models.verify_body import VerifyBody
from ...types import UNSET, Unset
from . import (
    accept_offers as _accept_offers,
    choose_for_processes as _choose_for_processes,
    clone_project as _clone_project,
    compare_offers as _compare_offers,
    create_process as _create_process,
    create_project as _create_project,
    delete_processes as _delete_processes,
    delete_projects as _delete_projects,
    export_projects as _export_projects,
    get_project as _get_project,
    list_projects as _list_projects,
    save_projects as _save_projects,
    send_project as _send_project,
    update_processes as _update_processes,
    update_project as _update_project,
    verify_project as _verify_project,
)


class Projects:
    """The operations of projects."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_projects(
        self,
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
    ) -> ProjectPage:
        """List projects.

        Own and received projects, flat or with processes, as filtered and sorted. A cursor
        belongs to the order that it was given out in. Flat, they leave out what says nothing new:
        `details` unless included, `sandbox` where it is false, `as` for who has one organization.
        With `processes` among the `fields` also a row for each process. Flat also as
        `/projects.csv`.

        """
        return self._send(
            _list_projects.call(
                limit=limit,
                cursor=cursor,
                q=q,
                role=role,
                title=title,
                status=status,
                state=state,
                created_from=created_from,
                created_before=created_before,
                updated_from=updated_from,
                updated_before=updated_before,
                sort=sort,
                include=include,
            )
        )

    def create_project(
        self,
        *,
        body: NewProject | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Create a project.

        For anyone: a visitor's project belongs to their session until they log in. A client may
        choose the id itself.

        """
        return self._send(
            _create_project.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_projects(
        self,
        *,
        ids: str,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete projects.

        All or nothing. A process that was sent must be cancelled first.

        """
        return self._send(
            _delete_projects.call(
                ids=ids,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def export_projects(
        self,
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
    ) -> str:
        """Projects as CSV.

        All that `GET /projects` would list with the same filters, in the same order, without
        pages. Sums have their currency with them, several are separated by a semicolon; for
        whoever may not see prices they are left empty.

        """
        return self._send(
            _export_projects.call(
                q=q,
                role=role,
                title=title,
                status=status,
                state=state,
                created_from=created_from,
                created_before=created_before,
                updated_from=updated_from,
                updated_before=updated_before,
                sort=sort,
            )
        )

    def save_projects(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectPage:
        """Save a visitor's drafts.

        The drafts of this browser become the user's. Logging in does the same by itself, and so
        does opening the event stream after it. The feed of the user's organization then holds a
        `project.saved` for each project, and before it what the visitor could hear of it: who has
        read beyond that, fetches the project anew.

        """
        return self._send(
            _save_projects.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_project(
        self,
        project_id: UUID,
        *,
        include: Literal["processes"] | None | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Read a project.

        With a row for each of its processes, or with all of them; a contractor sees only what was
        sent to it.

        """
        return self._send(
            _get_project.call(
                project_id=project_id,
                include=include,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_project(
        self,
        project_id: UUID,
        *,
        body: ProjectChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Change a project.

        JSON merge patch of title and details.

        """
        return self._send(
            _update_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def send_project(
        self,
        project_id: UUID,
        *,
        body: SendBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BatchResult:
        """Send processes.

        Workers dispatch each to its chosen contractors.

        """
        return self._send(
            _send_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def clone_project(
        self,
        project_id: UUID,
        *,
        body: NewClone | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Clone a project.

        Title, details, and a draft for every process with its configuration and files. Clones
        wait for each other as the originals do. States, quotes, choices and messages stay behind.
        Contents of files are shared, not copied.

        """
        return self._send(
            _clone_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def verify_project(
        self,
        project_id: UUID,
        *,
        body: VerifyBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BatchResult:
        """Verify processes.

        Workers calculate whether each part can be made, by whom, at what price and by when. With
        `send`, each goes on to the contractors by itself.

        """
        return self._send(
            _verify_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def choose_for_processes(
        self,
        project_id: UUID,
        *,
        body: ChoiceBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ChoiceResult:
        """Choose contractors for several processes.

        Whom `send` will ask: the same for all, or the best of each verification. With `together`
        all go to one shop: the answer lists who makes all of them, for how much and by when, and
        which process stops whom; a dry run compares and chooses nobody.

        """
        return self._send(
            _choose_for_processes.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def compare_offers(
        self,
        project_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> OffersOfProject:
        """Compare the offers of a project.

        For each process that was sent one line per contractor, as in GET /processes/{id}/offers;
        `totals` says what each contractor's offers of this page come to, one row per currency.

        """
        return self._send(
            _compare_offers.call(
                project_id=project_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def accept_offers(
        self,
        project_id: UUID,
        *,
        body: Acceptances | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BatchResult:
        """Accept several offers.

        One for each process. What forbids one holds up no other.

        """
        return self._send(
            _accept_offers.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def create_process(
        self,
        project_id: UUID,
        *,
        body: NewProcess | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Create a process.

        A draft of one part to be made.

        """
        return self._send(
            _create_process.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_processes(
        self,
        project_id: UUID,
        *,
        ids: str,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete processes.

        All or nothing. What was sent must be cancelled first.

        """
        return self._send(
            _delete_processes.call(
                project_id=project_id,
                ids=ids,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_processes(
        self,
        project_id: UUID,
        *,
        body: BulkChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Change several processes.

        `changes` is a merge patch for each, `deletions` names fields to take out. All or nothing.

        """
        return self._send(
            _update_processes.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncProjects:
    """The operations of projects, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_projects(
        self,
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
    ) -> ProjectPage:
        """List projects.

        Own and received projects, flat or with processes, as filtered and sorted. A cursor
        belongs to the order that it was given out in. Flat, they leave out what says nothing new:
        `details` unless included, `sandbox` where it is false, `as` for who has one organization.
        With `processes` among the `fields` also a row for each process. Flat also as
        `/projects.csv`.

        """
        return await self._send(
            _list_projects.call(
                limit=limit,
                cursor=cursor,
                q=q,
                role=role,
                title=title,
                status=status,
                state=state,
                created_from=created_from,
                created_before=created_before,
                updated_from=updated_from,
                updated_before=updated_before,
                sort=sort,
                include=include,
            )
        )

    async def create_project(
        self,
        *,
        body: NewProject | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Create a project.

        For anyone: a visitor's project belongs to their session until they log in. A client may
        choose the id itself.

        """
        return await self._send(
            _create_project.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_projects(
        self,
        *,
        ids: str,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete projects.

        All or nothing. A process that was sent must be cancelled first.

        """
        return await self._send(
            _delete_projects.call(
                ids=ids,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def export_projects(
        self,
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
    ) -> str:
        """Projects as CSV.

        All that `GET /projects` would list with the same filters, in the same order, without
        pages. Sums have their currency with them, several are separated by a semicolon; for
        whoever may not see prices they are left empty.

        """
        return await self._send(
            _export_projects.call(
                q=q,
                role=role,
                title=title,
                status=status,
                state=state,
                created_from=created_from,
                created_before=created_before,
                updated_from=updated_from,
                updated_before=updated_before,
                sort=sort,
            )
        )

    async def save_projects(
        self,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectPage:
        """Save a visitor's drafts.

        The drafts of this browser become the user's. Logging in does the same by itself, and so
        does opening the event stream after it. The feed of the user's organization then holds a
        `project.saved` for each project, and before it what the visitor could hear of it: who has
        read beyond that, fetches the project anew.

        """
        return await self._send(
            _save_projects.call(
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_project(
        self,
        project_id: UUID,
        *,
        include: Literal["processes"] | None | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Read a project.

        With a row for each of its processes, or with all of them; a contractor sees only what was
        sent to it.

        """
        return await self._send(
            _get_project.call(
                project_id=project_id,
                include=include,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_project(
        self,
        project_id: UUID,
        *,
        body: ProjectChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Change a project.

        JSON merge patch of title and details.

        """
        return await self._send(
            _update_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def send_project(
        self,
        project_id: UUID,
        *,
        body: SendBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BatchResult:
        """Send processes.

        Workers dispatch each to its chosen contractors.

        """
        return await self._send(
            _send_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def clone_project(
        self,
        project_id: UUID,
        *,
        body: NewClone | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Clone a project.

        Title, details, and a draft for every process with its configuration and files. Clones
        wait for each other as the originals do. States, quotes, choices and messages stay behind.
        Contents of files are shared, not copied.

        """
        return await self._send(
            _clone_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def verify_project(
        self,
        project_id: UUID,
        *,
        body: VerifyBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BatchResult:
        """Verify processes.

        Workers calculate whether each part can be made, by whom, at what price and by when. With
        `send`, each goes on to the contractors by itself.

        """
        return await self._send(
            _verify_project.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def choose_for_processes(
        self,
        project_id: UUID,
        *,
        body: ChoiceBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ChoiceResult:
        """Choose contractors for several processes.

        Whom `send` will ask: the same for all, or the best of each verification. With `together`
        all go to one shop: the answer lists who makes all of them, for how much and by when, and
        which process stops whom; a dry run compares and chooses nobody.

        """
        return await self._send(
            _choose_for_processes.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def compare_offers(
        self,
        project_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> OffersOfProject:
        """Compare the offers of a project.

        For each process that was sent one line per contractor, as in GET /processes/{id}/offers;
        `totals` says what each contractor's offers of this page come to, one row per currency.

        """
        return await self._send(
            _compare_offers.call(
                project_id=project_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def accept_offers(
        self,
        project_id: UUID,
        *,
        body: Acceptances | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BatchResult:
        """Accept several offers.

        One for each process. What forbids one holds up no other.

        """
        return await self._send(
            _accept_offers.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def create_process(
        self,
        project_id: UUID,
        *,
        body: NewProcess | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Create a process.

        A draft of one part to be made.

        """
        return await self._send(
            _create_process.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_processes(
        self,
        project_id: UUID,
        *,
        ids: str,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete processes.

        All or nothing. What was sent must be cancelled first.

        """
        return await self._send(
            _delete_processes.call(
                project_id=project_id,
                ids=ids,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_processes(
        self,
        project_id: UUID,
        *,
        body: BulkChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProjectShown:
        """Change several processes.

        `changes` is a merge patch for each, `deletions` names fields to take out. All or nothing.

        """
        return await self._send(
            _update_processes.call(
                project_id=project_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

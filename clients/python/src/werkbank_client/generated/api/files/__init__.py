"""The operations of files."""

from io import BytesIO
from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.access import Access
from ...models.access_shown import AccessShown
from ...models.download_page import DownloadPage
from ...models.file_changes import FileChanges
from ...models.file_page import FilePage
from ...models.file_role import FileRole
from ...models.file_shown import FileShown
from ...models.problem import Problem
from ...models.upload_file_body import UploadFileBody
from ...types import UNSET, File, FileTypes, Unset
from . import (
    accept_repair as _accept_repair,
    delete_file as _delete_file,
    get_file as _get_file,
    get_file_content as _get_file_content,
    get_file_mesh as _get_file_mesh,
    get_file_preview as _get_file_preview,
    get_files_zip as _get_files_zip,
    list_file_accesses as _list_file_accesses,
    list_files as _list_files,
    put_file as _put_file,
    repair_file as _repair_file,
    set_file_access as _set_file_access,
    set_file_access_of_request as _set_file_access_of_request,
    update_file as _update_file,
    upload_file as _upload_file,
)


class Files:
    """The operations of files."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get_file(
        self,
        file_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """One file."""
        return self._send(
            _get_file.call(
                file_id=file_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_file(
        self,
        file_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a file."""
        return self._send(
            _delete_file.call(
                file_id=file_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_file(
        self,
        file_id: UUID,
        *,
        body: FileChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """State the unit or the role of a file, or rename it.

        Another unit makes a draft of a verified process again, as does another set of parts: a
        model in the role `reference` is shown and not made. A repaired copy and its original have
        the same role.

        """
        return self._send(
            _update_file.call(
                file_id=file_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_file_mesh(
        self,
        file_id: UUID,
        *,
        triangles: int | Unset = 500000,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """A mesh of a model for viewers.

        Binary glTF 2.0 without extensions: one mesh of float32 positions, with triangles (uint32)
        and, as a second primitive, the edges where the surface bends by more than 30° or ends.
        Positions are mm relative to `asset.extras.origin_mm` in the axes of the model; the node
        takes them to metres with y upwards. `asset.extras` also says `triangles`,
        `triangles_of_model`, and `deviation_mm`: the largest distance from the model to this
        mesh, of `deviation_samples` corners and centres of the model's triangles (one-sided,
        sampled). The first call makes it, the next ones are given the same. Only those who get
        the file get it, because it is fine enough to make the part from; a contractor's first is
        told like a download.

        """
        return self._send(
            _get_file_mesh.call(
                file_id=file_id,
                triangles=triangles,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def repair_file(
        self,
        file_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Ask for a repaired copy of a model.

        Drops surplus triangles, welds cracks, turns triangles to the same side, fills holes that
        are flat or small. The copy is one more file of the process, `offered`, with what was
        changed in `repair`. The original is verified as before until the copy is accepted; to
        decline it, delete it.

        """
        return self._send(
            _repair_file.call(
                file_id=file_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def accept_repair(
        self,
        file_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Accept a repaired copy.

        It is verified and made in the place of its original, which stays as `replaced` and can
        still be downloaded. A verified process is a draft again. Deleting the copy makes the
        original the part again.

        """
        return self._send(
            _accept_repair.call(
                file_id=file_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_file_content(
        self,
        file_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """The content of a file.

        Answers ranges; its ETag is the SHA-256 of the content.

        """
        return self._send(
            _get_file_content.call(
                file_id=file_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_file_preview(
        self,
        file_id: UUID,
        *,
        marks: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """A picture of a model."""
        return self._send(
            _get_file_preview.call(
                file_id=file_id,
                marks=marks,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_files(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> FilePage:
        """Files of a process."""
        return self._send(
            _list_files.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def upload_file(
        self,
        process_id: UUID,
        *,
        body: UploadFileBody,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Upload a file.

        The format is told from the content: STL, 3MF, OBJ, PLY, GLB, STEP. A model is a `part`
        unless `role` says otherwise, and anything else a `paper`. STL, OBJ and PLY carry no unit,
        so state it, here or later; GLB is in metres. A contractor adds papers to its order in the
        same way, until that is completed: they stay, and the client sees them.

        """
        return self._send(
            _upload_file.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_files_zip(
        self,
        process_id: UUID,
    ) -> File:
        """All files of a process as a zip."""
        return self._send(
            _get_files_zip.call(
                process_id=process_id,
            )
        )

    def set_file_access_of_request(
        self,
        request_id: UUID,
        *,
        body: Access | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> AccessShown:
        """Show files to one contractor, or keep them back.

        Counts for more than what is said of the process.

        """
        return self._send(
            _set_file_access_of_request.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def set_file_access(
        self,
        process_id: UUID,
        *,
        body: Access | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> AccessShown:
        """Show files to contractors, or keep them back.

        Contractors that the client has chosen by name get the files, those of the ranking
        (`best`, or `send` without a choice) measures and pictures, unless this says otherwise;
        best said before sending, as what was mailed cannot be taken back. Who is confirmed always
        gets them.

        """
        return self._send(
            _set_file_access.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def put_file(
        self,
        process_id: UUID,
        name: str,
        *,
        body: File,
        unit: None | str | Unset = UNSET,
        role: FileRole | None | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Upload a file under its name.

        The body is the file; `unit` and `role` as in the upload by form. A file of exactly that
        name is replaced, and no other one, in its role unless another is stated; the same content
        in the same unit and role changes nothing. `If-Match` and `If-None-Match` take the SHA-256
        of the content, which is the ETag at `/content`, or the version of the process; `If-None-
        Match: *` makes sure that nothing is replaced.

        """
        return self._send(
            _put_file.call(
                process_id=process_id,
                name=name,
                body=body,
                unit=unit,
                role=role,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_file_accesses(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> DownloadPage:
        """Who downloaded files.

        What contractors downloaded, newest first; only the client's side sees it.

        """
        return self._send(
            _list_file_accesses.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )


class AsyncFiles:
    """The operations of files, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def get_file(
        self,
        file_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """One file."""
        return await self._send(
            _get_file.call(
                file_id=file_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_file(
        self,
        file_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a file."""
        return await self._send(
            _delete_file.call(
                file_id=file_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_file(
        self,
        file_id: UUID,
        *,
        body: FileChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """State the unit or the role of a file, or rename it.

        Another unit makes a draft of a verified process again, as does another set of parts: a
        model in the role `reference` is shown and not made. A repaired copy and its original have
        the same role.

        """
        return await self._send(
            _update_file.call(
                file_id=file_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_file_mesh(
        self,
        file_id: UUID,
        *,
        triangles: int | Unset = 500000,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """A mesh of a model for viewers.

        Binary glTF 2.0 without extensions: one mesh of float32 positions, with triangles (uint32)
        and, as a second primitive, the edges where the surface bends by more than 30° or ends.
        Positions are mm relative to `asset.extras.origin_mm` in the axes of the model; the node
        takes them to metres with y upwards. `asset.extras` also says `triangles`,
        `triangles_of_model`, and `deviation_mm`: the largest distance from the model to this
        mesh, of `deviation_samples` corners and centres of the model's triangles (one-sided,
        sampled). The first call makes it, the next ones are given the same. Only those who get
        the file get it, because it is fine enough to make the part from; a contractor's first is
        told like a download.

        """
        return await self._send(
            _get_file_mesh.call(
                file_id=file_id,
                triangles=triangles,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def repair_file(
        self,
        file_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Ask for a repaired copy of a model.

        Drops surplus triangles, welds cracks, turns triangles to the same side, fills holes that
        are flat or small. The copy is one more file of the process, `offered`, with what was
        changed in `repair`. The original is verified as before until the copy is accepted; to
        decline it, delete it.

        """
        return await self._send(
            _repair_file.call(
                file_id=file_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def accept_repair(
        self,
        file_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Accept a repaired copy.

        It is verified and made in the place of its original, which stays as `replaced` and can
        still be downloaded. A verified process is a draft again. Deleting the copy makes the
        original the part again.

        """
        return await self._send(
            _accept_repair.call(
                file_id=file_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_file_content(
        self,
        file_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """The content of a file.

        Answers ranges; its ETag is the SHA-256 of the content.

        """
        return await self._send(
            _get_file_content.call(
                file_id=file_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_file_preview(
        self,
        file_id: UUID,
        *,
        marks: bool | Unset = False,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """A picture of a model."""
        return await self._send(
            _get_file_preview.call(
                file_id=file_id,
                marks=marks,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_files(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> FilePage:
        """Files of a process."""
        return await self._send(
            _list_files.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def upload_file(
        self,
        process_id: UUID,
        *,
        body: UploadFileBody,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Upload a file.

        The format is told from the content: STL, 3MF, OBJ, PLY, GLB, STEP. A model is a `part`
        unless `role` says otherwise, and anything else a `paper`. STL, OBJ and PLY carry no unit,
        so state it, here or later; GLB is in metres. A contractor adds papers to its order in the
        same way, until that is completed: they stay, and the client sees them.

        """
        return await self._send(
            _upload_file.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_files_zip(
        self,
        process_id: UUID,
    ) -> File:
        """All files of a process as a zip."""
        return await self._send(
            _get_files_zip.call(
                process_id=process_id,
            )
        )

    async def set_file_access_of_request(
        self,
        request_id: UUID,
        *,
        body: Access | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> AccessShown:
        """Show files to one contractor, or keep them back.

        Counts for more than what is said of the process.

        """
        return await self._send(
            _set_file_access_of_request.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def set_file_access(
        self,
        process_id: UUID,
        *,
        body: Access | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> AccessShown:
        """Show files to contractors, or keep them back.

        Contractors that the client has chosen by name get the files, those of the ranking
        (`best`, or `send` without a choice) measures and pictures, unless this says otherwise;
        best said before sending, as what was mailed cannot be taken back. Who is confirmed always
        gets them.

        """
        return await self._send(
            _set_file_access.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def put_file(
        self,
        process_id: UUID,
        name: str,
        *,
        body: File,
        unit: None | str | Unset = UNSET,
        role: FileRole | None | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> FileShown:
        """Upload a file under its name.

        The body is the file; `unit` and `role` as in the upload by form. A file of exactly that
        name is replaced, and no other one, in its role unless another is stated; the same content
        in the same unit and role changes nothing. `If-Match` and `If-None-Match` take the SHA-256
        of the content, which is the ETag at `/content`, or the version of the process; `If-None-
        Match: *` makes sure that nothing is replaced.

        """
        return await self._send(
            _put_file.call(
                process_id=process_id,
                name=name,
                body=body,
                unit=unit,
                role=role,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_file_accesses(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> DownloadPage:
        """Who downloaded files.

        What contractors downloaded, newest first; only the client's side sees it.

        """
        return await self._send(
            _list_file_accesses.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

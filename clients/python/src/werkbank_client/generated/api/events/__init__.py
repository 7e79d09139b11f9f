"""The operations of events."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.choices import Choices
from ...models.event_page import EventPage
from ...models.missed_shown import MissedShown
from ...models.preferences_list import PreferencesList
from ...models.preferences_shown import PreferencesShown
from ...models.problem import Problem
from ...models.read_body import ReadBody
from ...models.read_shown import ReadShown
from ...types import UNSET, Unset
from . import (
    get_missed_events as _get_missed_events,
    get_preferences as _get_preferences,
    list_events as _list_events,
    listen_to_events as _listen_to_events,
    mark_events_read as _mark_events_read,
    stream_events as _stream_events,
    update_preferences as _update_preferences,
)


class Events:
    """The operations of events."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_events(
        self,
        *,
        types: None | str | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
        process_id: None | Unset | UUID = UNSET,
        own: bool | Unset = False,
        after: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> EventPage:
        """Read events.

        Whoever reads on after the last position that they saw misses nothing. One's own doings
        are left out unless asked for.

        """
        return self._send(
            _list_events.call(
                types=types,
                project_id=project_id,
                process_id=process_id,
                own=own,
                after=after,
                cursor=cursor,
                limit=limit,
            )
        )

    def listen_to_events(
        self,
        *,
        types: None | str | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
        process_id: None | Unset | UUID = UNSET,
        own: bool | Unset = False,
        after: int | None | Unset = UNSET,
    ) -> None:
        """Listen to events at a WebSocket.

        Say first where to begin: `{"after": 1841}`, or null for what comes from now on; an API
        key can be given beside it as `token`, for browsers of other sites cannot send it as a
        header. Then every message is an event; `{"ping": 1841}` every 20 seconds shows that the
        stream lives, and the position reached; a message of the type `reset` says that the
        position is no longer kept: read everything anew. Ends with the code 4401 when the session
        or key does not hold (any more), 4400 for a first message that makes no sense. The session
        cookie counts only for pages of this site.

        """
        return self._send(
            _listen_to_events.call(
                types=types,
                project_id=project_id,
                process_id=process_id,
                own=own,
                after=after,
            )
        )

    def mark_events_read(
        self,
        *,
        body: ReadBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ReadShown:
        """Mark events as read.

        For all devices of the caller. Reading events, or counting them, marks nothing as read. Of
        two positions the later one counts, unless `back` is true.

        """
        return self._send(
            _mark_events_read.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_missed_events(
        self,
    ) -> MissedShown:
        """Count missed events.

        Per project, process and organization since the read position, which only `PUT
        /events/read` moves. The numbers of a project include those of its processes. They are the
        same on all devices. Of more than 10,000 events since then, one's own among them, the
        newest are looked at; `more` says so, and each number is then the least that it can be.

        """
        return self._send(_get_missed_events.call())

    def stream_events(
        self,
        *,
        types: None | str | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
        process_id: None | Unset | UUID = UNSET,
        own: bool | Unset = False,
        after: int | None | Unset = UNSET,
        last_event_id: None | str | Unset = UNSET,
    ) -> str:
        """Listen to events.

        Server-sent events: `id` is the position, `event` the type, `data` the event. A comment
        every 15 seconds shows that the stream lives. If the position is no longer kept, an event
        `reset` says so: read everything anew; the stream goes on from there. What you may hear is
        what you may see at that moment; the stream ends with your session or key. Who takes
        nothing for ten seconds is cut off, and may resume there. A visitor's drafts become the
        user's when they open the stream after logging in.

        """
        return self._send(
            _stream_events.call(
                types=types,
                project_id=project_id,
                process_id=process_id,
                own=own,
                after=after,
                last_event_id=last_event_id,
            )
        )

    def get_preferences(
        self,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> PreferencesList:
        """How I hear of events.

        `event` is in the feed alone, `mail` is mailed at once, `digest` once a day; `none` is in
        the feed, and not counted as missed.

        """
        return self._send(
            _get_preferences.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def update_preferences(
        self,
        organization_id: UUID,
        *,
        body: Choices | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> PreferencesShown:
        """Choose how I hear of events."""
        return self._send(
            _update_preferences.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncEvents:
    """The operations of events, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_events(
        self,
        *,
        types: None | str | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
        process_id: None | Unset | UUID = UNSET,
        own: bool | Unset = False,
        after: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
        limit: int | Unset = 50,
    ) -> EventPage:
        """Read events.

        Whoever reads on after the last position that they saw misses nothing. One's own doings
        are left out unless asked for.

        """
        return await self._send(
            _list_events.call(
                types=types,
                project_id=project_id,
                process_id=process_id,
                own=own,
                after=after,
                cursor=cursor,
                limit=limit,
            )
        )

    async def listen_to_events(
        self,
        *,
        types: None | str | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
        process_id: None | Unset | UUID = UNSET,
        own: bool | Unset = False,
        after: int | None | Unset = UNSET,
    ) -> None:
        """Listen to events at a WebSocket.

        Say first where to begin: `{"after": 1841}`, or null for what comes from now on; an API
        key can be given beside it as `token`, for browsers of other sites cannot send it as a
        header. Then every message is an event; `{"ping": 1841}` every 20 seconds shows that the
        stream lives, and the position reached; a message of the type `reset` says that the
        position is no longer kept: read everything anew. Ends with the code 4401 when the session
        or key does not hold (any more), 4400 for a first message that makes no sense. The session
        cookie counts only for pages of this site.

        """
        return await self._send(
            _listen_to_events.call(
                types=types,
                project_id=project_id,
                process_id=process_id,
                own=own,
                after=after,
            )
        )

    async def mark_events_read(
        self,
        *,
        body: ReadBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ReadShown:
        """Mark events as read.

        For all devices of the caller. Reading events, or counting them, marks nothing as read. Of
        two positions the later one counts, unless `back` is true.

        """
        return await self._send(
            _mark_events_read.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_missed_events(
        self,
    ) -> MissedShown:
        """Count missed events.

        Per project, process and organization since the read position, which only `PUT
        /events/read` moves. The numbers of a project include those of its processes. They are the
        same on all devices. Of more than 10,000 events since then, one's own among them, the
        newest are looked at; `more` says so, and each number is then the least that it can be.

        """
        return await self._send(_get_missed_events.call())

    async def stream_events(
        self,
        *,
        types: None | str | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
        process_id: None | Unset | UUID = UNSET,
        own: bool | Unset = False,
        after: int | None | Unset = UNSET,
        last_event_id: None | str | Unset = UNSET,
    ) -> str:
        """Listen to events.

        Server-sent events: `id` is the position, `event` the type, `data` the event. A comment
        every 15 seconds shows that the stream lives. If the position is no longer kept, an event
        `reset` says so: read everything anew; the stream goes on from there. What you may hear is
        what you may see at that moment; the stream ends with your session or key. Who takes
        nothing for ten seconds is cut off, and may resume there. A visitor's drafts become the
        user's when they open the stream after logging in.

        """
        return await self._send(
            _stream_events.call(
                types=types,
                project_id=project_id,
                process_id=process_id,
                own=own,
                after=after,
                last_event_id=last_event_id,
            )
        )

    async def get_preferences(
        self,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> PreferencesList:
        """How I hear of events.

        `event` is in the feed alone, `mail` is mailed at once, `digest` once a day; `none` is in
        the feed, and not counted as missed.

        """
        return await self._send(
            _get_preferences.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def update_preferences(
        self,
        organization_id: UUID,
        *,
        body: Choices | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> PreferencesShown:
        """Choose how I hear of events."""
        return await self._send(
            _update_preferences.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

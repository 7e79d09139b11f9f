"""The operations of workflow."""

from typing import Any, cast

from ....calls import AsyncSend, Send
from ...models.problem import Problem
from ...models.workflow_shown import WorkflowShown
from ...types import UNSET, Unset
from . import (
    get_workflow as _get_workflow,
    get_workflow_mermaid as _get_workflow_mermaid,
    get_workflow_picture as _get_workflow_picture,
)


class Workflow:
    """The operations of workflow."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get_workflow(
        self,
        name: str,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WorkflowShown:
        """Read a lifecycle.

        `process` or `request`: all states with their deadlines, all moves with who may fire them,
        what they need and what guards them. The service itself works by these rows.

        """
        return self._send(
            _get_workflow.call(
                name=name,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_workflow_mermaid(
        self,
        name: str,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> str:
        """A lifecycle as Mermaid text."""
        return self._send(
            _get_workflow_mermaid.call(
                name=name,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_workflow_picture(
        self,
        name: str,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> str:
        """A lifecycle as a picture."""
        return self._send(
            _get_workflow_picture.call(
                name=name,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncWorkflow:
    """The operations of workflow, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def get_workflow(
        self,
        name: str,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WorkflowShown:
        """Read a lifecycle.

        `process` or `request`: all states with their deadlines, all moves with who may fire them,
        what they need and what guards them. The service itself works by these rows.

        """
        return await self._send(
            _get_workflow.call(
                name=name,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_workflow_mermaid(
        self,
        name: str,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> str:
        """A lifecycle as Mermaid text."""
        return await self._send(
            _get_workflow_mermaid.call(
                name=name,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_workflow_picture(
        self,
        name: str,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> str:
        """A lifecycle as a picture."""
        return await self._send(
            _get_workflow_picture.call(
                name=name,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

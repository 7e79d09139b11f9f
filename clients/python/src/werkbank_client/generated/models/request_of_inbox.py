from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.request_action import RequestAction
from ..models.request_state import RequestState
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dry_run import DryRun
    from ..models.due_shown import DueShown
    from ..models.offer_shown import OfferShown
    from ..models.process_of_request import ProcessOfRequest
    from ..models.quote_shown import QuoteShown
    from ..models.request_of_inbox_dispatch import RequestOfInboxDispatch


T = TypeVar("T", bound="RequestOfInbox")


@_attrs_define
class RequestOfInbox:
    """A request with what the contractor must know to answer it.

    Attributes:
        id (UUID): a UUID that never changes
        number (str): counts up from one
        process_id (UUID): the process that it is about; null: none
        project_id (UUID): the project that it is about; null: none
        contractor_id (UUID): the contractor, as an organization
        sandbox (bool): to try out: nothing of it is to be made
        state (RequestState): Each completes "the request is ..."; the rows below say what that means.
        version (int): goes up with every change; `If-Match` takes it
        quote (QuoteShown): What a contractor asks for a part, on the cheapest of its machines that can make it.
        dispatch (RequestOfInboxDispatch): by channel: when delivered, or what failed
        reason (None | str): why it was declined or refused
        answer_by (datetime.datetime | None): until when the contractor may answer
        due (DueShown | None): what ends its state by itself
        offers (list[OfferShown]): oldest first
        created_at (datetime.datetime): when it was created
        updated_at (datetime.datetime): when it was last changed
        process (ProcessOfRequest): What a contractor must know of the part to answer.
        client (str): the client's name; empty for a visitor
        full_files (bool): whether the contractor gets the files themselves; false: measures and pictures, until the
            client says otherwise or confirms it
        actions (list[RequestAction]): what the caller may do with it now
        dossier (None | str): where to get the dossier as PDF; null once out, and without the right to see prices
        dry_run (DryRun | None | Unset): with `?dry_run=true` only: what would happen
    """

    id: UUID
    number: str
    process_id: UUID
    project_id: UUID
    contractor_id: UUID
    sandbox: bool
    state: RequestState
    version: int
    quote: QuoteShown
    dispatch: RequestOfInboxDispatch
    reason: None | str
    answer_by: datetime.datetime | None
    due: DueShown | None
    offers: list[OfferShown]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    process: ProcessOfRequest
    client: str
    full_files: bool
    actions: list[RequestAction]
    dossier: None | str
    dry_run: DryRun | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.due_shown import DueShown  # noqa: PLC0415

        id = str(self.id)

        number = self.number

        process_id = str(self.process_id)

        project_id = str(self.project_id)

        contractor_id = str(self.contractor_id)

        sandbox = self.sandbox

        state = self.state.value

        version = self.version

        quote = self.quote.to_dict()

        dispatch = self.dispatch.to_dict()

        reason: None | str
        reason = self.reason

        answer_by: None | str
        if isinstance(self.answer_by, datetime.datetime):
            answer_by = self.answer_by.isoformat()
        else:
            answer_by = self.answer_by

        due: dict[str, Any] | None
        if isinstance(self.due, DueShown):
            due = self.due.to_dict()
        else:
            due = self.due

        offers = []
        for offers_item_data in self.offers:
            offers_item = offers_item_data.to_dict()
            offers.append(offers_item)

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        process = self.process.to_dict()

        client = self.client

        full_files = self.full_files

        actions = []
        for actions_item_data in self.actions:
            actions_item = actions_item_data.value
            actions.append(actions_item)

        dossier: None | str
        dossier = self.dossier

        dry_run: dict[str, Any] | None | Unset
        if isinstance(self.dry_run, Unset):
            dry_run = UNSET
        elif isinstance(self.dry_run, DryRun):
            dry_run = self.dry_run.to_dict()
        else:
            dry_run = self.dry_run

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "number": number,
                "process_id": process_id,
                "project_id": project_id,
                "contractor_id": contractor_id,
                "sandbox": sandbox,
                "state": state,
                "version": version,
                "quote": quote,
                "dispatch": dispatch,
                "reason": reason,
                "answer_by": answer_by,
                "due": due,
                "offers": offers,
                "created_at": created_at,
                "updated_at": updated_at,
                "process": process,
                "client": client,
                "full_files": full_files,
                "actions": actions,
                "dossier": dossier,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.due_shown import DueShown  # noqa: PLC0415
        from ..models.offer_shown import OfferShown  # noqa: PLC0415
        from ..models.process_of_request import ProcessOfRequest  # noqa: PLC0415
        from ..models.quote_shown import QuoteShown  # noqa: PLC0415
        from ..models.request_of_inbox_dispatch import RequestOfInboxDispatch  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        number = d.pop("number")

        process_id = UUID(d.pop("process_id"))

        project_id = UUID(d.pop("project_id"))

        contractor_id = UUID(d.pop("contractor_id"))

        sandbox = d.pop("sandbox")

        state = RequestState(d.pop("state"))

        version = d.pop("version")

        quote = QuoteShown.from_dict(d.pop("quote"))

        dispatch = RequestOfInboxDispatch.from_dict(d.pop("dispatch"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_answer_by(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                answer_by_type_0 = datetime.datetime.fromisoformat(data)

                return answer_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        answer_by = _parse_answer_by(d.pop("answer_by"))

        def _parse_due(data: object) -> DueShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                due_type_0 = DueShown.from_dict(data)

                return due_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DueShown | None, data)

        due = _parse_due(d.pop("due"))

        offers = []
        _offers = d.pop("offers")
        for offers_item_data in _offers:
            offers_item = OfferShown.from_dict(offers_item_data)

            offers.append(offers_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        process = ProcessOfRequest.from_dict(d.pop("process"))

        client = d.pop("client")

        full_files = d.pop("full_files")

        actions = []
        _actions = d.pop("actions")
        for actions_item_data in _actions:
            actions_item = RequestAction(actions_item_data)

            actions.append(actions_item)

        def _parse_dossier(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        dossier = _parse_dossier(d.pop("dossier"))

        def _parse_dry_run(data: object) -> DryRun | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                dry_run_type_0 = DryRun.from_dict(data)

                return dry_run_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DryRun | None | Unset, data)

        dry_run = _parse_dry_run(d.pop("dry_run", UNSET))

        request_of_inbox = cls(
            id=id,
            number=number,
            process_id=process_id,
            project_id=project_id,
            contractor_id=contractor_id,
            sandbox=sandbox,
            state=state,
            version=version,
            quote=quote,
            dispatch=dispatch,
            reason=reason,
            answer_by=answer_by,
            due=due,
            offers=offers,
            created_at=created_at,
            updated_at=updated_at,
            process=process,
            client=client,
            full_files=full_files,
            actions=actions,
            dossier=dossier,
            dry_run=dry_run,
        )

        request_of_inbox.additional_properties = d
        return request_of_inbox

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

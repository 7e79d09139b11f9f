from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.request_state import RequestState

if TYPE_CHECKING:
    from ..models.due_shown import DueShown
    from ..models.offer_shown import OfferShown
    from ..models.quote_shown import QuoteShown
    from ..models.request_shown_dispatch import RequestShownDispatch


T = TypeVar("T", bound="RequestShown")


@_attrs_define
class RequestShown:
    """What one contractor was asked, and what it answered.

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
        dispatch (RequestShownDispatch): by channel: when delivered, or what failed
        reason (None | str): why it was declined or refused
        answer_by (datetime.datetime | None): until when the contractor may answer
        due (DueShown | None): what ends its state by itself
        offers (list[OfferShown]): oldest first
        created_at (datetime.datetime): when it was created
        updated_at (datetime.datetime): when it was last changed
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
    dispatch: RequestShownDispatch
    reason: None | str
    answer_by: datetime.datetime | None
    due: DueShown | None
    offers: list[OfferShown]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
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
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.due_shown import DueShown  # noqa: PLC0415
        from ..models.offer_shown import OfferShown  # noqa: PLC0415
        from ..models.quote_shown import QuoteShown  # noqa: PLC0415
        from ..models.request_shown_dispatch import RequestShownDispatch  # noqa: PLC0415

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

        dispatch = RequestShownDispatch.from_dict(d.pop("dispatch"))

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

        request_shown = cls(
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
        )

        request_shown.additional_properties = d
        return request_shown

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

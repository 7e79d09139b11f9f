from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SendBody")


@_attrs_define
class SendBody:
    """Which processes to send to their chosen contractors.

    Attributes:
        process_ids (list[UUID]): the processes, all of one project
        accept (Literal['as_quoted'] | None | Unset): accept the first offer that asks no more than its quote, neither
            money nor time, by itself: where a contractor lets the service answer for it, the order is confirmed at once;
            without a delivery address the offer waits for the client
        ask_again (bool | Unset): ask contractors that have declined this very part all the same Default: False.
    """

    process_ids: list[UUID]
    accept: Literal["as_quoted"] | None | Unset = UNSET
    ask_again: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        process_ids = []
        for process_ids_item_data in self.process_ids:
            process_ids_item = str(process_ids_item_data)
            process_ids.append(process_ids_item)

        accept: Literal["as_quoted"] | None | Unset
        if isinstance(self.accept, Unset):
            accept = UNSET
        else:
            accept = self.accept

        ask_again = self.ask_again

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "process_ids": process_ids,
            }
        )
        if accept is not UNSET:
            field_dict["accept"] = accept
        if ask_again is not UNSET:
            field_dict["ask_again"] = ask_again

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_ids = []
        _process_ids = d.pop("process_ids")
        for process_ids_item_data in _process_ids:
            process_ids_item = UUID(process_ids_item_data)

            process_ids.append(process_ids_item)

        def _parse_accept(data: object) -> Literal["as_quoted"] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            accept_type_0 = cast(Literal["as_quoted"], data)
            if accept_type_0 != "as_quoted":
                raise ValueError(
                    f"accept_type_0 must match const 'as_quoted', got '{accept_type_0}'"
                )
            return accept_type_0
            return cast(Literal["as_quoted"] | None | Unset, data)

        accept = _parse_accept(d.pop("accept", UNSET))

        ask_again = d.pop("ask_again", UNSET)

        send_body = cls(
            process_ids=process_ids,
            accept=accept,
            ask_again=ask_again,
        )

        return send_body

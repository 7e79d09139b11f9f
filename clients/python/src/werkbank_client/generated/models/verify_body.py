from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="VerifyBody")


@_attrs_define
class VerifyBody:
    """Which processes to verify, and whether to send each as soon as it is verified.

    Attributes:
        process_ids (list[UUID]): the processes, all of one project
        send (bool | Unset): send to the chosen contractors, else the cheapest Default: False.
        accept (Literal['as_quoted'] | None | Unset): accept the first offer that asks no more than its quote, neither
            money nor time, by itself: where a contractor lets the service answer for it, the order is confirmed at once;
            without a delivery address the offer waits for the client
    """

    process_ids: list[UUID]
    send: bool | Unset = False
    accept: Literal["as_quoted"] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        process_ids = []
        for process_ids_item_data in self.process_ids:
            process_ids_item = str(process_ids_item_data)
            process_ids.append(process_ids_item)

        send = self.send

        accept: Literal["as_quoted"] | None | Unset
        if isinstance(self.accept, Unset):
            accept = UNSET
        else:
            accept = self.accept

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "process_ids": process_ids,
            }
        )
        if send is not UNSET:
            field_dict["send"] = send
        if accept is not UNSET:
            field_dict["accept"] = accept

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_ids = []
        _process_ids = d.pop("process_ids")
        for process_ids_item_data in _process_ids:
            process_ids_item = UUID(process_ids_item_data)

            process_ids.append(process_ids_item)

        send = d.pop("send", UNSET)

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

        verify_body = cls(
            process_ids=process_ids,
            send=send,
            accept=accept,
        )

        return verify_body

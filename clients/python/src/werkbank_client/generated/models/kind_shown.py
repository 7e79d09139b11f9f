from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.event_type import EventType
from ..models.kind_shown_as_client import KindShownAsClient
from ..models.kind_shown_as_contractor import KindShownAsContractor
from ..models.kind_shown_channel_type_0 import KindShownChannelType0

T = TypeVar("T", bound="KindShown")


@_attrs_define
class KindShown:
    """A type of events, and how the user hears of it.

    Attributes:
        type_ (EventType): What an event tells of; see `webhooks`.
        description (str): what it is, in a sentence
        channel (KindShownChannelType0 | None): as chosen; null: as usual
        as_client (KindShownAsClient): what holds for projects of the organization
        as_contractor (KindShownAsContractor): what holds for what it was asked to make
    """

    type_: EventType
    description: str
    channel: KindShownChannelType0 | None
    as_client: KindShownAsClient
    as_contractor: KindShownAsContractor
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_.value

        description = self.description

        channel: None | str
        if isinstance(self.channel, KindShownChannelType0):
            channel = self.channel.value
        else:
            channel = self.channel

        as_client = self.as_client.value

        as_contractor = self.as_contractor.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "description": description,
                "channel": channel,
                "as_client": as_client,
                "as_contractor": as_contractor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = EventType(d.pop("type"))

        description = d.pop("description")

        def _parse_channel(data: object) -> KindShownChannelType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                channel_type_0 = KindShownChannelType0(data)

                return channel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(KindShownChannelType0 | None, data)

        channel = _parse_channel(d.pop("channel"))

        as_client = KindShownAsClient(d.pop("as_client"))

        as_contractor = KindShownAsContractor(d.pop("as_contractor"))

        kind_shown = cls(
            type_=type_,
            description=description,
            channel=channel,
            as_client=as_client,
            as_contractor=as_contractor,
        )

        kind_shown.additional_properties = d
        return kind_shown

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

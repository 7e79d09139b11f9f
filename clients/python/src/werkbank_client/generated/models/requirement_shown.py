from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="RequirementShown")


@_attrs_define
class RequirementShown:
    """A subject that purchaser and supplier should agree on; advice, nothing is refused for it.

    Attributes:
        requirement (str): a name that does not change
        subject (str): what should be agreed on, in words
        given (bool): whether it is stated
        value (Any): what is stated; null if nothing is
        fields (list[str]): where it is stated
        matters_for (str): what depends on it
        source (str): the standard that asks for it
    """

    requirement: str
    subject: str
    given: bool
    value: Any
    fields: list[str]
    matters_for: str
    source: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        requirement = self.requirement

        subject = self.subject

        given = self.given

        value = self.value

        fields = self.fields

        matters_for = self.matters_for

        source = self.source

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "requirement": requirement,
                "subject": subject,
                "given": given,
                "value": value,
                "fields": fields,
                "matters_for": matters_for,
                "source": source,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        requirement = d.pop("requirement")

        subject = d.pop("subject")

        given = d.pop("given")

        value = d.pop("value")

        fields = cast(list[str], d.pop("fields"))

        matters_for = d.pop("matters_for")

        source = d.pop("source")

        requirement_shown = cls(
            requirement=requirement,
            subject=subject,
            given=given,
            value=value,
            fields=fields,
            matters_for=matters_for,
            source=source,
        )

        requirement_shown.additional_properties = d
        return requirement_shown

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

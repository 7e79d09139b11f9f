from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.sample_quote import SampleQuote


T = TypeVar("T", bound="SampleShown")


@_attrs_define
class SampleShown:
    """What a contractor quotes for a sample part, or why it does not.

    Attributes:
        quote (None | SampleQuote): null: it cannot be made
        reasons (list[str]): why not, in sentences
    """

    quote: None | SampleQuote
    reasons: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sample_quote import SampleQuote  # noqa: PLC0415

        quote: dict[str, Any] | None
        if isinstance(self.quote, SampleQuote):
            quote = self.quote.to_dict()
        else:
            quote = self.quote

        reasons = self.reasons

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "quote": quote,
                "reasons": reasons,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sample_quote import SampleQuote  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_quote(data: object) -> None | SampleQuote:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                quote_type_0 = SampleQuote.from_dict(data)

                return quote_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SampleQuote, data)

        quote = _parse_quote(d.pop("quote"))

        reasons = cast(list[str], d.pop("reasons"))

        sample_shown = cls(
            quote=quote,
            reasons=reasons,
        )

        sample_shown.additional_properties = d
        return sample_shown

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

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.choices_choices import ChoicesChoices


T = TypeVar("T", bound="Choices")


@_attrs_define
class Choices:
    """How the user wants to hear of some types; null goes back to what is usual.

    Attributes:
        choices (ChoicesChoices): by type of event; null goes back to what is usual
    """

    choices: ChoicesChoices

    def to_dict(self) -> dict[str, Any]:
        choices = self.choices.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "choices": choices,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.choices_choices import ChoicesChoices  # noqa: PLC0415

        d = dict(src_dict)
        choices = ChoicesChoices.from_dict(d.pop("choices"))

        choices = cls(
            choices=choices,
        )

        return choices

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.my_organization import MyOrganization
    from ..models.quota import Quota
    from ..models.user_shown import UserShown


T = TypeVar("T", bound="Me")


@_attrs_define
class Me:
    """Who asks, and what they may do.

    Attributes:
        user (None | UserShown): null for a visitor
        visitor (bool): true for a browser that has not logged in
        is_operator (bool): whether they run the service
        must_enrol (bool): true if a second factor is demanded that the user lacks: nothing but enrolling is possible,
            see `POST /auth/totp`
        must_approve (bool): true if somebody has logged in from a new device, which has to be approved: until they have
            opened the link that was mailed to them, they are a visitor, and nothing is possible but logging out, see `GET
            /auth/devices/approval`
        language (str): ISO 639-1, in which they are written to
        csrf_token (None | str): goes into the header X-CSRF-Token of every write; null with an API key
        home_id (None | UUID): the organization that new projects go to
        organizations (list[MyOrganization]): those that they belong to
        quotas (list[Quota]): how often and how much; beyond it 429, 413, 409, 422
    """

    user: None | UserShown
    visitor: bool
    is_operator: bool
    must_enrol: bool
    must_approve: bool
    language: str
    csrf_token: None | str
    home_id: None | UUID
    organizations: list[MyOrganization]
    quotas: list[Quota]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.user_shown import UserShown  # noqa: PLC0415

        user: dict[str, Any] | None
        if isinstance(self.user, UserShown):
            user = self.user.to_dict()
        else:
            user = self.user

        visitor = self.visitor

        is_operator = self.is_operator

        must_enrol = self.must_enrol

        must_approve = self.must_approve

        language = self.language

        csrf_token: None | str
        csrf_token = self.csrf_token

        home_id: None | str
        if isinstance(self.home_id, UUID):
            home_id = str(self.home_id)
        else:
            home_id = self.home_id

        organizations = []
        for organizations_item_data in self.organizations:
            organizations_item = organizations_item_data.to_dict()
            organizations.append(organizations_item)

        quotas = []
        for quotas_item_data in self.quotas:
            quotas_item = quotas_item_data.to_dict()
            quotas.append(quotas_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "user": user,
                "visitor": visitor,
                "is_operator": is_operator,
                "must_enrol": must_enrol,
                "must_approve": must_approve,
                "language": language,
                "csrf_token": csrf_token,
                "home_id": home_id,
                "organizations": organizations,
                "quotas": quotas,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.my_organization import MyOrganization  # noqa: PLC0415
        from ..models.quota import Quota  # noqa: PLC0415
        from ..models.user_shown import UserShown  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_user(data: object) -> None | UserShown:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_type_0 = UserShown.from_dict(data)

                return user_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UserShown, data)

        user = _parse_user(d.pop("user"))

        visitor = d.pop("visitor")

        is_operator = d.pop("is_operator")

        must_enrol = d.pop("must_enrol")

        must_approve = d.pop("must_approve")

        language = d.pop("language")

        def _parse_csrf_token(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        csrf_token = _parse_csrf_token(d.pop("csrf_token"))

        def _parse_home_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                home_id_type_0 = UUID(data)

                return home_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        home_id = _parse_home_id(d.pop("home_id"))

        organizations = []
        _organizations = d.pop("organizations")
        for organizations_item_data in _organizations:
            organizations_item = MyOrganization.from_dict(organizations_item_data)

            organizations.append(organizations_item)

        quotas = []
        _quotas = d.pop("quotas")
        for quotas_item_data in _quotas:
            quotas_item = Quota.from_dict(quotas_item_data)

            quotas.append(quotas_item)

        me = cls(
            user=user,
            visitor=visitor,
            is_operator=is_operator,
            must_enrol=must_enrol,
            must_approve=must_approve,
            language=language,
            csrf_token=csrf_token,
            home_id=home_id,
            organizations=organizations,
            quotas=quotas,
        )

        me.additional_properties = d
        return me

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

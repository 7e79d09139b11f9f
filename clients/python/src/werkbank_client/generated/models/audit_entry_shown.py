from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.audit_action import AuditAction
from ..models.audit_entry_shown_via import AuditEntryShownVia

if TYPE_CHECKING:
    from ..models.audit_account import AuditAccount
    from ..models.audit_actor import AuditActor
    from ..models.audit_subject import AuditSubject


T = TypeVar("T", bound="AuditEntryShown")


@_attrs_define
class AuditEntryShown:
    """Who did what, when, from where and with which session or key.

    Attributes:
        id (UUID): a UUID that never changes
        at (datetime.datetime): when it happened
        action (AuditAction): What the audit log tells of.
        actor (AuditActor): Who did it.
        via (AuditEntryShownVia): how they showed who they are
        credential_id (None | UUID): of the session or the key
        address (None | str): from where, an IP address
        organization_id (None | UUID): null for what was done to an account as a whole
        account (AuditAccount | None):
        subject (AuditSubject | None): what should be agreed on, in words
        changed (list[str]): names of the fields that were changed
    """

    id: UUID
    at: datetime.datetime
    action: AuditAction
    actor: AuditActor
    via: AuditEntryShownVia
    credential_id: None | UUID
    address: None | str
    organization_id: None | UUID
    account: AuditAccount | None
    subject: AuditSubject | None
    changed: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.audit_account import AuditAccount  # noqa: PLC0415
        from ..models.audit_subject import AuditSubject  # noqa: PLC0415

        id = str(self.id)

        at = self.at.isoformat()

        action = self.action.value

        actor = self.actor.to_dict()

        via = self.via.value

        credential_id: None | str
        if isinstance(self.credential_id, UUID):
            credential_id = str(self.credential_id)
        else:
            credential_id = self.credential_id

        address: None | str
        address = self.address

        organization_id: None | str
        if isinstance(self.organization_id, UUID):
            organization_id = str(self.organization_id)
        else:
            organization_id = self.organization_id

        account: dict[str, Any] | None
        if isinstance(self.account, AuditAccount):
            account = self.account.to_dict()
        else:
            account = self.account

        subject: dict[str, Any] | None
        if isinstance(self.subject, AuditSubject):
            subject = self.subject.to_dict()
        else:
            subject = self.subject

        changed = self.changed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "at": at,
                "action": action,
                "actor": actor,
                "via": via,
                "credential_id": credential_id,
                "address": address,
                "organization_id": organization_id,
                "account": account,
                "subject": subject,
                "changed": changed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.audit_account import AuditAccount  # noqa: PLC0415
        from ..models.audit_actor import AuditActor  # noqa: PLC0415
        from ..models.audit_subject import AuditSubject  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        action = AuditAction(d.pop("action"))

        actor = AuditActor.from_dict(d.pop("actor"))

        via = AuditEntryShownVia(d.pop("via"))

        def _parse_credential_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                credential_id_type_0 = UUID(data)

                return credential_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        credential_id = _parse_credential_id(d.pop("credential_id"))

        def _parse_address(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        address = _parse_address(d.pop("address"))

        def _parse_organization_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                organization_id_type_0 = UUID(data)

                return organization_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        organization_id = _parse_organization_id(d.pop("organization_id"))

        def _parse_account(data: object) -> AuditAccount | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                account_type_0 = AuditAccount.from_dict(data)

                return account_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AuditAccount | None, data)

        account = _parse_account(d.pop("account"))

        def _parse_subject(data: object) -> AuditSubject | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                subject_type_0 = AuditSubject.from_dict(data)

                return subject_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AuditSubject | None, data)

        subject = _parse_subject(d.pop("subject"))

        changed = cast(list[str], d.pop("changed"))

        audit_entry_shown = cls(
            id=id,
            at=at,
            action=action,
            actor=actor,
            via=via,
            credential_id=credential_id,
            address=address,
            organization_id=organization_id,
            account=account,
            subject=subject,
            changed=changed,
        )

        audit_entry_shown.additional_properties = d
        return audit_entry_shown

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

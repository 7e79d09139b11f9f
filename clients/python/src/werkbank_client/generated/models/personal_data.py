from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.personal_data_account_item import PersonalDataAccountItem
    from ..models.personal_data_account_mails_item import PersonalDataAccountMailsItem
    from ..models.personal_data_api_keys_item import PersonalDataApiKeysItem
    from ..models.personal_data_attachments_item import PersonalDataAttachmentsItem
    from ..models.personal_data_audit_item import PersonalDataAuditItem
    from ..models.personal_data_authenticators_item import PersonalDataAuthenticatorsItem
    from ..models.personal_data_devices_item import PersonalDataDevicesItem
    from ..models.personal_data_downloads_item import PersonalDataDownloadsItem
    from ..models.personal_data_files_item import PersonalDataFilesItem
    from ..models.personal_data_history_item import PersonalDataHistoryItem
    from ..models.personal_data_invitations_item import PersonalDataInvitationsItem
    from ..models.personal_data_memberships_item import PersonalDataMembershipsItem
    from ..models.personal_data_messages_item import PersonalDataMessagesItem
    from ..models.personal_data_notifications_item import PersonalDataNotificationsItem
    from ..models.personal_data_passkeys_item import PersonalDataPasskeysItem
    from ..models.personal_data_preferences_item import PersonalDataPreferencesItem
    from ..models.personal_data_processes_item import PersonalDataProcessesItem
    from ..models.personal_data_projects_item import PersonalDataProjectsItem
    from ..models.personal_data_providers_item import PersonalDataProvidersItem
    from ..models.personal_data_read_positions_item import PersonalDataReadPositionsItem
    from ..models.personal_data_sessions_item import PersonalDataSessionsItem
    from ..models.personal_data_sign_ins_item import PersonalDataSignInsItem
    from ..models.personal_data_threads_read_item import PersonalDataThreadsReadItem


T = TypeVar("T", bound="PersonalData")


@_attrs_define
class PersonalData:
    """All that is stored about a person; no secrets, and nothing that others have written.

    Attributes:
        exported_at (datetime.datetime): when the export began
        account (list[PersonalDataAccountItem]): the account itself, one entry
        memberships (list[PersonalDataMembershipsItem]): the organizations that they belong to
        sessions (list[PersonalDataSessionsItem]): the browsers in which they are logged in
        api_keys (list[PersonalDataApiKeysItem]): their keys, also revoked ones
        authenticators (list[PersonalDataAuthenticatorsItem]): since when there is a second factor
        providers (list[PersonalDataProvidersItem]): providers of identities by which they log in
        sign_ins (list[PersonalDataSignInsItem]): from where they have logged in
        devices (list[PersonalDataDevicesItem]): devices from which they have let themselves in
        passkeys (list[PersonalDataPasskeysItem]): their passkeys, without the keys
        preferences (list[PersonalDataPreferencesItem]): which events they are mailed about
        notifications (list[PersonalDataNotificationsItem]): events that they were mailed about
        account_mails (list[PersonalDataAccountMailsItem]): mails about the account
        invitations (list[PersonalDataInvitationsItem]): invitations that they have sent
        read_positions (list[PersonalDataReadPositionsItem]): the last event that they have read
        threads_read (list[PersonalDataThreadsReadItem]): the last messages that they have read
        projects (list[PersonalDataProjectsItem]): projects that they have made
        processes (list[PersonalDataProcessesItem]): processes that they have made
        files (list[PersonalDataFilesItem]): files that they have uploaded, without the contents
        messages (list[PersonalDataMessagesItem]): messages that they have written
        attachments (list[PersonalDataAttachmentsItem]): files that they have attached to messages
        downloads (list[PersonalDataDownloadsItem]): files of clients that they have downloaded
        history (list[PersonalDataHistoryItem]): what they have done in orders
        audit (list[PersonalDataAuditItem]): what they have done to accounts and organizations
    """

    exported_at: datetime.datetime
    account: list[PersonalDataAccountItem]
    memberships: list[PersonalDataMembershipsItem]
    sessions: list[PersonalDataSessionsItem]
    api_keys: list[PersonalDataApiKeysItem]
    authenticators: list[PersonalDataAuthenticatorsItem]
    providers: list[PersonalDataProvidersItem]
    sign_ins: list[PersonalDataSignInsItem]
    devices: list[PersonalDataDevicesItem]
    passkeys: list[PersonalDataPasskeysItem]
    preferences: list[PersonalDataPreferencesItem]
    notifications: list[PersonalDataNotificationsItem]
    account_mails: list[PersonalDataAccountMailsItem]
    invitations: list[PersonalDataInvitationsItem]
    read_positions: list[PersonalDataReadPositionsItem]
    threads_read: list[PersonalDataThreadsReadItem]
    projects: list[PersonalDataProjectsItem]
    processes: list[PersonalDataProcessesItem]
    files: list[PersonalDataFilesItem]
    messages: list[PersonalDataMessagesItem]
    attachments: list[PersonalDataAttachmentsItem]
    downloads: list[PersonalDataDownloadsItem]
    history: list[PersonalDataHistoryItem]
    audit: list[PersonalDataAuditItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        exported_at = self.exported_at.isoformat()

        account = []
        for account_item_data in self.account:
            account_item = account_item_data.to_dict()
            account.append(account_item)

        memberships = []
        for memberships_item_data in self.memberships:
            memberships_item = memberships_item_data.to_dict()
            memberships.append(memberships_item)

        sessions = []
        for sessions_item_data in self.sessions:
            sessions_item = sessions_item_data.to_dict()
            sessions.append(sessions_item)

        api_keys = []
        for api_keys_item_data in self.api_keys:
            api_keys_item = api_keys_item_data.to_dict()
            api_keys.append(api_keys_item)

        authenticators = []
        for authenticators_item_data in self.authenticators:
            authenticators_item = authenticators_item_data.to_dict()
            authenticators.append(authenticators_item)

        providers = []
        for providers_item_data in self.providers:
            providers_item = providers_item_data.to_dict()
            providers.append(providers_item)

        sign_ins = []
        for sign_ins_item_data in self.sign_ins:
            sign_ins_item = sign_ins_item_data.to_dict()
            sign_ins.append(sign_ins_item)

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        passkeys = []
        for passkeys_item_data in self.passkeys:
            passkeys_item = passkeys_item_data.to_dict()
            passkeys.append(passkeys_item)

        preferences = []
        for preferences_item_data in self.preferences:
            preferences_item = preferences_item_data.to_dict()
            preferences.append(preferences_item)

        notifications = []
        for notifications_item_data in self.notifications:
            notifications_item = notifications_item_data.to_dict()
            notifications.append(notifications_item)

        account_mails = []
        for account_mails_item_data in self.account_mails:
            account_mails_item = account_mails_item_data.to_dict()
            account_mails.append(account_mails_item)

        invitations = []
        for invitations_item_data in self.invitations:
            invitations_item = invitations_item_data.to_dict()
            invitations.append(invitations_item)

        read_positions = []
        for read_positions_item_data in self.read_positions:
            read_positions_item = read_positions_item_data.to_dict()
            read_positions.append(read_positions_item)

        threads_read = []
        for threads_read_item_data in self.threads_read:
            threads_read_item = threads_read_item_data.to_dict()
            threads_read.append(threads_read_item)

        projects = []
        for projects_item_data in self.projects:
            projects_item = projects_item_data.to_dict()
            projects.append(projects_item)

        processes = []
        for processes_item_data in self.processes:
            processes_item = processes_item_data.to_dict()
            processes.append(processes_item)

        files = []
        for files_item_data in self.files:
            files_item = files_item_data.to_dict()
            files.append(files_item)

        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)

        attachments = []
        for attachments_item_data in self.attachments:
            attachments_item = attachments_item_data.to_dict()
            attachments.append(attachments_item)

        downloads = []
        for downloads_item_data in self.downloads:
            downloads_item = downloads_item_data.to_dict()
            downloads.append(downloads_item)

        history = []
        for history_item_data in self.history:
            history_item = history_item_data.to_dict()
            history.append(history_item)

        audit = []
        for audit_item_data in self.audit:
            audit_item = audit_item_data.to_dict()
            audit.append(audit_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "exported_at": exported_at,
                "account": account,
                "memberships": memberships,
                "sessions": sessions,
                "api_keys": api_keys,
                "authenticators": authenticators,
                "providers": providers,
                "sign_ins": sign_ins,
                "devices": devices,
                "passkeys": passkeys,
                "preferences": preferences,
                "notifications": notifications,
                "account_mails": account_mails,
                "invitations": invitations,
                "read_positions": read_positions,
                "threads_read": threads_read,
                "projects": projects,
                "processes": processes,
                "files": files,
                "messages": messages,
                "attachments": attachments,
                "downloads": downloads,
                "history": history,
                "audit": audit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.personal_data_account_item import PersonalDataAccountItem  # noqa: PLC0415
        from ..models.personal_data_account_mails_item import PersonalDataAccountMailsItem  # noqa: PLC0415
        from ..models.personal_data_api_keys_item import PersonalDataApiKeysItem  # noqa: PLC0415
        from ..models.personal_data_attachments_item import PersonalDataAttachmentsItem  # noqa: PLC0415
        from ..models.personal_data_audit_item import PersonalDataAuditItem  # noqa: PLC0415
        from ..models.personal_data_authenticators_item import PersonalDataAuthenticatorsItem  # noqa: PLC0415
        from ..models.personal_data_devices_item import PersonalDataDevicesItem  # noqa: PLC0415
        from ..models.personal_data_downloads_item import PersonalDataDownloadsItem  # noqa: PLC0415
        from ..models.personal_data_files_item import PersonalDataFilesItem  # noqa: PLC0415
        from ..models.personal_data_history_item import PersonalDataHistoryItem  # noqa: PLC0415
        from ..models.personal_data_invitations_item import PersonalDataInvitationsItem  # noqa: PLC0415
        from ..models.personal_data_memberships_item import PersonalDataMembershipsItem  # noqa: PLC0415
        from ..models.personal_data_messages_item import PersonalDataMessagesItem  # noqa: PLC0415
        from ..models.personal_data_notifications_item import PersonalDataNotificationsItem  # noqa: PLC0415
        from ..models.personal_data_passkeys_item import PersonalDataPasskeysItem  # noqa: PLC0415
        from ..models.personal_data_preferences_item import PersonalDataPreferencesItem  # noqa: PLC0415
        from ..models.personal_data_processes_item import PersonalDataProcessesItem  # noqa: PLC0415
        from ..models.personal_data_projects_item import PersonalDataProjectsItem  # noqa: PLC0415
        from ..models.personal_data_providers_item import PersonalDataProvidersItem  # noqa: PLC0415
        from ..models.personal_data_read_positions_item import PersonalDataReadPositionsItem  # noqa: PLC0415
        from ..models.personal_data_sessions_item import PersonalDataSessionsItem  # noqa: PLC0415
        from ..models.personal_data_sign_ins_item import PersonalDataSignInsItem  # noqa: PLC0415
        from ..models.personal_data_threads_read_item import PersonalDataThreadsReadItem  # noqa: PLC0415

        d = dict(src_dict)
        exported_at = datetime.datetime.fromisoformat(d.pop("exported_at"))

        account = []
        _account = d.pop("account")
        for account_item_data in _account:
            account_item = PersonalDataAccountItem.from_dict(account_item_data)

            account.append(account_item)

        memberships = []
        _memberships = d.pop("memberships")
        for memberships_item_data in _memberships:
            memberships_item = PersonalDataMembershipsItem.from_dict(memberships_item_data)

            memberships.append(memberships_item)

        sessions = []
        _sessions = d.pop("sessions")
        for sessions_item_data in _sessions:
            sessions_item = PersonalDataSessionsItem.from_dict(sessions_item_data)

            sessions.append(sessions_item)

        api_keys = []
        _api_keys = d.pop("api_keys")
        for api_keys_item_data in _api_keys:
            api_keys_item = PersonalDataApiKeysItem.from_dict(api_keys_item_data)

            api_keys.append(api_keys_item)

        authenticators = []
        _authenticators = d.pop("authenticators")
        for authenticators_item_data in _authenticators:
            authenticators_item = PersonalDataAuthenticatorsItem.from_dict(authenticators_item_data)

            authenticators.append(authenticators_item)

        providers = []
        _providers = d.pop("providers")
        for providers_item_data in _providers:
            providers_item = PersonalDataProvidersItem.from_dict(providers_item_data)

            providers.append(providers_item)

        sign_ins = []
        _sign_ins = d.pop("sign_ins")
        for sign_ins_item_data in _sign_ins:
            sign_ins_item = PersonalDataSignInsItem.from_dict(sign_ins_item_data)

            sign_ins.append(sign_ins_item)

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = PersonalDataDevicesItem.from_dict(devices_item_data)

            devices.append(devices_item)

        passkeys = []
        _passkeys = d.pop("passkeys")
        for passkeys_item_data in _passkeys:
            passkeys_item = PersonalDataPasskeysItem.from_dict(passkeys_item_data)

            passkeys.append(passkeys_item)

        preferences = []
        _preferences = d.pop("preferences")
        for preferences_item_data in _preferences:
            preferences_item = PersonalDataPreferencesItem.from_dict(preferences_item_data)

            preferences.append(preferences_item)

        notifications = []
        _notifications = d.pop("notifications")
        for notifications_item_data in _notifications:
            notifications_item = PersonalDataNotificationsItem.from_dict(notifications_item_data)

            notifications.append(notifications_item)

        account_mails = []
        _account_mails = d.pop("account_mails")
        for account_mails_item_data in _account_mails:
            account_mails_item = PersonalDataAccountMailsItem.from_dict(account_mails_item_data)

            account_mails.append(account_mails_item)

        invitations = []
        _invitations = d.pop("invitations")
        for invitations_item_data in _invitations:
            invitations_item = PersonalDataInvitationsItem.from_dict(invitations_item_data)

            invitations.append(invitations_item)

        read_positions = []
        _read_positions = d.pop("read_positions")
        for read_positions_item_data in _read_positions:
            read_positions_item = PersonalDataReadPositionsItem.from_dict(read_positions_item_data)

            read_positions.append(read_positions_item)

        threads_read = []
        _threads_read = d.pop("threads_read")
        for threads_read_item_data in _threads_read:
            threads_read_item = PersonalDataThreadsReadItem.from_dict(threads_read_item_data)

            threads_read.append(threads_read_item)

        projects = []
        _projects = d.pop("projects")
        for projects_item_data in _projects:
            projects_item = PersonalDataProjectsItem.from_dict(projects_item_data)

            projects.append(projects_item)

        processes = []
        _processes = d.pop("processes")
        for processes_item_data in _processes:
            processes_item = PersonalDataProcessesItem.from_dict(processes_item_data)

            processes.append(processes_item)

        files = []
        _files = d.pop("files")
        for files_item_data in _files:
            files_item = PersonalDataFilesItem.from_dict(files_item_data)

            files.append(files_item)

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = PersonalDataMessagesItem.from_dict(messages_item_data)

            messages.append(messages_item)

        attachments = []
        _attachments = d.pop("attachments")
        for attachments_item_data in _attachments:
            attachments_item = PersonalDataAttachmentsItem.from_dict(attachments_item_data)

            attachments.append(attachments_item)

        downloads = []
        _downloads = d.pop("downloads")
        for downloads_item_data in _downloads:
            downloads_item = PersonalDataDownloadsItem.from_dict(downloads_item_data)

            downloads.append(downloads_item)

        history = []
        _history = d.pop("history")
        for history_item_data in _history:
            history_item = PersonalDataHistoryItem.from_dict(history_item_data)

            history.append(history_item)

        audit = []
        _audit = d.pop("audit")
        for audit_item_data in _audit:
            audit_item = PersonalDataAuditItem.from_dict(audit_item_data)

            audit.append(audit_item)

        personal_data = cls(
            exported_at=exported_at,
            account=account,
            memberships=memberships,
            sessions=sessions,
            api_keys=api_keys,
            authenticators=authenticators,
            providers=providers,
            sign_ins=sign_ins,
            devices=devices,
            passkeys=passkeys,
            preferences=preferences,
            notifications=notifications,
            account_mails=account_mails,
            invitations=invitations,
            read_positions=read_positions,
            threads_read=threads_read,
            projects=projects,
            processes=processes,
            files=files,
            messages=messages,
            attachments=attachments,
            downloads=downloads,
            history=history,
            audit=audit,
        )

        personal_data.additional_properties = d
        return personal_data

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

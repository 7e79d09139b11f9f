from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.dispute_waiting import DisputeWaiting
    from ..models.entered_state_shown import EnteredStateShown
    from ..models.failing_mail_shown import FailingMailShown
    from ..models.overview_shown_processes import OverviewShownProcesses
    from ..models.waiting_shown import WaitingShown
    from ..models.webhook_shown import WebhookShown


T = TypeVar("T", bound="OverviewShown")


@_attrs_define
class OverviewShown:
    """What an operator looks at first.

    Attributes:
        processes (OverviewShownProcesses): how many there are by state, each counted up to 10000
        entered (list[EnteredStateShown]): how many came into each state in each of the last 24 hours, the oldest hour
            first; hours in which none did are left out
        waiting (WaitingShown): What waits for a machine or for an operator.
        disputes (list[DisputeWaiting]): the oldest first, 50 at most
        failing_webhooks (list[WebhookShown]): the longest first, 50 at most
        failing_mails (list[FailingMailShown]): the newest first, 50 at most
    """

    processes: OverviewShownProcesses
    entered: list[EnteredStateShown]
    waiting: WaitingShown
    disputes: list[DisputeWaiting]
    failing_webhooks: list[WebhookShown]
    failing_mails: list[FailingMailShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        processes = self.processes.to_dict()

        entered = []
        for entered_item_data in self.entered:
            entered_item = entered_item_data.to_dict()
            entered.append(entered_item)

        waiting = self.waiting.to_dict()

        disputes = []
        for disputes_item_data in self.disputes:
            disputes_item = disputes_item_data.to_dict()
            disputes.append(disputes_item)

        failing_webhooks = []
        for failing_webhooks_item_data in self.failing_webhooks:
            failing_webhooks_item = failing_webhooks_item_data.to_dict()
            failing_webhooks.append(failing_webhooks_item)

        failing_mails = []
        for failing_mails_item_data in self.failing_mails:
            failing_mails_item = failing_mails_item_data.to_dict()
            failing_mails.append(failing_mails_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "processes": processes,
                "entered": entered,
                "waiting": waiting,
                "disputes": disputes,
                "failing_webhooks": failing_webhooks,
                "failing_mails": failing_mails,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dispute_waiting import DisputeWaiting  # noqa: PLC0415
        from ..models.entered_state_shown import EnteredStateShown  # noqa: PLC0415
        from ..models.failing_mail_shown import FailingMailShown  # noqa: PLC0415
        from ..models.overview_shown_processes import OverviewShownProcesses  # noqa: PLC0415
        from ..models.waiting_shown import WaitingShown  # noqa: PLC0415
        from ..models.webhook_shown import WebhookShown  # noqa: PLC0415

        d = dict(src_dict)
        processes = OverviewShownProcesses.from_dict(d.pop("processes"))

        entered = []
        _entered = d.pop("entered")
        for entered_item_data in _entered:
            entered_item = EnteredStateShown.from_dict(entered_item_data)

            entered.append(entered_item)

        waiting = WaitingShown.from_dict(d.pop("waiting"))

        disputes = []
        _disputes = d.pop("disputes")
        for disputes_item_data in _disputes:
            disputes_item = DisputeWaiting.from_dict(disputes_item_data)

            disputes.append(disputes_item)

        failing_webhooks = []
        _failing_webhooks = d.pop("failing_webhooks")
        for failing_webhooks_item_data in _failing_webhooks:
            failing_webhooks_item = WebhookShown.from_dict(failing_webhooks_item_data)

            failing_webhooks.append(failing_webhooks_item)

        failing_mails = []
        _failing_mails = d.pop("failing_mails")
        for failing_mails_item_data in _failing_mails:
            failing_mails_item = FailingMailShown.from_dict(failing_mails_item_data)

            failing_mails.append(failing_mails_item)

        overview_shown = cls(
            processes=processes,
            entered=entered,
            waiting=waiting,
            disputes=disputes,
            failing_webhooks=failing_webhooks,
            failing_mails=failing_mails,
        )

        overview_shown.additional_properties = d
        return overview_shown

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

"""Every type of event: what it tells of, and what its `data` holds.

Nothing else can be announced, so that who reads the document knows all that may come.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from service.events.event_data import (
    ChangedData,
    EventData,
    FileAccessData,
    FileData,
    FileDownloadedData,
    MemberData,
    MessageData,
    NoData,
    OfferData,
    OrganizationChangedData,
    OrganizationCreatedData,
    OrganizationData,
    ParkedData,
    PredecessorFailedData,
    ProcessData,
    ProcessReminderData,
    ProgressData,
    ProjectCreatedData,
    ProjectSavedData,
    RequestContractorData,
    RequestData,
    RequestReminderData,
    ResetData,
    RightsData,
    ShippedData,
    StandingData,
    WebhookDisabledData,
    WebhookTestData,
)
from workflows.process import PROCESS, ProcessState
from workflows.request import REQUEST, RequestState

#: An event without an audience: it tells web processes that stream whose rights to look up again.
ACCESS_CHANGED: Final = "access.changed"
#: Another one: the feed goes on from here after the database was restored from a backup.
FEED_RESTORED: Final = "feed.restored"

#: Types that are no state which something enters.
_NAMED: Final[Mapping[str, tuple[str, type[EventData]]]] = {
    "project.created": ("A project was created.", ProjectCreatedData),
    "project.updated": ("Title or details of a project have changed.", ChangedData),
    "project.deleted": ("A project was deleted with its processes.", NoData),
    "project.saved": ("A visitor's project became a user's.", ProjectSavedData),
    "process.created": ("A process was created.", ProcessData),
    "process.updated": ("Something of a process has changed, and not its state.", ProcessData),
    "process.deleted": ("A process was deleted.", ProcessData),
    "process.file": ("Files of a process have changed.", FileData),
    "process.file_access": ("It was decided whether contractors get the files.", FileAccessData),
    "process.file_downloaded": ("A contractor has downloaded files.", FileDownloadedData),
    "process.message": ("A message was written.", MessageData),
    "process.verification_progress": ("A long verification has come further.", ProgressData),
    "process.parked": ("The service has given a step up; operators see to it.", ParkedData),
    "process.predecessor_failed": (
        "What a process waits for will never be completed.",
        PredecessorFailedData,
    ),
    "process.reminder": ("A state waits for somebody.", ProcessReminderData),
    "request.reminder": ("A request waits for an answer.", RequestReminderData),
    "request.refused": (
        "The contractor's terms refuse it.",
        RequestContractorData,
    ),
    "request.contractor_suspended": ("Its contractor was suspended.", RequestContractorData),
    "offer.made": ("A contractor has made an offer.", OfferData),
    "organization.created": ("An organization was founded.", OrganizationCreatedData),
    "organization.updated": ("Something of an organization has changed.", OrganizationChangedData),
    "organization.deleted": ("An organization was deleted.", OrganizationData),
    "organization.standing_changed": ("An operator approved or suspended it.", StandingData),
    "organization.member_added": ("Somebody has become a member.", MemberData),
    "organization.member_removed": ("Somebody is no member any more.", MemberData),
    "organization.webhook_disabled": ("A webhook is called no more.", WebhookDisabledData),
    "user.rights_changed": ("What somebody may do has changed.", RightsData),
    "reset": ("What was missed is kept no more: read everything anew.", ResetData),
    "webhook.test": ("A webhook is tried; it stands in no feed.", WebhookTestData),
}
#: Requests in these states have not reached their contractor, which nobody is told of.
_UNSEEN: Final = frozenset(
    {
        RequestState.QUEUED,
        RequestState.DISPATCHING,
        RequestState.UNREACHABLE,
        RequestState.REFUSED,
    }
)


def _entered() -> Iterator[tuple[str, tuple[str, type[EventData]]]]:
    for process_state in PROCESS.states.values():
        summary = f"A process is now {process_state.summary}."
        leaves = process_state.state is ProcessState.IN_DELIVERY
        yield (
            f"process.{process_state.state.value}",
            (summary, ShippedData if leaves else ProcessData),
        )
    for request_state in REQUEST.states.values():
        if request_state.state not in _UNSEEN:
            summary = f"A request is now {request_state.summary}."
            yield f"request.{request_state.state.value}", (summary, RequestData)


#: By type: a sentence about when it comes, and the model of its data.
EVENTS: Final[Mapping[str, tuple[str, type[EventData]]]] = {**_NAMED, **dict(_entered())}
#: Those that stand in the feed, with a position.
TYPES_OF_FEED: Final = EVENTS.keys() - {"reset", "webhook.test"}


class UnknownEventType(Exception):
    """A type of event that the catalogue does not have."""


def check_type(type: str) -> None:
    """Raise UnknownEventType for a type that no reader could know."""
    if type not in EVENTS and type != ACCESS_CHANGED:
        raise UnknownEventType(f"the catalogue of events has no {type!r}")
